"""A release page as one copies it from a browser: labels, bullets and paragraphs in the order in which they stand.

Only known labels end what stands before them, so that a colon in a synopsis or in an extra's name does no harm. What
belongs to no label is told by what it looks like, or kept.
"""

import html
import re
from collections.abc import Iterator

from disctui.importers.builder import ReleaseBuilder
from disctui.importers.encoding import decode, head_of
from disctui.importers.glued_titles import parted_title
from disctui.importers.importer import Imported, Progress, no_progress
from disctui.importers.page_facts import is_name, looks_like_fact, take_fact
from disctui.importers.page_labels import (
    MANY_LINES,
    NO_LABEL,
    SCORE,
    is_furniture,
    is_heading,
    is_navigation,
    label_of,
)
from disctui.importers.page_lists import is_continued
from disctui.importers.page_values import Line, compare_prices, put_values

_BULLET = re.compile(r"^\s*[•◦▪‣*·–-]\s+")
_STOCK = re.compile(r"^(?:(in stock)|(out of stock|sold out|not in stock|unavailable))\.?$", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_SPACED_COLON = re.compile(r"(?<=[\w)]) +:(?= |$)")


class ReleasePage:
    """Reads a release page saved or pasted as text."""

    name = "page"
    title = "release page"

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By its labels and facts; three of them make a page."""
        head = head_of(data, 32768)
        if data.startswith(b"PK") or re.match(r"\s*[{\[]", head) or head.count("\0") > 8:
            return 0.0
        if re.match(r"\s*<", head):
            if not _HTML.match(head):
                return 0.0
            head = _text_of_html(decode(data[:1_000_000]).text)
        lines = _lines(head)
        found = {key for line in lines if (key := label_of(line.text).key)}
        facts = sum(looks_like_fact(line.text) for line in lines[:60])
        count = len(found) + min(facts, 3)
        return min(0.3 + count * 0.1, 0.98) if count >= 3 and found else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each page; several saved into one file begin with a heading each."""
        decoded = decode(data)
        text = _text_of_html(decoded.text) if _HTML.match(decoded.text) else decoded.text
        pages = _pages(_lines(text))
        for number, page in enumerate(pages):
            yield read_page(page, name)
            on_progress(number + 1, len(pages))
        if not pages:
            yield ReleaseBuilder(name, self.title).finish()


_HTML = re.compile(r"\s*(?:<!--.{0,500}?-->\s*)?(?:<!doctype html|<html)", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(r"<(script|style|head|nav|footer|noscript|svg)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_CELL = re.compile(r"</(?:th|dt)\s*>\s*<(?:td|dd)[^<>]{0,300}>", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|li|ul|ol|tr|table|h\d|br|dt|dd|dl|section|article|header|main|td|th)\b[^<>]{0,500}>", re.IGNORECASE
)
_ITEM = re.compile(r"<li\b[^<>]{0,300}>", re.IGNORECASE)


def _text_of_html(text: str) -> str:
    """The text of a saved page as a browser would copy it."""
    text = _HIDDEN.sub("\n", text)
    text = re.sub(r"\s*[\r\n]+\s*", " ", text)
    text = _CELL.sub(": ", text)
    text = _ITEM.sub("\n• ", text)
    text = re.sub(r"<[^<>]{0,2000}>", "", _BLOCK.sub("\n", text))
    return html.unescape(text)


def _lines(text: str) -> list[Line]:
    found = []
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for number, line in enumerate(text.split("\n"), 1):
        stripped = "\t".join(" ".join(part.split()) for part in _BULLET.sub("", line).strip().split("\t"))
        stripped = _SPACED_COLON.sub(":", stripped)
        if stripped.strip():
            found.append(Line(number, stripped, bool(_BULLET.match(line))))
    return found


def _pages(lines: list[Line]) -> list[list[Line]]:
    pages: list[list[Line]] = []
    for line in lines:
        if not pages or is_heading(line.text):
            pages.append([])
        pages[-1].append(line)
    return pages


def read_page(lines: list[Line], name: str) -> Imported:
    """The release that one page tells of."""
    builder = ReleaseBuilder(name, ReleasePage.title, lines[0].number if lines else 1)
    reader = _PageReader(builder)
    for number, line in enumerate(lines):
        reader.take(line, lines[number + 1].text if number + 1 < len(lines) else "")
    reader.close()
    compare_prices(builder)
    return builder.finish()


class _PageReader:
    """Takes a page line by line: a label opens a value, which goes on as long as lines may belong to it."""

    def __init__(self, builder: ReleaseBuilder) -> None:
        self._builder = builder
        self._label = NO_LABEL
        self._values: list[Line] = []

    def take(self, line: Line, after: str) -> None:
        """Take in the next line; `after` is the one behind it."""
        label = label_of(line.text)
        if label.key == "title" and self._builder.get("title") is not None:
            label = NO_LABEL
        stock = _STOCK.match(line.text)
        if label.key or is_furniture(line.text) or stock:
            self.close()
            self._label = label
            self._values = [Line(line.number, label.value, False)] if label.value else []
            if stock:
                self._builder.put("price.in_stock", bool(stock[1]))
        elif is_navigation(line.text):
            self.close()
            self._builder.keep(f"line {line.number}", line.text)
        elif self._goes_on(line):
            self._values.append(line)
        else:
            self.close()
            if not self._takes_director(line, after):
                _unlabelled(self._builder, line)

    def _takes_director(self, line: Line, after: str) -> bool:
        """Whether a name between the title and the facts is the director's, who has it there on some labels' pages."""
        builder = self._builder
        if builder.get("title") is None or builder.get("directors") or not is_name(line.text):
            return False
        return looks_like_fact(after) and builder.put("directors", line.text)

    def _goes_on(self, line: Line) -> bool:
        """Whether a line without a label belongs to the value that is open."""
        key = self._label.key
        if not key:
            return False
        if key in MANY_LINES:
            return True
        if self._values and key in {"cast", "directors", "writers"} and not self._label.value:
            return is_name(line.text)  # one below the other
        if self._values:
            return is_continued(key, line.text)
        is_prose = len(line.text) > 160 or (len(line.text) > 60 and line.text.endswith("."))
        return key in {"specs.audio", "cast"} or not is_prose

    def close(self) -> None:
        """Place what stands under the open label."""
        put_values(self._builder, self._label, self._values)
        self._label, self._values = NO_LABEL, []


def _may_be_title(text: str) -> bool:
    return len(text) < 160 and not looks_like_fact(text) and not SCORE.match(text)


def _unlabelled(builder: ReleaseBuilder, line: Line) -> None:
    """The first line without a label is the title; others have a label we do not know, or say what they are."""
    label, colon, value = line.text.partition(":")
    is_labelled = bool(colon and value.strip()) and len(label) < 40 and not label.startswith("http")
    if builder.get("title") is None and not line.is_item and _may_be_title(line.text):
        parted = parted_title(line.text, with_edition=True)
        if parted.title:
            builder.put("title", parted.title)
            builder.put("specs.discs", parted.discs)
            builder.put("year", parted.year)
            builder.put("release.edition", parted.edition)
            return
    if take_fact(builder, line.text):
        return
    if is_labelled:
        builder.keep(label.strip(), value.strip())
    else:
        builder.keep(f"line {line.number}", line.text)
