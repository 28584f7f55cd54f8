"""Drafts: texts that were typed and not saved yet, kept in the state folder, so that a crash or quit loses nothing."""

import datetime
import hashlib
import os
from pathlib import Path

import msgspec

from disctui.safe_write.state_files import locked_state_dir, write_state

_SUFFIX = ".draft"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One unsaved text."""

    path: bytes
    """The file it is meant for, relative to the library."""
    text: bytes
    """UTF-8, but for halves of characters that were typed, which `typed` gives back."""
    base: bytes | None
    """What the file held when the editing began; None where it is a new file."""
    at: datetime.datetime
    """When it was kept, with its time zone."""

    @property
    def file(self) -> str:
        """The file it is meant for, relative to the library."""
        return os.fsdecode(self.path)

    @property
    def typed(self) -> str:
        """The text as it was typed."""
        return self.text.decode("utf-8", "surrogatepass")


class Drafts:
    """The drafts of one library. Every method may be called by several programs at once; the last to keep wins."""

    def __init__(self, folder: Path, library: Path) -> None:
        name = hashlib.sha256(os.fsencode(os.path.realpath(library))).hexdigest()[:24]
        self._folder = folder / name

    def keep(self, path: str, text: str, base: bytes | None) -> None:
        """Keep `text` for the file at `path`, in the place of an earlier draft.

        Raises:
            WriteError: the state folder can't be written.
        """
        draft = Draft(
            path=os.fsencode(path),
            text=text.encode("utf-8", "surrogatepass"),
            base=base,
            at=datetime.datetime.now(datetime.UTC),
        )
        with locked_state_dir(self._folder):
            write_state(self._path(path), msgspec.msgpack.encode(draft))

    def get(self, path: str) -> Draft | None:
        """The draft for the file at `path`, if there is one."""
        return _read(self._path(path))

    def all(self) -> list[Draft]:
        """Every draft of the library, the newest first."""
        drafts = filter(None, map(_read, self._folder.glob(f"*{_SUFFIX}")))
        return sorted(drafts, key=lambda draft: draft.at, reverse=True)

    def drop(self, path: str) -> None:
        """Forget the draft for the file at `path`: it is saved, or not wanted."""
        self._path(path).unlink(missing_ok=True)

    def _path(self, path: str) -> Path:
        return self._folder / (hashlib.sha256(os.fsencode(path)).hexdigest()[:32] + _SUFFIX)


def _read(path: Path) -> Draft | None:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Draft)
    except (OSError, msgspec.DecodeError):
        return None
