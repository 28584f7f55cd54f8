"""The fields a query can name and free words are looked for in: every key of the format, and how much each weighs."""

import enum
from types import MappingProxyType

import msgspec

from disctui.release.model import Kind, keys


class Takes(enum.Enum):
    """What a condition on a field compares."""

    WORDS = "words"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes or no"
    LONG = "words of a long text"


class Field(msgspec.Struct, frozen=True):
    """One field of the index."""

    name: str
    takes: Takes
    weight: float = 0.3
    """What a match in it counts, the title being 1; 0: free words are not looked for in it."""


_WEIGHTS = {
    "title": 1.0,
    "original_title": 0.98,
    "also_known_as": 0.98,
    "films.title": 0.96,
    "films.original_title": 0.95,
    "sort_title": 0.9,
    "directors": 0.82,
    "cast": 0.72,
    "cast.others": 0.55,
    "title.head": 0.81,
    "set.title": 0.5,
    "writers": 0.62,
    "year": 0.5,
    "release.spine": 0.5,
    "release.upc": 0.9,
    "release.edition": 0.48,
    "release.studio": 0.46,
    "genres": 0.46,
    "countries": 0.44,
    "collection.tags": 0.44,
    "collection.location": 0.42,
    "collection.loaned_to": 0.42,
    "collection.status": 0.4,
    "release.country": 0.36,
    "specs.discs": 0.38,
    "collection.retailer": 0.34,
    "special_features": 0.3,
    "cover": 0.0,
    "film_id": 0.0,
    "collection.loans": 0.0,
    "collection.slot": 0.0,
    "price.store_url": 0.0,
    "price.currency": 0.0,
    "release.regions": 0.0,
}
OWN_WEIGHT = 0.34
LONG_WEIGHT = 0.15
_DEFAULT_WEIGHT = 0.28
_TAKES = {
    Kind.TEXT: Takes.WORDS,
    Kind.TEXTS: Takes.WORDS,
    Kind.TEXT_OR_WHOLE: Takes.WORDS,
    Kind.CURRENCY: Takes.WORDS,
    Kind.UPC: Takes.WORDS,
    Kind.URL: Takes.WORDS,
    Kind.PICTURE: Takes.WORDS,
    Kind.LONG_TEXT: Takes.LONG,
    Kind.WHOLE: Takes.NUMBER,
    Kind.NUMBER: Takes.NUMBER,
    Kind.AMOUNT: Takes.NUMBER,
    Kind.BOOLEAN: Takes.YES_NO,
    Kind.DATE: Takes.DATE,
    Kind.DATES: Takes.DATE,
    Kind.PARTIAL_DATE: Takes.DATE,
    Kind.CHOICE: Takes.CHOICE,
    Kind.TARGET: Takes.NUMBER,
    Kind.LOANS: Takes.WORDS,
}
STATUSES = ("owned", "wishlist", "ordered", "sold")
LONG_FIELDS = ("synopsis", "note", "collection.notes", "own")
"""The long texts, searched for whole and begun words only, in the order of their two-bit codes."""
ASKED, PERCENT_OFF = "price", "off"
"""Numbers computed from the prices: what one would pay, and the percentage off the list price."""
FILM_COUNT, SEEN, LATE_FROM, DEAL = "film_count", "seen", "late_from", "deal"
"""Numbers computed from other keys: the films of a box set; 1 where it was seen, all its films where it is a set; the
first day on which what is lent is late; and 1 where what is asked is no more than the target, 0 where it is more."""
FILM_SEEN = "film_seen"
"""1 where one film of a set was seen; `SEEN` says it of all of them."""
FILM_MARK = "\0"
"""Stands between the id of a set and the number of a film in the id of the film's document; no file name has it."""
SET_TITLE = "set.title"
"""Of one film of a set the title of the set."""
CAST_OTHERS = "cast.others"
"""Those of the cast who are named after the first few: what is looked for is seldom one of them."""
TITLE_HEAD = "title.head"
"""A title up to its colon or dash, as it is often said: `2001`."""
_INNER = {CAST_OTHERS: "cast", TITLE_HEAD: "title", SET_TITLE: "title"}
OWN = "own"
"""Stands for the owner's keys that are past the number of fields that can be told apart."""


def _all_fields() -> dict[str, Field]:
    fields = {}
    for name, key in keys().items():
        if key.kind is not Kind.FILMS:
            fields[name] = Field(name, _TAKES[key.kind], _WEIGHTS.get(name, _DEFAULT_WEIGHT))
    for name in ("title", "original_title"):
        fields[f"films.{name}"] = Field(f"films.{name}", Takes.WORDS, _WEIGHTS[f"films.{name}"])
    fields["films.length"] = Field("films.length", Takes.NUMBER)
    for name in _INNER:
        fields[name] = Field(name, Takes.WORDS, _WEIGHTS[name])
    fields[ASKED] = Field(ASKED, Takes.NUMBER)
    fields[PERCENT_OFF] = Field(PERCENT_OFF, Takes.NUMBER)
    fields[FILM_COUNT] = Field(FILM_COUNT, Takes.NUMBER)
    fields[SEEN] = Field(SEEN, Takes.YES_NO)
    fields[FILM_SEEN] = Field(FILM_SEEN, Takes.YES_NO)
    fields[LATE_FROM] = Field(LATE_FROM, Takes.DATE)
    fields[DEAL] = Field(DEAL, Takes.YES_NO)
    fields[OWN] = Field(OWN, Takes.WORDS, OWN_WEIGHT)
    return fields


FIELDS = MappingProxyType(_all_fields())
NAMES = tuple(FIELDS)
CODES = MappingProxyType({name: code for code, name in enumerate(NAMES)})
"""A field's number in the index; the owner's own keys follow, numbered by each part of the index for itself."""
MOST_FIELDS = 250
WHOLE_FIELDS = frozenset(
    CODES[name]
    for name in (
        "title",
        "original_title",
        "also_known_as",
        "films.title",
        "films.original_title",
        "sort_title",
        "directors",
        "cast",
        "writers",
        "release.upc",
    )
)
"""Fields that, matched from first to last word, put their release before all others."""

_TITLES = ("title", "original_title", "also_known_as", "films.title", "films.original_title", "sort_title", SET_TITLE)
_CAST = ("cast", CAST_OTHERS)
_ALIASES: dict[str, tuple[str, ...]] = {
    "title": _TITLES,
    "titles": _TITLES,
    "original": ("original_title",),
    "aka": ("also_known_as",),
    "director": ("directors",),
    "by": ("directors",),
    "cast": _CAST,
    "actor": _CAST,
    "actress": _CAST,
    "starring": _CAST,
    "writer": ("writers",),
    "person": ("directors", *_CAST, "writers"),
    "people": ("directors", *_CAST, "writers"),
    "genre": ("genres",),
    "country": ("countries",),
    "plot": ("synopsis",),
    "feature": ("special_features",),
    "features": ("special_features",),
    "extra": ("special_features",),
    "extras": ("special_features",),
    "film": ("films.title", "films.original_title"),
    "films": ("films.title", "films.original_title"),
    "released": ("release.date",),
    "date": ("release.date",),
    "studio": ("release.studio",),
    "label": ("release.studio",),
    "edition": ("release.edition",),
    "spine": ("release.spine",),
    "upc": ("release.upc",),
    "ean": ("release.upc",),
    "barcode": ("release.upc",),
    "region": ("release.regions",),
    "regions": ("release.regions",),
    "currency": ("price.currency",),
    "price": (ASKED,),
    "list": ("price.list",),
    "sale": ("price.sale",),
    "third_party": ("price.third_party",),
    "stock": ("price.in_stock",),
    "in_stock": ("price.in_stock",),
    "store": ("price.store_url",),
    "url": ("price.store_url",),
    "off": (PERCENT_OFF,),
    "length": ("specs.length", "films.length"),
    "runtime": ("specs.length", "films.length"),
    "minutes": ("specs.length", "films.length"),
    "format": ("specs.discs",),
    "disc": ("specs.discs",),
    "discs": ("specs.discs",),
    "video": ("specs.video",),
    "hdr": ("specs.hdr",),
    "ratio": ("specs.aspect_ratios",),
    "aspect": ("specs.aspect_ratios",),
    "audio": ("specs.audio",),
    "sound": ("specs.audio",),
    "subtitle": ("specs.subtitles",),
    "subtitles": ("specs.subtitles",),
    "status": ("collection.status",),
    "bought": ("collection.bought",),
    "paid": ("collection.paid",),
    "retailer": ("collection.retailer",),
    "from": ("collection.retailer",),
    "location": ("collection.location",),
    "shelf": ("collection.location",),
    "loaned": ("collection.loaned_to",),
    "loaned_to": ("collection.loaned_to",),
    "loaned_on": ("collection.loaned_on",),
    "due": ("collection.due",),
    "rating": ("collection.rating",),
    "rated": ("collection.rating",),
    "watched": ("collection.watched",),
    "seen": ("collection.watched", SEEN),
    "slot": ("collection.slot",),
    "target": ("price.target",),
    "deal": (DEAL,),
    "checked": ("price.checked",),
    "audited": ("collection.audited",),
    "missing": ("collection.missing",),
    "loans": ("collection.loans",),
    "sold": ("collection.sold_on",),
    "tag": ("collection.tags",),
    "tags": ("collection.tags",),
    "notes": ("collection.notes",),
}
_COMPUTED = (ASKED, PERCENT_OFF, FILM_COUNT, SEEN, FILM_SEEN, LATE_FROM, DEAL, OWN, *_INNER)
QUERY_NAMES = MappingProxyType({name: (name,) for name in NAMES if name not in _COMPUTED} | _ALIASES)
"""Every name a query may use for a field of the format, dotted or short, to the fields it stands for."""


def shown_name(name: str) -> str:
    """The name of a field as it is shown: that of the key of the format whose value it is part of."""
    return _INNER.get(name, name)
