"""A plan carried out: whole files only, one after the other, each by the careful writer.

It is an iterator of steps, so that whoever asks for the next one can show how far it came and stop between two files.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import msgspec

from disctui.importers.comments import appended, block
from disctui.importers.plan import ADDED_TO, Plan, Row, flat, free_id
from disctui.library.files import Unreadable, read_file
from disctui.library.people_file import accept
from disctui.problem import Problem
from disctui.release.model import TABLES
from disctui.release_file.parsing import Broken, decode, parse
from disctui.release_file.writing import EditRefused, add_to_list, new_file, set_value
from disctui.safe_write import batch
from disctui.safe_write.atomic import ChangedOnDisk, WriteError, replace_file

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
    chosen = [(row, decisions.get(row.number) or default_decision(row)) for row in plan.rows]
    creating = sum(_creates(row, decision) for row, decision in chosen)
    size = batch.SIZE if creating > batch.SIZE else 1
    moved: dict[str, str] = {}
    waiting: list[tuple[Row, batch.New]] = []
    with ThreadPoolExecutor(min(size, 16)) as pool:
        for row, decision in chosen:
            if waiting and (
                len(waiting) >= size
                or not _creates(row, decision)
                or _path_of(row, decision, root).parent != waiting[0][1].path.parent
            ):
                yield from _create(waiting, root, moved, pool)
                waiting = []
            if decision.action == "skip" or row.state == "can't read":
                yield Step(row, "unchanged" if row.state == "same" else "skipped")
                continue
            try:
                if _creates(row, decision):
                    data = appended(new_file(row.imported.document), block(row.imported, row.imported.kept))
                    waiting.append((row, batch.New(_path_of(row, decision, root), data)))
                else:
                    yield _merge(row, decision, root, moved)
            except (ChangedOnDisk, WriteError, EditRefused, Unreadable, OSError) as error:
                yield Step(row, "failed", problem=_problem(row, error))
        if waiting:
            yield from _create(waiting, root, moved, pool)


def _creates(row: Row, decision: Decision) -> bool:
    return decision.action != "skip" and row.state != "can't read" and (row.state == "new" or decision.action == "take")


def _path_of(row: Row, decision: Decision, root: str) -> Path:
    """Where a new file goes; a row that differs and is taken nevertheless gets a name of its own."""
    is_new = row.state == "new" and decision.action != "skip"
    release_id = row.release_id if is_new and row.release_id else free_id(row.imported, set())
    return Path(root) / f"{release_id}.toml"


def apply_spellings(plan: Plan, root: str) -> tuple[Problem, ...]:
    """Join in people.toml what the sources show to be one person; what fails is reported."""
    problems = []
    for spelling in plan.spellings:
        try:
            accept(root, spelling.name, [spelling.also])
        except (ChangedOnDisk, WriteError, EditRefused, Unreadable, OSError) as error:
            problems.append(Problem(path="people.toml", code="not-written", message=str(error)))
    return tuple(problems)


def _create(
    waiting: list[tuple[Row, batch.New]], root: str, moved: dict[str, str], pool: ThreadPoolExecutor
) -> Iterator[Step]:
    """Write the files that wait; `moved` learns under which name each planned release is found."""
    results = batch.create_files([new for _, new in waiting], pool)
    for (row, _), result in zip(waiting, results, strict=True):
        if isinstance(result, WriteError):
            yield Step(row, "failed", problem=_problem(row, result))
            continue
        relative = result.relative_to(root).as_posix()
        if row.release_id and row.state == "new":
            moved[row.release_id] = relative
        yield Step(row, "created", relative)


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
