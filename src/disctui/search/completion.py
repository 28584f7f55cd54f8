"""What a half-typed query may become: names of fields and their values, most likely first."""

import msgspec

from disctui.search.fields import QUERY_NAMES
from disctui.search.index import Index


class Completion(msgspec.Struct, frozen=True):
    """One way to go on."""

    start: int
    end: int
    """The part of the query that it replaces."""
    replacement: str
    hint: str = ""
    """A word about it, e.g. how many releases it finds."""


def complete(index: Index, text: str, cursor: int) -> list[Completion]:
    """What the part of `text` before `cursor` may become, most likely first."""
    start = text.rfind(" ", 0, cursor) + 1
    word = text[start:cursor].lstrip("-").casefold()
    start = cursor - len(word)
    if not word or ":" in word:
        return []
    return [Completion(start, cursor, f"{name}:") for name in QUERY_NAMES if name.startswith(word)]
