"""A plan carried out: whole files only, one after the other, each by the careful writer.

It is an iterator of steps, so that whoever asks for the next one can show how far it came and stop between two files.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from disctui.importers.comments import appended, block
from disctui.importers.plan import ADDED_TO, Plan, Row, flat, free_id
from disctui.library.files import Unreadable, read_file
from disctui.library.people import accept
from disctui.library.writing import ChangedOnDisk, WriteRefused, create_file, replace_file
from disctui.problem import Problem
from disctui.release import TABLES
from disctui.release_file.source import Broken, decode, parse
from disctui.release_file.writing import EditRefused, add_to_list, new_file, set_value

Action = Literal["take", "merge", "skip"]
Done = Literal["created", "merged", "unchanged", "skipped", "failed"]
_DEFAULTS: Mapping[str, Action] = {"new": "take", "differs": "merge", "same": "skip", "can't read": "skip"}


class Decision(msgspec.Struct, frozen=True):
    """What the owner wants done with a row."""

    action: Action
    overwrite: frozenset[str] = frozenset()
    """Keys whose value in the file gives way to the import's."""
    without: frozenset[str] = frozenset()
    """Keys that are not filled either."""


class Step(msgspec.Struct, frozen=True):
    """What became of a row."""

    row: Row
    done: Done
    path: str | None = None
    """The file, relative to the library."""
    problem: Problem | None = None


def default_decision(row: Row) -> Decision:
    """What is done with a row of which nothing else is said."""
    return Decision(_DEFAULTS[row.state])


def apply(plan: Plan, root: str, decisions: Mapping[int, Decision] | None = None) -> Iterator[Step]:
    """Carry out a plan row by row; a row that fails costs only itself.

    Args:
        plan: What to do.
        root: The library's folder.
        decisions: The owner's word by number of the row; others are done as `default_decision` says.
    """
    decisions = decisions or {}
    moved: dict[str, str] = {}
    for row in plan.rows:
        decision = decisions.get(row.number) or default_decision(row)
        if decision.action == "skip" or row.state == "can't read":
            yield Step(row, "unchanged" if row.state == "same" else "skipped")
            continue
        try:
            if row.state == "new" or decision.action == "take":
                yield _create(row, root, moved)
            else:
                yield _merge(row, decision, root, moved)
        except (WriteRefused, EditRefused, Unreadable, OSError) as error:
            yield Step(row, "failed", problem=_problem(row, error))


def apply_spellings(plan: Plan, root: str) -> tuple[Problem, ...]:
    """Join in people.toml what the sources show to be one person; what fails is reported."""
    problems = []
    for spelling in plan.spellings:
        try:
            accept(root, spelling.name, [spelling.also])
        except (WriteRefused, EditRefused, Unreadable, Broken, OSError) as error:
            problems.append(Problem(path="people.toml", code="not-written", message=str(error)))
    return tuple(problems)


def _create(row: Row, root: str, moved: dict[str, str]) -> Step:
    release_id = row.release_id if row.state == "new" and row.release_id else free_id(row.imported, set())
    data = appended(new_file(row.imported.document), block(row.imported, row.imported.kept))
    path = Path(root) / f"{release_id}.toml"
    try:
        made = create_file(path, data, exact=row.state == "new")
    except ChangedOnDisk:  # a file stands there that the library did not count, such as a broken one
        made = create_file(path, data)
    relative = made.relative_to(root).as_posix()
    if row.release_id:
        moved[row.release_id] = relative
    return Step(row, "created", relative)


def _merge(row: Row, decision: Decision, root: str, moved: dict[str, str]) -> Step:
    relative = moved.get(row.release_id or "") or f"{row.release_id}.toml"
    before, _ = read_file(root, relative)
    try:
        present = flat(parse(decode(before, relative), relative))
    except Broken as broken:
        return Step(row, "failed", relative, broken.problem)
    after = before
    for difference in row.differences:
        key, value = difference.key, difference.theirs
        if key in decision.without:
            continue
        if key in ADDED_TO and isinstance(present.get(key), list) and key not in decision.overwrite:
            after = add_to_list(after, key.split("."), value)
        elif key not in present or key in decision.overwrite:
            after = set_value(after, _path(key), value)
    after = appended(after, block(row.imported, row.kept))
    if after == before:
        return Step(row, "unchanged", relative)
    replace_file(Path(root) / relative, before, after)
    return Step(row, "merged", relative)


def _path(key: str) -> list[str | int]:
    """The parts of a key as `flat` wrote it: only tables of the format were opened."""
    table, dot, name = key.partition(".")
    return [table, name] if dot and table in TABLES else [key]


def _problem(row: Row, error: Exception) -> Problem:
    path = f"{row.release_id}.toml"
    if isinstance(error, Unreadable):
        return error.problem
    hint = getattr(error, "hint", None)
    return Problem(path=path, code="not-written", message=str(error) or type(error).__name__, hint=hint)
