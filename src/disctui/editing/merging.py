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
    result = b"".join(_woven(lines, ours, others))
    if distance:
        return result
    wanted = _merged(*documents)
    return result if wanted is not None and same(_document(result), wanted[0]) else None


def _woven(base: Sequence[bytes], ours: Sequence[_Hunk], others: Sequence[_Hunk]) -> list[bytes]:
    """The common version with the hunks of both."""
    woven, at = [], 0
    for hunk in sorted([*ours, *others]):
        woven += [*base[at : hunk.start], *hunk.lines]
        at = hunk.end
    return [*woven, *base[at:]]


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
    if all(isinstance(side, list) for side in (base, mine, theirs)):
        return _merged_tables(base, mine, theirs)
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


def _merged_tables(base: list[TOML], mine: list[TOML], theirs: list[TOML]) -> tuple[TOML] | None:
    """Lists of tables, each of which is kept, changed or gone as a whole; None where both sides touch one of them."""
    sides = [[repr(item).encode(errors="surrogatepass") for item in side] for side in (base, mine, theirs)]
    items = [*base, *mine, *theirs]
    tables = dict(zip([word for side in sides for word in side], items, strict=True))
    ours, others = _hunks(sides[0], sides[1]), _hunks(sides[0], sides[2])
    if not all(isinstance(item, Mapping) for item in items):
        return None
    if any(_are_near(one, other, 0) for one in ours for other in others):
        return None
    return ([tables[word] for word in _woven(sides[0], ours, others)],)


class _Absent:
    """Stands for a key that is not there."""


_ABSENT = _Absent()


def _present(side: Mapping[str, TOML], name: str) -> TOML:
    return side.get(name, _ABSENT)
