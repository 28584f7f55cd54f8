"""Boxes of text: keys take effect in the order in which they come, and what terminals paste and drop is understood."""

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events, on
from textual.app import App, ComposeResult

from conftest import examples
from disctui.tui.key_queue import KeyHandled, KeyQueue
from disctui.tui.widgets.line_input import LineInput, dropped_path
from disctui.tui.widgets.text_box import TextBox
from tui.keyboard import PASTE_BEGIN, PASTE_END, Keyboard, bytes_of

_EDITING = (
    "backspace", "delete", "left", "right", "up", "down", "home", "end", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+left",
    "shift+left", "shift+home", "ctrl+a", "ctrl+e", "enter",
)  # fmt: skip
_LETTERS = st.sampled_from("ab é映~/").map(str.encode)
_PASTES = st.text("xy \n\r\té", max_size=6).map(lambda text: PASTE_BEGIN + text.encode() + PASTE_END)
_KEYS = st.lists(
    st.one_of(_LETTERS, _LETTERS, st.sampled_from(_EDITING).map(bytes_of), st.just(b"\x1b[32u"), _PASTES), max_size=25
)


class _Boxes(App[None]):
    """One box of each kind, the lines that enter ended and how often a line changed; keys wait as in the program."""

    def __init__(self) -> None:
        super().__init__()
        self.entered: list[str] = []
        self.changes = 0
        self._keys = KeyQueue(self, super().on_event, lambda: False, lambda _: None)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._keys.put(event)
        else:
            await super().on_event(event)

    @on(KeyHandled)
    async def _key_handled(self, event: KeyHandled) -> None:
        await self._keys.handled(event.number)

    async def keys_taken(self) -> None:
        """Wait until no key waits for the one before."""
        while self._keys._waiting or self._keys._is_handed_on:
            await asyncio.sleep(0)

    @on(LineInput.Changed)
    def _changed(self) -> None:
        self.changes += 1

    def compose(self) -> ComposeResult:
        yield LineInput(take_line=self.entered.append)
        yield TextBox()


async def _typed(box: type[LineInput | TextBox], *ways: list[bytes]) -> list[tuple[str, object, list[str]]]:
    """What a box holds, where its cursor stands and what was entered, for each of several ways of typing.

    Args:
        box: Its kind; each of the ways gets a new one.
        ways: What the keyboard hands over, read by read.
    """
    found: list[tuple[str, object, list[str]]] = []
    app = _Boxes()
    async with app.run_test() as pilot:
        for reads in ways:
            keyboard = Keyboard(app)
            await app.recompose()
            app.entered.clear()
            widget = app.query_one(box)
            widget.focus()
            await pilot.pause()
            for data in reads:
                keyboard.send(data)
                if len(reads) > 1:
                    await pilot._wait_for_screen()
            keyboard.wait()
            await pilot.pause()
            await app.keys_taken()
            await pilot.pause()
            text = widget.value if isinstance(widget, LineInput) else widget.text
            found.append((text, widget.selection, app.entered.copy()))
    return found


@pytest.mark.parametrize("box", [LineInput, TextBox])
@examples(12)
@given(keys=_KEYS, cuts=st.lists(st.integers(0, 200), max_size=8))
def test_keys_give_the_same_however_they_are_cut_into_writes(
    box: type[LineInput | TextBox], keys: list[bytes], cuts: list[int]
) -> None:
    whole = b"".join(keys)
    places = sorted({0, len(whole), *(cut for cut in cuts if cut < len(whole))})
    reads = [whole[start:end] for start, end in pairwise(places)]

    one_by_one, cut, at_once = asyncio.run(_typed(box, keys, reads, [whole]))
    assert one_by_one == cut == at_once


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Amazonn\x7f.de", "Amazon.de"),
        (b"Zavvvi\x7f\x7fi", "Zavvi"),
        (b"old\x152021-01-01", "2021-01-01"),
        (b"long\x1b[32uquay", "long quay"),
        (b"long\x1b[32;2uquay", "long quay"),
        (b"long\x1b[32;129uquay", "long quay"),
        (PASTE_BEGIN + b"Glass" + PASTE_END, "Glass"),
        (PASTE_BEGIN + b"\rShelf 9" + PASTE_END, "Shelf 9"),
        (PASTE_BEGIN + b"Shelf\r9\r" + PASTE_END, "Shelf 9"),
        (b"kept" + PASTE_BEGIN + b"\r\n" + PASTE_END, "kept"),
        (PASTE_BEGIN + b"a\x07b" + PASTE_END, "ab"),
    ],
)
async def test_a_line_of_text_holds_what_was_typed_and_pasted(data: bytes, text: str) -> None:
    assert (await _typed(LineInput, [data]))[0][0] == text


async def test_letters_that_come_together_change_a_box_together() -> None:
    app = _Boxes()
    async with app.run_test() as pilot:
        Keyboard(app).send(b"letyat zhuravli\x7f\x7fiy")
        await pilot.pause()
        await app.keys_taken()
        await pilot.pause()
        assert app.query_one(LineInput).value == "letyat zhuraviy"
        assert app.changes <= 6, "not a change, a search and a picture for each letter"
        box = app.query_one(TextBox)
        box.focus()
        Keyboard(app).send(b"abc")
        await pilot.pause()
        await app.keys_taken()
        assert box.text == "abc"


async def test_enter_takes_what_was_typed_before_it_and_not_what_comes_after() -> None:
    assert (await _typed(LineInput, [b"one\rtwo\r"]))[0][2] == ["one", "onetwo"]


async def test_a_paste_into_lines_keeps_its_line_ends() -> None:
    [(text, _, _)] = await _typed(TextBox, [PASTE_BEGIN + b"One\rTwo\r\nThree\nFour" + PASTE_END])
    assert text == "One\nTwo\nThree\nFour"


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/tmp/My\\ Exports/a\\ b.csv ", "/tmp/My Exports/a b.csv"),
        ("'/tmp/My Exports/a b.csv' ", "/tmp/My Exports/a b.csv"),
        ('"/tmp/My Exports/a b.csv"', "/tmp/My Exports/a b.csv"),
        ("file:///tmp/My%20Exports/a%20b.csv\r\n", "/tmp/My Exports/a b.csv"),
        ("file://localhost/tmp/a.csv", "/tmp/a.csv"),
        ("/tmp/it's here.csv", "/tmp/it's here.csv"),
        ("/tmp/caf\u00e9 \u00b7 x.csv", "/tmp/caf\u00e9 \u00b7 x.csv"),
        ("~/a.csv", "~/a.csv"),
        ("'unclosed.csv", "'unclosed.csv"),
    ],
)
def test_a_dropped_file_is_understood(typed: str, path: str) -> None:
    assert dropped_path(typed) == path


def test_a_path_with_a_backslash_before_a_letter_stays_as_it_is(tmp_path: Path) -> None:
    assert dropped_path(f"{tmp_path}/a\\b.csv") == f"{tmp_path}/a\\b.csv"
