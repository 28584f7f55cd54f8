"""Operations on single files and their reverses. Every change of a library is made of these, so it can be undone."""

import importlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, overload

import msgspec

from disctui.editing.merging import merge
from disctui.problem import Refused
from disctui.safe_write import batch
from disctui.safe_write.atomic import (
    ChangedOnDisk,
    WriteError,
    create_file,
    current_bytes,
    remove_file,
    rename_file,
    replace_file,
)

_THREADS = 16
"""Files that are written at the same time."""


Discard = Callable[[Path], None]
"""Takes a file away in a way that can be taken back; raises OSError where it can't."""


FEW_FILES = 20
"""Files made by one action that are taken away when it is undone without a question, and that go to the bin then."""


class FileOperation(msgspec.Struct, frozen=True, kw_only=True):
    """One operation on one file: change, create, remove or rename it."""

    path: bytes
    """Absolute, as the system has it: a name need not be text."""
    before: bytes | None
    """What it holds before; None where there is no file."""
    after: bytes | None
    """What it holds after; None where it is taken away."""
    to: bytes | None = None
    """The new name of a file that is renamed."""
    mode: int | None = None
    """Permission bits, for when it is made again."""
    link: bytes | None = None
    """Where a link leads that is removed."""

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
        absolute = os.fsencode(os.path.abspath(path))  # noqa: PTH100 - links stay links
        target = None if to is None else os.fsencode(os.path.abspath(to))  # noqa: PTH100
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
        """Whether the file is as before this step; a rename of which both names are left counts.

        Raises:
            WriteError: it can't be read.
        """
        is_free = self.to is None or not os.path.lexists(self.result) or _is_one_file(self.file, self.result)
        return is_free and current_bytes(self.file) == self.before


class LazySteps(Sequence[FileOperation]):
    """Steps that are made when they are asked for, where all together would fill the memory.

    Args:
        count: How many there are.
        make: The step of a number from 0.
    """

    def __init__(self, count: int, make: Callable[[int], FileOperation]) -> None:
        self._numbers = range(count)
        self._make = make

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> FileOperation: ...

    @overload
    def __getitem__(self, at: slice) -> "Sequence[FileOperation]": ...

    def __getitem__(self, at: int | slice) -> "FileOperation | Sequence[FileOperation]":
        if isinstance(at, slice):
            numbers = self._numbers[at]
            return LazySteps(len(numbers), lambda one: self._make(numbers[one]))
        return self._make(self._numbers[at])


def _is_one_file(one: Path, other: Path) -> bool:
    """Whether two names are those of one file, as a rename in two steps leaves them that was killed between."""
    try:
        return one.samefile(other) and not one.is_symlink() and not other.is_symlink()
    except OSError:
        return False


def merged_step(step: FileOperation) -> FileOperation | None:
    """The step as it can be taken although the file was changed since, keeping that change.

    Only a change of a file's content can be merged; None where both changed one place, or the file is gone.

    Raises:
        WriteError: it can't be read.
    """
    if step.before is None or step.after is None:
        return None
    theirs = current_bytes(step.file)
    if theirs is None or (step.to is not None and os.path.lexists(step.result)):
        return None
    after = merge(step.before, step.after, theirs)
    return None if after is None else msgspec.structs.replace(step, before=theirs, after=after)


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why a step was not taken; its file stands as it was."""

    file: Path
    error: Refused

    @property
    def message(self) -> str:
        """Why, as a sentence."""
        return self.error.message

    @property
    def hint(self) -> str | None:
        """What to do about it."""
        return self.error.hint

    @property
    def advice(self) -> str:
        """Why and what to do about it, as one line."""
        return self.error.advice

    @property
    def current(self) -> bytes | None:
        """What the file holds now, where someone else changed it."""
        return self.error.current if isinstance(self.error, ChangedOnDisk) else None


class Outcome(msgspec.Struct, frozen=True):
    """What was done, exactly: every step is in one of the two."""

    done: tuple[FileOperation, ...]
    failed: tuple[Failure, ...] = ()

    @property
    def files(self) -> list[Path]:
        """The files that were touched, under their old names and their new ones."""
        return list(dict.fromkeys(path for step in self.done for path in (step.file, step.result)))


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


def taking_back(count: int, discard: Discard) -> Discard:
    """How an undo takes away the `count` files that an action made; the history keeps what they held.

    A few go to the bin as well, where their owner would look for them; many at once are too slow for it.
    """

    def to_bin_if_there_is_one(path: Path) -> None:
        try:
            discard(path)
        except OSError:
            path.unlink()

    return to_bin_if_there_is_one if count <= FEW_FILES else Path.unlink


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
        create_file(step.file, data, mode=step.mode)
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
            raise WriteError(path, f"it can't be taken away: {error}", "remove it yourself, if it must go") from error

    remove_file(step.file, data, discarded)


def take_all(steps: Sequence[FileOperation], discard: Discard) -> Outcome:
    """Take steps one by one, each whole or not at all; one that fails does not stop the others."""
    return outcome_of(_taken(step, discard) for step in steps)


def take_in_batches(steps: Sequence[FileOperation], discard: Discard) -> Iterator[list[FileOperation | Failure]]:
    """Take many steps in their order, those that make files together, so that they wait for the disk together.

    Yields:
        What became of the next few steps, once they are on the disk.
    """
    size = batch.SIZE if len(steps) > batch.SIZE else 1  # few are soon written, and one can stop after each
    with ThreadPoolExecutor(_THREADS) as pool:
        for group in _grouped(steps, size):
            if len(group) == 1:
                yield [_taken(group[0], discard)]
                continue
            refused = batch.create_files([batch.New(step.file, step.after or b"") for step in group], pool)
            yield [
                step if error is None else Failure(file=error.path, error=error)
                for step, error in zip(group, refused, strict=True)
            ]


def _grouped(steps: Sequence[FileOperation], size: int) -> Iterator[list[FileOperation]]:
    """Runs of at most `size` steps that make plain files in one folder, and every other step by itself."""
    group: list[FileOperation] = []
    for step in steps:
        is_new = step.before is None and step.link is None and step.mode is None
        if group and not (is_new and len(group) < size and step.file.parent == group[0].file.parent):
            yield group
            group = []
        group.append(step)
        if not is_new:
            yield group
            group = []
    if group:
        yield group


def _taken(step: FileOperation, discard: Discard) -> FileOperation | Failure:
    try:
        take(step, discard)
    except (ChangedOnDisk, WriteError) as error:
        return Failure(file=error.path, error=error)
    return step


def outcome_of(results: Iterable[FileOperation | Failure]) -> Outcome:
    """What became of steps, those that were done apart from those that failed."""
    done: list[FileOperation] = []
    failed: list[Failure] = []
    for result in results:
        if isinstance(result, FileOperation):
            done.append(result)
        else:
            failed.append(result)
    return Outcome(tuple(done), tuple(failed))
