"""Data Crow's XML, of version 4 (`movie` below the root) and 5 (`movie-items/movie`, lists named `*-items`)."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from disctui.importers import foreign_dates, foreign_names, foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.encoding import xml_head
from disctui.importers.importer import Imported, Progress, no_progress
from disctui.importers.xml_items import Fields, Item, text_of
from disctui.importers.xml_stream import Items

_LISTS = {
    "actors": "cast", "directors": "directors", "writers": "writers", "genres": "genres", "countries": "countries",
    "audio-languages": "specs.audio", "subtitle-languages": "specs.subtitles", "aspect-ratio": "specs.aspect_ratios",
    "storage-medium": "specs.discs", "tags": "collection.tags", "container": "collection.location",
}  # fmt: skip
_PEOPLE = {"cast", "directors", "writers"}
_SINGLE: Fields = (
    ("title", "title", foreign_values.one_line),
    ("title-local", "original_title", foreign_values.one_line),
    ("description", "synopsis", foreign_values.lines),
    ("year", "year", foreign_dates.year),
    ("ean", "release.upc", foreign_values.barcode),
    ("rating", "collection.rating", lambda text: foreign_values.star_rating(text, 10)),
    ("lend-by", "collection.loaned_to", foreign_values.one_line),
    ("loan-start-date", "collection.loaned_on", foreign_dates.whole_date),
    ("due-date", "collection.due", foreign_dates.whole_date),
    ("edition", "release.edition", foreign_values.one_line),
)


class DataCrow:
    """Reads Data Crow's XML; each list tells for itself which version it is of."""

    name = "data-crow"
    title = "Data Crow"
    streams = True

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By its root."""
        head = xml_head(data)
        if "<data-crow-objects" not in head:
            return 0.0
        return 1.0 if "<movie" in head else 0.6

    def read(self, data: bytes | BinaryIO, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each `movie`; other things of the same database are said to be left."""
        items = Items(data, name, self.title, ["movie"])
        yield from items.remarks()
        for item in items(on_progress):
            if not item.text("title") and not item.text("ean") and len(item.element) < 3:
                continue  # a mention of a film by a person's entry
            builder = ReleaseBuilder(name, self.title, item.line)
            builder.source_id = item.element.get("id", "") or item.text("id") or item.text("uuid")
            item.move_all(builder, _SINGLE)
            item.move(builder, "playlength", "specs.length", _length)
            for element in item.element:
                _list(item, builder, element)
            for shown in item.each("state-items/state/name"):
                if text_of(shown).lower() == "seen" and builder.put("collection.seen", True):
                    item.take(shown)
            _same_again(item)
            yield item.finish(builder)
        yield from items.ending()


def _length(text: str) -> int | float | None:
    """Version 5 counts seconds, version 4 writes h:mm:ss."""
    return foreign_values.seconds(text) if text.isdigit() else foreign_values.minutes(text)


def _list(item: Item, builder: ReleaseBuilder, element: Element) -> None:
    name = element.tag
    key = _LISTS.get(name.removesuffix("-items"))
    if key is None:
        return
    read = (
        foreign_names.person
        if key in _PEOPLE
        else foreign_values.disc
        if key == "specs.discs"
        else foreign_values.one_line
    )
    for entry in element:
        for shown in item.each("name", entry):
            text = text_of(shown)
            item.label(entry, text)
            if builder.put(key, read(text)):
                item.take(shown)
    if not len(element) and builder.put(key, read(text_of(element))):
        item.take(element)


def _same_again(item: Item) -> None:
    """Each list stands a second time as one text; where that says nothing new it goes with the list."""
    for element in item.element:
        name = element.tag
        if not name.endswith("-list"):
            continue
        for whole in item.each(name.removesuffix("-list")):
            names = [text_of(shown) for entry in whole for shown in item.each("name", entry)]
            if ", ".join(names) == text_of(element):
                item.take(element)
    title = item.text("title")
    for element in item.each("label"):
        if text_of(element) == title:
            item.take(element)
