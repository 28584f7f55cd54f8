"""From bytes to a TOML document, with the place, reason and remedy where they are none.

`tomli` decides what a file says, on every Python; a byte-order mark is passed over. Whatever it raises, and it
raises more than `TOMLDecodeError`, ends here as one `Problem`.
"""

import re
from typing import NamedTuple

import tomli

from disctui.problem import Problem
from disctui.release import TOML

BOM = b"\xef\xbb\xbf"
NESTING_LIMIT = 32
"""Tables and lists inside one another that are read at most."""


class Broken(Exception):  # noqa: N818 - it is a state of the file, not a mistake of the caller
    """The bytes are no TOML document; holds the problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def decode(data: bytes, path: str) -> str:
    """The text of a file, without its byte-order mark.

    Raises:
        Broken: it isn't UTF-8.
    """
    if data.startswith(BOM):
        data = data[len(BOM) :]
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
        raise Broken(_syntax_problem(text, error, path)) from None
    except RecursionError:
        raise Broken(_too_deep(text, path)) from None
    except ValueError:  # an integer of more than 4,300 digits, and tomli's own limits
        raise Broken(_too_large(text, path)) from None
    if _is_deep(document, NESTING_LIMIT):
        raise Broken(_too_deep(text, path))
    return document


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The place of the character at `offset`, both from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _not_utf8(data: bytes, error: UnicodeDecodeError, path: str) -> Problem:
    hint = "save the file as UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[1:2] == b"\0":
        return Problem(path=path, code="not-utf8", message="the file is UTF-16, not UTF-8", hint=hint)
    before = data[: error.start].decode("utf-8", "replace")
    line, column = line_and_column(before, len(before))
    value = data[error.start]
    message = f"byte 0x{value:02x} is not UTF-8"
    if value >= 0xA0:
        message += f'; it looks like Latin-1 for "{chr(value)}"'
    return Problem(path=path, line=line, column=column, code="not-utf8", message=message, hint=hint)


def _is_deep(value: TOML, left: int) -> bool:
    if isinstance(value, dict):
        return left == 0 or any(_is_deep(item, left - 1) for item in value.values())
    if isinstance(value, list) and value:
        return left == 0 or any(_is_deep(item, left - 1) for item in value if isinstance(item, list | dict))
    return False


def _too_deep(text: str, path: str) -> Problem:
    depth = 0
    offset = 0
    for match in re.finditer(r"[\[{]|[\]}]|^", text):
        depth += (match[0] in "[{") - (match[0] in "]}") if match[0] else 0
        offset = match.start()
        if depth > NESTING_LIMIT:
            break
    line, column = line_and_column(text, offset if depth > NESTING_LIMIT else 0)
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


class _Remedy(NamedTuple):
    """A reason and remedy for a line that looks a certain way, tried in order where the parser stopped."""

    sign: re.Pattern[str]
    message: str
    hint: str
    code: str = "syntax"


_REMEDIES = (
    _Remedy(
        re.compile(r"^(<<<<<<<|=======$|>>>>>>>)"),
        "git's merge conflict markers are still in the file",
        "choose one side, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
        "merge-conflict",
    ),
    _Remedy(
        re.compile("[=\\[,]\\s*[“”„«‘’]"),
        "typographic quotes do not enclose text",
        'use straight quotes: "..."',
    ),
    _Remedy(
        re.compile(r"=\s*[+-]?\d+,\d+\s*(#.*)?$"),
        "a comma does not part a number's decimals",
        "write a point: 12.50",
    ),
    _Remedy(
        re.compile(r"=\s*[+-]?0\d+\s*(#.*)?$"),
        "a number can't begin with a zero",
        'leave the zero out, or put a code in quotes: "0972"',
    ),
    _Remedy(
        re.compile(r"=\s*[$€£¥]"),
        "an amount has no currency sign",
        'write the number alone, and the currency as currency = "USD"',
    ),
    _Remedy(re.compile(r"=\s*(True|False|yes|no|Yes|No)\s*(#.*)?$"), "that is no TOML value", "write true or false"),
    _Remedy(re.compile(r"=\s*(#.*)?$"), "the value is missing", "write a value, or delete the line"),
    _Remedy(re.compile(r"^\s*[\w.\-\"']+\s*:\s*\S"), "a key and its value are joined by =, not by :", "write key = value"),
    _Remedy(re.compile(r"^\s*//|^\s*;|^\s*/\*"), "a comment begins with #", "write # instead"),
)
_DATE = re.compile(r"=\s*(\d{4}-\d{2}-\d{2})")


def _syntax_problem(text: str, error: tomli.TOMLDecodeError, path: str) -> Problem:
    line, column = error.lineno, error.colno
    lines = text.split("\n")
    if not text.strip("\0 \r\n\t") and "\0" in text:
        return Problem(
            path=path, code="syntax", message="the file is all zero bytes", hint="restore it from a backup"
        )
    source = lines[line - 1] if line <= len(lines) else ""
    at_end = error.pos >= len(text.rstrip())
    message = _in_words(str(error.msg))
    hint: str | None = None
    code = "syntax"
    for number, candidate in ((line, source), *(((line - 1, lines[line - 2]),) if line > 1 else ())):
        for remedy in _REMEDIES:
            found = remedy.sign.search(candidate.rstrip("\r"))
            if found and (number == line or remedy.code == "merge-conflict"):
                line, column = number, found.start() + 1 if number != line else column
                message, hint, code = remedy.message, remedy.hint, remedy.code
                break
        if hint:
            break
    if hint is None:
        message, hint = _guess(message, source, column, at_end=at_end)
    return Problem(path=path, line=line, column=column, code=code, message=message, hint=hint)


def _in_words(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")


def _guess(message: str, source: str, column: int, *, at_end: bool) -> tuple[str, str | None]:
    lowered = message.lower()
    if "overwrite" in lowered or "declare" in lowered or "mutate" in lowered or "duplicate" in lowered:
        key = source.partition("=")[0].strip() or source.strip()
        return f"{key} stands here a second time", "keep one of the two"
    if "expected '='" in lowered:
        return "a key without a value", "write key = value; put text in quotes"
    if "invalid statement" in lowered:
        return "a key has letters that need quotes", 'write "key" = value'
    if "date" in lowered or _DATE.search(source):
        return "that date does not exist", "write year-month-day, e.g. 2020-03-24"
    if "escape" in lowered or "hex value" in lowered or "\\" in source[column - 2 : column + 1]:
        return message, "double the backslash, or use single quotes: 'C:\\films'"
    if "unterminated" in lowered or "illegal character '\\n'" in lowered or "closing" in lowered or at_end:
        return (
            "a quote or bracket is opened and never closed" if at_end else "the text is not closed on its line",
            'close it, or use """ for text of several lines',
        )
    if "invalid value" in lowered:
        return "that is no TOML value", 'put text in quotes: "..."'
    if "expected newline" in lowered:
        return "more stands on the line than one value", 'put text in quotes, and put \\ before a " inside it'
    return message, None
