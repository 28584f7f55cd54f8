"""Kodi's .nfo beside a film, and its .disc stubs for discs on the shelf."""

import re
from collections.abc import Iterator

import msgspec

from disctui.importers import foreign_dates, foreign_names, foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.encoding import decode, xml_head
from disctui.importers.importer import Imported, Progress, no_progress, unreadable
from disctui.importers.xml_items import Fields, Item, text_of
from disctui.importers.xml_stream import Items

_SINGLE: Fields = (
    ("title", "title", foreign_values.one_line),
    ("originaltitle", "original_title", foreign_values.one_line),
    ("sorttitle", "sort_title", foreign_values.one_line),
    ("year", "year", foreign_dates.year),
    ("plot", "synopsis", foreign_values.lines),
    ("runtime", "specs.length", foreign_values.minutes),
    ("userrating", "collection.rating", lambda text: foreign_values.star_rating(text, 10)),
    ("lastplayed", "collection.watched", foreign_dates.whole_date),
    ("playcount", "collection.seen", foreign_values.seen),
    ("edition", "release.edition", foreign_values.one_line),
    ("upc", "release.upc", foreign_values.barcode),
)
_LISTS = (
    ("genre", "genres"),
    ("country", "countries"),
    ("director", "directors"),
    ("credits", "writers"),
    ("tag", "collection.tags"),
)
_END = re.compile(r"</(?:movie|discstub)\s*>")


class Kodi:
    """Reads Kodi's .nfo and .disc files."""

    name = "kodi"
    title = "Kodi"

    def recognises(self, data: bytes, name: str, /) -> float:
        """By its root; the ending of the name decides nothing but doubt."""
        head = xml_head(data)
        if re.search(r"<discstub[\s>]", head) or re.search(r"<videodb[\s>]", head):
            return 1.0
        if not re.match(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<movie[\s>]", head, re.DOTALL):
            return 0.3 if name.lower().endswith((".nfo", ".disc")) else 0.0
        return 1.0 if name.lower().endswith(".nfo") else 0.9

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """The release of a file, or those of a whole database; an address after the XML is kept."""
        text = decode(data).text
        is_database = re.search(r"<videodb[\s>]", text[:4096]) is not None
        ends = list(_END.finditer(text))
        after = text[ends[-1].end() :].strip() if ends and not is_database else ""
        body = text[: ends[-1].end()] if ends and not is_database else text
        if not ends and "<" not in text:
            hint = "let Kodi export to single files"
            yield unreadable(name, self.title, 1, "there is only an address, no film", hint)
            return
        tags = ["movie", "tvshow", "musicvideo"] if is_database else ["movie", "discstub"]
        items = Items(body.encode("utf-8", "replace"), name, self.title, tags)
        yield from items.remarks()
        for item in items(on_progress):
            builder = ReleaseBuilder(name, self.title, item.line)
            if item.element.tag in {"tvshow", "musicvideo"}:
                what = "a show" if item.element.tag == "tvshow" else "a music video"
                left = unreadable(name, self.title, item.line, f"{item.text('title') or 'an entry'}: {what}, no film")
                yield msgspec.structs.replace(left, kept=tuple(item.left()))
                continue
            _move_all(item, builder)
            builder.keep("after the film", after)
            yield item.finish(builder)
        yield from items.ending()


def _move_all(item: Item, builder: ReleaseBuilder) -> None:
    item.move_all(builder, _SINGLE)
    if builder.get("year") is None:
        builder.put("year", foreign_dates.year(item.text("premiered")))  # the day itself is kept
    for path, key in _LISTS:
        read_one = foreign_names.person if key in {"directors", "writers"} else foreign_values.one_line
        for element in item.each(path):
            names = [name for part in text_of(element).split(" / ") if (name := read_one(part))]
            if builder.put(key, names):
                item.take(element)
    for element in item.each("actor"):
        name = item.text("name", element)
        item.label(element, name)
        if builder.put("cast", foreign_names.person(name)):
            item.take(item.each("name", element)[0])
    item.move(builder, "message", "collection.notes", foreign_values.lines)
