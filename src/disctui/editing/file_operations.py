"""One step on one file and its reverse: all that changes a library is made of these, so that it can be undone."""

import importlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from disctui.safe_write.atomic import (
    ChangedOnDisk,
    WriteError,
    create_file,
    current_bytes,
    remove_file,
    rename_file,
    replace_file,
)

Discard = Callable[[Path], None]
"""Takes a file away in a way that can be taken back; raises OSError where it can't."""


class FileOperation(msgspec.Struct, frozen=True, kw_only=True):
    """What happens to one file: it changes, begins, ends, or takes another name."""

    path: bytes
    """Absolute, as the system has it: a name need not be text."""
    before: bytes | None
    """What it holds before; None where there is no file."""
    after: bytes | None
    """What it holds after; None where it is taken away."""
    to: bytes | None = None
    """The name that it takes."""
    mode: int | None = None
    """Permission bits, for when it is made again."""
    link: bytes | None = None
    """Where it leads, if it is a link that is taken away."""

    @classmethod
    def of(cls, path: Path, before: bytes | None, after: bytes | None, to: Path | None = None) -> "FileOperation":
        """The step for a path as the program has it; `mode` and `link` are those of the file that is there."""
        mode = link = None
        if before is not None and after is None:
            try:
                mode = path.stat().st_mode & 0o7777
                link = os.fsencode(os.readlink(path)) if path.is_symlink() else None  # noqa: PTH115 - as it is written
            except OSError:
                mode = link = None
        absolute = os.fsencode(Path(os.path.abspath(path)))  # noqa: PTH100 - links stay links
        target = None if to is None else os.fsencode(Path(os.path.abspath(to)))  # noqa: PTH100
        return cls(path=absolute, before=before, after=after, to=target, mode=mode, link=link)

    @property
    def file(self) -> Path:
        """The file before the step."""
        return Path(os.fsdecode(self.path))

    @property
    def result(self) -> Path:
        """The file after the step."""
        return Path(os.fsdecode(self.to)) if self.to is not None else self.file

    @property
    def reverse(self) -> "FileOperation":
        """The step that takes this one back."""
        back = None if self.to is None else self.path
        return FileOperation(
            path=self.to or self.path, before=self.after, after=self.before, to=back, mode=self.mode, link=self.link
        )

    def is_applied(self) -> bool:
        """Whether the file is as after this step.

        Raises:
            WriteError: it can't be read.
        """
        return current_bytes(self.result) == self.after and (self.to is None or not os.path.lexists(self.file))

    def is_reverted(self) -> bool:
        """Whether the file is as before this step.

        Raises:
            WriteError: it can't be read.
        """
        return current_bytes(self.file) == self.before and (self.to is None or not os.path.lexists(self.result))


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why a step was not taken; its file stands as it was."""

    file: Path
    message: str
    hint: str | None = None
    current: bytes | None = None
    """What the file holds now, where someone else changed it."""


class Outcome(msgspec.Struct, frozen=True):
    """What was done, exactly: every step is in one of the two."""

    done: tuple[FileOperation, ...]
    failed: tuple[Failure, ...] = ()


def to_bin(path: Path) -> None:
    """Move a file to the platform's bin.

    Raises:
        OSError: there is no bin, or it can't take the file.
    """
    try:
        send2trash: Any = importlib.import_module("send2trash")
    except ImportError:
        raise OSError("the package send2trash is not installed") from None
    send2trash.send2trash(os.path.abspath(path))  # noqa: PTH100 - the link, not what it leads to


def take(step: FileOperation, discard: Discard) -> None:
    """Take one step, through the one careful writer.

    Raises:
        ChangedOnDisk: the file is not as the step has it.
        WriteError: it can't be done.
    """
    if step.to is not None and step.before is not None:
        rename_file(step.file, step.result, step.before)
        if step.after is not None and step.after != step.before:
            replace_file(step.result, step.before, step.after)
    elif step.before is None and step.after is not None:
        _make(step, step.after)
    elif step.after is None and step.before is not None:
        _take_away(step, step.before, discard)
    elif step.after is not None:
        replace_file(step.file, step.before, step.after)


def _make(step: FileOperation, data: bytes) -> None:
    if step.link is None:
        create_file(step.file, data, exact=True, mode=step.mode)
        return
    try:
        step.file.symlink_to(os.fsdecode(step.link))
    except OSError as error:
        raise WriteError(step.file, os.strerror(error.errno or 0).lower(), "make the link again yourself") from error


def _take_away(step: FileOperation, data: bytes, discard: Discard) -> None:
    def discarded(path: Path) -> None:
        try:
            discard(path)
        except OSError as error:
            raise WriteError(path, f"the bin does not take it: {error}", "remove it yourself, if it must go") from error

    remove_file(step.file, data, discarded)


def take_all(steps: Sequence[FileOperation], discard: Discard) -> Outcome:
    """Take steps one by one, each whole or not at all; one that fails does not stop the others."""
    done: list[FileOperation] = []
    failed: list[Failure] = []
    for step in steps:
        try:
            take(step, discard)
        except ChangedOnDisk as error:
            hint = "look at what it holds now, then decide"
            failed.append(Failure(file=error.path, message=str(error), hint=hint, current=error.current))
        except WriteError as error:
            failed.append(Failure(file=error.path, message=str(error), hint=error.hint))
        else:
            done.append(step)
    return Outcome(tuple(done), tuple(failed))
