"""Keys of the format that a file has as comments, as a new file has all that are not filled in yet."""

import re
from collections.abc import Mapping

from disctui.release.model import Key, Kind, keys
from disctui.release_file.layout import Span

_EXAMPLES: Mapping[Kind, str] = {
    Kind.TEXT: '""',
    Kind.LONG_TEXT: '""',
    Kind.TEXTS: '[""]',
    Kind.TEXT_OR_WHOLE: '""',
    Kind.WHOLE: "2000",
    Kind.NUMBER: "90",
    Kind.AMOUNT: "0.00",
    Kind.BOOLEAN: "true",
    Kind.DATE: "2024-12-31",
    Kind.PARTIAL_DATE: "2024-12-31",
    Kind.DATES: "[2024-12-31]",
    Kind.CHOICE: '"owned"',
    Kind.CURRENCY: '"USD"',
    Kind.UPC: '""',
    Kind.URL: '"https://"',
    Kind.PICTURE: '"cover.jpg"',
    Kind.TARGET: "0.00",
    Kind.FILMS: '[{ title = "" }]',
    Kind.LOANS: '[{ to = "" }]',
}
_MARK = "# "


def commented(key: Key, head: str) -> str:
    """The line of a key that is not filled in yet: an example, and what the key is.

    Args:
        key: Of the format.
        head: Its last name, blanks and `= `.
    """
    example = "4.5" if key.name == "collection.rating" else _EXAMPLES[key.kind]
    return f"{_MARK}{head}{example}  # {key.description}"


def commented_lines(data: bytes, within: Span, name: str) -> list[Span]:
    """The lines of a stretch of text that have a key as a comment, whatever its value is there.

    Args:
        data: The text.
        within: The stretch.
        name: The last name of the key.
    """
    found = re.compile(rb"^[ \t]*#[ \t]*" + re.escape(name.encode()) + rb"[ \t]*=[^\r\n]*", re.MULTILINE)
    return [Span(*one.span()) for one in found.finditer(data, *within)]


def head_of(line: str, key_name: str) -> str | None:
    """What comes before the value in a line that `commented` made; None where somebody has written anything in it.

    Args:
        line: Of a text, without its line end.
        key_name: The dotted name of the key.
    """
    key = keys().get(key_name)
    name, equals, _ = line.removeprefix(_MARK).partition("= ")
    return name + equals if key is not None and line == commented(key, name + equals) else None
