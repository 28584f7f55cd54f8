"""Parses bytes as a TOML document; where that fails, says where, why and what to do.

`tomli` decides what a file says, on every Python; a byte-order mark is passed over. Whatever it raises, and it
raises more than `TOMLDecodeError`, ends here as one `Problem`.
"""

import re

import tomli

from disctui.problem import Problem, Refused
from disctui.release.model import TOML
from disctui.release_file.syntax import syntax_problem

BOM = b"\xef\xbb\xbf"
NESTING_LIMIT = 32
"""Tables and lists inside one another that are read at most."""


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF")
_SAVE = "save the file as UTF-8"
_RENAME = "give it its right name, or move it out of the library"


class Broken(Refused):
    """The bytes are not a TOML document; holds the problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message, problem.hint)
        self.problem = problem


def decode(data: bytes, path: str) -> str:
    """The text of a file, without its byte-order mark.

    Raises:
        Broken: it isn't UTF-8.
    """
    data = data.removeprefix(BOM)
    if data[:2].count(0) == 1:  # plain letters in UTF-16, which are UTF-8 too
        raise Broken(_utf16(path))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Broken(_not_utf8(data, error, path)) from None


def parse(text: str, path: str) -> dict[str, TOML]:
    """The document that `text` is.

    Raises:
        Broken: it isn't TOML, or past a limit.
    """
    try:
        document: dict[str, TOML] = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise Broken(syntax_problem(text, error, path)) from None
    except RecursionError:
        raise Broken(_too_deep(text, path)) from None
    except ValueError:  # an integer of more than 4,300 digits, and tomli's own limits
        raise Broken(_too_large(text, path)) from None
    openings = text.count("[") + text.count("{") + text.count(".")  # each level of nesting takes one of them
    if openings > NESTING_LIMIT and _is_deep(document, NESTING_LIMIT):
        raise Broken(_too_deep(text, path))
    return document


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The place of the character at `offset`, both from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _utf16(path: str) -> Problem:
    return Problem(path=path, code="not-utf8", message="the file is UTF-16, not UTF-8", hint=_SAVE)


def _not_utf8(data: bytes, error: UnicodeDecodeError, path: str) -> Problem:
    hint = _SAVE
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(path)
    before = data[: error.start].decode("utf-8", "replace")
    line, column = line_and_column(before, len(before))
    value = data[error.start]
    if value == 0xED and error.start + 1 < len(data) and data[error.start + 1] >= 0xA0:
        message = "half of a UTF-16 character stands here, which is not UTF-8"
        return Problem(path=path, line=line, column=column, code="not-utf8", message=message, hint=hint)
    if data.startswith(_PICTURES):
        return Problem(path=path, code="not-utf8", message="the file is a picture or archive, not text", hint=_RENAME)
    message = f"byte 0x{value:02x} is not UTF-8"
    if value >= 0xA0:
        message += f'; it looks like Latin-1 for "{chr(value)}"'
    return Problem(path=path, line=line, column=column, code="not-utf8", message=message, hint=hint)


_DOTTED = re.compile(rf"(?m)^[^\n\".=]*(?:\.[^\n\".=]*){{{NESTING_LIMIT},}}")


def _is_deep(value: TOML, left: int) -> bool:
    """Whether a list or table holds more than `left` others inside one another. Plain loops: every file comes here."""
    if not value:
        return False
    if left == 0:
        return True
    for item in value.values() if type(value) is dict else value:
        if (type(item) is list or type(item) is dict) and _is_deep(item, left - 1):
            return True
    return False


def _too_deep(text: str, path: str) -> Problem:
    depth = 0
    offset = 0
    for match in re.finditer(r"[\[{]|[\]}]|^", text):
        depth += (match[0] in "[{") - (match[0] in "]}") if match[0] else 0
        offset = match.start()
        if depth > NESTING_LIMIT:
            break
    if depth <= NESTING_LIMIT:  # then it is a key of many parts
        dotted = _DOTTED.search(text)
        offset = dotted.start() if dotted else 0
    line, column = line_and_column(text, offset)
    return Problem(
        path=path,
        line=line,
        column=column,
        code="too-deep",
        message=f"values nested more than {NESTING_LIMIT} deep are not read",
        hint="write the value flatter",
    )


def _too_large(text: str, path: str) -> Problem:
    digits = re.search(r"(?<![\w.])[+-]?\d[\d_]{4000,}", text)
    line, column = line_and_column(text, digits.start() if digits else 0)
    return Problem(
        path=path,
        line=line,
        column=column,
        code="too-large",
        message="a number is too large to read" if digits else "a key or value is too large to read",
        hint="put long strings of digits in quotes",
    )
