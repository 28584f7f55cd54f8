"""Indexes made apart, by several processes at once, joined into one."""

from collections.abc import Iterable, Sequence

from disctui.search.index import Index


def joined(index: Index, parts: Sequence[Index], replaced: Iterable[str] = ()) -> Index:
    """The index of all that `index` and `parts` hold.

    Args:
        index: What there is already.
        parts: What comes to it; no id is in two of them.
        replaced: Ids of `index` that leave it, those that a part holds too among them.
    """
    if not parts:
        return index
    left = index.updated((), replaced).segments
    new = [pair for part in parts for pair in part.segments]
    pairs = sorted([*left, *new], key=lambda pair: -len(pair[0]))
    return Index([segment for segment, _ in pairs], [mask for _, mask in pairs])
