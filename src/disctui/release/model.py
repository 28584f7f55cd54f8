"""A release, as its file has it: the one model from which files are read, checked, described, edited and queried.

A *release* is what stands on the shelf, one edition by one label in one country; a *film* is what it holds.
Each field carries its name on screen (`title`), what it means (`description`) and what kind of value it is
(`extra["kind"]`), so that the reader, the JSON Schema, the forms and the query language cannot disagree.
"""

import datetime
import enum
import functools
import typing
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

Status = Literal["owned", "wishlist", "ordered", "sold"]
PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
PERCENT_OFF = r"^-\d{1,2}([.,]\d+)? ?%$"
"""A price as so much off the list price: "-40%"."""
TOML = Any
"""A value of a TOML document: text, number, boolean, date or time, list, table."""


class Kind(enum.StrEnum):
    """What sort of value a key takes; decides how it is read, worded, entered and compared."""

    TEXT = "text"
    LONG_TEXT = "long text"
    TEXTS = "list of texts"
    TEXT_OR_WHOLE = "text or whole number"
    WHOLE = "whole number"
    NUMBER = "number"
    AMOUNT = "amount of money"
    TARGET = "amount of money or percent off"
    BOOLEAN = "true or false"
    DATE = "date"
    PARTIAL_DATE = "date or part of one"
    DATES = "list of dates or parts of them"
    CHOICE = "choice"
    CURRENCY = "currency code"
    UPC = "bar code"
    URL = "web address"
    PICTURE = "path of a picture"
    FILMS = "list of films"
    LOANS = "list of loans"


def _key(title: str, description: str, kind: Kind, **constraints: Any) -> Meta:
    return Meta(title=title, description=description, extra={"kind": kind}, **constraints)


def _texts(title: str, description: str) -> Meta:
    return _key(title, description, Kind.TEXTS)


Texts = tuple[str, ...]

_title = _key("Title", "Title on the cover.", Kind.TEXT, pattern=r"\S")
_original = _key("Original title", "Title in the film's own language and script.", Kind.TEXT)
_year = _key("Film year", "Year of the film, never the disc's.", Kind.WHOLE, ge=1870, le=2200)
_directors = _texts("Directed by", "Directors, in billing order.")
_cast = _texts("Starring", "Cast, in billing order.")
_writers = _texts("Written by", "Writers, in billing order.")
_genres = _texts("Genres", "Genres of the film.")
_countries = _texts("Countries", "Countries of the film.")
_synopsis = _key("Synopsis", "What the film is about; many lines allowed.", Kind.LONG_TEXT)
_length = _key("Length", "Running time in minutes.", Kind.NUMBER, gt=0, le=100_000)


_MOST_MONEY = 1_000_000_000
_film_id = _key(
    "Film id", "Any name for the film, e.g. its IMDb number: the same, one film; different, never one.", Kind.TEXT
)
_discs = _texts("Discs", 'Kinds of disc in the case, e.g. "4K Ultra HD", "Blu-ray Disc".')
_features = _texts("Special features", "One extra each.")
_rating = _key("My rating", "The owner's, 0.5 to 5 in halves.", Kind.NUMBER, ge=0.5, le=5)
_Days = tuple[Annotated[str, Meta(pattern=PARTIAL_DATE)], ...]
"""Dates as ISO 8601 text, each cut after what is known: "2020-03-24", "2020-03" or "2020"."""
_watched = _key("Watched", 'The date of each time it was seen; "2019" or "2019-05" where it is not known.', Kind.DATES)
_seen = _key("Seen", "Whether it was seen, where nobody knows when.", Kind.BOOLEAN)
_my_notes = _key("My notes", "Whatever the owner wants to remember.", Kind.LONG_TEXT)
_loaned_to = _key("Loaned to", "Who has it now.", Kind.TEXT)
_loaned_on = _key("Loaned on", "When it was lent.", Kind.DATE)
_due = _key("Due back", "When it should be back.", Kind.DATE)


def _amount(title: str, description: str) -> Meta:
    return _key(title, description, Kind.AMOUNT, ge=0, le=_MOST_MONEY)


class Film(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One film of a box set."""

    title: Annotated[str, _title]
    original_title: Annotated[str, _original] | None = None
    year: Annotated[int, _year] | None = None
    directors: Annotated[Texts, _directors] = ()
    cast: Annotated[Texts, _cast] = ()
    writers: Annotated[Texts, _writers] = ()
    genres: Annotated[Texts, _genres] = ()
    countries: Annotated[Texts, _countries] = ()
    synopsis: Annotated[str, _synopsis] | None = None
    length: Annotated[float, _length] | None = None
    film_id: Annotated[str, _film_id] | None = None
    discs: Annotated[Texts, _discs] = ()
    special_features: Annotated[Texts, _features] = ()
    rating: Annotated[float, _rating] | None = None
    watched: Annotated[_Days, _watched] = ()
    seen: Annotated[bool, _seen] | None = None
    notes: Annotated[str, _my_notes] | None = None
    loaned_to: Annotated[str, _loaned_to] | None = None
    loaned_on: Annotated[datetime.date, _loaned_on] | None = None
    due: Annotated[datetime.date, _due] | None = None


class Loan(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A loan that has ended."""

    to: Annotated[str, _key("Lent to", "Who had it.", Kind.TEXT, pattern=r"\S")]
    on: Annotated[datetime.date, _key("Lent on", "When it was lent.", Kind.DATE)] | None = None
    due: Annotated[datetime.date, _key("Due back", "When it should have been back.", Kind.DATE)] | None = None
    back: Annotated[datetime.date, _key("Back", "When it came back.", Kind.DATE)] | None = None


class Edition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The table `[release]`: who issued this disc, where and when."""

    date: (
        Annotated[
            str,
            _key(
                "Released",
                'When this disc came out; "2020" or "2020-03" where the day is unknown.',
                Kind.PARTIAL_DATE,
                pattern=PARTIAL_DATE,
            ),
        ]
        | None
    ) = None
    """As ISO 8601 text, cut after what is known: "2020-03-24", "2020-03" or "2020"."""
    country: Annotated[str, _key("Country", "Country of the release.", Kind.TEXT)] | None = None
    studio: Annotated[str, _key("Studio", "The label that issued it.", Kind.TEXT)] | None = None
    edition: Annotated[str, _key("Edition", 'E.g. "40th Anniversary SteelBook".', Kind.TEXT)] | None = None
    spine: Annotated[str | int, _key("Spine number", "The label's own number.", Kind.TEXT_OR_WHOLE)] | None = None
    upc: (
        Annotated[str, _key("UPC/EAN", "Bar code: 8, 12, 13 or 14 digits with a right check digit.", Kind.UPC)] | None
    ) = None
    regions: Annotated[Texts, _texts("Regions", '"A", "B", "C", "1" ... "Free".')] = ()


class Price(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The table `[price]`: what it costs and where."""

    currency: (
        Annotated[
            str, _key("Currency", "ISO 4217 code of every amount in the file.", Kind.CURRENCY, pattern="^[A-Z]{3}$")
        ]
        | None
    ) = None
    list: Annotated[float, _amount("List price", "What the label asks.")] | None = None
    sale: Annotated[float, _amount("Sale price", "What the store asks now.")] | None = None
    third_party: Annotated[float, _amount("3rd party", "What other sellers ask.")] | None = None
    target: (
        Annotated[
            Annotated[float, Meta(ge=0, le=_MOST_MONEY)] | Annotated[str, Meta(pattern=PERCENT_OFF)],
            _key("My price", 'The price at which it is bought: an amount, or "-40%" of the list price.', Kind.TARGET),
        ]
        | None
    ) = None
    checked: Annotated[datetime.date, _key("Looked up", "When these prices were looked up.", Kind.DATE)] | None = None
    in_stock: Annotated[bool, _key("In stock", "Whether the store has it.", Kind.BOOLEAN)] | None = None
    store_url: Annotated[str, _key("Store", "Where to buy it: an http or https address.", Kind.URL)] | None = None

    @property
    def percent_off(self) -> int | None:
        """Whole percent off the list price, or None where there is none; computed, never stored."""
        if not self.list or self.sale is None or self.sale >= self.list:
            return None
        return round(100 * (1 - self.sale / self.list))

    @property
    def asked(self) -> float | None:
        """The price one would pay: the sale price, else the list price, else a third party's."""
        return next((amount for amount in (self.sale, self.list, self.third_party) if amount is not None), None)

    @property
    def wanted(self) -> float | None:
        """The target as an amount; None where there is none, or a percentage off a list price that is not known."""
        if not isinstance(self.target, str):
            return self.target
        if self.list is None:
            return None
        percent = float(self.target.strip("-% ").replace(",", "."))
        return round(self.list * (1 - percent / 100), 2)

    @property
    def is_deal(self) -> bool | None:
        """Whether what is asked is no more than the target; None where one of the two is not known."""
        asked, wanted = self.asked, self.wanted
        return None if asked is None or wanted is None else asked <= wanted


class Specs(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The table `[specs]`: what is printed on the back of the case."""

    length: Annotated[float, _length] | None = None
    discs: Annotated[Texts, _discs] = ()
    video: Annotated[Texts, _texts("Video", "Resolution and codec.")] = ()
    hdr: Annotated[Texts, _texts("HDR", 'E.g. "Dolby Vision", "HDR10".')] = ()
    aspect_ratios: Annotated[Texts, _texts("Aspect ratio", 'E.g. "1.37:1".')] = ()
    audio: Annotated[Texts, _texts("Audio", 'One track each, e.g. "Russian: PCM Mono".')] = ()
    subtitles: Annotated[Texts, _texts("Subtitles", "Languages of subtitles and captions.")] = ()


class Collection(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The table `[collection]`: the owner's own copy."""

    status: Annotated[Status, _key("Status", "Absent means owned.", Kind.CHOICE)] | None = None
    bought: Annotated[datetime.date, _key("Bought", "When it was bought.", Kind.DATE)] | None = None
    paid: Annotated[float, _amount("Paid", "What it cost, in price.currency.")] | None = None
    retailer: Annotated[str, _key("Bought from", "Where it was bought.", Kind.TEXT)] | None = None
    location: Annotated[str, _key("Location", "Where it stands.", Kind.TEXT)] | None = None
    slot: Annotated[str | int, _key("Slot", "The place within the location.", Kind.TEXT_OR_WHOLE)] | None = None
    audited: Annotated[datetime.date, _key("Audited", "When it was last found there.", Kind.DATE)] | None = None
    missing: Annotated[datetime.date, _key("Missing since", "When it was not found there.", Kind.DATE)] | None = None
    loaned_to: Annotated[str, _loaned_to] | None = None
    loaned_on: Annotated[datetime.date, _loaned_on] | None = None
    due: Annotated[datetime.date, _due] | None = None
    loans: Annotated[tuple[Loan, ...], _key("Lent before", "Loans that have ended.", Kind.LOANS)] = ()
    sold_on: Annotated[datetime.date, _key("Sold", "When it was sold.", Kind.DATE)] | None = None
    sold_for: Annotated[float, _amount("Sold for", "What it brought, in price.currency.")] | None = None
    rating: Annotated[float, _rating] | None = None
    watched: Annotated[_Days, _watched] = ()
    seen: Annotated[bool, _seen] | None = None
    tags: Annotated[Texts, _texts("Tags", "The owner's words for it.")] = ()
    notes: Annotated[str, _my_notes] | None = None


class Release(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that one release file says. Only `title` is required; an absent key is None or an empty tuple."""

    title: Annotated[str, _title]
    original_title: Annotated[str, _original] | None = None
    also_known_as: Annotated[
        Texts, _texts("Also known as", "Other titles it goes by: searched, shown, never sorted by.")
    ] = ()
    sort_title: (
        Annotated[
            str, _key("Sort title", "Where it stands in the list; else the title without its article.", Kind.TEXT)
        ]
        | None
    ) = None
    year: Annotated[int, _year] | None = None
    directors: Annotated[Texts, _directors] = ()
    cast: Annotated[Texts, _cast] = ()
    writers: Annotated[Texts, _writers] = ()
    genres: Annotated[Texts, _genres] = ()
    countries: Annotated[Texts, _countries] = ()
    synopsis: Annotated[str, _synopsis] | None = None
    special_features: Annotated[Texts, _features] = ()
    note: (
        Annotated[str, _key("Note", "The reviewer's or distributor's word about the disc.", Kind.LONG_TEXT)] | None
    ) = None
    film_id: Annotated[str, _film_id] | None = None
    cover: Annotated[str, _key("Cover", "Path of a picture, relative to the file.", Kind.PICTURE)] | None = None
    release: Annotated[Edition, Meta(title="Release", description="Who issued this disc, where and when.")] = Edition()
    price: Annotated[Price, Meta(title="Price", description="What it costs and where.")] = Price()
    specs: Annotated[Specs, Meta(title="Specs", description="What is printed on the back of the case.")] = Specs()
    collection: Annotated[Collection, Meta(title="My copy", description="The owner's own copy.")] = Collection()
    films: Annotated[tuple[Film, ...], _key("Films", "The films of a box set, each with a title.", Kind.FILMS)] = ()
    extra: dict[str, TOML] = msgspec.field(name="keys of the owner's own", default_factory=dict)
    """Keys that the format does not have, kept as they are: dotted key to value."""

    @property
    def disc_format(self) -> str:
        """The kind of disc in one short word for the list: "4K", "Blu-ray", "DVD", several joined by "+", or ""."""
        kinds = list(dict.fromkeys(filter(None, map(short_format, self.specs.discs))))
        return kinds[0] if len(kinds) == 1 else "+".join("BD" if kind == "Blu-ray" else kind for kind in kinds)


EXTRA = "keys of the owner's own"
TABLES: Mapping[str, type[Struct]] = MappingProxyType(
    {"release": Edition, "price": Price, "specs": Specs, "collection": Collection}
)
ITEMS: Mapping[str, type[Film] | type[Loan]] = MappingProxyType({"films": Film, "collection.loans": Loan})
"""Lists of tables by dotted key, and what stands in each."""
LISTS_OF_TABLES = frozenset({Kind.FILMS, Kind.LOANS})
_FORMATS = (
    ("4K", ("4k", "uhd", "ultra hd", "2160p")),
    ("Blu-ray", ("blu-ray", "bluray", "blu ray", "bd-", "bd2", "bd5", "bd1")),
    ("HD DVD", ("hd dvd", "hd-dvd", "hddvd")),
    ("DVD", ("dvd",)),
    ("LaserDisc", ("laserdisc", "laser disc")),
    ("VCD", ("vcd", "video cd")),
    ("CD", ("cd",)),
)


@functools.lru_cache(maxsize=1024)
def short_format(disc: str) -> str:
    """The short name of a kind of disc as printed on a case: "4K Ultra HD Blu-ray" gives "4K"."""
    lowered = disc.lower()
    return next((short for short, signs in _FORMATS if any(sign in lowered for sign in signs)), disc.strip())


class Key(Struct, frozen=True, kw_only=True):
    """One key of the format, as the model describes it."""

    name: str
    """Dotted, e.g. `release.upc`."""
    kind: Kind
    label: str
    """Its name on screen."""
    description: str
    type: Any
    """The annotated type that `msgspec.convert` checks a value against; never None."""
    is_required: bool = False
    """Whether a release, or a film of a box set, must have it."""

    @property
    def table(self) -> str:
        """The table it stands in; "" at the top of the file."""
        return self.name.rpartition(".")[0]


def _keys_of(struct: type[Struct], table: str = "") -> dict[str, Key]:
    keys: dict[str, Key] = {}
    hints = typing.get_type_hints(struct, include_extras=True)
    required = {field.name for field in msgspec.structs.fields(struct) if field.required}
    for name in struct.__struct_fields__:
        annotated = next(
            (part for part in (hints[name], *typing.get_args(hints[name])) if hasattr(part, "__metadata__")), None
        )
        if annotated is None:
            continue  # `extra` is not a key
        meta = annotated.__metadata__[0]
        if name in TABLES and not table:
            keys |= _keys_of(TABLES[name], f"{name}.")
        else:
            keys[table + name] = Key(
                name=table + name,
                kind=meta.extra["kind"],
                label=meta.title,
                description=meta.description,
                type=annotated,
                is_required=name in required,
            )
    return keys


@functools.cache
def keys() -> Mapping[str, Key]:
    """Every key of the format by its dotted name, in the order of the model; `films` counts as one."""
    return MappingProxyType(_keys_of(Release))


@functools.cache
def item_keys(name: str) -> Mapping[str, Key]:
    """Every key of a table in the list `name`, such as `films`, by its plain name; the first is required."""
    return MappingProxyType(_keys_of(ITEMS[name]))


def film_keys() -> Mapping[str, Key]:
    """Every key of a film in `films`, by its plain name."""
    return item_keys("films")


def as_read(kind: Kind, value: TOML) -> TOML:
    """A value of TOML as the model has it: a key that takes parts of a date has days as text too."""
    if kind is Kind.PARTIAL_DATE and type(value) is datetime.date:
        return value.isoformat()
    if kind is Kind.DATES and isinstance(value, list):
        return [item.isoformat() if type(item) is datetime.date else item for item in value]
    return value


def is_unset(value: object) -> bool:
    """Whether a field of the model holds nothing: None, an empty text or an empty list."""
    return value is None or (isinstance(value, str | tuple) and not value)


def value_of(release: Release, key: str) -> TOML:
    """The value that `release` has for a dotted key of the format or of the owner's own; None where absent."""
    if key in release.extra:
        return release.extra[key]
    value: Any = release
    for part in key.split("."):
        value = getattr(value, part, None)
    return None if is_unset(value) else value
