"""The members of few rows of a ragged array, in as few steps as they take."""

import numpy as np

from disctui.columns.declaration import Array


def members_of(starts: Array, lengths: Array) -> Array:
    """The indices of the members of some rows, row after row; uint32.

    Args:
        starts: The first member of each row, uint32.
        lengths: How many members each has, uint32.
    """
    ends = lengths.cumsum(dtype=np.uint32)
    if not len(ends):
        return ends
    shifts = starts - ends  # below zero they wrap round, and back again below
    shifts += lengths
    members: Array = shifts.repeat(lengths)
    members += np.arange(len(members), dtype=np.uint32)
    return members
