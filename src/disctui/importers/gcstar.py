"""GCstar's .gcs: short fields as attributes of `item`, lists and long texts as elements below it."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from disctui.importers import foreign_dates, foreign_names, foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.encoding import xml_head
from disctui.importers.importer import Imported, Progress, no_progress
from disctui.importers.xml_items import Fields, Item, text_of
from disctui.importers.xml_stream import Items
from disctui.importers.zips import member, member_ending

_PLAIN: Fields = (
    ("title", "title", foreign_values.one_line),
    ("original", "original_title", foreign_values.one_line),
    ("date", "year", lambda text: foreign_dates.year(text) if re.fullmatch(r"\s*\d{4}\s*", text) else None),
    ("time", "specs.length", foreign_values.minutes),
    ("format", "specs.discs", foreign_values.disc),
    ("region", "release.regions", foreign_values.one_line),
    ("place", "collection.location", foreign_values.one_line),
    ("rating", "collection.rating", lambda text: foreign_values.star_rating(text, 10)),
    ("seen", "collection.seen", foreign_values.seen),
    ("synopsis", "synopsis", foreign_values.lines),
    ("comment", "collection.notes", foreign_values.lines),
    (
        "borrower",
        "collection.loaned_to",
        lambda text: None if text.lower() == "none" else foreign_values.one_line(text),
    ),
    ("lendDate", "collection.loaned_on", lambda text: foreign_dates.whole_date(text, day_first=True)),
    ("video", "specs.video", foreign_values.one_line),
)
_LISTS = {
    "director": "directors", "actors": "cast", "country": "countries", "genre": "genres", "subt": "specs.subtitles",
    "tags": "collection.tags", "audio": "specs.audio",
}  # fmt: skip


class GCstar:
    """Reads GCstar's film collections, plain or zipped."""

    name = "gcstar"
    title = "GCstar"

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By its root, or as a zip that holds a .gcs."""
        if data.startswith(b"PK"):
            return 0.9 if member_ending(data, (".gcs",)) is not None else 0.0
        head = xml_head(data)
        if "<collection" not in head or "GC" not in head:
            return 0.0
        return 1.0 if re.search(r'type\s*=\s*"GCfilms"', head) else 0.3

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each `item`."""
        if data.startswith(b"PK"):
            data = member(data, member_ending(data, (".gcs",)) or "") or b""
        items = Items(data, name, self.title, ["item"])
        yield from items.releases(_move_all, on_progress)


def _move_all(item: Item, builder: ReleaseBuilder) -> None:
    builder.source_id = item.element.get("id", "")
    for field, key, read in _PLAIN:
        item.move_attribute(builder, field, key, read)
    item.move_all(builder, _PLAIN)
    builder.put("year", foreign_dates.year(item.element.get("date", "") or item.text("date")))  # the day has no key
    for field, key in _LISTS.items():
        _list(item, builder, field, key)


def _list(item: Item, builder: ReleaseBuilder, field: str, key: str) -> None:
    for element in item.each(field):
        if len(element):
            for line in item.each("line", element):
                _line(item, builder, line, field, key)
        elif builder.put(key, _split(text_of(element), field)):
            item.take(element)
    text = item.element.get(field, "").strip()
    found = _split(text, field)
    if found and builder.put(key, found) and not (field == "actors" and "(" in text):
        item.take_attribute(item.element, field)  # with roles in it, it is kept as it stands


def _split(text: str, field: str) -> list[str]:
    """The entries of a list written as text; of `Name (role)` the name."""
    if field == "actors":
        text = re.sub(r"\s*\([^()]*\)", "", text)
    return [entry for part in text.split(",") if (entry := " ".join(part.split()))]


def _line(item: Item, builder: ReleaseBuilder, line: Element, field: str, key: str) -> None:
    columns = item.each("col", line)
    texts = [text_of(column) for column in columns]
    if not texts or not texts[0]:
        return
    item.label(line, texts[0])
    if field == "audio" and len(texts) > 1 and texts[1]:
        if builder.put(key, f"{texts[0]}: {texts[1]}"):
            item.take(columns[0])
            item.take(columns[1])
    elif builder.put(key, foreign_names.person(texts[0]) if key in {"cast", "directors"} else texts[0]):
        item.take(columns[0])
