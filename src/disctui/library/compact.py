"""Merges the parts of the index in a cache into one, in a process of its own.

Merging takes seconds and twice the memory of the index; the browser has neither to give. It keeps what it has read as
it is, has this program merge it on disk, and then uses the merged file in place of its own.
"""

import os
import signal
import subprocess
import sys

from disctui.library import cache

_NICE = 5


def compact(root: str, spellings: str) -> bool:
    """Merge the index in the cache of a library; False where there is none that is intact and up to date."""
    kept = cache.load(root, spellings)
    return kept is not None and cache.save(root, kept.entries, kept.index.compacted(), spellings)


def start(root: str, spellings: str) -> "subprocess.Popen[bytes] | None":
    """Have the cache of a library compacted; the process, or None where none can be started."""
    try:
        return subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-m", "disctui.library.compact", root, spellings],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, ValueError):
        return None


def main() -> int:
    """The program; exits with 0 where the cache was written anew."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program that asked
    if hasattr(os, "nice"):
        os.nice(_NICE)
    return 0 if compact(sys.argv[1], sys.argv[2]) else 1


if __name__ == "__main__":
    sys.exit(main())
