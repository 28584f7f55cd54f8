"""What this system offers for files.

POSIX offers all that a careful write needs. Windows lacks locks on folders, files that must not be links, and renaming
a file that is open: there libraries are read, searched, checked and exported, and never changed.
"""

import errno
import os

from disctui.problem import Refused

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]


def flags(*names: str) -> int:
    """The flags of `os.open` of these names (without `O_`), as far as this system has them."""
    return sum(getattr(os, f"O_{name}", 0) for name in names)


READ = os.O_RDONLY | flags("NONBLOCK", "CLOEXEC", "NOCTTY", "BINARY")
"""For a file that may be a pipe or a device: never blocks, and becomes no one's terminal."""
FOLDER = os.O_RDONLY | flags("DIRECTORY", "CLOEXEC")
IS_POSIX = fcntl is not None and flags("NOFOLLOW", "DIRECTORY") != 0
"""Whether files can be changed so that nothing is lost."""
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


class UnsafeSystem(Refused):
    """This system lacks what a careful write needs; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "on this system a library is read and never changed, since it lacks the locks that a careful write needs",
            "change it on Linux, on macOS or in the Windows Subsystem for Linux",
        )


def require_posix() -> None:
    """Let only a system pass on which files can be changed so that nothing is lost.

    Raises:
        UnsafeSystem: this is another.
    """
    if not IS_POSIX:
        raise UnsafeSystem


def has_locked(handle: int) -> bool:
    """Whether a lock on an open file or folder is ours now, or its disk knows no locks; False where another has it.

    Raises:
        OSError: the system refuses.
    """
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return True
