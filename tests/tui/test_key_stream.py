"""However a slow line cuts what a terminal sends, and however long it waits between, the keys are the same."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from textual import events
from textual._xterm_parser import XTermParser

from disctui.settings import Settings
from disctui.tui.key_stream import KeyStream
from tui.driving import Opener
from tui.keyboard import PASTE_BEGIN, PASTE_END, click_at

ARROW, ESC, DELETE, CLICK = b"\x1b[1;5C", b"\x1b", b"\x1b[3~", click_at(4, 5)


def _events(*reads: bytes) -> list[str]:
    """What Textual makes of some reads, each after a pause in which nothing came."""
    stream, parser = KeyStream("utf-8"), XTermParser()
    found: list[object] = []
    for data in reads:
        found += parser.feed(text) if (text := stream.decode(data)) else ()
        if parser._timeout_time is not None:
            parser._timeout_time = 0.0
        found += parser.tick()
    return [
        f"pasted {one.text}"
        if isinstance(one, events.Paste)
        else one.key
        if isinstance(one, events.Key)
        else type(one).__name__
        for one in found
    ]


@pytest.mark.parametrize(
    ("reads", "wanted"),
    [
        ((PASTE_BEGIN + b"abc\x1b[20", b"1~", b"x"), ["pasted abc", "x"]),
        ((PASTE_BEGIN + b"abc\x1b", b"[201~", b"x"), ["pasted abc", "x"]),
        ((b"\x1b[20", b"0~abc" + PASTE_END, b"x"), ["pasted abc", "x"]),
        ((PASTE_BEGIN + b"a\x1b[Aq" + b"b" * 50 + PASTE_END,), ["pasted a[Aq" + "b" * 50]),
        ((b"\x1b[<0;5", b";5M", b"x"), ["MouseDown", "x"]),
        ((b"\x1bj",), ["escape", "j"]),
        ((b"\x1b:",), ["escape", "colon"]),
        ((b"\x1b\r",), ["escape", "enter"]),
        ((b"\x1b\x1bOP",), ["escape", "f1"]),
        ((b"\x1b", b"j"), ["escape", "j"]),
        ((b"\x1b\x7f",), ["ctrl+w"]),
        ((b"\xe6\x98", b"\xa0"), ["映"]),
    ],
)
def test_no_key_is_lost_or_becomes_another(reads: tuple[bytes, ...], wanted: list[str]) -> None:
    assert _events(*reads) == wanted


def test_escape_and_many_letters_are_escape_and_those_letters() -> None:
    """Textual takes thirty of them for a sequence, and types "^" for the escape."""
    assert _events(b"\x1b" + b"k" * 40) == ["escape", *["k"] * 40]


_UNITS = some.sampled_from([b"a", b"Z", b"\r", b"\x15", "é映".encode(), ARROW, DELETE, CLICK, b"\x1b[A", b"\x1b[201~"])
_PASTES = some.text("ab\r é映[~;01", max_size=9).map(lambda text: PASTE_BEGIN + text.encode() + PASTE_END)


@given(some.lists(some.one_of(_UNITS, _PASTES), max_size=8), some.lists(some.integers(0, 99), max_size=5))
def test_cuts_and_pauses_change_nothing(units: list[bytes], cuts: list[int]) -> None:
    """But for a cut right after an escape outside of a paste: nobody can tell it from the key."""
    data = b"".join(units)
    places = [0, *sorted(at for at in set(cuts) if at < len(data) and not _is_ambiguous(data, at)), len(data)]
    reads = [data[start:end] for start, end in itertools.pairwise(places)]
    assert _events(*reads) == _events(*units)


def _is_ambiguous(data: bytes, at: int) -> bool:
    before = data[:at]
    is_pasting = before.rfind(PASTE_BEGIN) > before.rfind(PASTE_END)
    return not is_pasting and before.endswith((b"\x1b", b"\x1b["))


async def test_escape_and_a_letter_in_one_read_are_a_step_back_and_a_command(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.send(b"alien\x1b:")
        await browser.wait_for("Go to the search box")
        await browser.send(b"\x1b\x1b", b"\x1bj")
        assert browser.app.screen is browser.main
        assert browser.box.value == ""


async def test_a_key_with_alt_that_was_given_to_a_command_is_one_key(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf, settings=Settings(keys={"reverse": ("alt+r",)})) as browser:
        await browser.press("enter")
        await browser.send(b"\x1br")
        await browser.wait_for(lambda: browser.titles[:1] == ["Viridiana"], "the list reversed")
