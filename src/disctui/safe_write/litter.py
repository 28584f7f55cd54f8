"""Removes what programs that were killed while writing left in a library."""

import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from disctui.safe_write.in_place import finish_writes
from disctui.safe_write.posix import PREFIX, TEMPORARY, WriteError, locked

LITTER_AGE = 60.0
"""Seconds after which a temporary file whose folder nobody locks is litter: where locks don't work, age must do."""


def clean_litter(root: Path, older_than: float = LITTER_AGE) -> list[Path]:
    """Finish writes that were begun below `root`, and remove temporary files that are left over.

    Only names are looked at, and only plain files are removed: nothing that stands there is opened.

    Returns:
        The files that could not be dealt with, since someone else changed them meanwhile.
    """
    left = finish_writes(root)
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        litter = [Path(folder, name) for name in names if name.startswith(PREFIX) and name.endswith(TEMPORARY)]
        if not litter:
            continue
        with suppress(OSError, WriteError), locked(Path(folder), patience=0.0):
            for path in litter:
                with suppress(OSError):
                    status = path.lstat()
                    if stat.S_ISREG(status.st_mode) and time.time() - status.st_mtime >= older_than:
                        path.unlink()
    return left
