"""XML exports read piece by piece: no entity is expanded, nothing is fetched, a file of any size fits into memory.

The declarations that could do harm can only stand before the first element. `defusedxml` reads that far and refuses
them; the rest goes through the compiled parser, one item at a time.
"""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from disctui.importers.builder import ReleaseBuilder
from disctui.importers.encoding import decode
from disctui.importers.importer import Imported, Progress, no_progress, unreadable
from disctui.importers.xml_items import Fill, Item, local
from disctui.problem import Problem

_CHUNK = 1 << 16
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?:#([xX]?[0-9a-fA-F]{1,8});|(\w{1,32});)?")
_UNTOUCHED = re.compile(r"(<!\[CDATA\[.*?\]\]>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL)


def _repair(match: "re.Match[str]") -> str:
    """An ampersand as XML takes it: HTML's names, bare ones and impossible characters are common in exports."""
    number, name = match[1], match[2]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number) if number.isdigit() else 0
        is_legal = code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0xFFFF < code < 0x110000
        return match[0] if is_legal else "\ufffd"
    if name:
        found = html.unescape(match[0])
        return html.escape(found) if found != match[0] else f"&amp;{name};"
    return "&amp;"


def prepare(data: bytes) -> tuple[str, str | None]:
    """The text of an XML file, mended so that a parser takes it, and what is doubtful about it."""
    text, _, doubt = decode(data)
    text = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1).lstrip("\ufeff\0")
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub("\ufffd", text)
    if _AMPERSAND.search(text):
        parts = _UNTOUCHED.split(text)
        text = "".join(part if number % 2 else _AMPERSAND.sub(_repair, part) for number, part in enumerate(parts))
    return text, doubt


class _FirstElement(Exception):  # noqa: N818 - it ends the reading of the declarations
    pass


class _UntilFirstElement:
    """A parser's target that stops where the declarations end."""

    def start(self, *_parts: Any) -> None:
        """Stop."""
        raise _FirstElement

    def close(self) -> None:
        """Nothing was built."""


def _guard(text: str) -> None:
    """Raise what `defusedxml` raises for an entity declared before the first element."""
    parser = DefusedXMLParser(target=_UntilFirstElement(), forbid_entities=True, forbid_external=True)
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
    except (_FirstElement, ParseError):  # the parser that reads on says where the mistake is
        return


class Items:
    """The items of an XML file, one after the other; afterwards whatever else the file holds.

    Args:
        data: The bytes of the file.
        source: Its name.
        title: Title of the format.
        tags: Names of the elements that are items; one inside another belongs to it.
        aside: Names of elements outside items that the importer wants whole, in `others` afterwards.
    """

    def __init__(self, data: bytes, source: str, title: str, tags: Iterable[str], aside: Iterable[str] = ()) -> None:
        self._text, self.doubt = prepare(data)
        self._source = source
        self._title = title
        self._tags = frozenset(tags)
        self._aside = frozenset(aside)
        self._root: Element | None = None
        self._start_tag = re.compile(rf"<(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, self._tags))})[\s/>]")
        self._offset = 0
        self._line = 1
        self.others: dict[str, list[Element]] = {name: [] for name in self._aside}
        self.failure: Imported | None = None

    def __call__(self, on_progress: Progress = no_progress) -> Iterator[Item]:
        """Each item as it is read; a file that breaks off ends with `failure` set."""
        try:
            _guard(self._text)
        except DefusedXmlException:
            message = "the file declares entities of its own, which are not read"
            self.failure = unreadable(self._source, self._title, 1, message, "remove its <!DOCTYPE ...> and try again")
            return
        parser: XMLPullParser[Any] = XMLPullParser(events=("start", "end"))
        try:
            yield from self._read(parser, on_progress)
            parser.close()
        except ParseError as error:
            row = error.position[0]
            message = f"the XML breaks at line {row}: what stands before was read, what follows can't be"
            self.failure = unreadable(self._source, self._title, row, message, "export it again")
        on_progress(len(self._text), len(self._text))

    def _read(self, parser: "XMLPullParser[Any]", on_progress: Progress) -> Iterator[Item]:
        stack: list[Element] = []
        inside = 0
        begins_at = 1
        for start in range(0, len(self._text), _CHUNK):
            try:
                parser.feed(self._text[start : start + _CHUNK])
            except ParseError as error:
                broken: ParseError | None = error
            else:
                broken = None
            for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
                if event == "start":
                    if element.tag[:1] == "{":  # namespaces tell nothing here, and are dropped once for all
                        element.tag = local(element.tag)
                    is_item = element.tag in self._tags
                    self._root = element if self._root is None else self._root
                    stack.append(element)
                    line = self._next_line() if is_item else 1
                    begins_at = line if is_item and not inside else begins_at
                    inside += is_item
                    continue
                stack.pop()
                is_item = element.tag in self._tags
                inside -= is_item
                if is_item and not inside:
                    yield Item(element, begins_at)
                    if stack:
                        stack[-1].remove(element)
            if broken is not None:
                raise broken
            on_progress(min(start + _CHUNK, len(self._text)), len(self._text))

    def _next_line(self) -> int:
        found = self._start_tag.search(self._text, self._offset)
        if found:
            self._line += self._text.count("\n", self._offset, found.start())
            self._offset = found.start() + 1
        return self._line

    def set_aside(self) -> dict[str, list[Element]]:
        """The elements outside items that were asked for, by name; they no longer count as left."""
        if self._root is not None:
            for parent in list(self._root.iter()):
                for child in list(parent):
                    if child.tag in self._aside:
                        self.others[child.tag].append(child)
                        parent.remove(child)
        return self.others

    def ending(self) -> Iterator[Imported]:
        """What comes after the items: what the file says besides them, and where it broke."""
        if self._root is not None and self._root.tag not in self._tags:
            self.set_aside()
            kept = tuple(entry for entry in Item(self._root, 1).left() if entry.field != "empty elements")
            if kept:
                yield Imported(document={}, kept=kept, source=self._source, format=self._title, of_file=True)
        if self.failure is not None:
            yield self.failure
        elif self._root is None or not self._text.strip():
            yield unreadable(self._source, self._title, 1, "the file is empty")

    def remarks(self) -> Iterator[Imported]:
        """What is doubtful about the file as a whole."""
        if self.doubt:
            hint = "--encoding NAME reads it in another one"
            problem = Problem(
                path=self._source, severity="warning", code="encoding", message=self.doubt, line=1, hint=hint
            )
            yield Imported(document={}, source=self._source, format=self._title, problems=(problem,), of_file=True)

    def releases(self, fill: Fill, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each item, filled by `fill`, and then what the file says besides them."""
        yield from self.remarks()
        for item in self(on_progress):
            builder = ReleaseBuilder(self._source, self._title, item.line)
            fill(item, builder)
            yield item.finish(builder)
        yield from self.ending()
