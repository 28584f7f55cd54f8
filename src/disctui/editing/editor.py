"""The one door for every write of a library: its edits, its history and its drafts, for browser and commands alike."""

import contextlib
import hashlib
import os
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from disctui.editing import operations
from disctui.editing.changes import Change, Edit, Plan, plan
from disctui.editing.drafts import Drafts
from disctui.editing.file_operations import Failure, FileOperation, LazySteps, Outcome, to_bin
from disctui.editing.history import History
from disctui.editing.history_store import Entry
from disctui.library.files import SIZE_LIMIT, Unreadable, read_file
from disctui.library.locations import sample_library
from disctui.long_work import Tell, untold
from disctui.problem import Problem, Refused
from disctui.release.model import TOML, Release
from disctui.release_file.writing import EditRefused
from disctui.safe_write.litter import clean_litter
from disctui.safe_write.state_files import state_dir
from disctui.safe_write.system import IS_POSIX, require_posix

__all__ = ["Editor", "ReadOnly"]


class ReadOnly(Refused):
    """The library is the sample that comes with the program; nothing is written there."""


class Editor:
    """The edits of one library. Every path is relative to it, and every change can be undone.

    What writes raises a `Refused` where nothing was touched, and otherwise says in its outcome what became of each
    file. Any method may be called from any thread, and by several programs at once.

    Args:
        root: The library's folder.
        state: Where history and drafts are kept; the platform's state folder without.
        discard: Takes a deleted file away in a way that can be taken back; the platform's bin without.
    """

    def __init__(self, root: str, state: Path | None = None, discard: Callable[[Path], None] = to_bin) -> None:
        state = state or state_dir()
        digest = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:24]
        self.root = Path(root)
        self.history = History(state / "history" / digest, root=self.root, discard=discard)
        self.drafts = Drafts(state / "drafts", self.root)

    @property
    def is_read_only(self) -> bool:
        """Whether nothing may be changed: it is the sample library, or stands inside it, or the system is unfit."""
        return not IS_POSIX or _is_sample(self.root)

    def require_writable(self) -> None:
        """Let only a library of the user's own pass.

        Raises:
            ReadOnly: it is the sample.
            UnsafeSystem: nothing can be changed with care on this system.
        """
        require_posix()
        if self.is_read_only:
            raise ReadOnly("this is the sample library", "disctui init --sample DIR makes a copy to edit")

    def clean_litter(self) -> None:
        """Remove or finish what a program that was killed while writing left behind."""
        if not self.is_read_only:
            with contextlib.suppress(OSError):
                clean_litter(self.root)

    # Reading and planning

    def read(self, paths: Iterable[str]) -> tuple[dict[str, bytes], list[Problem]]:
        """The bytes of files of the library, and the problems of those that can't be read."""
        files: dict[str, bytes] = {}
        problems = []
        for path in paths:
            try:
                files[path], _ = read_file(str(self.root), path)
            except Unreadable as unreadable:
                problems.append(unreadable.problem)
        return files, problems

    def plan(self, files: Mapping[str, bytes], changes: Sequence[Change]) -> Plan:
        """What changes would do to files as they were read."""
        return plan(files, changes)

    def new_release(self, values: Mapping[str, TOML], folder: str = "") -> Edit:
        """What would make a new release file from a commented template; nothing is written.

        Args:
            values: At least a `title`, by dotted key.
            folder: Where in the library, e.g. beside the release that is shown; "" for the top.

        Raises:
            CannotWrite: TOML can't hold a value.
            WriteError: the folder can't be read.
        """
        return operations.new_release(self.root, values, folder)

    def new_edition(self, path: str, code: str = "") -> Edit:
        """What would copy a release as another edition of the same film, beside it; nothing is written.

        Args:
            path: The release's file, relative to the library.
            code: The bar code of the new one, if it is known.

        Raises:
            EditRefused: the file does not parse.
            Unreadable: it can't be read.
            WriteError: its folder can't be read.
        """
        return operations.new_edition(self.root, path, read_file(str(self.root), path)[0], code)

    def wanted_name(self, path: str, release: Release) -> str | None:
        """The file name that a release's title and year ask for, or None where the file is called so."""
        return operations.wanted_name(path, release)

    # Writing

    def apply(self, edits: Sequence[Edit], title: str) -> Outcome:
        """Write what was planned as one action; a file that someone changed since is left alone and reported.

        Args:
            edits: One for each file.
            title: What the user does, in the words of the screen.

        Raises:
            ReadOnly: it is the sample library.
            WriteError: no copy can be kept for undoing, so no file was touched.
        """
        return self._perform(title, [self._operation(edit) for edit in edits])

    def apply_in_batches(self, edits: Sequence[Edit], title: str) -> Generator[Failure | None]:
        """Write very many edits as one action, telling of each; closing the iterator stops between two files.

        Each edit is asked for several times and held no longer than it is needed, so that `edits` may make them.

        Yields:
            For each edit, in their order, None once it is on the disk, or why it was not written.

        Raises:
            ReadOnly: it is the sample library.
            WriteError: no copy can be kept for undoing, so no file was touched.
        """
        self.require_writable()
        guard = _Guard(self.root)
        refused = {
            number: why
            for number, edit in enumerate(edits)
            if (why := guard.refusal(self._operation(edit))) is not None
        }
        taken = [number for number in range(len(edits)) if number not in refused]
        steps = LazySteps(len(taken), lambda at: self._operation(edits[taken[at]]))
        with contextlib.closing(self.history.perform_in_batches(title, steps)) as results:
            for number in range(len(edits)):
                result = refused.get(number) or next(results)
                yield result if isinstance(result, Failure) else None

    def save(self, edit: Edit, title: str) -> Outcome:
        """Write one file, or say why not.

        Raises:
            ChangedOnDisk: the file holds something else than what the edit began with; `current` says what.
            WriteError: it can't be written.
            EditRefused: it would be too large to be read again.
            ReadOnly: it is the sample library.
        """
        step = self._operation(edit)
        outcome = self._perform(title, [step])
        for failure in outcome.failed:
            raise failure.error
        return outcome

    def note(self, edit: Edit, title: str) -> None:
        """Remember what the user's own editor made of a file, so that it can be undone like any other change.

        Raises:
            WriteError: no copy can be kept.
        """
        if edit.after != edit.before and not self.is_read_only:
            self.history.note(title, [self._operation(edit)])

    def note_since(self, before: Mapping[str, bytes], title: str) -> None:
        """Remember what the user's own editor made of files, by what they held before, as one entry.

        Raises:
            WriteError: no copy can be kept.
        """
        after, _ = self.read(before)
        changed = [path for path in after if after[path] != before[path]]
        if changed and not self.is_read_only:
            self.history.note(title, [FileOperation.of(self.root / p, before[p], after[p]) for p in changed])

    def begin(self, values: Mapping[str, TOML], folder: str = "") -> Outcome:
        """Make a new release file from a commented template; `result` of its operation is where it is.

        Raises:
            CannotWrite: TOML can't hold a value.
            WriteError: the folder can't be read, or no copy can be kept for undoing.
            ReadOnly: it is the sample library.
        """
        return self.apply([self.new_release(values, folder)], f"new release {values.get('title', '')}")

    def copy_as_edition(self, path: str) -> Outcome:
        """Copy a release as another edition of the same film, beside it.

        Raises:
            EditRefused: the file does not parse.
            Unreadable: it can't be read.
            WriteError: its folder can't be read, or no copy can be kept for undoing.
            ReadOnly: it is the sample library.
        """
        return self.apply([self.new_edition(path)], f"new edition of {path}")

    def delete(self, paths: Sequence[str]) -> Outcome:
        """Move files to the platform's bin; undoing makes them again. One that can't be read is left and reported.

        Raises:
            WriteError: no copy can be kept for undoing, so no file was touched.
            ReadOnly: it is the sample library.
        """
        files, problems = self.read(paths)
        title = f"delete {operations.counted(paths, 'releases')}"
        return self._perform(title, operations.removals(self.root, files), problems)

    def rename(self, names: Mapping[str, str]) -> Outcome:
        """Give files new names in their folders, by path; a name that is taken gets a number.

        Raises:
            WriteError: a folder can't be read, or no copy can be kept for undoing.
            ReadOnly: it is the sample library.
        """
        files, problems = self.read(names)
        title = f"rename {operations.counted(list(names), 'files')}"
        return self._perform(title, operations.renames(self.root, files, names), problems)

    # History

    def undo(self, most: int | None = None, agreed: Entry | None = None, tell: Tell = untold) -> tuple[Entry, Outcome]:
        """Take back the last change of the library that is not undone yet, by whichever program it was made.

        Args:
            most: Files that it takes away unasked; any number without.
            agreed: The change that may take away more, since its owner agreed to that.
            tell: Told how far it is; stopped, it leaves the rest to the next undo.

        Raises:
            Stopped: it was stopped before any file was touched.
            TakesManyAway: it would take away more than `most` files.
            HistoryRefused: there is none, or a file has changed since; no file was touched.
            WriteError: the history can't be read or written; no file was touched.
            ReadOnly: it is the sample library.
        """
        self.require_writable()
        return self.history.undo(most, agreed, tell)

    def redo(self, tell: Tell = untold) -> tuple[Entry, Outcome]:
        """Make again what was undone last, as long as nothing else was changed since.

        Args:
            tell: Told how far it is; stopped, it leaves the rest to the next redo.

        Raises:
            Stopped: it was stopped before any file was touched.
            HistoryRefused: there is none, or a file has changed since; no file was touched.
            WriteError: the history can't be read or written; no file was touched.
            ReadOnly: it is the sample library.
        """
        self.require_writable()
        return self.history.redo(tell)

    def next_turn(self, way: Literal["undo", "redo"]) -> Entry | None:
        """The change that `undo` would take back next, or `redo` make again; None where there is none."""
        return self.history.next_undo() if way == "undo" else self.history.next_redo()

    def entries(self) -> list[Entry]:
        """Every change of the library that is remembered, the newest first."""
        return self.history.entries()

    def relative(self, files: Iterable[Path]) -> list[str]:
        """The paths of files of an outcome relative to the library, without those that stand elsewhere."""
        root = Path(os.path.abspath(self.root))  # noqa: PTH100 - links stay links
        return [file.relative_to(root).as_posix() for file in files if file.is_relative_to(root)]

    def _operation(self, edit: Edit) -> FileOperation:
        return FileOperation.of(self.root / edit.path, edit.before, edit.after)

    def _perform(self, title: str, steps: Sequence[FileOperation], problems: Sequence[Problem] = ()) -> Outcome:
        refused = self._refusals(steps)
        outcome = self.history.perform(title, [step for step in steps if step not in refused])
        unread = [Failure(file=self.root / one.path, error=Unreadable(one)) for one in problems]
        return Outcome(outcome.done, (*outcome.failed, *refused.values(), *unread))

    def _refusals(self, steps: Sequence[FileOperation]) -> dict[FileOperation, Failure]:
        """Why some steps must not be taken, found out before any of them is.

        Raises:
            ReadOnly: the library, or a folder that one of its links leads to, is the sample.
        """
        self.require_writable()
        guard = _Guard(self.root)
        return {step: why for step in steps if (why := guard.refusal(step)) is not None}


class _Guard:
    """Says which steps of one action must not be taken; each folder is looked at once."""

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)
        self._folders: dict[Path, str] = {}

    def refusal(self, step: FileOperation) -> Failure | None:
        """Why a step must not be taken in the library.

        Raises:
            ReadOnly: a folder that a link leads to is in the sample.
        """
        file, result = step.file, step.result
        target = result.parent
        for folder in {file.parent, target} - self._folders.keys():
            self._folders[folder] = os.path.realpath(folder)
            if _is_sample(folder):
                raise ReadOnly(f"{folder.name} leads into the sample library, which stays as it is")
        if step.after is not None and len(step.after) > SIZE_LIMIT:
            return _too_large(step)
        is_of_the_name = step.after is None or (step.to is not None and step.after == step.before)
        real = self._folders[file.parent]
        if not is_of_the_name:  # a link may be renamed and taken away
            real = os.path.realpath(file) if os.path.islink(file) else os.path.join(real, file.name)  # noqa: PTH114, PTH118
        leads_out = any(os.path.commonpath([self._root, one]) != self._root for one in (real, self._folders[target]))
        return Failure(file=file, error=_led_out(file)) if leads_out else None


def _is_within(path: Path, root: str) -> bool:
    return os.path.commonpath([root, os.path.realpath(path)]) == root


def _led_out(file: Path) -> EditRefused:
    real = os.path.realpath(file)
    return EditRefused(f"{file.name} leads out of the library", f"change {real} itself, or copy it into the library")


def _too_large(step: FileOperation) -> Failure:
    message = f"{step.file.name} would be larger than {SIZE_LIMIT // 1024 // 1024} MiB, and could not be read again"
    return Failure(file=step.file, error=EditRefused(message, "keep long texts in a file of their own"))


def _is_sample(folder: Path) -> bool:
    return _is_within(folder, os.path.realpath(sample_library()))
