"""Indexes made apart, by several processes at once, joined into one."""

from collections.abc import Sequence

from disctui.search.index import Index, _settled


def joined(index: Index, parts: Sequence[Index]) -> Index:
    """The index of all that `index` and `parts` hold; what a part holds replaces a document of its id in `index`."""
    if not parts:
        return index
    segments = [segment for segment, _ in index.segments]
    alive = [mask for _, mask in index.segments]
    for part in parts:
        for new, its in part.segments:
            for place, segment in enumerate(segments):
                numbers = (segment.document(one.decode(errors="surrogateescape")) for one in new.ids)
                dead = [number for number in numbers if number is not None]
                if dead:
                    alive[place] = alive[place].copy()
                    alive[place][dead] = False
            segments.append(new)
            alive.append(its)
    return Index(*_settled(segments, alive))
