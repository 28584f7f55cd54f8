"""A list of titles as one types it: a film a line, numbered or not, with its year or its kind of disc behind it."""

import re
from collections.abc import Iterator, Sequence

from disctui.importers import foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.encoding import decode, head_of
from disctui.importers.glued_titles import PartedTitle, only_kinds, parted_line, put_parted, year_style
from disctui.importers.importer import (
    GUESSED,
    Doubt,
    Imported,
    Progress,
    encoding_doubts,
    no_progress,
    said_of_file,
    unreadable,
)
from disctui.importers.list_lines import Entry, bare_heading, parts_of

_NO_TITLE = re.compile(r"[={};<>\\|\t]|://|\w@\w|\w\(|^[./$%@]|^[^\s/]+(?:/[^\s/]+)+$|,.*,")
_LABEL = re.compile(r"[^\W\d][\w ]{0,24}:\s+\S")
_ENDS = re.compile(r"[a-z]{3}[.;,]$")
_LONGEST = 160
"""Characters of a line from which on it is no title."""
_USUAL_WORDS, _MOST_WORDS = 6.5, 14
"""Words of a title: on the average of a list, and at the most in nine of ten."""
_HEAD = 1 << 16


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
        entries, headings = parts_of(head)
        texts = [entry.text for entry in entries]
        is_sure = any(parted_line(text).title != text for text in texts)
        is_list = len(texts) >= max(2, len(headings)) or (texts and is_sure)
        are_headings = not any(_NO_TITLE.search(heading.value) for heading in headings)
        return 0.31 if is_list and are_headings and _are_titles(texts) else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each line; what was guessed comes first."""
        decoded = decode(data)
        entries, headings = parts_of(decoded.text.lstrip("\ufeff"))
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


def _release(entry: Entry, parted: PartedTitle, name: str, title: str) -> Imported:
    builder = ReleaseBuilder(name, title, entry.line)
    put_parted(builder, parted)
    if parted.discs:
        builder.keep("line", entry.text)
    heading = bare_heading(entry.heading)
    kinds = only_kinds(heading)
    status = foreign_values.status(heading)
    if kinds and not parted.discs:
        builder.put("specs.discs", kinds)
    if status:
        builder.put("collection.status", status)
    elif entry.heading and not kinds:
        builder.keep("list", entry.heading)
    builder.keep("mark", entry.mark)
    for text in entry.below:
        builder.keep("below", text)
    return builder.finish()


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
