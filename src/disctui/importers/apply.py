"""A plan carried out: what each row makes of its file is found out, then all files are written by the `Editor`.

It is an iterator of steps, so that whoever asks for the next one can show how far it came and stop between two files.
"""

import contextlib
import os
from collections import Counter
from collections.abc import Container, Generator, Mapping, Sequence
from typing import Literal, NamedTuple, overload

import msgspec

from disctui.editing import people
from disctui.editing.changes import Edit
from disctui.editing.editor import Editor
from disctui.editing.file_operations import Failure
from disctui.editing.operations import free_names
from disctui.importers.comments import begun, with_block
from disctui.importers.packed import Place, Spool, seldom_collecting
from disctui.importers.plan import ADDED_TO, Attached, Plan, Row, flat, wanted_id
from disctui.library.files import PEOPLE_FILE, Unreadable, read_file
from disctui.long_work import Tell, untold
from disctui.problem import Problem, Refused
from disctui.release.model import TABLES, TOML
from disctui.release_file.parsing import Broken, decode, parse
from disctui.release_file.writing import add_to_list, new_file, set_value

Action = Literal["take", "merge", "skip"]
Done = Literal["created", "merged", "joined", "unchanged", "skipped", "failed"]
"""`joined`: spellings of one person, in people.toml."""
_WRITING = frozenset({"created", "merged", "joined"})
_TOLD_EVERY = 50
"""Rows after which it is told how far it is."""
_DEFAULTS: Mapping[str, Action] = {"new": "take", "differs": "merge", "same": "skip", "can't read": "skip"}


class Decision(msgspec.Struct, frozen=True):
    """What the owner wants done with a row."""

    action: Action
    overwrite: frozenset[str] = frozenset()
    """Keys whose value in the file gives way to the import's."""
    without: frozenset[str] = frozenset()
    """Keys that are not filled either."""


class Agreed(NamedTuple):
    """A plan, and what the owner decided about it."""

    plan: Plan
    decisions: Mapping[int, Decision]
    """By number of the row; other rows are done as `default_decision` says."""


class Step(msgspec.Struct, frozen=True):
    """What became of a row, or of people.toml."""

    row: Row | None
    done: Done
    path: str | None = None
    """The file, relative to the library."""
    problem: Problem | None = None


class Tally:
    """What became of a plan so far, step by step."""

    def __init__(self) -> None:
        self.rows: Counter[Done] = Counter()
        """How many rows became what."""
        self.made: list[str] = []
        """Files that were made, relative to the library."""
        self.merged: set[str] = set()
        """Files that were there and were changed; several rows may be of one."""
        self.problems: list[Problem] = []

    def count(self, step: Step) -> None:
        """Count a step."""
        self.rows[step.done] += step.row is not None
        if step.problem is not None:
            self.problems.append(step.problem)
        if step.path is not None and step.done == "created":
            self.made.append(step.path)
        elif step.path is not None and step.done == "merged":
            self.merged.add(step.path)

    @property
    def written(self) -> int:
        """How many rows changed the library."""
        return self.rows["created"] + self.rows["merged"]


def default_decision(row: Row) -> Decision:
    """What is done with a row of which nothing else is said."""
    return Decision(_DEFAULTS[row.state])


def apply(
    plan: Plan,
    editor: Editor,
    decisions: Mapping[int, Decision] | None = None,
    tell: Tell = untold,
    title: str | None = None,
) -> Generator[Step]:
    """Carry out a plan row by row, as one entry of the history; a row that fails costs only itself.

    What each row makes of its file is found out first, then all is written; closing the iterator stops between two
    files, and the entry then holds those that were written.

    Args:
        plan: What to do.
        editor: Where edits of the library are made.
        decisions: The owner's word by number of the row; others are done as `default_decision` says.
        tell: Told now and then of how many rows it is known what they make of their files, which is "preparing"; the
            first file is written after that. What it raises stops the import before.
        title: What the history calls it; "import" and the names of the files without.

    Yields:
        What became of each row, in their order, and last what became of people.toml where the sources show
        spellings of one person.

    Raises:
        ReadOnly: it is the sample library.
        WriteError: no copy can be kept for undoing, so no file was touched.
    """
    editor.require_writable()
    decisions = decisions or {}
    texts = _Texts(editor, plan, decisions)
    steps = []
    with seldom_collecting():
        for row in plan.rows:
            steps.append(texts.step(row, decisions.get(row.number) or default_decision(row)))
            if len(steps) % _TOLD_EVERY == 0:
                tell("preparing", len(steps), len(plan.rows))
    if plan.spellings:
        steps.append(texts.spellings_step(plan))
    with contextlib.closing(editor.apply_in_batches(texts.edits, title or _title(plan))) as results:
        written: dict[str, Failure | None] = {}
        for step in steps:
            if step.done not in _WRITING or step.path is None:
                yield step
                continue
            while step.path not in written:
                written[texts.edits.paths[len(written)]] = next(results)
            failure = written[step.path]
            failed = failure and _problem(step.path, failure.error)
            yield Step(step.row, "failed", step.path, failed) if failed else step
        for path in set(written) - {step.path for step in steps}:
            if (failure := written[path]) is not None:
                yield Step(None, "failed", path, _problem(path, failure.error))


class _Edits(Sequence[Edit]):
    """The edits of an import, whose texts are put aside: those of a large one would fill the memory."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self._spool = Spool()
        self._texts: list[tuple[Place | None, Place | Attached]] = []
        self._places: dict[str, int] = {}

    def after(self, path: str) -> bytes | None:
        """What a file will hold; None where nothing is done with it."""
        return self[self._places[path]].after if path in self._places else None

    def set(self, path: str, before: bytes | None, after: bytes) -> None:
        """Say what a file will hold; `before` counts the first time."""
        if path in self._places:
            place = self._places[path]
            self._texts[place] = (self._texts[place][0], self._spool.put(after))
            return
        self._places[path] = len(self.paths)
        self.paths.append(path)
        self._texts.append((None if before is None else self._spool.put(before), self._spool.put(after)))

    def attach(self, file: Attached) -> None:
        """Make a file out of bytes that wait elsewhere, once."""
        if file.path not in self._places:
            self._places[file.path] = len(self.paths)
            self.paths.append(file.path)
            self._texts.append((None, file))

    def __len__(self) -> int:
        return len(self.paths)

    @overload
    def __getitem__(self, at: int) -> Edit: ...

    @overload
    def __getitem__(self, at: slice) -> list[Edit]: ...

    def __getitem__(self, at: int | slice) -> Edit | list[Edit]:
        if isinstance(at, slice):
            return [self[number] for number in range(len(self))[at]]
        before, after = self._texts[at]
        return Edit(path=self.paths[at], before=None if before is None else before.take(), after=after.take())


class _Texts:
    """The files of an import as they will be, found out row by row: a later row may add to what an earlier one made."""

    def __init__(self, editor: Editor, plan: Plan, decisions: Mapping[int, Decision]) -> None:
        self._editor = editor
        self._covers: dict[str | None, list[Attached]] = {}
        for row in plan.rows:
            if row.cover is not None and _takes_cover(row, decisions.get(row.number) or default_decision(row)):
                self._covers.setdefault(row.release_id, []).append(row.cover)
        self._names = free_names()
        self._moved: dict[str, str] = {}
        self.edits = _Edits()

    def step(self, row: Row, decision: Decision) -> Step:
        """What will become of a row, if its file can be written."""
        if decision.action == "skip" or row.state == "can't read":
            return Step(row, "unchanged" if row.state == "same" else "skipped")
        try:
            self._attach(row.release_id)
            if row.state == "new" or decision.action == "take":
                return self._create(row, decision)
            return self._merge(row, decision)
        except (Refused, OSError) as error:
            return Step(row, "failed", problem=_problem(f"{row.release_id}.toml", error))

    def spellings_step(self, plan: Plan) -> Step:
        """What will become of people.toml."""
        try:
            data = before = people.current(self._editor)
            for spelling in plan.spellings:
                data = people.joined(data or b"", spelling.name, [spelling.also])
        except (Refused, OSError) as error:
            return Step(None, "failed", PEOPLE_FILE, _problem(PEOPLE_FILE, error))
        if data is None or data == before:
            return Step(None, "unchanged", PEOPLE_FILE)
        self.edits.set(PEOPLE_FILE, before, data)
        return Step(None, "joined", PEOPLE_FILE)

    def _create(self, row: Row, decision: Decision) -> Step:
        """A new file; a row that differs and is taken nevertheless gets a name of its own."""
        is_new = row.state == "new" and row.release_id
        imported = row.imported
        if decision.without:
            imported = msgspec.structs.replace(imported, document=_without(imported.document, decision.without))
        release_id = row.release_id if is_new and row.release_id else wanted_id(imported)
        data = begun(new_file(imported.document), imported)
        path = self._names.take(self._editor.root / f"{release_id}.toml").relative_to(self._editor.root).as_posix()
        if is_new:
            self._moved[release_id] = path
        self.edits.set(path, None, data)
        return Step(row, "created", path)

    def _merge(self, row: Row, decision: Decision) -> Step:
        path = self._moved.get(row.release_id or "") or f"{row.release_id}.toml"
        before = self.edits.after(path)
        if before is None:
            before, _ = read_file(str(self._editor.root), path)
        after = _merged(before, path, row, decision)
        if after == before:
            return Step(row, "unchanged", path)
        self.edits.set(path, before, after)
        return Step(row, "merged", path)

    def _attach(self, release_id: str | None) -> None:
        """Make files of the pictures of a release before its own, which names them; one that is there stays."""
        for cover in self._covers.pop(release_id, ()):
            if not os.path.lexists(self._editor.root / cover.path):
                self.edits.attach(cover)


def _merged(before: bytes, path: str, row: Row, decision: Decision) -> bytes:
    present = flat(parse(decode(before, path), path))
    after = before
    for difference in row.differences:
        key, value = difference.key, difference.theirs
        if key in decision.without:
            continue
        if key in ADDED_TO and isinstance(present.get(key), list) and key not in decision.overwrite:
            after = add_to_list(after, key.split("."), value)
        elif key not in present or key in decision.overwrite:
            after = set_value(after, _path(key), value)
    return with_block(after, row.imported, row.kept) if row.kept_count else after


def _takes_cover(row: Row, decision: Decision) -> bool:
    """Whether the picture of a row goes into the library."""
    mine = next((one.mine for one in row.differences if one.key == "cover"), None)
    return (
        decision.action != "skip"
        and "cover" not in decision.without
        and (mine is None or "cover" in decision.overwrite)
    )


def _without(document: Mapping[str, TOML], keys: Container[str]) -> dict[str, TOML]:
    """A document without some dotted keys."""
    found: dict[str, TOML] = {}
    for key, value in flat(document).items():
        table, dot, name = key.partition(".")
        if key in keys:
            continue
        if dot and table in TABLES:
            inner = found.setdefault(table, {})
            assert isinstance(inner, dict)
            inner[name] = value
        else:
            found[key] = value
    return found


def _path(key: str) -> list[str | int]:
    """The parts of a key as `flat` wrote it: only tables of the format were opened."""
    table, dot, name = key.partition(".")
    return [table, name] if dot and table in TABLES else [key]


def _title(plan: Plan) -> str:
    sources = list(dict.fromkeys(row.source for row in plan.rows))
    return f"import {', '.join(sources[:3])}" + (" ..." if len(sources) > 3 else "")


def _problem(path: str, error: Refused | OSError) -> Problem:
    if isinstance(error, Unreadable | Broken):
        return error.problem
    if isinstance(error, OSError):
        return Problem(path=path, code="not-written", message=os.strerror(error.errno or 0).lower())
    return Problem(path=path, code="not-written", message=error.message, hint=error.hint)
