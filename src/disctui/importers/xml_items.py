"""One item of an XML export and what of it has found its place in a release.

What is left at the end is kept, whatever it is called: the walk is over the elements that are there, not over a list
of known ones.
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from disctui.importers.builder import ReleaseBuilder
from disctui.importers.foreign_dates import has_time, is_bare_year
from disctui.importers.foreign_values import truth
from disctui.importers.importer import Imported, Unmapped
from disctui.release.model import Kind, keys

_MARK = re.compile(r"\[[^\]]*\]")
_DATES = frozenset({Kind.DATE, Kind.DATES, Kind.PARTIAL_DATE})


Fields = Sequence[tuple[str, str, Callable[[str], Any]]]
"""Paths of elements, the keys that their texts go to, and how these are read."""
_MAY_SAY_MORE = frozenset(("year", "collection.seen", *(name for name, key in keys().items() if key.kind in _DATES)))


def _says_more(key: str, text: str) -> bool:
    """Whether a text says more than its key takes: a time of day, the day of a premiere, how often it was seen."""
    if key == "collection.seen":
        return truth(text) is None
    return not is_bare_year(text) if key == "year" else has_time(text)


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


Fill = Callable[["Item", ReleaseBuilder], None]
"""Moves what an item says into a release."""


class Item:
    """One item of an export and which of its texts and attributes have found their place."""

    def __init__(self, element: Element, line: int) -> None:
        self.element = element
        self.line = line
        self._texts: set[int] = set()
        self._attributes: dict[int, tuple[str, ...]] = {}
        self._labels: dict[int, str] = {}
        self._said: dict[int, str] = {}
        self._by_name: dict[str, list[Element]] | None = None

    def each(self, path: str, below: Element | None = None) -> list[Element]:
        """The elements at a path of names."""
        name, _, rest = path.partition("/")
        found = self._children().get(name, []) if below is None else below.findall(name)
        while rest and found:  # step by step, which is done without Python's own search for paths
            name, _, rest = rest.partition("/")
            found = [child for element in found for child in element.findall(name)]
        return found

    def _children(self) -> dict[str, list[Element]]:
        """The elements of the item by name."""
        if self._by_name is None:
            self._by_name = {}
            for child in self.element:
                self._by_name.setdefault(child.tag, []).append(child)
        return self._by_name

    def text(self, path: str, below: Element | None = None) -> str:
        """The text of the first element at a path, without taking it; "" where there is none."""
        for element in self.each(path, below):
            if text := text_of(element):
                return text
        return ""

    def move_all(self, builder: ReleaseBuilder, fields: Fields) -> None:
        """Put the texts of many elements where they belong."""
        for path, key, read in fields:
            self.move(builder, path, key, read)

    def move(self, builder: ReleaseBuilder, path: str, key: str, read: Callable[[str], Any]) -> None:
        """Put the text of every element at `path` under `key`; those that can't be, or say more, are kept."""
        for element in self.each(path):
            text = text_of(element)
            if text and builder.put(key, read(text)) and not (key in _MAY_SAY_MORE and _says_more(key, text)):
                self.take(element)

    def move_attribute(self, builder: ReleaseBuilder, name: str, key: str, read: Callable[[str], Any]) -> None:
        """The same for an attribute of the item itself."""
        text = self.element.get(name, "").strip()
        if text and builder.put(key, read(text)):
            self.take_attribute(self.element, name)

    def take(self, element: Element) -> None:
        """Its text has found its place."""
        self._texts.add(id(element))

    def take_all(self, element: Element) -> None:
        """It and everything below it have found their place."""
        for inner in element.iter():
            self._texts.add(id(inner))
            self.take_attribute(inner, *inner.attrib)

    def take_attribute(self, element: Element, *names: str) -> None:
        """These attributes have found their place."""
        self._attributes[id(element)] = self._attributes.get(id(element), ()) + names

    def label(self, element: Element, text: str) -> None:
        """Call it by what it is about, so that what is kept of it can be understood."""
        self._labels[id(element)] = text

    def keep_attributes(self, element: Element, text: str, left: str) -> None:
        """Call it by what it is about, and keep of its attributes what `left` says, as `attributes_left` writes it."""
        self._labels[id(element)] = text
        self._said[id(element)] = left

    def left(self) -> list[Unmapped]:
        """Everything that no one has taken, in the order of the file; empty elements by name alone, in one entry."""
        taken = self._attributes.get(id(self.element), ())
        found = [
            Unmapped(local(name), value)
            for name, value in self.element.attrib.items()
            if name not in taken and value.strip()
        ]
        if (text := text_of(self.element)) and id(self.element) not in self._texts:
            found.append(Unmapped(self.element.tag, text))
        empty: dict[str, None] = {}
        self._below(self.element, "", found, empty)
        if empty:
            found.append(Unmapped("empty elements", ", ".join(empty)))
        return found

    def _below(self, element: Element, path: str, found: list[Unmapped], empty: dict[str, None]) -> None:
        """Add what is left below `element`, whose own path ends in a slash or is blank.

        Most of the time of a large import is spent here, so that what is asked of every element is asked once.
        """
        tags = [child.tag for child in element]
        totals = Counter(tags) if len(set(tags)) < len(tags) else {}
        counts: dict[str, int] = {}
        taken, labels, known = self._attributes, self._labels, self._said
        for child in element:
            tag, own, text = child.tag, id(child), child.text
            text = text.strip() if text else ""
            if own in known and not text and not len(child):
                if said := known[own]:
                    found.append(Unmapped(f"{path}{tag}[{labels[own]}]", said))
                if (tail := child.tail) and not tail.isspace():
                    found.append(Unmapped(f"{path}after {tag}[{labels[own]}]", tail.strip()))
                continue
            attributes = child.items()
            if labels.get(own):
                step = f"{tag}[{labels[own]}]"
            elif totals and totals[tag] > 1:
                counts[tag] = number = counts.get(tag, 0) + 1
                step = f"{tag}[{number}]"
            else:
                step = tag
            said = "" if not text or own in self._texts else text
            written = attributes_left(attributes, taken.get(own, ())) if attributes else ""
            if said or written:
                found.append(Unmapped(path + step, f"{said} ({written})" if said and written else said or written))
            elif not text and not attributes and not len(child):
                empty[_MARK.sub("", path) + tag] = None
            if len(child):
                self._below(child, f"{path}{step}/", found, empty)
            if (tail := child.tail) and not tail.isspace():
                found.append(Unmapped(f"{path}after {step}", tail.strip()))

    def finish(self, builder: ReleaseBuilder) -> Imported:
        """The release, with all that is left of the item kept."""
        builder.kept.extend(self.left())
        return builder.finish()


def attributes_left(attributes: Iterable[tuple[str, str]], taken: Container[str]) -> str:
    """The attributes of an element as text, without those that are taken and those that say nothing."""
    return "; ".join([
        f"{name if name[0] != '{' else local(name)}={value}"
        for name, value in attributes
        if value and name not in taken and not value.isspace()
    ])  # fmt: skip


def text_of(element: Element) -> str:
    """The text of an element without white space at its ends."""
    return (element.text or "").strip()


def texts_of(elements: Iterable[Element]) -> list[str]:
    """The texts of elements that have one."""
    return [text for element in elements if (text := text_of(element))]
