"""Changes of single fields, in one file or many: understood and previewed here, written by the `Editor`.

The forms of the browser, its changes to many releases and `disctui set` are all made of these. A plan says what
would change and touches nothing; applying it says exactly what was done.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from disctui.editing.typed_values import LISTS, ChangeError, NearMissError, checked, key_for, key_path, typed
from disctui.problem import advised
from disctui.release.model import TABLES, TOML
from disctui.release_file.layout import KeyPath
from disctui.release_file.parsing import decode, parse
from disctui.release_file.reading import Reading, read_release
from disctui.release_file.writing import EditRefused, add_to_list, remove_from_list, remove_key, set_value

__all__ = ["Change", "ChangeError", "Edit", "NearMissError", "Plan", "Refusal", "plan"]

Operation = Literal["=", "+=", "-=", "!"]
_CHANGE = re.compile(
    r"""\s*(?P<key>(?:[A-Za-z0-9_.\[\]-]|"(?:[^"\\]|\\.)*"|'[^']*')+?)\s*(?:(?P<operation>\+=|-=|=)(?P<value>.*)|!\s*)""",
    re.DOTALL,
)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of one field: `=` sets it, `+=` and `-=` add and remove values of a list, `!` removes the key."""

    path: KeyPath
    operation: Operation
    value: TOML = None
    """What is set; a list of values for `+=` and `-=`; None for `!`."""

    @classmethod
    def parse(cls, text: str, *, is_own: bool = False) -> "Change":
        """The change that `key=value`, `key+=value`, `key-=value` or `key!` stands for.

        Args:
            text: One of these.
            is_own: Whether a key that is a near miss of one of the format is meant as it is written.

        Raises:
            NearMissError: its key is such a near miss, and not meant so.
            ChangeError: it is none, or the model does not take the value.
        """
        found = _CHANGE.fullmatch(text)
        if found is None:
            raise ChangeError(f"{text} is not a change", "write key=value, key+=value, key-=value or key!")
        return cls.of(found["key"], found["operation"] or "!", found["value"] or "", is_own=is_own)

    @classmethod
    def of(cls, key: str, operation: str, text: str = "", *, is_own: bool = False) -> "Change":
        """The change of `key` by what one types into a form: TOML, or plain text where the key takes text.

        Raises:
            NearMissError: the key is a near miss of one of the format, and not meant as it is written (`is_own`).
            ChangeError: the model does not take the value.
        """
        path = key_path(key)
        if operation == "!":
            return cls.to(path, None, is_own=is_own)
        return cls.with_value(path, operation, typed(key_for(path, is_own=is_own), text), is_own=is_own)

    @classmethod
    def to(cls, path: KeyPath, value: TOML, *, is_own: bool = False) -> "Change":
        """The change that makes `value` the whole value at `path`, or removes it where `value` is None.

        Raises:
            ChangeError: there is no such key, or the model does not take the value.
        """
        if value is not None:
            return cls.with_value(path, "=", value, is_own=is_own)
        if path == ("title",) or (path[0] == "films" and path[2:] == ("title",)):
            raise ChangeError("a title can't be removed", "set another one: title=...")
        if path[:2] == ("collection", "loans") and path[3:] == ("to",):
            raise ChangeError("a loan needs whom it was lent to", "remove the loan as a whole, or set another person")
        if path[0] not in TABLES or len(path) > 1:
            key_for(path, is_own=is_own)
        return cls(path=path, operation="!")

    @classmethod
    def with_value(cls, path: KeyPath, operation: str, value: TOML, *, is_own: bool = False) -> "Change":
        """The change by a value of TOML; a single one may stand for a list of one.

        Raises:
            ChangeError: there is no such key, or the model does not take the value.
        """
        key = key_for(path, is_own=is_own)
        if operation == "=":
            return cls(path=path, operation="=", value=checked(key, value))
        if key is not None and key.kind not in LISTS:
            raise ChangeError(f"{key.name} holds one value, not a list", f"set it as a whole: {key.name}=...")
        values = value if isinstance(value, list) else [value]
        if operation == "+=":
            return cls(path=path, operation="+=", value=checked(key, values))
        return cls(path=path, operation="-=", value=values)  # what is wrong must be removable

    def __str__(self) -> str:
        names = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in self.path)
        if self.operation == "!":
            return f"{names.removeprefix('.')}!"
        return f"{names.removeprefix('.')}{self.operation}{self.value}"

    def apply_to(self, text: bytes) -> bytes:
        """`text` with this change; unchanged where it says so already.

        Raises:
            EditRefused: it can't be made without harm.
        """
        if self.operation == "=":
            return set_value(text, self.path, self.value)
        if self.operation == "+=":
            return add_to_list(text, self.path, self.value)
        if self.operation == "-=":
            return remove_from_list(text, self.path, self.value)
        return remove_key(text, self.path)


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """What shall become of one file: a change of fields, a text that was edited as a whole, or a new file."""

    path: str
    """Relative to the library."""
    before: bytes | None
    """What was read, and must still be there when it is written; None where the file is to be made."""
    after: bytes

    @property
    def diff(self) -> str:
        """The difference as a unified diff; it quotes the file, so `safe_text` must see it before a screen does."""
        old, new = _lines(self.before or b""), _lines(self.after)
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in difflib.unified_diff(old, new, self.path, self.path)
        )


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Why a planned change of a file is refused."""

    path: str
    message: str
    hint: str | None = None

    @property
    def advice(self) -> str:
        """Why and what to do about it, as one line."""
        return advised(self.message, self.hint)


class Plan(msgspec.Struct, frozen=True):
    """What would change; nothing is written yet. Every file is in one of the three."""

    edits: tuple[Edit, ...]
    refused: tuple[Refusal, ...] = ()
    unchanged: tuple[str, ...] = ()
    """Files that have the wanted value already."""


def _lines(data: bytes) -> list[str]:
    """Lines as TOML ends them: other separators that Python knows stay within their line."""
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    return [f"{line}\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def plan(files: Mapping[str, bytes], changes: Sequence[Change]) -> Plan:
    """What `changes` would do to `files`, given by path relative to the library; in each file all of them or none."""
    edits, refused, unchanged = [], [], []
    for path, before in files.items():
        after = before
        try:
            _counts_as_read(path, before, changes)
            for change in changes:
                after = change.apply_to(after)
            _still_reads(path, before, after)
        except EditRefused as error:
            refused.append(Refusal(path=path, message=error.message, hint=error.hint))
            continue
        if after == before:
            unchanged.append(path)
        else:
            edits.append(Edit(path=path, before=before, after=after))
    return Plan(tuple(edits), tuple(refused), tuple(unchanged))


def _counts_as_read(path: str, before: bytes, changes: Sequence[Change]) -> None:
    """Refuse to change films by number from one on that was left out as it has no title; it may be given one."""
    changed = [change.path[1:] for change in changes if change.path[0] == "films" and len(change.path) > 1]
    last = max((number for number, *_ in changed if isinstance(number, int)), default=None)
    release = read_release(before, path).release if last is not None else None
    if last is None or release is None:
        return
    written = parse(decode(before, path), path).get("films")
    if not isinstance(written, list) or len(written) == len(release.films):
        return
    titles = [film.title.split() for film in release.films]
    for number, film in enumerate(written[: last + 1]):
        title = film.get("title") if isinstance(film, dict) else None
        if number >= len(titles) or not isinstance(title, str) or title.split() != titles[number]:
            if number == last and all(path == (number, "title") for path in changed if path[0] == number):
                return  # it is given one
            message = f"film {number + 1} of the file has no title, so those behind it can't be counted"
            raise EditRefused(message, f"give films[{number + 1}] a title first, in the file")


def _still_reads(path: str, before: bytes, after: bytes) -> None:
    """Refuse what would make a good field bad: the format, not only TOML, must take the result."""
    if after == before:
        return
    known = _errors(read_release(before, path))
    reading = read_release(after, path)
    for (code, key), (message, hint) in _errors(reading).items():
        if (code, key) not in known:
            raise EditRefused(message, hint)


def _errors(reading: Reading) -> dict[tuple[str, str | None], tuple[str, str | None]]:
    return {
        (problem.code, problem.key): (problem.message, problem.hint)
        for problem in reading.problems
        if problem.severity == "error"
    }
