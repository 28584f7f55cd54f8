"""Values as people write them, and changes by the names that people see: for forms, messages and the history."""

import datetime
from collections.abc import Sequence

from disctui.editing.changes import Change, ChangeError
from disctui.editing.typed_values import key_for
from disctui.release.model import TOML
from disctui.safe_text import clean

_HELD = 60
"""Characters of a value that a line quotes."""


def as_typed(value: TOML) -> str:
    """A value as one types it: a list has a line for each item."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(as_typed(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)


def shortened(value: TOML) -> str:
    """A value in one short line."""
    return clean(as_typed(value).replace("\n", ", "), _HELD)


def change_in_words(change: Change) -> str:
    """What a change does, e.g. "set My rating to 4.5"; a key of the owner's own is called as it is written."""
    try:
        key = key_for(change.path, is_own=True)
    except ChangeError:
        key = None
    if key is None:
        return f"set {change}"
    if change.operation == "!":
        return f"take out {key.label}"
    value = shortened(change.value)
    verbs = {"+=": f"add {value} to {key.label}", "-=": f"take {value} out of {key.label}"}
    return verbs.get(change.operation, f"set {key.label} to {value}")


def changes_in_words(changes: Sequence[Change]) -> str:
    """What several changes do, in one line."""
    return ", ".join(map(change_in_words, changes))
