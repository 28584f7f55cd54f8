"""All the syntax errors of a file, not just the first: what is broken is blanked out, and the rest read on.

Blanked lines stay lines, so everything below keeps its place. What is left of the file is read as if it were
whole, so that mistakes in values are reported in the same go.
"""

from typing import NamedTuple

import tomli

from disctui.problem import Problem
from disctui.release.model import TOML
from disctui.release_file.syntax import is_statement, syntax_problem

SYNTAX_LIMIT = 20
"""Syntax errors of one file that are listed at most."""
RECOVERY_LIMIT = 64 * 1024
"""Characters of a file up to which more than its first syntax error is looked for."""
_STEPS_BACK = 12
_ROUNDS = 40


class Recovered(NamedTuple):
    """What can still be read of a broken file."""

    problems: list[Problem]
    """Its syntax errors, the first one first."""
    document: dict[str, TOML] | None
    """What stands in the lines that are left, or None where nothing came of it."""
    text: str
    """The text with what is broken blanked out."""


def recovered(text: str, path: str, first: Problem) -> Recovered:
    """Read on past the first syntax error of `text`."""
    problems = [first]
    if first.code != "syntax" or len(text) > RECOVERY_LIMIT or "\0" in text:
        return Recovered(problems, None, text)
    lines = text.split("\n")
    for _ in range(_ROUNDS):
        try:
            return Recovered(problems, tomli.loads("\n".join(lines)), "\n".join(lines))
        except tomli.TOMLDecodeError as error:
            problem = syntax_problem("\n".join(lines), error, path)
            is_new = all(problem.line != known.line for known in problems)
            if is_new and (problem.line > len(lines) or lines[problem.line - 1].strip()):
                problems.append(problem)
            if len(problems) >= SYNTAX_LIMIT or not _blank(lines, min(error.lineno, len(lines)) - 1, problem):
                break
        except (ValueError, RecursionError):
            break
    return Recovered(problems, None, text)


def _blank(lines: list[str], stop: int, problem: Problem) -> bool:
    """Blank the statement in which the parser stopped; False where nothing is left to blank.

    Args:
        lines: The lines of the text, changed in place.
        stop: Number of the line where the parser stopped, from 0.
        problem: What is wrong there.
    """
    begin = _begin(lines, stop)
    end = stop if begin < stop and is_statement(lines[stop]) else stop + 1
    is_second_table = "second time" in problem.message and lines[begin].lstrip().startswith("[")
    while end < len(lines) and (
        not is_statement(lines[end]) or (is_second_table and not lines[end].lstrip().startswith("["))
    ):
        end += 1
    if not any(line.strip() for line in lines[begin:end]):
        return False
    lines[begin:end] = [""] * (end - begin)
    return True


def _begin(lines: list[str], stop: int) -> int:
    """The line on which the broken statement begins: above it, everything parses."""
    steps = 0
    for number in range(stop, -1, -1):
        if number != stop and not is_statement(lines[number]):
            continue
        try:
            tomli.loads("\n".join(lines[:number]))
        except (ValueError, RecursionError):
            steps += 1
            if steps > _STEPS_BACK:
                break
        else:
            return number
    return stop
