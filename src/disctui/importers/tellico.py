"""Tellico's .tc, a zip or bare XML: lists are wrapped in a name + "s", loans stand apart under their borrower."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec

from disctui.importers import foreign_dates, foreign_names, foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.encoding import xml_head
from disctui.importers.importer import Imported, Progress, no_progress, unreadable
from disctui.importers.xml_items import Fields, Item, local, text_of
from disctui.importers.xml_stream import Items
from disctui.importers.zips import member, member_ending

_LISTS = {
    "genre": "genres", "director": "directors", "writer": "writers", "cast": "cast", "nationality": "countries",
    "subtitle": "specs.subtitles", "audio-track": "specs.audio", "aspect-ratio": "specs.aspect_ratios",
    "keyword": "collection.tags", "alttitle": "also_known_as",
}  # fmt: skip
_PEOPLE = {"directors", "writers", "cast"}
_OTHER_KINDS = {
    "2": "books", "4": "music", "5": "bibliography", "6": "comic books", "7": "wines", "8": "coins", "9": "stamps",
    "10": "trading cards", "11": "games", "12": "a file catalogue", "13": "board games",
}  # fmt: skip


def _region(text: str) -> str | None:
    found = re.sub(r"^Region\s+", "", text.strip(), flags=re.IGNORECASE)
    return "Free" if found == "0" else foreign_values.one_line(found)


_SINGLE: Fields = (
    ("title", "title", foreign_values.one_line),
    ("origtitle", "original_title", foreign_values.one_line),
    ("orig-title", "original_title", foreign_values.one_line),
    ("year", "year", foreign_dates.year),
    ("medium", "specs.discs", foreign_values.disc),
    ("region", "release.regions", _region),
    ("format", "specs.video", foreign_values.one_line),
    ("running-time", "specs.length", foreign_values.minutes),
    ("plot", "synopsis", foreign_values.lines),
    ("pur_date", "collection.bought", foreign_dates.whole_date),
    ("comments", "collection.notes", foreign_values.lines),
    ("location", "collection.location", foreign_values.one_line),
    ("edition", "release.edition", foreign_values.one_line),
    ("ean", "release.upc", foreign_values.barcode),
    ("upc", "release.upc", foreign_values.barcode),
    ("barcode", "release.upc", foreign_values.barcode),
    ("label", "release.studio", foreign_values.one_line),
    ("publisher", "release.studio", foreign_values.one_line),
    ("distributor", "release.studio", foreign_values.one_line),
)


class Tellico:
    """Reads Tellico's collections of videos."""

    name = "tellico"
    title = "Tellico"

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By its root, or as a zip that holds tellico.xml."""
        if data.startswith(b"PK"):
            return 1.0 if member_ending(data, ("tellico.xml",)) else 0.0
        return 1.0 if "<tellico" in xml_head(data) else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each `entry`; a collection of other things is said to be one."""
        if data.startswith(b"PK"):
            data = member(data, member_ending(data, ("tellico.xml",)) or "") or b""
        head = re.search(r'<(?:\w+:)?collection\b[^>]*?\btype\s*=\s*"(\d+)"', xml_head(data, 65536))
        other = _OTHER_KINDS.get(head[1]) if head else None
        items = Items(data, name, self.title, ["entry"], ["borrowers", "fields"])
        yield from items.remarks()
        read: list[tuple[Item, ReleaseBuilder]] = []
        for item in items(on_progress):
            builder = ReleaseBuilder(name, self.title, item.line)
            if other is None:
                builder.source_id = item.element.get("id", "") or item.text("id")
                _move_all(item, builder)
            read.append((item, builder))
        _loans(items.set_aside().get("borrowers", []), read)
        for item, builder in read:
            if other is None:
                yield item.finish(builder)
            else:
                message = f"{item.text('title') or 'an entry'}: a collection of {other}, not of films"
                left = tuple(item.left())
                yield msgspec.structs.replace(unreadable(name, self.title, item.line, message), kept=left)
        yield from items.ending()


def _move_all(item: Item, builder: ReleaseBuilder) -> None:
    item.move_all(builder, _SINGLE)
    item.move_all(builder, [(f"{path}s/{path}", key, read) for path, key, read in _SINGLE])
    for field, key in _LISTS.items():
        for element in (*item.each(f"{field}s/{field}"), *item.each(field)):
            columns = item.each("column", element)
            shown = columns[0] if columns else element
            text = text_of(shown)
            item.label(element, text)
            if text and builder.put(
                key, foreign_names.person(text) if key in _PEOPLE else foreign_values.one_line(text)
            ):
                item.take(shown)
    for element in item.each("rating"):
        if builder.put("collection.rating", foreign_values.star_rating(text_of(element), 5)):
            item.take(element)
    for element in item.each("pur_price"):
        if builder.put_amount("collection.paid", text_of(element)):
            item.take(element)


def _loans(borrowers: list[Element], read: list[tuple[Item, ReleaseBuilder]]) -> None:
    """Give each loan to its entry."""
    builders = {item.element.get("id", "") or item.text("id"): builder for item, builder in read}
    for group in borrowers:
        for borrower in group:
            for loan in borrower:
                builder = builders.get(loan.get("entryRef", ""))
                if builder is None:
                    continue
                _loan(builder, borrower.get("name", ""), loan)


def _loan(builder: ReleaseBuilder, borrower: str, loan: Element) -> None:
    left = {local(name): value for name, value in loan.attrib.items() if name not in {"entryRef", "uid"}}
    if builder.put("collection.loaned_to", foreign_names.person(borrower)):
        for name, key in (("loanDate", "collection.loaned_on"), ("dueDate", "collection.due")):
            if builder.put(key, foreign_dates.whole_date(left.get(name, ""))):
                del left[name]
    else:
        left["name"] = borrower
    for name, value in left.items():
        builder.keep(f"loan/{name}", value)
    builder.keep("loan", text_of(loan))
