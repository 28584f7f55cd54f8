"""Keys, pastes and the mouse as the bytes that a terminal sends, read by the same parser as on a real one."""

import codecs
from typing import Any

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers import linux_driver
from textual.keys import _character_to_key

PASTE_BEGIN, PASTE_END = b"\x1b[200~", b"\x1b[201~"
"""What a terminal puts round a pasted text, so that its letters are no commands."""

_MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4, "super": 8}
"""The bits of Kitty's protocol, for what has no bytes of its own in xterm's."""
_OFTEN = {"home": "\x1b[H", "end": "\x1b[F", "backspace": "\x7f"}
"""What terminals send today where Textual knows of several sequences."""


def _sequences() -> dict[str, str]:
    known: dict[str, str] = {}
    for sequence, keys in ANSI_SEQUENCES_KEYS.items():
        if isinstance(keys, tuple) and len(keys) == 1:
            known.setdefault(keys[0].value, sequence)
    return {_character_to_key(letter): letter for letter in map(chr, range(0x20, 0x7F))} | known | _OFTEN


_SEQUENCES = _sequences()


def bytes_of(key: str) -> bytes:
    """What a terminal sends for a key, named as Textual names it, or for a character."""
    if len(key) == 1:
        return key.encode()
    if (sequence := _SEQUENCES.get(key)) is not None:
        return sequence.encode()
    *modifiers, letter = key.split("+")
    assert modifiers, f"no such key: {key}"
    assert len(letter) == 1, f"no such key: {key}"
    return f"\x1b[{ord(letter)};{1 + sum(_MODIFIERS[name] for name in modifiers)}u".encode()


def click_at(x: int, y: int) -> bytes:
    """What a terminal sends for a click on the cell in column `x` of line `y`, both counted from 0."""
    return f"\x1b[<0;{x + 1};{y + 1}M\x1b[<0;{x + 1};{y + 1}m".encode()


def wheel_at(x: int, y: int, *, is_down: bool) -> bytes:
    """What a terminal sends for one notch of the wheel over the cell in column `x` of line `y`."""
    return f"\x1b[<{65 if is_down else 64};{x + 1};{y + 1}M".encode()


class Keyboard:
    """The user's end of a terminal: what it sends goes through decoder and parser as in Textual's own driver."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._decoder: codecs.IncrementalDecoder = linux_driver.getincrementaldecoder("utf-8")()  # type: ignore[attr-defined]
        self._parser = XTermParser()

    def send(self, data: bytes) -> None:
        """Send bytes, which the program gets in one read."""
        driver = self._app._driver
        assert driver is not None
        for message in self._parser.feed(text) if (text := self._decoder.decode(data)) else ():
            driver.process_message(message)

    def wait(self) -> None:
        """Send nothing for so long that an ESC that came is the key and no longer the beginning of a sequence."""
        driver = self._app._driver
        assert driver is not None
        if self._parser._timeout_time is not None:
            self._parser._timeout_time = 0.0
        for message in self._parser.tick():
            driver.process_message(message)
