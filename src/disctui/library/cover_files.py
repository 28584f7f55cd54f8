"""The picture of a cover, read as a file of the library: never one outside of it, and never one that is too big."""

import os
import posixpath
import stat
from pathlib import Path

from disctui.library.files import explain
from disctui.problem import Refused
from disctui.safe_text import clean
from disctui.safe_write.system import READ


def cover_path(path: str, cover: str) -> str | None:
    """The path of a cover within the library; None for an address, an absolute path and one that leaves the library.

    Args:
        path: The release's file, relative to the library.
        cover: The picture as the file names it, relative to itself.
    """
    if not cover or "\\" in cover or "\0" in cover or cover.startswith("/") or ":" in cover:
        return None
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(path), cover))
    return None if inside == ".." or inside.startswith("../") else inside


def cover_stamp(root: str, path: str, cover: str) -> tuple[int, ...]:
    """What changes when a cover does: its time, size and number; empty where there is none.

    Args:
        root: The library's folder.
        path: The release's file, relative to it.
        cover: The picture as the file names it.
    """
    inside = cover_path(path, cover)
    try:
        status = None if inside is None else os.stat(os.path.join(root, inside))  # noqa: PTH116, PTH118
    except (OSError, ValueError):
        return ()
    return () if status is None else (status.st_mtime_ns, status.st_size, status.st_ino)


def read_cover(root: str, path: str, cover: str, limit: int) -> bytes:
    """The bytes of a cover.

    Args:
        root: The library's folder.
        path: The release's file, relative to it.
        cover: The picture as the file names it.
        limit: Bytes that it has at most.

    Raises:
        Refused: it is not inside the library, no file, too big or can't be read.
    """
    inside = cover_path(path, cover)
    shown = clean(cover, 60)
    if inside is None:
        raise Refused(f"{shown} is not inside the library", "put the picture beside the files")
    try:
        home = Path(root).resolve()
        if not (home / inside).resolve().is_relative_to(home):
            raise Refused(f"{shown} is a link out of the library", "put the picture itself there")
        handle = os.open(home / inside, READ)
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise Refused(f"{shown} is no file", "name a picture")
            if status.st_size > limit:
                raise Refused(f"{shown} has more than {limit // 1024 // 1024} MiB", "make it smaller")
            with os.fdopen(os.dup(handle), "rb") as file:
                data = file.read(limit + 1)
        finally:
            os.close(handle)
    except OSError as error:
        raise Refused(f"{shown}: {explain(error)[0]}", "look at its path") from error
    except (RuntimeError, ValueError) as error:  # links in a circle
        raise Refused(f"{shown} is no path", "look at its path") from error
    if len(data) > limit:
        raise Refused(f"{shown} grows while it is read", "wait until it is there")
    return data
