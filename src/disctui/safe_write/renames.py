"""Two ways of renaming that the standard library lacks: never over another file, and two files in each other's place.

Linux has both in one system call (`renameat2`), so that a program killed at any moment leaves no file with two names.
Where there is none, or the disk does not know it, the callers do it in two steps.
"""

import ctypes
import errno
import os
from pathlib import Path

_FROM_HERE = -100  # AT_FDCWD
_NO_REPLACE, _EXCHANGE = 1, 2
_UNKNOWN = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM}


def rename_no_replace(path: Path, to: Path) -> bool:
    """Rename a file, never over another; False where this disk can't do so in one step.

    Raises:
        FileExistsError: there is a file of that name.
        OSError: the system refuses.
    """
    return _renamed(path, to, _NO_REPLACE)


def exchange(one: Path, other: Path) -> bool:
    """Let two files take each other's names; False where this disk can't do so.

    Raises:
        OSError: the system refuses.
    """
    return _renamed(one, other, _EXCHANGE)


def _renamed(path: Path, to: Path, how: int) -> bool:
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # another system, or an old library of it
        return False
    if call(_FROM_HERE, os.fsencode(path), _FROM_HERE, os.fsencode(to), how) == 0:
        return True
    error = ctypes.get_errno()
    if error in _UNKNOWN:
        return False
    raise OSError(error, os.strerror(error), os.fspath(path))
