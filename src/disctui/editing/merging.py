"""Three-way merge of a file, so that a change can be undone although other places of the file have changed since."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from disctui.release.model import TOML
from disctui.release_file.differences import differences
from disctui.release_file.parsing import Broken, decode, parse
from disctui.release_file.writing import same


class _Hunk(NamedTuple):
    """Lines `start` to `end` of the common version, and what stands there in another."""

    start: int
    end: int
    lines: list[bytes]


def merge(base: bytes, mine: bytes, theirs: bytes) -> bytes | None:
    """`theirs` with what leads from `base` to `mine`, or None where both touch one place.

    Where all three are TOML, the result says of every key what the one who changed it says. Where they are not, the
    changed lines must not even be neighbours.

    Args:
        base: What both began with.
        mine: It with one's own change.
        theirs: It with someone else's.
    """
    lines = _split(base)
    ours, others = _hunks(lines, _split(mine)), _hunks(lines, _split(theirs))
    documents = [_document(data) for data in (base, mine, theirs)]
    distance = 1 if None in documents else 0
    if any(_are_near(one, other, distance) for one in ours for other in others):
        return None
    merged, at = [], 0
    for hunk in sorted([*ours, *others]):
        merged += [*lines[at : hunk.start], *hunk.lines]
        at = hunk.end
    result = b"".join([*merged, *lines[at:]])
    if distance:
        return result
    wanted = _merged(*documents)
    return result if wanted is not None and same(_document(result), wanted[0]) else None


def _are_near(one: _Hunk, other: _Hunk, distance: int) -> bool:
    """Whether two hunks touch one place; two insertions between the same lines do."""
    if one.start == one.end == other.start == other.end:
        return True
    return one.start < other.end + distance and other.start < one.end + distance


def _split(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    return [line + b"\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def _hunks(base: Sequence[bytes], new: Sequence[bytes]) -> list[_Hunk]:
    """What leads from one version to another."""
    return [
        _Hunk(found.start, found.end, list(new[found.new_start : found.new_end])) for found in differences(base, new)
    ]


def _document(data: bytes) -> dict[str, TOML] | None:
    try:
        return parse(decode(data, ""), "")
    except Broken:
        return None


def _merged(base: TOML, mine: TOML, theirs: TOML) -> tuple[TOML] | None:
    """The value that says what each side changed, in a tuple; None where both changed one thing differently."""
    if same(mine, base) or same(mine, theirs):
        return (theirs,)
    if same(theirs, base):
        return (mine,)
    if not (isinstance(base, Mapping) and isinstance(mine, Mapping) and isinstance(theirs, Mapping)):
        return None
    result: dict[str, TOML] = {}
    for name in {**base, **mine, **theirs}:
        sides = [_present(side, name) for side in (base, mine, theirs)]
        merged = _merged(*sides)
        if merged is None:
            return None
        if merged[0] is not _ABSENT:
            result[name] = merged[0]
    return (result,)


class _Absent:
    """Stands for a key that is not there."""


_ABSENT = _Absent()


def _present(side: Mapping[str, TOML], name: str) -> TOML:
    return side.get(name, _ABSENT)
