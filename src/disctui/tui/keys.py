"""Names of keys: as a person writes and reads them, and as Textual calls them."""

import string
from typing import Final

from textual.events import Key
from textual.keys import Keys, key_to_character

from disctui.tui.textual_patches import character_to_key

_NAMES: Final = {
    "escape": "esc", "pagedown": "pgdn", "pageup": "pgup", "up": "↑", "down": "↓", "left": "←", "right": "→",
} | {f"f{number}": f"F{number}" for number in range(1, 25)}  # fmt: skip
_KEYS: Final = {name.lower(): key for key, name in _NAMES.items()} | {
    "return": "enter",
    "del": "delete",
    "ins": "insert",
}
_MODIFIERS: Final = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_NAMED: Final = {key.value for key in Keys if "+" not in key.value and not key.value.startswith("<")}
_CHARACTERS: Final = {character_to_key(character): character for character in string.punctuation}


def _character(key: str) -> str | None:
    """The character of a key without modifiers; None where it has none that is shown."""
    character = _CHARACTERS.get(key) or key_to_character(key)
    return character if character is not None and character.isprintable() else None


def key_name(key: str) -> str:
    """A key as a person reads it: `slash` is "/"."""
    *modifiers, base = key.split("+")
    if base == "space":
        return key
    return "+".join([*modifiers, _character(base) or _NAMES.get(base, base)])


def textual_key(name: str) -> str:
    """A key as Textual names it, from what a person writes in config.toml: "/" is `slash`."""
    name = name.strip() or name
    *modifiers, base = [name] if len(name) == 1 else name.split("+")
    if len(base) == 1:
        base = base.lower() if modifiers and modifiers != ["shift"] else base
        base = _KEYS.get(base, character_to_key(base))
    else:
        base = _KEYS.get(base.lower(), base.lower())
    modifiers = [one.strip().lower() for one in modifiers]
    if modifiers == ["shift"] and len(base) == 1:
        return base.upper()  # terminals send the capital letter
    return "+".join([*sorted(modifiers), base])


def is_key(key: str) -> bool:
    """Whether there is a key that Textual calls so."""
    *modifiers, base = key.split("+")
    return set(modifiers) <= set(_MODIFIERS) and (base in _NAMED or is_text(base))


def is_text(key: str) -> bool:
    """Whether a key types a character, and so means nothing else in a box of text."""
    return "+" not in key and _character(key) is not None


def typed_character(event: Key) -> str | None:
    """The character that a key types; None where it types none.

    Terminals that speak the kitty protocol send some keys, shift+space among them, without their character.
    """
    if event.is_printable:
        return event.character
    if event.character is not None:
        return None
    *modifiers, base = event.key.split("+")
    if base == "space" and set(modifiers) <= {"shift"}:
        return " "
    return base if not modifiers and len(base) == 1 and base.isprintable() else None
