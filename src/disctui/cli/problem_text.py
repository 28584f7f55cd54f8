"""Problems as text: as compilers print them, and as annotations of a GitHub workflow."""

import functools
import re
import unicodedata

from disctui.library.files import Unreadable, read_file
from disctui.problem import Problem
from disctui.safe_text import clean

_WIDTH = 110
"""Characters of a source line that are shown at most, around the place that is meant."""
_TOKEN = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|[^\s,\]\}#=]+')


def compiler_style(root: str, problem: Problem, *, coloured: bool = False) -> str:
    """A problem as compilers print it: place and message, the line with what is meant underlined, the remedy."""
    bold, off = ("\x1b[1m", "\x1b[0m") if coloured else ("", "")
    tint = ("\x1b[31m" if problem.severity == "error" else "\x1b[33m") if coloured else ""
    place = clean(problem.place)
    lines = [f"{bold}{place}{off}: {tint}{problem.severity}[{problem.code}]{off} {clean(problem.message)}"]
    text = source_lines(root, problem.path)
    source = text[problem.line - 1].rstrip("\r") if problem.line <= len(text) else ""
    if source.strip():
        number = str(problem.line)
        shown, caret = _window(source, problem.column)
        lines.append(f"  {number} | {shown}")
        lines.append(f"  {' ' * len(number)} | {tint}{caret}{off}")
    if problem.hint:
        lines.append(f"  remedy: {clean(problem.hint)}")
    return "\n".join(lines)


@functools.lru_cache(maxsize=2)
def source_lines(root: str, path: str) -> list[str]:
    """The lines of a file as it is now; none where it can't be read."""
    try:
        data, _ = read_file(root, path)
    except Unreadable:
        return []
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n")


def _window(source: str, column: int) -> tuple[str, str]:
    """The part of a line around a column, and a line that underlines what stands there."""
    begin = max(0, column - 1 - _WIDTH // 2) if len(source) > _WIDTH else 0
    part = source[begin : begin + _WIDTH]
    before = clean(part[: column - 1 - begin])
    token = _TOKEN.match(part, column - 1 - begin)
    marked = clean(token[0]) if token else ""
    left, right = "…" if begin else "", "…" if begin + _WIDTH < len(source) else ""
    return f"{left}{clean(part)}{right}", " " * (len(left) + _cells(before)) + "^" * max(1, _cells(marked))


def _cells(text: str) -> int:
    """Cells that text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def annotation(problem: Problem, path: str) -> str:
    """A problem as a GitHub workflow takes it: one line, shown beside the line of the file.

    Args:
        problem: What is wrong.
        path: The file's path relative to the working folder, which in a workflow is the repository's root.
    """
    said = problem.message if problem.hint is None else f"{problem.message}\n{problem.hint}"
    words = {"file": path, "line": problem.line, "col": problem.column, "title": f"disctui {problem.code}"}
    properties = ",".join(f"{name}={_escaped(clean(str(value)), ':,')}" for name, value in words.items())
    message = "%0A".join(_escaped(clean(line), "") for line in said.split("\n"))
    return f"::{problem.severity} {properties}::{message}"


def _escaped(text: str, signs: str) -> str:
    text = text.replace("%", "%25")
    for sign in signs:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
