"""How the system's allocator keeps memory that is no longer used."""

import contextlib

_LARGE = 2 << 20
"""Bytes from which on a block is the system's again as soon as it is free."""
_MMAP_THRESHOLD = -3
"""The name of that number for `mallopt`, as `malloc.h` has it."""


def give_back_large_blocks() -> None:
    """Have large blocks given back to the system once they are free.

    glibc keeps ever larger ones for the next time, up to 32 MiB each: with a large library each query leaves some, and
    what was typed in a minute holds as much memory as the library. Where the allocator is another, nothing happens.
    """
    import ctypes  # noqa: PLC0415 - 10 ms, and not before the first screen

    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)
