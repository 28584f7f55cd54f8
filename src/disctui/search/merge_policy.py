"""Which segments of an index are merged when it changes."""

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.segment import Segment
from disctui.search.segment_merger import merged

_SMALL = 512
"""Documents below which segments are merged at once."""
_TIER = 4
"""How many times larger the segments of the next tier are, and how many of one tier are merged."""
_LARGE = 2048
"""Documents from which on a segment is left as it is: merging it would make the user wait for a change."""


def apply_merge_policy(segments: list[Segment], alive: list[Array]) -> tuple[list[Segment], list[Array]]:
    """Segments merged until few of a size are left; those of which nothing counts any more left out."""
    living = [(segment, mask) for segment, mask in zip(segments, alive, strict=True) if mask.any()]
    large = [pair for pair in living if len(pair[0]) >= _LARGE]
    kept = sorted((pair for pair in living if len(pair[0]) < _LARGE), key=lambda pair: -int(np.count_nonzero(pair[1])))
    while True:
        tiers: dict[int, list[int]] = {}
        for place, (_, mask) in enumerate(kept):
            tiers.setdefault(_tier(int(np.count_nonzero(mask))), []).append(place)
        crowded = [tier for tier, places in tiers.items() if len(places) >= (2 if tier == 0 else _TIER)]
        wasteful = [place for place, (segment, mask) in enumerate(kept) if 2 * np.count_nonzero(mask) < len(segment)]
        if not crowded and not wasteful:
            break
        places = tiers[min(crowded)] if crowded else wasteful[:1]
        segment = merged([kept[place][0] for place in places], [kept[place][1] for place in places])
        kept = [pair for place, pair in enumerate(kept) if place not in places]
        kept.append((segment, np.ones(len(segment), np.bool_)))
    kept = sorted([*large, *kept], key=lambda pair: -len(pair[0]))
    return [segment for segment, _ in kept], [mask for _, mask in kept]


def _tier(size: int) -> int:
    tier = 0
    while size >= _SMALL:
        size //= _TIER
        tier += 1
    return tier
