"""Collectorz.com's Movie Collector (CLZ Movies) as XML: `movieinfo/movielist/movie`."""

import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO
from xml.etree.ElementTree import Element

from disctui.importers import foreign_dates, foreign_names, foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.encoding import xml_head
from disctui.importers.importer import Imported, Progress, no_progress
from disctui.importers.xml_items import Fields, Item, text_of
from disctui.importers.xml_stream import Items

_SINGLE: Fields = (
    ("title", "title", foreign_values.one_line),
    ("originaltitle", "original_title", foreign_values.one_line),
    ("titlesort", "sort_title", foreign_values.one_line),
    ("plot", "synopsis", foreign_values.lines),
    ("upc", "release.upc", foreign_values.barcode),
    ("runtimeminutes", "specs.length", foreign_values.minutes),
    ("runtime", "specs.length", foreign_values.minutes),
    ("notes", "collection.notes", foreign_values.lines),
    ("myrating", "collection.rating", lambda text: foreign_values.star_rating(text, 10)),
    ("extrafeatures", "special_features", foreign_values.feature_list),
    ("discs/disc/extrafeatures", "special_features", foreign_values.feature_list),
)
_JOBS = {"dfdirector": "directors", "director": "directors", "dfwriter": "writers", "writer": "writers"}


def unnumbered(text: str) -> str | None:
    """A list entry without the number that the program sorts it by: `010 Dolby Digital Mono [Spanish]`."""
    return foreign_values.one_line(re.sub(r"^\d{3} (?=\S)", "", text))


def region(text: str) -> str | None:
    """A region without the word: `Region 1` is 1."""
    found = re.sub(r"^Region\s+", "", text.strip(), flags=re.IGNORECASE)
    return (
        "Free"
        if found.lower() in {"0", "all", "free", "region free", "all regions"}
        else foreign_values.one_line(found)
    )


_LISTS = (
    ("genres/genre", "genres", foreign_values.one_line),
    ("subtitles/subtitle", "specs.subtitles", foreign_values.one_line),
    ("audios/audio", "specs.audio", unnumbered),
    ("regions/region", "release.regions", region),
    ("ratios/ratio", "specs.aspect_ratios", foreign_values.one_line),
    ("tags/tag", "collection.tags", foreign_values.one_line),
    ("features/feature", "special_features", unnumbered),
    ("format", "specs.discs", foreign_values.disc),
    ("country", "countries", foreign_values.one_line),
    ("edition", "release.edition", foreign_values.one_line),
    ("location", "collection.location", foreign_values.one_line),
    ("store", "collection.retailer", foreign_values.one_line),
    ("loan/loaner", "collection.loaned_to", foreign_names.person),
    ("loaner", "collection.loaned_to", foreign_names.person),
)


class ClzXml:
    """Reads Movie Collector's XML.

    Args:
        day_first: Whether 3/4/2020 is in April, where a date is no more than a text; without a word, it is in March.
    """

    name = "clz-xml"
    title = "CLZ Movies"
    streams = True

    def __init__(self, day_first: bool | None = None) -> None:
        self.day_first = day_first

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By its root."""
        head = xml_head(data)
        return 1.0 if "<movieinfo" in head or "<movielist" in head else 0.0

    def read(self, data: bytes | BinaryIO, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each `movie`."""
        aside = ("localizedtemplatetexts", "moviemetadata")  # the labels of the program's screens
        items = Items(data, name, self.title, ["movie"], aside)
        yield from items.releases(partial(_move_all, is_day_first=bool(self.day_first)), on_progress)


def _move_all(item: Item, builder: ReleaseBuilder, *, is_day_first: bool) -> None:
    builder.source_id = item.text("id")
    item.move_all(builder, _SINGLE)
    for path, key, read in _LISTS:
        for element in item.each(path):
            _take_named(item, builder, element, key, read(_shown(item, element)))
    _dates(item, builder, is_day_first=is_day_first)
    _people(item, builder)
    label = item.each("distributor") if item.text("distributor/displayname") else item.each("studios/studio")[:1]
    for element in label:
        _take_named(item, builder, element, "release.studio", foreign_values.one_line(_shown(item, element)))
    for element in item.each("purchaseprice"):
        if builder.put_amount("collection.paid", text_of(element)):
            item.take(element)
    if len(item.each("discs/disc")) == 1:
        item.move(builder, "discs/disc/slot", "collection.slot", foreign_values.spine)
    for element in item.each("seenit"):
        if builder.put("collection.seen", foreign_values.seen(text_of(element))):
            item.take(element)
            item.take_attribute(element, "boolvalue")
    item.move(builder, "collectionstatus", "collection.status", foreign_values.status)
    if builder.get("collection.status") == "owned":
        builder.replace("collection.status", None)


def _shown(item: Item, element: Element) -> str:
    return item.text("displayname", element) or text_of(element)


def _take_named(item: Item, builder: ReleaseBuilder, element: Element, key: str, value: object) -> None:
    """Place a named thing; its `sortname`, where it says the same in the program's order, goes with it."""
    if builder.put(key, value):
        shown = _shown(item, element)
        item.label(element, str(value))
        item.take(element)
        for part in element:
            if part.tag in {"displayname", "sortname"} and text_of(part) == shown:
                item.take(part)


def _dates(item: Item, builder: ReleaseBuilder, *, is_day_first: bool) -> None:
    whole_date = partial(foreign_dates.whole_date, day_first=is_day_first)
    for name, key, read in (
        ("dvdreleasedate", "release.date", partial(foreign_dates.release_date, day_first=is_day_first)),
        ("purchasedate", "collection.bought", whole_date),
        ("viewingdate", "collection.watched", whole_date),
        ("loan/loandate", "collection.loaned_on", whole_date),
        ("loan/duedate", "collection.due", whole_date),
        ("releasedate", "year", foreign_dates.year),
    ):
        for element in item.each(name):
            _date(item, builder, element, key, read)


def _date(item: Item, builder: ReleaseBuilder, element: Element, key: str, read: object) -> None:
    """A date out of its parts, which need no guess at the order; the text beside them only where there are none."""
    year = item.text("year/displayname", element) or item.text("year", element)
    month, day = item.text("month", element), item.text("day", element)
    text = item.text("date", element) or text_of(element)
    parts = "-".join(part.zfill(2) for part in (year, month, day) if part) if year else ""
    value = read(parts or text)  # type: ignore[operator]
    if not builder.put(key, value):
        return
    if key == "year" and month:
        return  # the day of the premiere has no key of ours
    item.take_all(element)


def _people(item: Item, builder: ReleaseBuilder) -> None:
    for path, default in (("cast/star", "cast"), ("crew/crewmember", "")):
        for element in item.each(path):
            shown = item.text("person/displayname", element) or item.text("person", element)
            role = (item.text("roleid", element) or item.text("role", element)).lower()
            key = default or _JOBS.get(role, "")
            name = foreign_names.person(shown)
            if not name:
                continue
            item.label(element, name)
            if key and builder.put(key, name):
                _take_person(item, element, name, role if key != "cast" or role == "dfactor" else "")


def _take_person(item: Item, element: Element, name: str, role: str) -> None:
    """A name's parts are the name; the role that made it this list is said by the list."""
    for person in item.each("person", element):
        for part in (person, *person):
            if set(text_of(part).replace(",", " ").split()) <= set(name.replace(",", " ").split()):
                item.take(part)
    if role:
        for part in (*item.each("roleid", element), *item.each("role", element)):
            item.take_all(part)
