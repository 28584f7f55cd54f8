"""A list of titles as one types it: a film a line, numbered or not, with its year or its kind of disc behind it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from disctui.importers import foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.encoding import decode, head_of
from disctui.importers.glued_titles import PartedTitle, only_kinds, parted_line, put_parted, year_style
from disctui.importers.importer import (
    GUESSED,
    Doubt,
    Imported,
    Progress,
    Unmapped,
    encoding_doubts,
    no_progress,
    said_of_file,
    unreadable,
)

_DASH = r"\-\u2013\u2014"
_BULLET = re.compile(rf"[{_DASH}*+\u2022\u25e6\u25aa\u2023\u00b7]\s+(?=\S)")
_BOX = re.compile(r"\[(?P<mark>[ xX\u2713\u2714]?)\]\s+(?=\S)")
_NUMBER = re.compile(r"#?\d{1,5}\s*[.):]\s+(?=\S)")
_RULE = re.compile(rf"[=_*~#\s{_DASH}]{{3,}}")
_HEADING = re.compile(r"#{1,6}\s+(?P<hash>.+?)(?:\s+#+)?|=+\s*(?P<rule>[^=]+?)\s*=+|(?P<colon>.+):")
_NO_TITLE = re.compile(r"[={};<>\\|\t]|://|\w@\w|\w\(|^[./$%@]|^[^\s/]+(?:/[^\s/]+)+$|,.*,")
_LABEL = re.compile(r"[^\W\d][\w ]{0,24}:\s+\S")
_ENDS = re.compile(r"[a-z]{3}[.;,]$")
_LONGEST = 160
"""Characters of a line from which on it is no title."""
_USUAL_WORDS, _MOST_WORDS = 6.5, 14
"""Words of a title: on the average of a list, and at the most in nine of ten."""
_HEAD = 1 << 16


class _Entry(NamedTuple):
    """A line of the list that is a film."""

    line: int
    text: str
    heading: str
    """What stands above it, "" where nothing does."""
    mark: str
    """What is ticked off before it."""


class _Line(NamedTuple):
    number: int
    text: str
    is_item: bool
    """Whether a bullet, a box or a number stood before it."""
    mark: str
    is_apart: bool
    """Whether the next line is blank."""


class _Parts(NamedTuple):
    entries: list[_Entry]
    headings: tuple[Unmapped, ...]


class TitleList:
    """Reads a list of titles, where no other importer knows the file."""

    name = "titles"
    title = "list of titles"

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By short lines without the signs of tables, code and prose; never surer than anything else."""
        head = head_of(data, _HEAD)
        if data.startswith(b"PK") or head.count("\0") > 8:
            return 0.0
        if len(data) > _HEAD and "\n" in head:
            head = head[: head.rfind("\n")]
        entries, headings = _parts(head)
        texts = [entry.text for entry in entries]
        is_sure = any(parted_line(text).title != text for text in texts)
        is_list = len(texts) >= max(2, len(headings)) or (texts and is_sure)
        are_headings = not any(_NO_TITLE.search(heading.value) for heading in headings)
        return 0.31 if is_list and are_headings and _are_titles(texts) else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each line; what was guessed comes first."""
        decoded = decode(data)
        entries, headings = _parts(decoded.text.lstrip("\ufeff"))
        guess = Doubt(GUESSED, "each line is taken for a title", "name the columns in a first line if it is a table")
        yield from said_of_file(name, self.title, [guess, *encoding_doubts(decoded.doubt)], headings)
        style = year_style([entry.text for entry in entries])
        for number, entry in enumerate(entries, 1):
            if len(entry.text) > _LONGEST:
                yield unreadable(name, self.title, entry.line, "the line is too long for a title")
            else:
                yield _release(entry, parted_line(entry.text, style), name, self.title)
            if number % 200 == 0 or number == len(entries):
                on_progress(number, len(entries))
        if not entries:
            yield unreadable(name, self.title, 1, "the list has no lines")


def _release(entry: _Entry, parted: PartedTitle, name: str, title: str) -> Imported:
    builder = ReleaseBuilder(name, title, entry.line)
    put_parted(builder, parted)
    if parted.discs:
        builder.keep("line", entry.text)
    kinds = only_kinds(entry.heading)
    status = foreign_values.status(entry.heading)
    if kinds and not parted.discs:
        builder.put("specs.discs", kinds)
    if status:
        builder.put("collection.status", status)
    elif entry.heading and not kinds:
        builder.keep("list", entry.heading)
    builder.keep("mark", entry.mark)
    return builder.finish()


def _lines(text: str) -> list[_Line]:
    texts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = []
    are_numbered = sum(_NUMBER.match(line.strip()) is not None for line in texts) * 2 > sum(map(bool, texts))
    for number, line in enumerate(texts, 1):
        bare = line.strip()
        rest = _BULLET.sub("", bare, count=1) if _BULLET.match(bare) else bare
        box = _BOX.match(rest)
        rest = rest[box.end() :] if box else rest
        rest = _NUMBER.sub("", rest, count=1) if are_numbered and _NUMBER.match(rest) else rest
        if bare:
            is_apart = number < len(texts) and not texts[number].strip()
            found.append(_Line(number, rest, rest != bare, box["mark"].strip() if box else "", is_apart))
    return found


def _parts(text: str) -> _Parts:
    """The films of a list, and its headings; rules are passed over."""
    lines = _lines(text)
    items = sum(line.is_item for line in lines)
    are_items = items > 1 and items * 2 > len(lines)
    apart = sum(line.is_apart for line in lines)
    letters = sum(len(line.text) == 1 and line.text.isalpha() for line in lines)
    heading = ""
    entries, headings = [], []
    for at, line in enumerate(lines):
        if _RULE.fullmatch(line.text):
            continue
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        is_head = not line.is_item and (
            are_items
            or (len(below) > 2 and _RULE.fullmatch(below) is not None)
            or bool(only_kinds(line.text))
            or (at == 0 and line.is_apart and apart * 3 <= len(lines))
        )
        is_letter = letters > 2 and len(line.text) == 1 and line.text.isalpha()
        match = None if line.is_item else _HEADING.fullmatch(line.text)
        if not (is_head or is_letter or match):
            entries.append(_Entry(line.number, line.text, heading, line.mark))
            continue
        headings.append(Unmapped(f"line {line.number}", line.text))
        if not is_letter:
            heading = next(filter(None, match.groups()), "") if match else line.text
    return _Parts(entries, tuple(headings))


def _are_titles(texts: Sequence[str]) -> bool:
    """Whether lines can be titles: short, and neither sentences, labels, code nor rows of a table."""
    few = len(texts) // 10
    words = [len(text.split()) for text in texts]
    return (
        sum(words) <= _USUAL_WORDS * len(texts)
        and sum(count > _MOST_WORDS for count in words) <= few
        and sum(_NO_TITLE.search(text) is not None for text in texts) <= few
        and sum(_ENDS.search(text) is not None for text in texts) <= few
        and sum(_LABEL.match(text) is not None for text in texts) * 2 <= len(texts)
        and sum(not any(map(str.isalnum, text)) for text in texts) == 0
        and sum(foreign_values.barcode(text) is not None for text in texts) <= few
    )
