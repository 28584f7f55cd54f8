"""XML of programs that have no importer of their own: My Movies, Ant Movie Catalog, Griffith, Delicious Library, Plex.

Elements and attributes are told by their names, as columns of a table are by their headings; the others are kept.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from xml.etree.ElementTree import Element

from disctui.importers import foreign_dates, foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.columns import ColumnTarget, put_cell
from disctui.importers.encoding import xml_head
from disctui.importers.foreign_dates import order_of
from disctui.importers.headings import key_of, plain
from disctui.importers.importer import DATES_HINT, GUESSED, Doubt, Imported, Progress, no_progress, said_of_file
from disctui.importers.xml_items import Fields, Item, text_of
from disctui.importers.xml_stream import Items

_ITEM_TAGS = ("Movie", "movie", "Film", "film", "Title", "DVD", "dvd", "Video", "video", "Disc", "disc", "item", "Item",
              "record", "Record", "row", "Row", "entry")  # fmt: skip
_TITLE = re.compile(
    r"<(?:Local|Original|Translated|Movie|Film|Disc)?[Tt]itle\b|<(?:titel|filmtitel|titre|t[ií]tulo|titolo|tytu[lł])\b|\b(?:original|translated|formatted)?title\s*=\s*[\"']|<name\b|<o_title\b",
    re.IGNORECASE,
)
_NAMES: Mapping[str, ColumnTarget | None] = MappingProxyType({
    "translatedtitle": ColumnTarget("title"), "formattedtitle": None, "otitle": ColumnTarget("original_title"),
    "media": ColumnTarget("specs.discs"), "mediatype": ColumnTarget("specs.discs"), "type": ColumnTarget("specs.discs"),
    "userrating": ColumnTarget("collection.rating", reads="rating of 10"), "rating": None, "videoformat": None,
    "audioformat": None, "languages": ColumnTarget("specs.audio"), "size": None, "disks": None, "discs": None,
    "number": None, "url": None, "borrower": ColumnTarget("collection.loaned_to"), "source": None, "comments": None,
    "dateadded": None, "date": None, "added": None, "id": None, "status": None, "format": ColumnTarget("specs.discs"),
    "theatricaldate": None, "publishdate": ColumnTarget("release.date"), "condition": None, "collection": None,
    "personalrating": ColumnTarget("collection.rating", reads="rating of 10"),
    "usercomments": ColumnTarget("collection.notes"), "note": ColumnTarget("collection.notes"),
    "aspect": ColumnTarget("specs.aspect_ratios"), "minutes": ColumnTarget("specs.length"), "value": None,
})  # fmt: skip


class _Program(NamedTuple):
    """What is known of one program's XML."""

    title: str
    names: Mapping[str, ColumnTarget | None] = MappingProxyType({})
    """What its plain names of elements and attributes mean, where it is not what they say."""
    id_name: str = "id"
    is_day_first: bool = False
    """Whether it writes the day before the month."""


class _Names(NamedTuple):
    """What names of elements and attributes mean in a file."""

    known: Mapping[str, ColumnTarget | None]
    is_day_first: bool


_ANY = _Program("XML")
_ROOTS = MappingProxyType({
    "Titles": _Program("My Movies"),
    "AntMovieCatalog": _Program("Ant Movie Catalog"),
    "library": _Program(
        "Delicious Library",
        MappingProxyType({
            "rating": ColumnTarget("collection.rating", reads="rating of 5"), "netrating": None,
            "published": ColumnTarget("release.date"), "purchasedate": ColumnTarget("collection.bought"),
            "theatricaldate": ColumnTarget("year"), "audioencoding": ColumnTarget("specs.audio"),
            "country": ColumnTarget("release.country"), "publisher": ColumnTarget("release.studio"),
            "creator": ColumnTarget("directors"),
        }),
        "uuid",
        is_day_first=True,
    ),
    "MediaContainer": _Program(
        "Plex",
        MappingProxyType({
            "duration": ColumnTarget("specs.length", reads="milliseconds"), "studio": None, "type": None,
            "genre": ColumnTarget("genres"), "role": ColumnTarget("cast"), "country": ColumnTarget("countries"),
            "label": ColumnTarget("collection.tags"),
        }),
        "ratingKey",
    ),
})  # fmt: skip
_GRIFFITH = _Program(
    "Griffith",
    MappingProxyType({
        "rating": ColumnTarget("collection.rating", reads="rating of 10"), "mediumname": ColumnTarget("specs.discs"),
        "medium": ColumnTarget("specs.discs"), "color": None, "image": None, "site": None, "loaned": None,
        "notes": ColumnTarget("collection.notes"),
    }),
    "number",
)  # fmt: skip
_DATED = re.compile(rb"[>\"']\s*(\d{1,2}[-/ ]\d{1,2}[-/ ](?:\d{4}|\d{2}))(?!\d)")
_GRIFFITH_SIGNS = ("<o_title>", "<media_num>", "<cameraman>", "<griffith")
_OF_MY_MOVIES: Fields = (
    ("MediaPublishers/MediaPublisher", "release.studio", foreign_values.one_line),
    ("Discs/Disc/LocationSideA", "collection.location", foreign_values.one_line),
    ("Discs/Disc/SlotSideA", "collection.slot", foreign_values.spine),
    ("Discs/Disc/Location", "collection.location", foreign_values.one_line),
    ("Discs/Disc/Slot", "collection.slot", foreign_values.spine),
)
_JOBS = {"director": "directors", "actor": "cast", "writer": "writers", "screenwriter": "writers"}


class XmlRecords:
    """Reads XML whose elements name what they hold.

    Args:
        day_first: Whether 3/4/2020 is in April; found out where it is None.
    """

    name = "xml"
    title = "XML"

    def __init__(self, day_first: bool | None = None) -> None:
        self.day_first = day_first

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By elements that are films and have a title; less sure than of a program's own format."""
        head = xml_head(data, 65536)
        if not head or re.match(r"\s*(?:<!doctype html|<html)", head, re.IGNORECASE) or not _TITLE.search(head):
            return 0.0
        root = _root_of(head)
        if _program_of(head, root) is not _ANY and _item_tag(head, root):
            return 0.7
        return 0.35 if _item_tag(head, root) else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each element that is one."""
        head = xml_head(data, 65536)
        root = _root_of(head)
        program = _program_of(head, root)
        items = Items(data, name, program.title, [_item_tag(head, root) or "movie"])
        is_day_first, doubt = self._order(data, program)
        yield from said_of_file(name, program.title, [Doubt(GUESSED, doubt, DATES_HINT)] if doubt else [])

        def fill(item: Item, builder: ReleaseBuilder) -> None:
            its_id = program.id_name
            builder.source_id = item.text("ID") or item.text(its_id) or item.element.get(its_id, "")
            _fill(item, builder, program, is_day_first=is_day_first)

        yield from items.releases(fill, on_progress)

    def _order(self, data: bytes, program: _Program) -> tuple[bool, str | None]:
        """Whether days come before months, and what has to be said about it."""
        if self.day_first is not None:
            return self.day_first, None
        return (True, None) if program.is_day_first else order_of(_dates_in(data), is_english=b"itle" in data[:65536])


def _root_of(head: str) -> str:
    found = re.search(r"<([A-Za-z_][\w.-]*)", re.sub(r"<\?.*?\?>|<!--.*?-->|<![^>]*>", "", head, flags=re.DOTALL))
    return found[1] if found else ""


def _program_of(head: str, root: str) -> _Program:
    if sum(sign in head for sign in _GRIFFITH_SIGNS) > 1:
        return _GRIFFITH
    return _ROOTS.get(root, _ANY)


def _item_tag(head: str, root: str) -> str | None:
    """The name of the elements that are releases: one that is known, below the root, and not a bare text."""
    for tag in _ITEM_TAGS:
        if tag != root and re.search(rf"<{tag}(?:\s+[^<>]*[\w\"']\s*/?>|\s*>\s*<)", head):
            return tag
    return None


def _dates_in(data: bytes) -> Iterator[str]:
    """What looks like 3/4/2020 in an XML file of any encoding: in UTF-16 a zero stands beside each digit."""
    plain_data = data.replace(b"\0", b"") if b"\0" in data[:64] else data
    return (match[1].decode() for match in _DATED.finditer(plain_data))


def _fill(item: Item, builder: ReleaseBuilder, program: _Program, *, is_day_first: bool) -> None:
    names = _Names(program.names, is_day_first)
    for name, text in list(item.element.attrib.items()):
        if _put(builder, names, name, text):
            item.take_attribute(item.element, name)
    if program.title == "My Movies":
        item.move_all(builder, _OF_MY_MOVIES)
        read = functools.partial(foreign_dates.whole_date, day_first=is_day_first)
        item.move_all(builder, (("Watched/Event/Date", "collection.watched", read),))
    for element in sorted(item.element, key=lambda element: "original" in element.tag.lower()):
        if program.title == "My Movies" and element.tag == "Country":
            item.move(builder, "Country", "release.country", str.strip)
        elif len(element):
            _fill_list(item, builder, names, element)
        elif text_of(element) and _put(builder, names, element.tag, text_of(element)):
            item.take(element)
        elif element.get("tag") and _put(builder, names, element.tag, element.get("tag", "")):
            item.label(element, element.get("tag", ""))
            item.take_attribute(element, "tag")
    if builder.get("title") is None and (original := builder.get("original_title")):
        builder.put("title", original)


def _fill_list(item: Item, builder: ReleaseBuilder, names: _Names, parent: Element) -> None:
    """The entries of a list: people with their jobs, tracks with their languages, or plain texts."""
    for element in parent:
        if element.tag in {"Person", "person"}:
            _person(item, builder, element)
        elif element.tag == "AudioTrack" or (element.tag == "Subtitle" and element.get("Language")):
            _track(item, builder, element)
        elif not len(element) and text_of(element) and _belongs(parent.tag, element.tag):
            key = element.tag if key_of(element.tag) else parent.tag
            if _put(builder, names, key, text_of(element)):
                item.take(element)
        elif len(element):
            for inner in element:
                if (
                    inner.tag.lower() in {"name", "language"}
                    and text_of(inner)
                    and _put(builder, names, parent.tag, text_of(inner))
                ):
                    item.take(inner)


def _belongs(parent: str, tag: str) -> bool:
    """Whether an element is an entry of the list around it: `Genres/Genre`, `cast/name`."""
    own, around = key_of(tag), key_of(parent)
    return (own is not None and (own == around or parent.lower() == f"{tag.lower()}s")) or (
        around is not None and tag.lower() in {"name", "item", "value", "line"}
    )


def _put(builder: ReleaseBuilder, names: _Names, name: str, text: str) -> bool:
    bare, key = plain(name), key_of(name)
    known = names.known if bare in names.known else _NAMES
    target = known[bare] if bare in known else None if key is None else ColumnTarget(key)
    if target is not None and names.is_day_first:
        target = target.with_day_first()
    return target is not None and bool(text.strip()) and put_cell(builder, target, text)


def _person(item: Item, builder: ReleaseBuilder, element: Element) -> None:
    name = item.text("Name", element) or item.text("name", element)
    job = (item.text("Type", element) or item.text("type", element)).lower()
    item.label(element, name)
    if job in _JOBS and builder.put(_JOBS[job], name):
        for part in (*item.each("Name", element), *item.each("Type", element)):
            item.take(part)


def _track(item: Item, builder: ReleaseBuilder, element: Element) -> None:
    language = element.get("Language", "") or item.text("Language", element)
    rest = " ".join(part for part in (element.get("Type", ""), element.get("Channels", "")) if part)
    key = "specs.subtitles" if element.tag == "Subtitle" else "specs.audio"
    if builder.put(key, f"{language}: {rest}" if language and rest else language or rest):
        item.take_attribute(element, "Language", "Type", "Channels")
