"""What the program changed, so that it can be taken back: across files, across restarts, among several programs.

One entry is one action of the user, with the bytes of every file before and after. It is written before the files
are, so that a program killed in between leaves an entry that says too much, never a change that no entry knows of.
"""

import datetime
import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, NoReturn

import msgspec

from disctui.editing.file_operations import (
    Discard,
    Failure,
    FileOperation,
    LazySteps,
    Outcome,
    merged_step,
    outcome_of,
    take_all,
    take_in_batches,
    taking_back,
    to_bin,
)
from disctui.editing.history_store import BYTES_LIMIT, ENTRIES_LIMIT, Entry, HistoryRefused, HistoryStore, State
from disctui.long_work import Stopped, Tell, told, untold
from disctui.safe_write.atomic import ChangedOnDisk, WriteError, current_bytes
from disctui.safe_write.state_files import locked_state_dir


class NothingLeft(HistoryRefused):
    """There is nothing to undo, or to redo."""


class TakesManyAway(HistoryRefused):
    """Undoing an action would take away more files than is done unasked; nothing was touched.

    Args:
        entry: The action, as `History.undo` wants it in `agreed`.
        count: The files that it made and that undoing takes away.
    """

    def __init__(self, entry: Entry, count: int) -> None:
        super().__init__(f"“{entry.title}” made {count:,} files, and undoing it takes them away")
        self.entry = entry
        self.count = count


def _waiting(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that a redo may do again, the oldest first: none older than one that is wholly done."""
    last = max((entry.number for entry in entries if entry.is_wholly_done), default=0)
    return [entry for entry in entries if entry.number > last and entry.state != "superseded"]


class _Turned(NamedTuple):
    """What undo or redo made of an entry."""

    numbers: frozenset[int]
    """The steps that are where they should be."""
    outcome: Outcome

    @property
    def is_for_good(self) -> bool:
        """Whether trying again would fail again: every file was changed by someone else."""
        return all(isinstance(failure.error, ChangedOnDisk) for failure in self.outcome.failed)

    def refusal(self, entry: Entry) -> HistoryRefused:
        """Why nothing was done."""
        failed = self.outcome.failed
        files = tuple(failure.file for failure in failed)
        if self.is_for_good:
            names = ", ".join(path.name for path in files[:3]) + (" ..." if len(files) > 3 else "")
            return HistoryRefused(f"{names} changed since “{entry.title}”", "nothing was touched", files)
        return HistoryRefused(f"“{entry.title}”: {failed[0].message}", failed[0].hint, files)


class History:
    """What was changed in one library. Every method may be called by several programs at once.

    Args:
        folder: Where the history is kept.
        root: The library; undoing what made it leaves its folder.
        entries_limit: Entries that are kept at most.
        bytes_limit: Bytes of all entries together, past which the oldest go; the newest always stays.
        discard: Takes a file away in a way that can be taken back.
    """

    def __init__(
        self,
        folder: Path,
        *,
        root: Path | None = None,
        entries_limit: int = ENTRIES_LIMIT,
        bytes_limit: int = BYTES_LIMIT,
        discard: Discard = to_bin,
    ) -> None:
        self._folder = folder
        self._root = None if root is None else Path(os.path.abspath(root))  # noqa: PTH100 - links stay links
        self._store = HistoryStore(folder, entries_limit, bytes_limit)
        self._discard = discard

    def perform(self, title: str, steps: Sequence[FileOperation]) -> Outcome:
        """Take steps as one action that can be undone; each file's step is whole or not at all.

        Args:
            title: What the user does, e.g. "set year in 3 files".
            steps: One for each file.

        Raises:
            WriteError: no copy can be kept for undoing, so no file was touched.
        """
        if not steps:
            return Outcome(())
        with locked_state_dir(self._folder):
            entry = self._begin(title, steps)
            outcome = take_all(steps, self._discard)
            self._settle(entry, steps, outcome.done)
        return outcome

    def note(self, title: str, steps: Sequence[FileOperation]) -> None:
        """Remember steps that another program took, the user's own editor for instance, so that they can be undone.

        Raises:
            WriteError: no copy can be kept.
        """
        with locked_state_dir(self._folder):
            self._settle(self._begin(title, steps), steps, steps)

    def perform_in_batches(self, title: str, steps: Sequence[FileOperation]) -> Generator[FileOperation | Failure]:
        """Take many steps as one action that can be undone, telling of each, and stopping where the caller does.

        The entry is written before the first file is; closing the iterator cuts it down to what was done. Other
        programs may change the library meanwhile; they can't undo this action before it has ended.

        Yields:
            What became of each step, in their order.

        Raises:
            WriteError: no copy can be kept for undoing, so no file was touched.
        """
        if not steps:
            return
        with locked_state_dir(self._folder):
            entry = self._begin(title, steps)
            running = self._store.lock(entry)
        done: list[int] = []
        number = 0
        try:
            for results in take_in_batches(steps, self._discard):
                done += [number + at for at, one in enumerate(results) if isinstance(one, FileOperation)]
                number += len(results)
                yield from results
        finally:
            try:
                with locked_state_dir(self._folder):
                    self._settle(entry, steps, LazySteps(len(done), lambda at: steps[done[at]]))
            finally:
                os.close(running)

    def _begin(self, title: str, steps: Sequence[FileOperation]) -> Entry:
        """Write the entry of an action that is about to be done."""
        entries = self._store.read()
        outcomes = [(step.to or step.path, step.after is not None) for step in steps]
        made = {os.path.dirname(path) for path, is_there in outcomes if is_there}  # noqa: PTH120 - a name need not be text
        entry = Entry(
            number=entries[-1].number + 1 if entries else 1,
            title=title.encode("utf-8", "replace").decode(),  # a file's name may be no text
            at=datetime.datetime.now(datetime.UTC),
            paths=tuple(path for path, _ in outcomes),
            folders=tuple(map(os.fsencode, missing_folders(made, self._root))),
        )
        self._store.write(entry, steps)
        return entry

    def _settle(self, entry: Entry, steps: Sequence[FileOperation], done: Sequence[FileOperation]) -> None:
        """Let the entry of an action say what was done of it, and nothing that wasn't."""
        if not done:
            self._store.forget(entry.number)
            return
        if len(done) < len(steps):
            entry = msgspec.structs.replace(entry, paths=tuple(step.to or step.path for step in done))
            with suppress(WriteError):  # what was not done is found to be undone
                self._store.write(entry, done)
        entries = self._store.read()
        for old in entries:
            if old.state == "undone":
                with suppress(WriteError):
                    self._store.mark(msgspec.structs.replace(old, state="superseded"))
        with suppress(OSError):
            self._store.prune(entries)

    def entries(self) -> list[Entry]:
        """Every action that is remembered, the newest first."""
        return self._store.read()[::-1]

    def next_undo(self) -> Entry | None:
        """The action that `undo` would take back next, or None."""
        return next((entry for entry in self.entries() if entry.state in {"done", "passed"}), None)

    def next_redo(self) -> Entry | None:
        """The action that `redo` would do again next, or None."""
        return next((entry for entry in _waiting(self._store.read()) if entry.numbers_to_redo), None)

    def undo(self, most: int | None = None, agreed: Entry | None = None, tell: Tell = untold) -> tuple[Entry, Outcome]:
        """Take back the last action that is not undone yet, by whichever program it was done.

        A file that another program changed since keeps that change: the action is taken out of it where its own place
        is untouched, and otherwise the file is left and reported. An action that can't be taken back at all is passed
        over, with a word, so that those before it stay within reach; once it can be, it comes first again.

        Args:
            most: Files that it takes away unasked; any number without.
            agreed: The action that may take away more, since its owner agreed to that.
            tell: Told how far it is; stopped, it leaves the rest to the next undo.

        Returns:
            The entry, and what was done with its files; what failed, the next undo tries again.

        Raises:
            NothingLeft: nothing is to be undone.
            TakesManyAway: it would take away more than `most` files.
            HistoryRefused: nothing of the action could be taken back.
            WriteError: the history can't be read or written; no file was touched.
            Stopped: it was stopped before any file was touched.
        """
        with locked_state_dir(self._folder):
            for entry in reversed(self._store.read()):
                if entry.state not in {"done", "passed"}:
                    continue
                steps = self._steps_or(self._free(entry), "superseded")
                left = [(number, step.reverse) for number, step in enumerate(steps) if number not in entry.undone]
                count = sum(map(_takes_away, (step for _, step in left)))
                if most is not None and count > most and (agreed is None or agreed.number != entry.number):
                    raise TakesManyAway(entry, count)
                self._store.mark(entry)  # before any file is touched: the disk takes what has to be remembered
                turned = self._turn(left[::-1], taking_back(count, self._discard), tell)
                if turned.numbers or not left:
                    break
                if entry.state == "done":
                    self._pass(entry, turned)
            else:
                raise NothingLeft("there is nothing to undo")
            _remove_empty(entry.folders)
            undone = tuple(sorted({*entry.undone, *turned.numbers}))
            state: State = "undone" if len(undone) == len(steps) else "done"
            entry = msgspec.structs.replace(entry, state=state, undone=undone, redoing=(), is_tried=False)
            with suppress(WriteError):  # what is undone is found to be so
                self._store.mark(entry)
        return entry, turned.outcome

    def redo(self, tell: Tell = untold) -> tuple[Entry, Outcome]:
        """Do again what was undone last, as long as nothing else was done since.

        Args:
            tell: Told how far it is; stopped, it leaves the rest to the next redo.

        Returns:
            The entry, and what was done with its files; what failed, the next redo tries again.

        Raises:
            NothingLeft: nothing is to be done again.
            HistoryRefused: nothing of the action could be done again.
            WriteError: the history can't be read or written; no file was touched.
            Stopped: it was stopped before any file was touched.
        """
        with locked_state_dir(self._folder):
            for passed in _waiting(self._store.read()):
                if passed.numbers_to_redo:
                    break
                self._store.mark(
                    msgspec.structs.replace(passed, state="done", is_tried=False)
                )  # undo comes to it again
            else:
                raise NothingLeft("there is nothing to redo")
            entry, steps = passed, self._steps_or(passed, "superseded")
            wanted = entry.numbers_to_redo
            begun = msgspec.structs.replace(entry, state="done", undone=(), redoing=wanted)
            self._store.mark(begun)  # killed after this, it says enough
            try:
                turned = self._turn([(number, steps[number]) for number in wanted], self._discard, tell)
            except Stopped:
                self._store.mark(passed)
                raise
            undone = tuple(number for number in wanted if number not in turned.numbers)
            state: State = "done" if len(undone) < len(steps) else "undone"
            if not turned.numbers and turned.is_for_good:
                state = "superseded"
            entry = msgspec.structs.replace(entry, state=state, undone=undone, redoing=())
            with suppress(WriteError):  # what is done is found to be so
                self._store.mark(entry)
        if not turned.numbers:
            raise turned.refusal(entry)
        return entry, turned.outcome

    def _free(self, entry: Entry) -> Entry:
        """The entry, if no program is still at work on it."""
        if self._store.is_at_work(entry):
            raise HistoryRefused(f"“{entry.title}” is still at work", "wait until it has ended, or stop it")
        return entry

    def _steps_or(self, entry: Entry, state: State) -> list[FileOperation]:
        """The steps of an entry; where they are gone, the entry gets a state in which it stands in no one's way."""
        try:
            return self._store.steps(entry)
        except HistoryRefused:
            self._store.mark(msgspec.structs.replace(entry, state=state))
            raise

    def _pass(self, entry: Entry, turned: "_Turned") -> NoReturn:
        """Refuse to undo an entry, and pass it over: at once where files changed, else when it fails again."""
        refusal = turned.refusal(entry)
        if turned.is_for_good or entry.is_tried:
            state: State = "undone" if entry.undone else "passed"
            self._store.mark(msgspec.structs.replace(entry, state=state))
            hint = "nothing was touched; undo again goes on with the change before it"
            raise HistoryRefused(refusal.message, hint, refusal.files)
        self._store.mark(msgspec.structs.replace(entry, is_tried=True))
        raise refusal

    def _turn(self, steps: list[tuple[int, FileOperation]], discard: Discard, tell: Tell) -> "_Turned":
        """Take steps of an entry, each whose file is as it was left, or was changed in another place.

        Raises:
            Stopped: it was stopped while files were looked at; stopped later, what was done is told.
        """
        ready: list[tuple[int, FileOperation]] = []
        numbers: set[int] = set()
        failed: list[Failure] = []
        for number, step in told(steps, "looking at files", len(steps), tell):
            try:
                if step.is_reverted():
                    ready.append((number, step))
                elif step.is_applied():  # the program was killed before it came to this file
                    numbers.add(number)
                elif (merged := merged_step(step)) is not None:
                    ready.append((number, merged))
                else:
                    changed = ChangedOnDisk(step.file, current_bytes(step.file) or b"")
                    failed.append(Failure(file=step.file, error=changed))
            except WriteError as error:
                failed.append(Failure(file=step.file, error=error))
        taken: list[FileOperation | Failure] = []
        with suppress(Stopped):
            for results in take_in_batches([step for _, step in ready], discard):
                taken += results
                tell("writing files", len(taken), len(ready))
        outcome = outcome_of(taken)
        done = set(outcome.done)
        numbers |= {number for number, step in ready if step in done}
        return _Turned(frozenset(numbers), Outcome(outcome.done, (*failed, *outcome.failed)))


def missing_folders(folders: Iterable[bytes], root: Path | None = None) -> list[Path]:
    """Those of some folders, and of the folders that hold them, that are not there yet, the innermost first.

    Args:
        folders: Absolute.
        root: A folder that does not count, and neither do those that hold it.
    """
    missing: set[Path] = set()
    for parent in map(Path, map(os.fsdecode, folders)):
        for folder in (parent, *parent.parents):
            if folder in missing or folder == root or os.path.lexists(folder):
                break
            missing.add(folder)
    return sorted(missing, key=lambda folder: len(folder.parts), reverse=True)


def _remove_empty(folders: Iterable[bytes]) -> None:
    for folder in folders:
        with suppress(OSError):  # it holds something, or is gone
            os.rmdir(folder)  # noqa: PTH106 - a name need not be text


def _takes_away(step: FileOperation) -> bool:
    """Whether a step takes a file away that is as the step expects it."""
    try:
        return step.after is None and step.is_reverted()
    except WriteError:
        return False
