"""Names that are private to Textual and used all the same: each of these tests fails when one of them moves."""

import asyncio
import inspect
import re
from pathlib import Path

import pytest
import rich.control
import textual.content
from rich.segment import Segment
from textual import events, keys
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingsMap
from textual.cache import FIFOCache
from textual.containers import Vertical
from textual.css.model import RuleSet
from textual.dom import DOMNode
from textual.drivers import _writer_thread as writer_thread
from textual.drivers import linux_driver
from textual.geometry import Region, Size
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea
from textual.worker import Worker

from disctui.tui import textual_patches
from tui.driving import Opener


def test_control_characters_are_in_tables_that_can_be_added_to() -> None:
    textual_patches.patch_control_chars()
    assert rich.control._CONTROL_STRIP_TRANSLATE[0x1B] == "\u241b"
    assert textual.content._CONTROL_STRIP_TRANSLATE[0x1B] == "\u241b"


def test_the_thread_that_writes_has_a_queue_and_a_file() -> None:
    source = inspect.getsource(writer_thread.WriterThread)
    assert all(name in source for name in ("self._queue", "self._file", "def run("))


def test_bytes_of_the_keyboard_go_through_a_decoder_that_can_be_replaced() -> None:
    assert "getincrementaldecoder" in inspect.getsource(linux_driver.LinuxDriver)


def test_a_strip_has_what_textual_gives_it_though_its_caches_are_made_when_they_are_used() -> None:
    textual_patches.patch_strips()
    theirs = Strip.__new__(Strip)
    inspect.unwrap(Strip.__init__)(theirs, [Segment("text")], 4)
    ours = Strip([Segment("text")], 4)

    def told(strip: Strip) -> list[object]:
        values = [getattr(strip, name) for name in Strip.__slots__]
        return [value._maxsize if isinstance(value, FIFOCache) else value for value in values]

    assert told(ours) == told(theirs)
    assert ours._crop_cache is ours._crop_cache
    assert not hasattr(ours, "_another")


def test_the_key_of_a_character_is_told() -> None:
    assert textual_patches.character_to_key("/") == "slash"
    assert keys._character_to_key("?") == "question_mark"


def test_a_part_has_bindings_that_can_be_added_to() -> None:
    node = DOMNode()
    textual_patches.bind(node, [Binding("x,y", "go")])
    assert isinstance(node._bindings, BindingsMap)
    assert [binding.action for binding in node._bindings.get_bindings_for_key("y")] == ["go"]


def test_an_app_has_filters_and_says_that_it_ends() -> None:
    app = App[None]()
    assert isinstance(app._filters, list)
    assert app._exit is False
    assert app._batch_count == 0


def test_an_app_may_have_another_theme_before_its_styles_are_read() -> None:
    app = App[None]()
    textual_patches.begin_with_theme(app, "textual-light")
    assert app.theme == "textual-light"
    assert {"-theme-textual-light", "-light-mode"} <= app.classes
    assert not {"-dark-mode", "-theme-textual-dark"} & app.classes
    assert app.stylesheet._variables["background"] == app.get_css_variables()["background"]
    assert callable(app._refresh_truecolor_filter)


async def test_the_first_screen_can_be_exchanged_too() -> None:
    app = App[None]()
    async with app.run_test():
        first = app.screen
        assert first._result_callbacks == []
        assert callable(first._push_result_callback)
        for _ in range(2):
            await textual_patches.exchange_screen(app, another := Screen[None]())
            assert app.screen_stack == [another]
        assert not first.is_running


@pytest.mark.parametrize("box", [Input, TextArea])
def test_a_box_of_text_blinks(box: type[Input | TextArea]) -> None:
    assert callable(box._restart_blink)


def test_a_line_of_text_scrolls_to_its_cursor() -> None:
    assert callable(Input._watch_selection)


def test_a_screen_can_draw_one_part() -> None:
    assert callable(Screen._compositor_refresh)
    source = inspect.getsource(Screen)
    assert all(name in source for name in ("self._compositor.update_widgets", "self._dirty_widgets"))
    assert "_layout_required" in inspect.getsource(Screen._on_timer_update)
    assert callable(App._display)
    assert callable(Widget._exchange_repaint_regions)
    assert isinstance(App._background_screens, property)


async def test_what_a_part_posts_while_another_has_it_drawn_goes_all_the_way_up() -> None:
    class Drawn(Message):
        """The part was drawn."""

    class Part(Static):
        def render_lines(self, crop: Region) -> list[Strip]:
            self.post_message(Drawn())
            return super().render_lines(crop)

    class Around(Vertical):
        def on_mount(self) -> None:
            self.call_after_refresh(self.draw)

        def draw(self) -> None:
            seen.clear()
            textual_patches.draw_now(self.screen, self.query_one(Part).refresh())
            drawn.set()

    class Whole(App[None]):
        def compose(self) -> ComposeResult:
            with Around():
                yield Part("drawn")

        def on_drawn(self) -> None:
            seen.append("drawn")

    seen: list[str] = []
    drawn = asyncio.Event()
    async with Whole().run_test() as pilot:
        await asyncio.wait_for(drawn.wait(), 60)
        await pilot.pause()
        assert seen


async def test_a_part_is_drawn_past_textual_only_where_nothing_lies_over_it(
    shelf: object, open_browser: Opener
) -> None:
    async with open_browser(shelf, size=(120, 24)) as browser:
        rows, bar = browser.shelf, browser.shelf.vertical_scrollbar

        def place() -> Region | None:
            return textual_patches.uncovered(browser.app.screen._compositor.visible_widgets, rows, bar)

        assert place() == rows.region.shrink((0, 1, 0, 0)), "all but the column of the bar"
        assert textual_patches.uncovered({}, rows) is None
        assert textual_patches.uncovered({rows: (rows.region, Region(0, 0, 1, 1))}, rows) is None
        assert textual_patches.uncovered({bar: (bar.region,) * 2, rows: (rows.region,) * 2}, rows) is None
        browser.app.notify("over the last rows\nof\nthe list", timeout=600)
        await browser.wait_for_toast("over the last rows of the list")
        assert place() is None


async def test_a_screen_behind_a_dialog_is_laid_out_for_another_size_only(
    shelf: object, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[tuple[Widget, Size]] = []
    reflow = Compositor.reflow

    def noting(compositor: Compositor, parent: Widget, size: Size) -> object:
        laid_out.append((parent, size))
        return reflow(compositor, parent, size)

    monkeypatch.setattr(Compositor, "reflow", noting)
    async with open_browser(shelf) as browser:
        await browser.press("enter")
        laid_out.clear()
        await browser.press("question_mark")
        screens = [screen for screen, _ in laid_out]
        assert browser.app.screen in screens
        assert browser.main not in screens
        await browser.resize(100, 30)
        assert {(browser.main, Size(100, 30)), (browser.app.screen, Size(100, 30))} <= {*laid_out}


@pytest.mark.parametrize("key", ["", "colon"])
async def test_a_screen_that_is_told_of_two_sizes_at_once_takes_the_terminals_and_rests(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    laid_out: list[Size] = []
    reflow = Compositor.reflow

    def noting(compositor: Compositor, parent: Widget, size: Size) -> object:
        laid_out.append(size)
        return reflow(compositor, parent, size)

    async with open_browser(shelf, size=(100, 30)) as browser:
        await browser.press("enter", *filter(None, [key]))
        await browser.settled()
        monkeypatch.setattr(Compositor, "reflow", noting)
        for width, height in ((20, 6), (60, 20), (100, 30), (20, 6)):
            size = Size(width, height)
            browser.app.screen.post_message(events.Resize(size, size))
        await browser.settle()
        count = len(laid_out)
        await browser.settle()
        assert len(laid_out) == count, "it has come to rest"
        assert set(laid_out) <= {Size(100, 30)}
        assert browser.app.screen.size == Size(100, 30)


def test_a_rule_of_a_style_is_told_from_others_as_an_object() -> None:
    textual_patches.patch_styles()
    rules = [RuleSet(), RuleSet()]
    assert rules[0] == rules[1]
    assert len({*rules, rules[0]}) == 2


def test_errors_outside_of_a_handler_come_to_one_method_of_the_app() -> None:
    assert list(inspect.signature(App._handle_exception).parameters) == ["self", "error"]
    assert "_handle_exception" in inspect.getsource(Worker)
    assert "_handle_exception" in inspect.getsource(MessagePump)


def test_messages_are_dispatched_by_a_method_that_can_be_replaced() -> None:
    assert list(inspect.signature(MessagePump._dispatch_message).parameters) == ["self", "message"]


def test_a_screen_that_comes_back_can_be_told_not_to_style_all_again() -> None:
    assert events.ScreenResume().refresh_styles


def test_no_other_module_uses_or_overrides_what_is_private_to_textual() -> None:
    private = set()
    for base in {one for kind in (App, ModalScreen, Input, TextArea, Static, ScrollView) for one in kind.__mro__[:-1]}:
        private |= {name for name in vars(base) if name.startswith("_")}
        private |= set(re.findall(r"self\.(_[a-z]\w*)", inspect.getsource(base)))
    assert len(private) > 400
    folder = Path(textual_patches.__file__).parent
    used = {
        f"{path.relative_to(folder)}: {name}"
        for path in folder.rglob("*.py")
        if path.name != "textual_patches.py"
        for name in set(re.findall(r"(?:def |\.)(_[a-z]\w*)", path.read_text("utf-8"))) & private
    }
    assert used == set()


async def test_page_keys_in_a_palette_that_is_still_empty_do_nothing(shelf: object, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        for keys_sent in (b"\x10\x1b[5~\x1b[6~", b"zzzzzz\x1b[5~\x1b[6~"):
            await browser.send(keys_sent)
            await browser.settle(0.2)
            assert browser.is_running
