"""What is wrong with a file of the library, and where: one value for the screen, the commands and the tests."""

from typing import Literal

import msgspec

Severity = Literal["error", "warning"]


def advised(message: str, hint: str | None) -> str:
    """What is wrong and what to do about it, as one line; both may quote a file and are not cleaned here."""
    return f"{message}; {hint}" if hint else message


class Refused(Exception):  # noqa: N818 - nothing was done, which is what the name says
    """Something was asked for and not done, and what was there stands as it was.

    Args:
        message: Why, as a sentence without its full stop.
        hint: What to do about it, as an instruction.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def advice(self) -> str:
        """Why it was not done and what to do, as one line."""
        return advised(self.message, self.hint)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong at one place, with its remedy.

    `line` and `column` count from 1, the column in characters; both are 1 where the file as a whole is meant.
    `message` and `hint` may quote the file, so they go through `safe_text` before they are shown.
    """

    path: str
    """Path of the file relative to the library, with `/` between parts."""
    line: int = 1
    column: int = 1
    severity: Severity = "error"
    code: str
    """A stable short name, e.g. `wrong-type`."""
    key: str | None = None
    """The dotted key that is meant, e.g. `release.upc`."""
    message: str
    hint: str | None = None
    """The remedy, as an instruction."""

    @property
    def advice(self) -> str:
        """What is wrong and what to do about it, as one line."""
        return advised(self.message, self.hint)

    @property
    def place(self) -> str:
        """Where it is, as compilers write it: `path:line:column`."""
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Sort key: by file, then from the top of it down."""
        return self.path, self.line, self.column, self.code
