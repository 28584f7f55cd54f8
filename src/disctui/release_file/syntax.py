"""A syntax error in words: where it is, what is wrong, and what to write instead.

`tomli` says where it stopped; what a person did there is told by what the line looks like.
"""

import re
from typing import NamedTuple

import tomli

from disctui.problem import Problem

LINE_READ = 2000
"""Characters of a line that are looked at for a remedy."""


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
        re.compile(r"=\s*\d{1,2}[./]\d{1,2}[./]\d{2,4}\s*(#.*)?$"),
        "a date is not written this way",
        "write year-month-day: 2020-03-24",
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
    _Remedy(
        re.compile(r"=\s*(None|null|nil|undefined)\s*(#.*)?$"),
        "TOML has no empty value",
        "delete the line: what is absent is unknown",
    ),
    _Remedy(re.compile(r"=\s*(#.*)?$"), "the value is missing", "write a value, or delete the line"),
    _Remedy(
        re.compile(r"^\s*[\w.\-\"']+\s*:\s*\S"), "a key and its value are joined by =, not by :", "write key = value"
    ),
    _Remedy(re.compile(r"^\s*//|^\s*;|^\s*/\*"), "a comment begins with #", "write # instead"),
    _Remedy(
        re.compile(r"^\s*[\w-]+( [\w-]+)+\s*="),
        "a key with a space in it needs quotes",
        'write "key of two words" = value',
    ),
    _Remedy(re.compile(r"^\s*\[+[^\]]*$"), "the name of a table is not closed", "write it as [table]"),
    _Remedy(
        re.compile(r"=\s*(\"[^\"]*\"|'[^']*'|[\w.+-]+)\s+[\w-]+\s*=", re.ASCII),
        "two keys stand on one line",
        "give each key a line of its own",
    ),
    _Remedy(
        re.compile(r"=\s*'[^']*'[^\s#]"),
        "an apostrophe ends the text that single quotes enclose",
        'use double quotes: "it\'s"',
    ),
)
_VALUE = r"(?:\"[^\"]*\"|'[^']*'|\[[^\]]*\]|[\w.+:-]+)"
_SHORT_DATE = re.compile(r"=\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*(?:#.*)?$", re.ASCII)
_SIGN_AT_END = re.compile(rf"=\s*{_VALUE}\s*([,;])\s*(?:#.*)?$")
_BARE_LIST = re.compile(rf"^\s*([^=\"']*?)\s*=\s*({_VALUE}(?:\s*,\s*{_VALUE})+)\s*,?\s*(?:#.*)?$")
_UNIT = re.compile(r"=\s*([+-]?\d+(?:\.\d+)?)\s*[^\W\d_][^#\"'=]*$", re.ASCII)
_CONTROL = re.compile(r"illegal character '(?:\\x([0-9a-f]{2})|\\[abfrv])'", re.IGNORECASE)
_IN_TEXT = re.compile("scalar value|escape|hex value")
_DATE = re.compile(r"=\s*(\d{4}-\d{2}-\d{2})")


def syntax_problem(text: str, error: tomli.TOMLDecodeError, path: str) -> Problem:
    """The problem at the place where the parser stopped.

    Args:
        text: The text of the file.
        error: What tomli raised on it.
        path: The file's path relative to the library.
    """
    if not text.strip("\0 \r\n\t") and "\0" in text:
        return Problem(path=path, code="syntax", message="the file is all zero bytes", hint="restore it from a backup")
    if (other := _other_file(text)) is not None:
        return Problem(path=path, code="syntax", message=other[0], hint=other[1])
    lines = text.split("\n")
    line, column = error.lineno, error.colno
    source = lines[line - 1].rstrip("\r")[:LINE_READ] if line <= len(lines) else ""
    message = str(error.msg).rstrip(".")
    if _is_duplicate(message):
        return _duplicate(lines, line, column, path)
    if "\r" in source:
        message, hint = "lines end in a bare carriage return", "save the file with line ends of Unix or Windows"
        return Problem(path=path, line=line, column=column, code="syntax", message=message, hint=hint)
    if not _is_inside_text(message) and (own := _of_the_line(source)) is not None:
        return Problem(path=path, line=line, column=column, code="syntax", message=own[0], hint=own[1])
    remedy, at_line = _remedy(lines, line)
    if remedy is not None and at_line != line:
        line, column = at_line, 1
    if remedy is not None and not _is_inside_text(message):
        return Problem(path=path, line=line, column=column, code=remedy.code, message=remedy.message, hint=remedy.hint)
    said, todo = _guess(text, message, source, column, at_end=error.pos >= len(text.rstrip()))
    return Problem(path=path, line=line, column=column, code="syntax", message=said, hint=todo)


def _other_file(text: str) -> tuple[str, str] | None:
    """Message and remedy for a text that was never meant to be TOML."""
    begin = text[:LINE_READ].lstrip()
    if begin.startswith("version https://git-lfs.github.com/"):
        return "the content is not here: this is a pointer of Git LFS", "fetch it: git lfs pull"
    if re.match(r"(?:\.\.?/)*(?:\.git)?/annex/objects/", begin):
        return "the content is not here: this is a pointer of git-annex", "fetch it: git annex get"
    if re.match(r"\{\s*(?:\"|\}|$)|\[\s*\{", begin):
        return "the file is JSON, not TOML", 'write title = "..." on a line of its own, or bring it in: disctui import'
    return None


def _of_the_line(source: str) -> tuple[str, str] | None:
    """Message and remedy that say what to write in place of a line."""
    if found := _SHORT_DATE.search(source):
        year, month, day = found.groups()
        if len(month) < 2 or len(day) < 2:
            return "month and day of a date have two digits", f"write {year}-{month:0>2}-{day:0>2}"
    if found := _SIGN_AT_END.search(source):
        return "a value ends with its line, and no sign comes after it", f"remove the {found[1]} at the end"
    if (found := _BARE_LIST.match(source)) and not re.fullmatch(r"[+-]?\d+,\d+", found[2]):
        return "several values stand where one belongs", f"put them in [ ]: {found[1]} = [{found[2]}]"
    if found := _UNIT.search(source):
        return "a number has no unit", f"write {found[1]}, or put what is text in quotes"
    return None


def _is_inside_text(message: str) -> bool:
    """Whether the parser stopped within quotes, where what the line looks like means nothing."""
    return _IN_TEXT.search(message.lower()) is not None or _CONTROL.search(message) is not None


def _remedy(lines: list[str], line: int) -> tuple[_Remedy | None, int]:
    for number in (line, line - 1):
        if not 1 <= number <= len(lines):
            continue
        for remedy in _REMEDIES:
            is_meant = number == line or remedy.code == "merge-conflict"
            if is_meant and remedy.sign.search(lines[number - 1].rstrip("\r")[:LINE_READ]):
                return remedy, number
    return None, line


def _guess(text: str, message: str, source: str, column: int, *, at_end: bool) -> tuple[str, str]:
    """Reason and remedy from what the parser says."""
    if "\0" in text:
        return "zero bytes stand in the file, as a crash leaves them", "restore it from a backup"
    if control := _CONTROL.search(message):
        code = control[1] or "0d"
        return f"a raw control character, 0x{code}, stands here", f'delete it, or write it as "\\u00{code}"'
    lowered = message.lower()
    if lowered.startswith("unclosed array") and not at_end and source[column - 1 : column] in {'"', "'"}:
        return "a comma is missing between two items", 'write ["...", "..."]'
    if at_end and not _IN_TEXT.search(lowered):
        return _OPEN.message, _OPEN.hint
    if _DATE.search(source):
        return _NO_DATE.message, _NO_DATE.hint
    said = next((words for words in _IN_WORDS if words.sign.search(lowered)), None)
    if said is not None:
        return said.message, said.hint
    return message[:1].lower() + message[1:], "see https://toml.io for what a line may be"


_OPEN = _Remedy(
    re.compile("$"), "a quote or bracket is opened and never closed", 'close it, or use """ for text of several lines'
)
_NO_DATE = _Remedy(re.compile("date"), "that date does not exist", "write year-month-day, e.g. 2020-03-24")
_IN_WORDS = (
    _Remedy(
        re.compile("scalar value"),
        "half a character is no character",
        "write the character itself in place of \\ud800 and its like",
    ),
    _Remedy(
        re.compile("escape|hex value"),
        "a backslash begins an escape that TOML does not have",
        "double the backslash, or use single quotes: 'C:\\films'",
    ),
    _Remedy(re.compile("expected '='"), "a key without a value", "write key = value; put text in quotes"),
    _Remedy(re.compile("invalid statement"), "a key has letters that need quotes", 'write "key" = value'),
    _NO_DATE,
    _Remedy(re.compile("table declaration"), "the name of a table is not closed", "write it as [table]"),
    _Remedy(
        re.compile(r"unterminated|illegal character '\\n'|closing"),
        "the text is not closed on its line",
        'close it, or use """ for text of several lines',
    ),
    _Remedy(
        re.compile("^unclosed"),
        "a list or table opened above is not closed",
        "close it with ] or }, and put commas between its items",
    ),
    _Remedy(re.compile("invalid value"), "that is no TOML value", 'put text in quotes: "..."'),
    _Remedy(
        re.compile("expected newline"),
        "more stands on the line than one value",
        'put text in quotes, and put \\ before a " inside it',
    ),
)
"""What tomli says, in words; tried in order on its message in small letters."""


def _is_duplicate(message: str) -> bool:
    return any(sign in message.lower() for sign in ("overwrite", "declare", "mutate", "duplicate"))


def _duplicate(lines: list[str], line: int, column: int, path: str) -> Problem:
    """The message for a key or table that is defined twice: it names both lines and points at the second."""
    begin = line
    while begin > 1 and not is_statement(lines[begin - 1]):
        begin -= 1
    source = lines[begin - 1].rstrip("\r")[:LINE_READ]
    is_header = source.lstrip().startswith("[")
    key = source.strip().partition("#")[0].strip() if is_header else source.partition("=")[0].strip()
    first = None
    for number in range(begin - 1, 0, -1):
        above = lines[number - 1].strip()
        if above.startswith("[") and not is_header:
            break
        if (above.partition("#")[0] if is_header else above.partition("=")[0]).strip() == key:
            first = number
    place = f"; the first is on line {first}" if first else ""
    message = f"{key} stands here a second time{place}"
    begins_at = len(source) - len(source.lstrip()) + 1
    return Problem(
        path=path,
        line=begin,
        column=begins_at if is_statement(source) else column,
        code="syntax",
        key=key.strip("[]\"' ") or None,
        message=message,
        hint="keep one of the two" if not is_header else "join the two under one header",
    )


_PART = r"(?:\"[^\"]*\"|'[^']*'|[\w-]+)"
_STATEMENT = re.compile(rf"\s*(?:\[|{_PART}(?:\s*\.\s*{_PART})*\s*=)")


def is_statement(line: str) -> bool:
    """Whether a line looks like the beginning of `key = value` or of a `[table]`."""
    return _STATEMENT.match(line[:LINE_READ]) is not None
