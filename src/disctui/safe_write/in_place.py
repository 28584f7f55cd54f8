"""Writes in place, for files that have several names or an owner who must stay: finished by the next program if killed.

What such a write sets out to do is kept in a journal until it is done. Journals stand in the program's own state
folder, each under a name that only this program can have given it, and one is followed only to the very file that it
was made for: nothing that stands in a library can make the program write.
"""

import errno
import hmac
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from disctui.safe_write.posix import PREFIX, WriteError, read_all, temporary, write_all
from disctui.safe_write.state_files import JOURNAL, locked_state_dir, unfinished_dir, write_state
from disctui.safe_write.system import flags, has_locked

_SIZE_LIMIT = 4 * 1024 * 1024
"""Bytes of a journal at most: two versions of a file, and what it is called."""
_NO_RESERVING = {errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.ENODEV, errno.ESPIPE, errno.EBADF}
_READ = os.O_RDONLY | flags("NOFOLLOW", "NONBLOCK", "CLOEXEC")


class _Redo(msgspec.Struct, frozen=True):
    """What a write in place sets out to do."""

    path: bytes
    """The file, absolute and without links."""
    device: int
    inode: int
    before: bytes
    after: bytes


def write_in_place(real: Path, before: bytes, after: bytes) -> None:
    """Overwrite the file at `real`, which holds `before`; its folder is locked by the caller.

    Args:
        real: The file, its path without links.
        before: What it holds.
        after: What it shall hold.

    Raises:
        OSError: the system refuses; the file holds `before` again, unless the disk itself is failing.
        WriteError: no journal can be kept; the file was not touched.
    """
    target = os.open(real, os.O_RDWR | flags("NOFOLLOW", "CLOEXEC"))
    try:
        with _journal(real, os.fstat(target), before, after) as journal:
            try:
                _make_room(target, len(before), len(after))
                _overwrite(target, after)
            except OSError:
                _overwrite(target, before)
                raise
            finally:
                with suppress(OSError):
                    if read_all(target, real) in {before, after}:
                        journal.unlink()
    finally:
        os.close(target)


@contextmanager
def _journal(real: Path, status: os.stat_result, before: bytes, after: bytes) -> Iterator[Path]:
    """A journal that is locked by this program, and so left alone by others, until the block ends."""
    folder = unfinished_dir()
    redo = _Redo(os.fsencode(real), status.st_dev, status.st_ino, before, after)
    path = folder / _name(_key(folder), redo)
    with locked_state_dir(folder):
        made, handle = temporary(folder, 0o600)
        try:
            with suppress(OSError):  # a disk without locks
                has_locked(handle)
            write_all(handle, msgspec.msgpack.encode(redo))
            os.fsync(handle)
            made.rename(path)
        except BaseException:
            os.close(handle)
            with suppress(OSError):
                made.unlink()
            raise
    try:
        yield path
    finally:
        os.close(handle)


def _key(folder: Path) -> bytes:
    """The secret by which journals are named, made when it is first needed."""
    path = folder / "key"
    with suppress(OSError):
        key = path.read_bytes()
        if len(key) == 32:
            return key
    with locked_state_dir(folder):
        if not path.exists():
            write_state(path, secrets.token_bytes(32))
        return path.read_bytes()


def _name(key: bytes, redo: _Redo) -> str:
    message = b"%d:%d:%s" % (redo.device, redo.inode, redo.path)
    return hmac.new(key, message, "sha256").hexdigest() + JOURNAL


def _make_room(handle: int, before: int, after: int) -> None:
    """Have the disk set aside what the file grows by, so that a full one refuses before a byte is changed."""
    if after <= before or not hasattr(os, "posix_fallocate"):
        return
    try:
        os.posix_fallocate(handle, before, after - before)
    except OSError as error:
        if error.errno not in _NO_RESERVING:
            raise


def _overwrite(handle: int, data: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    write_all(handle, data)
    os.ftruncate(handle, len(data))
    os.fsync(handle)


def finish_writes(root: Path) -> list[Path]:
    """Finish the writes in place below `root` that a killed program began; costs one look at a folder without any.

    Returns:
        The files that could not be dealt with, since someone else changed them meanwhile.
    """
    folder = unfinished_dir()
    try:
        there = os.listdir(folder)  # noqa: PTH208 - names are wanted
        names = [name for name in there if name.endswith(JOURNAL)]
        key = _key(folder) if names else b""
        if any(name.startswith(PREFIX) for name in there):
            with locked_state_dir(folder):  # which removes what a killed program had begun to write
                pass
    except (OSError, WriteError):
        return []
    left: list[Path] = []
    for name in names:
        with suppress(OSError, WriteError):
            handle = os.open(folder / name, _READ)
            try:
                if not has_locked(handle):  # whoever holds it is still writing
                    continue
                redo = _trusted(handle, name, key)
                if redo is None:
                    (folder / name).unlink()
                elif Path(os.fsdecode(redo.path)).is_relative_to(os.path.realpath(root)):
                    if _is_finished(redo):
                        (folder / name).unlink()
                    else:
                        left.append(Path(os.fsdecode(redo.path)))
            finally:
                os.close(handle)
    return left


def _trusted(handle: int, name: str, key: bytes) -> _Redo | None:
    """What a journal says, if this program wrote it."""
    status = os.fstat(handle)
    is_own = stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid() and status.st_nlink == 1
    if not is_own or status.st_size > _SIZE_LIMIT:
        return None
    try:
        redo = msgspec.msgpack.decode(os.read(handle, _SIZE_LIMIT), type=_Redo)
    except msgspec.DecodeError:
        return None
    return redo if hmac.compare_digest(_name(key, redo), name) else None


def _is_finished(redo: _Redo) -> bool:
    """Finish one write, if its file is the one that was begun and holds a mix of the two versions."""
    path = Path(os.fsdecode(redo.path))
    if os.path.realpath(path) != str(path):
        return False
    handle = os.open(path, os.O_RDWR | flags("NOFOLLOW", "NONBLOCK", "CLOEXEC"))
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or (status.st_dev, status.st_ino) != (redo.device, redo.inode):
            return False
        current = read_all(handle, path)
        if current in {redo.before, redo.after}:
            return True
        if not _is_mix(current, redo):
            return False
        _overwrite(handle, redo.after)
    finally:
        os.close(handle)
    return True


def _is_mix(current: bytes, redo: _Redo) -> bool:
    """Whether `current` begins as one version and goes on as the other, cut anywhere, or has yet to be cut off."""
    for begin, rest in ((redo.after, redo.before), (redo.before, redo.after)):
        differing = (at for at, (one, other) in enumerate(zip(current, begin, strict=False)) if one != other)
        agreed = next(differing, min(len(current), len(begin)))
        padded = rest + bytes(max(0, len(redo.after) - len(rest)))  # room that the disk had set aside
        if current[agreed:] in {rest[agreed:], padded[agreed:]}:
            return True
    return False
