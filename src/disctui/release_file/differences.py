"""What differs between two sequences, at a cost that stays small for ten thousand equal items or lines."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

_CELLS_LIMIT = 10_000 * 10_000
"""Items of one sequence times those of the other, past what both begin and end with, up to which they are compared."""


class Difference(NamedTuple):
    """Items `start` to `end` of the old sequence, and `new_start` to `new_end` of the new one in their place."""

    start: int
    end: int
    new_start: int
    new_end: int


def differences(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Difference]:
    """What leads from one sequence to another, from its beginning to its end, with as few items changed as can be.

    What lies between is one difference where the sequences are too long to compare.
    """
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = next((at for at in range(shorter - start) if old[-1 - at] != new[-1 - at]), shorter - start)
    end, new_end = len(old) - rest, len(new) - rest
    if start == end and start == new_end:
        return []
    if start in (end, new_end) or (end - start) * (new_end - start) > _CELLS_LIMIT:
        return [Difference(start, end, start, new_end)]
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - 30 ms, which most changes do without

    found: list[Difference] = []
    for code in Levenshtein.opcodes(old[start:end], new[start:new_end]):
        if code.tag == "equal":
            continue
        one = Difference(start + code.src_start, start + code.src_end, start + code.dest_start, start + code.dest_end)
        if found and (found[-1].end, found[-1].new_end) == (one.start, one.new_start):
            one = Difference(found[-1].start, one.end, found.pop().new_start, one.new_end)
        found.append(one)
    return found
