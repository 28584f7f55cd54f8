"""Which files of a folder are releases, and their bytes: reads that nothing in a folder can hang, fill or fool.

A library may hold pipes, devices, loops of links and files of any size. Every file is opened without blocking,
must turn out to be a regular file, and is read up to a limit.
"""

import errno
import os
import re
import stat
from array import array
from operator import attrgetter
from typing import NamedTuple

from disctui.problem import Problem, Refused
from disctui.safe_write import posix
from disctui.safe_write.system import READ

SIZE_LIMIT = posix.SIZE_LIMIT
"""Bytes of a release file that are read at most; a long one has ten thousand. The parser holds every other thread of
the program up while it works: for a tenth of a second on that much text, for a second on what is made to harm."""
DEPTH_LIMIT = 64
"""Folders below the library that are entered at most."""
PEOPLE_FILE = "people.toml"
SEARCHES_FILE = "searches.toml"
"""Path of the file that joins spellings of one person; not a release."""

_LEFTOVER = re.compile(
    r"\.sync-conflict-|conflicted[ _]copy|\[conflicted\]|(?:case|encoding) conflict\b|'s conflict\b|konflikt"
    r"|\((?:sf)?conflict (?:on )?\S*\d{4}|\(sfconflict |[._]conflict(?:-?\d[\d-]*)?\.toml"
    r"|(?:copie en|copia in|copia en|cópia em) confli|copia conflictiva|конфликт|競合|冲突"
    r"|_(?:local|remote|base|backup)_\d+\.toml$",
    re.IGNORECASE,
)
"""What sync tools (Syncthing, Dropbox, OneDrive, Nextcloud, Unison) and git put into the name of a second version."""


_63_BITS = (1 << 63) - 1


class Fingerprint(NamedTuple):
    """What tells that a file has changed, short of reading it. A clock set back changes the inode or `changed`."""

    size: int
    modified: int
    """Nanoseconds."""
    changed: int
    """Nanoseconds: when the inode changed."""
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> "Fingerprint":
        """The fingerprint in the answer of a `stat` call."""
        return cls(*fingerprint_numbers(status))


def fingerprint_numbers(status: os.stat_result) -> tuple[int, int, int, int]:
    """The numbers of a fingerprint, each cut to 63 bits: a time before 1678 or after 2262 has more of nanoseconds."""
    return (
        status.st_size & _63_BITS,
        status.st_mtime_ns & _63_BITS,
        status.st_ctime_ns & _63_BITS,
        status.st_ino & _63_BITS,
    )


class Unreadable(Refused):
    """A file of the library can't be read; holds the problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message, problem.hint)
        self.problem = problem


class LibraryUnreadable(Refused):
    """The library's folder can't be listed; `reason` says why without naming the folder."""

    def __init__(self, root: str, reason: str, hint: str) -> None:
        super().__init__(f"{root}: {reason}", hint)
        self.root = root
        self.reason = reason


class Scan(NamedTuple):
    """The release files of a folder at one moment."""

    paths: list[str]
    """Release files, relative to the library, in no order."""
    fingerprints: "array[int]"
    """The numbers of their fingerprints, one file's after the other's."""
    problems: list[Problem]
    people: Fingerprint | None
    """Fingerprint of `people.toml` at the root, where there is one."""
    has_searches: bool = False
    """Whether there is a `searches.toml` at the root that is no release."""


def release_id(path: str) -> str:
    """The id of the release at `path`: the path without its extension."""
    return path[:-5] if path[-5:].lower() == ".toml" else path


def is_release_name(name: str) -> bool:
    """Whether a file of this name is read as a release, wherever it stands below the library."""
    return name[-5:].lower() == ".toml" and name[0] not in "._" and not is_leftover(name)


def is_leftover(name: str) -> bool:
    """Whether an editor or a sync tool left this behind: reported, never a release."""
    may_be = not name.isascii() or "_" in name or "nfli" in name.lower()
    return may_be and _LEFTOVER.search(name) is not None


def file_problem(path: str, code: str, message: str, hint: str | None = None) -> Problem:
    """A problem of a file as a whole."""
    return Problem(path=path, code=code, message=message, hint=hint)


def explain(error: OSError) -> tuple[str, str]:
    """Reason and remedy of a failed file operation, in words that hold no text from a file."""
    reasons = {
        errno.EACCES: ("no permission to read it", "give yourself the right to read it: chmod u+r"),
        errno.EPERM: ("no permission to read it", "give yourself the right to read it: chmod u+r"),
        errno.ENOENT: ("it is not there, or the link leads nowhere", "bring it back, or mend the link"),
        errno.ELOOP: ("the link leads back to itself", "remove the link"),
        errno.ENXIO: ("it is a socket, not a file", "move it out of the library"),
        errno.EISDIR: ("it is a folder, not a file", "rename the folder so that it doesn't end in .toml"),
        errno.ENAMETOOLONG: ("its path is too long for the system", "move it nearer to the top of the library"),
        errno.EMFILE: ("too many files are open", "close other programs, or raise `ulimit -n`"),
    }
    reason, remedy = reasons.get(error.errno or 0, (os.strerror(error.errno or 0), "see that the file can be read"))
    return reason, remedy


def read_file(root: str, path: str) -> tuple[bytes, Fingerprint]:
    """The bytes of a file of the library and the fingerprint they belong to.

    Raises:
        Unreadable: it isn't a regular file, is past `SIZE_LIMIT`, or the system refuses; never blocks.
    """
    if ".." in path.split("/") or os.path.isabs(path):  # noqa: PTH117 - a cache that was tampered with may say so
        raise Unreadable(file_problem(path, "unreadable", "can't be read: its path leaves the library"))
    try:
        handle = os.open(os.path.join(root, path), READ)  # noqa: PTH118
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable(_not_regular(path, status.st_mode))
            if status.st_size > SIZE_LIMIT:
                raise Unreadable(_too_big(path, status.st_size))
            data = _read(handle, status.st_size)
        finally:
            os.close(handle)
    except OSError as error:
        reason, remedy = explain(error)
        raise Unreadable(file_problem(path, "unreadable", f"can't be read: {reason}", remedy)) from error
    except ValueError as error:  # a NUL in a path
        raise Unreadable(file_problem(path, "unreadable", "can't be read: its name is not a path")) from error
    if len(data) > SIZE_LIMIT:
        raise Unreadable(_too_big(path, len(data)))
    return data, Fingerprint.of(status)


def _read(handle: int, expected: int) -> bytes:
    data = os.read(handle, expected + 1)
    while 0 < len(data) <= SIZE_LIMIT:
        more = os.read(handle, 65536)
        if not more:
            break
        data += more
    return data


def _not_regular(path: str, mode: int) -> Problem:
    what = "a folder" if stat.S_ISDIR(mode) else "a pipe or device"
    return file_problem(path, "not-a-file", f"it is {what}, not a file", "rename it, or move it out of the library")


def _too_big(path: str, size: int) -> Problem:
    limit = SIZE_LIMIT // 1024 // 1024
    return file_problem(
        path, "too-big", f"{size:,} bytes are past the limit of {limit} MiB", "split it, or move it out of the library"
    )


def scan(root: str) -> Scan:
    """List every release file below `root`; links to folders are followed, each folder once.

    Args:
        root: The library's folder.

    Raises:
        OSError: `root` itself can't be listed; below it, a folder that can't is a problem of its own.
    """
    result = Scan([], array("q"), [], None)
    people: Fingerprint | None = None
    searches = False
    pending = [_Folder("", 0, _identity(os.stat(root)))]  # noqa: PTH116
    links: list[_Folder] = []
    entered: set[tuple[int, int]] = set()
    while pending or links:
        links.sort(reverse=True)
        folder = (pending or links).pop()
        if folder.identity in entered:
            continue
        entered.add(folder.identity)
        try:
            entries = _entries(root, folder.path)
        except OSError as error:
            if not folder.path:
                raise
            reason, remedy = explain(error)
            result.problems.append(file_problem(folder.path, "unreadable", f"folder can't be read: {reason}", remedy))
            continue
        for entry in entries:
            if entry.name[0] in "._":
                continue
            if entry.name == PEOPLE_FILE and not folder.path:
                people = _fingerprint(entry)
            elif entry.name == SEARCHES_FILE and not folder.path and not _is_titled(root):
                searches = True
            else:
                _sort_in(entry, folder, result, pending, links)
    return result._replace(people=people, has_searches=searches)


def _is_titled(root: str) -> bool:
    """Whether the file at the root that would hold the saved searches has a title, and so is a release."""
    try:
        data, _ = read_file(root, SEARCHES_FILE)
    except Unreadable:
        return False
    return re.match(rb"(?:\s*(?:#[^\n]*)?\n|[^\[\n]*\n)*?\s*title\s*=", data.removeprefix(b"\xef\xbb\xbf")) is not None


def scan_library(root: str) -> Scan:
    """List every release file of a library.

    Raises:
        LibraryUnreadable: the folder can't be listed.
    """
    try:
        return scan(root)
    except OSError as error:
        reason, remedy = explain(error)
        if isinstance(error, FileNotFoundError):
            reason, remedy = "there is no such folder", f"make it with: disctui init {root}"
        elif isinstance(error, NotADirectoryError):
            reason, remedy = "it is a file, not a folder", "give the folder that holds the release files"
        raise LibraryUnreadable(root, reason, remedy) from error


class _Folder(NamedTuple):
    """A folder still to be listed. Real ones come before links, so that one with two ways to it keeps its own."""

    path: str
    """Relative to the library, with a `/` at its end; "" for the library itself."""
    depth: int
    identity: tuple[int, int]


def _sort_in(
    entry: "os.DirEntry[str]", folder: _Folder, result: Scan, pending: list[_Folder], links: list[_Folder]
) -> None:
    """Take an entry of a folder for what it is: a release, a second version of one, a folder, or nothing of ours."""
    name, path = entry.name, folder.path + entry.name
    if name.endswith(".toml") or name[-5:].lower() == ".toml":
        if is_leftover(name):
            result.problems.append(_leftover(path))
        else:
            _take(entry, path, result)
    elif _is_folder(entry):
        into = links if entry.is_symlink() else pending
        into += _below(entry, path, folder.depth + 1, result.problems)
    elif ".toml" in name.lower() and is_leftover(name):
        result.problems.append(_leftover(path))


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _entries(root: str, folder: str) -> list["os.DirEntry[str]"]:
    """What a folder holds, by name: as the disk has it, plans and rows would be in another order on each machine."""
    with os.scandir(os.path.join(root, folder) if folder else root) as found:  # noqa: PTH118
        return sorted(found, key=attrgetter("name"))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself, or to where we may not look
        return False


def _fingerprint(entry: "os.DirEntry[str]") -> Fingerprint | None:
    try:
        return Fingerprint.of(entry.stat())
    except OSError:
        return None


def _take(entry: "os.DirEntry[str]", path: str, result: Scan) -> None:
    try:
        status = entry.stat()
    except OSError as error:
        reason, remedy = explain(error)
        result.problems.append(file_problem(path, "unreadable", f"can't be read: {reason}", remedy))
        return
    result.paths.append(path)
    result.fingerprints.extend(fingerprint_numbers(status))


def _below(entry: "os.DirEntry[str]", path: str, depth: int, problems: list[Problem]) -> list[_Folder]:
    """The folder to list, as a list of one; of none where it is too deep or gone."""
    if depth > DEPTH_LIMIT:
        problems.append(
            file_problem(path, "too-deep", f"folders more than {DEPTH_LIMIT} deep are not read", "move it up")
        )
        return []
    try:
        return [_Folder(f"{path}/", depth, _identity(entry.stat()))]
    except OSError:
        return []


def _leftover(path: str) -> Problem:
    return Problem(
        path=path,
        severity="warning",
        code="conflict-copy",
        message="a sync tool's conflict copy; it is not read as a release",
        hint="compare it with the release beside it, then delete it",
    )


def source_line(root: str, problem: Problem) -> str | None:
    """The line of a file that a problem points at, as it is now; None where there is none to show."""
    try:
        data, _ = read_file(root, problem.path)
    except Unreadable:
        return None
    lines = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n")
    return lines[problem.line - 1].rstrip("\r") if problem.line <= len(lines) else None
