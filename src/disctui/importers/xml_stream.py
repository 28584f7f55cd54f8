"""XML exports read piece by piece: no entity is expanded, nothing is fetched, a file of any size fits into memory.

The declarations that could do harm can only stand before the first element. `defusedxml` reads that far and refuses
them; the rest goes through the compiled parser, one item at a time.
"""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from disctui.importers.builder import ReleaseBuilder
from disctui.importers.importer import Imported, Progress, encoding_doubts, no_progress, said_of_file, unreadable
from disctui.importers.xml_items import Fill, Item, local
from disctui.importers.xml_text import detected, texts_of


class _FirstElement(Exception):  # noqa: N818 - it ends the reading of the declarations
    pass


class _UntilFirstElement:
    """A parser's target that stops where the declarations end."""

    def start(self, *_parts: Any) -> None:
        """Stop."""
        raise _FirstElement

    def close(self) -> None:
        """Nothing was built."""


class _Guard:
    """Refuses entities that are declared before the first element, with what `defusedxml` raises for them."""

    def __init__(self) -> None:
        self._parser = DefusedXMLParser(target=_UntilFirstElement(), forbid_entities=True, forbid_external=True)
        self._is_past = False

    def feed(self, text: str) -> None:
        """Look at the next piece of the file, as long as no element has begun."""
        if self._is_past:
            return
        try:
            self._parser.feed(text)
        except (_FirstElement, ParseError):  # the parser that reads on says where the mistake is
            self._is_past = True


class _Lines:
    """The line on which each item begins, counted along with the text as it is read."""

    def __init__(self, tags: Iterable[str]) -> None:
        self._start_tag = re.compile(rf"<(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, tags))})[\s/>]")
        self._text = ""
        self._offset = 0
        self._line = 1

    def add(self, text: str) -> None:
        """Take in the next piece, and let go of what is counted."""
        self._text = self._text[self._offset :] + text
        self._offset = 0

    def next_line(self) -> int:
        """The line of the next item."""
        found = self._start_tag.search(self._text, self._offset)
        if found:
            self._line += self._text.count("\n", self._offset, found.start())
            self._offset = found.start() + 1
        return self._line


def _still_open(builder: TreeBuilder, above: Element) -> frozenset[int]:
    """Ids of the elements below `above` whose end was not read; nothing more can be built afterwards."""
    probe = builder.start("", {})  # it becomes a child of the innermost of them
    found = []
    inner = above
    while inner[-1] is not probe:
        inner = inner[-1]
        found.append(id(inner))
    inner.remove(probe)
    return frozenset(found)


class Items:
    """The items of an XML file, one after the other; afterwards whatever else the file holds.

    Args:
        data: The file, or its bytes.
        source: Its name.
        title: Title of the format.
        tags: Names of the elements that are items; one inside another belongs to it.
        aside: Names of elements outside items that the importer wants whole, in `others` afterwards.
    """

    def __init__(
        self, data: bytes | BinaryIO, source: str, title: str, tags: Iterable[str], aside: Iterable[str] = ()
    ) -> None:
        self._file = io.BytesIO(data) if isinstance(data, bytes) else data
        self._detected = detected(self._file)
        self._size = self._file.tell()
        self.doubt = self._detected.doubt
        self._source = source
        self._title = title
        self._tags = frozenset(tags)
        self._aside = frozenset(aside)
        self._root: Element | None = None
        self._lines = _Lines(self._tags)
        self._looked_through: dict[int, int] = {}
        self._is_qualified = False
        self.others: dict[str, list[Element]] = {name: [] for name in self._aside}
        self.failure: Imported | None = None

    def __call__(self, on_progress: Progress = no_progress) -> Iterator[Item]:
        """Each item as it is read; a file that breaks off ends with `failure` set."""
        try:
            yield from self._read(on_progress)
        except DefusedXmlException:
            message = "the file declares entities of its own, which are not read"
            self.failure = unreadable(self._source, self._title, 1, message, "remove its <!DOCTYPE ...> and try again")
        except ParseError as error:
            row = error.position[0]
            message = f"the XML breaks at line {row}: what stands before was read, what follows can't be"
            self.failure = unreadable(self._source, self._title, row, message, "export it again")
        on_progress(self._size, self._size)

    def _read(self, on_progress: Progress) -> Iterator[Item]:
        builder: TreeBuilder = TreeBuilder()
        above = builder.start("", {})  # the root is its child, and can be looked at before it is complete
        parser = XMLParser(target=builder)  # noqa: S314 - `_Guard` sees all of it before
        guard = _Guard()
        try:
            for text in texts_of(self._file, self._detected):
                guard.feed(text)
                self._lines.add(text)
                self._is_qualified = self._is_qualified or "xmlns" in text
                parser.feed(text)
                yield from self._finished(above)
                on_progress(min(self._file.tell(), self._size), self._size)
            parser.close()
        except ParseError:
            yield from self._finished(above, _still_open(builder, above))
            raise
        yield from self._finished(above, frozenset())

    def _finished(self, above: Element, still_open: frozenset[int] | None = None) -> Iterator[Item]:
        """The items whose end was read since it was asked before.

        Args:
            above: What the root is a child of.
            still_open: Ids of the elements whose end was not read; None where more is to come, so that the last
                element of each may go on.
        """
        if not len(above):
            return
        self._root = root = above[0]
        self._drop_namespace(root)
        has_ended = still_open is not None and id(root) not in still_open
        if root.tag not in self._tags:
            yield from self._items_below(root, still_open, is_closed=has_ended)
        elif has_ended:
            yield self._item(root)

    def _items_below(self, parent: Element, still_open: frozenset[int] | None, *, is_closed: bool) -> Iterator[Item]:
        """The finished items below `parent`, which are taken out of it; what else has ended is passed over.

        The text behind an item is only there once something follows it, or where nothing will.
        """
        at = self._looked_through.pop(id(parent), 0)
        while at < len(parent):
            child = parent[at]
            is_last = at + 1 == len(parent)
            has_ended = is_closed or not is_last or (still_open is not None and id(child) not in still_open)
            self._drop_namespace(child)
            if child.tag in self._tags:
                if not has_ended:
                    break
                yield self._item(child)
                if child.tail and not child.tail.isspace():
                    parent.text = f"{parent.text or ''}{child.tail}"
                del parent[at]
                continue
            yield from self._items_below(child, still_open, is_closed=has_ended)
            if not has_ended:
                break
            at += 1
        if not is_closed:
            self._looked_through[id(parent)] = at

    def _item(self, element: Element) -> Item:
        if self._is_qualified:
            for inner in element.iter():
                self._drop_namespace(inner)
        line = self._lines.next_line()
        for _ in range(sum(1 for tag in self._tags for _ in element.iter(tag)) - 1):
            self._lines.next_line()  # those of one name inside it
        return Item(element, line)

    @staticmethod
    def _drop_namespace(element: Element) -> None:
        """Leave the name alone: namespaces tell nothing here."""
        if element.tag[:1] == "{":
            element.tag = local(element.tag)

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
            kept = (entry for entry in Item(self._root, 1).left() if entry.field != "empty elements")
            yield from said_of_file(self._source, self._title, kept=kept)
        if self.failure is not None:
            yield self.failure
        elif self._root is None:
            yield unreadable(self._source, self._title, 1, "the file is empty")

    def remarks(self) -> Iterator[Imported]:
        """What is doubtful about the file as a whole."""
        return said_of_file(self._source, self._title, encoding_doubts(self.doubt))

    def releases(self, fill: Fill, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each item, filled by `fill`, and then what the file says besides them."""
        yield from self.remarks()
        for item in self(on_progress):
            builder = ReleaseBuilder(self._source, self._title, item.line)
            fill(item, builder)
            yield item.finish(builder)
        yield from self.ending()
