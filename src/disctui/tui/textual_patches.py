"""Everything that uses private names of Textual: control characters shown, errors survived, an orderly end.

Each name has a test in tests/tui/test_textual_patches.py that fails when it moves.
"""

import asyncio
import contextlib
import functools
import shutil
import signal
import subprocess
import sys
import termios
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import rich.control
import textual.content
from rich.segment import Segment
from textual._compositor import LayoutUpdate
from textual._context import visible_screen_stack
from textual.app import App
from textual.binding import Binding, BindingsMap
from textual.cache import FIFOCache
from textual.css.model import RuleSet
from textual.drivers import linux_driver
from textual.filter import Monochrome, NoColor
from textual.geometry import Region, Size
from textual.keys import _character_to_key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip
from textual.worker import WorkerFailed

from disctui.tui.key_stream import KeyStream
from disctui.tui.readable import Readable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.await_complete import AwaitComplete
    from textual.dom import DOMNode
    from textual.widget import Widget
    from textual.widgets import Input, TextArea

    _Places = Mapping[Widget, tuple[Region, Region]]
    """Where parts stand on the screen, and the part of it that they can be seen in."""

_NOWHERE = Region(), Region()
_CACHES = {
    "_divide_cache": 4,
    "_crop_cache": 16,
    "_style_cache": 16,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_crop_extend_cache": 4,
    "_offsets_cache": 4,
}
"""What a strip keeps of what was made of it, each with how many."""
_CLIPBOARDS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)


def character_to_key(character: str) -> str:
    """The key that types a character, as Textual names it."""
    return _character_to_key(character)


def bind(node: "DOMNode", bindings: "Iterable[Binding]") -> None:
    """Give a screen keys of its own, which come before those of its class.

    Textual's own keymap drops every command of a key when one of them is given another key.
    """
    node._bindings = BindingsMap.merge([BindingsMap(list(bindings)), node._bindings])  # noqa: SLF001


def restart_blink(box: "Input | TextArea") -> None:
    """Show the cursor of a box of text, as it does when a key is typed."""
    box._restart_blink()  # noqa: SLF001


def reveal_cursor(box: "Input") -> None:
    """Scroll a box of text to its cursor, as it does when that moves; a box that is laid out does not."""
    box._watch_selection(box.selection)  # noqa: SLF001


def patch_control_chars() -> None:
    """Make Textual and Rich show control characters instead of drawing them, and take what is drawn to the end.

    Text from files is cleaned where it is shown; this is the second lock, for what slips by. The names are private
    to both libraries, so a test fails when they move.
    """
    table: dict[int, str | None] = {code: chr(0x2400 + code) for code in range(0x20) if code not in (9, 10)}
    table |= {0x7F: "\u2421"} | dict.fromkeys(range(0x80, 0xA0), "\ufffd")
    rich.control._CONTROL_STRIP_TRANSLATE.update(table)  # type: ignore[arg-type]  # noqa: SLF001
    textual.content._CONTROL_STRIP_TRANSLATE.update(table)  # type: ignore[arg-type]  # noqa: SLF001
    linux_driver.WriterThread.run = _write_on  # type: ignore[attr-defined, method-assign, assignment]


def patch_keyboard(alt_keys: Collection[str] = ()) -> None:
    """Let a stray byte on the keyboard end nothing, and no sequence of bytes depend on how it is cut into reads.

    Args:
        alt_keys: Characters that mean something with alt held down.
    """
    make = functools.partial(functools.partial, KeyStream, alt_keys=frozenset(alt_keys))
    linux_driver.getincrementaldecoder = make  # type: ignore[attr-defined, assignment]


def patch_terminal() -> None:
    """Give the terminal back only once all is written: from then on ctrl+s stops what it shows, until ctrl+q.

    Textual's own order is the other one, and the program then waits for ever for its last words to be taken.
    """
    stop = linux_driver.LinuxDriver.stop_application_mode
    if hasattr(stop, "__wrapped__"):
        return

    @functools.wraps(stop)
    def write_then_stop(driver: linux_driver.LinuxDriver) -> None:
        modes, driver.attrs_before = driver.attrs_before, None  # without which it leaves the terminal's modes alone
        stop(driver)
        driver.close()
        if modes is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(driver.fileno, termios.TCSANOW, modes)
        driver.attrs_before = modes

    linux_driver.LinuxDriver.stop_application_mode = write_then_stop  # type: ignore[method-assign, assignment]


def _write_on(writer: Any) -> None:
    """Textual's writing thread, but for one thing: when the terminal is gone it takes what is drawn and drops it.

    Textual's own dies at the first failed write, and the program then waits for ever for room in its queue.
    """
    is_gone = False
    queue = writer._queue  # noqa: SLF001
    while (text := queue.get()) is not None:
        if is_gone:
            continue
        try:
            writer._file.write(text)  # noqa: SLF001
            if queue.qsize() == 0:
                writer._file.flush()  # noqa: SLF001
        except (OSError, ValueError):
            is_gone = True
    with contextlib.suppress(OSError, ValueError):
        writer._file.flush()  # noqa: SLF001


def patch_drawing() -> None:
    """Let a picture of the screen cost less."""
    patch_strips()
    patch_styles()
    patch_layout()


def patch_strips() -> None:
    """Let a strip, which is a line of text or a piece of one, make its caches when they are used, not when it is made.

    A picture of the whole screen has two thousand of them, most of which are written once and nothing else: seven
    caches for each are a fifth of the work of drawing it, and most of the objects that are made for it.
    """
    make = Strip.__init__
    if hasattr(make, "__wrapped__"):
        return

    @functools.wraps(make)
    def make_bare(strip: Strip, segments: "Iterable[Segment]", cell_length: int | None = None) -> None:
        strip._segments = list(segments)  # noqa: SLF001
        strip._cell_length = cell_length  # noqa: SLF001
        strip._render_cache = strip._link_ids = strip._cell_count = None  # noqa: SLF001

    def cache(strip: Strip, name: str) -> FIFOCache[Any, Any]:
        """Called where an attribute is not set."""
        if name not in _CACHES:
            raise AttributeError(name)
        made: FIFOCache[Any, Any] = FIFOCache(_CACHES[name])
        setattr(strip, name, made)
        return made

    Strip.__init__ = make_bare  # type: ignore[method-assign, assignment]
    Strip.__getattr__ = cache  # type: ignore[attr-defined]


def patch_styles() -> None:
    """Let Python find a rule of a style in a set by itself: each part that is styled looks for all of them there.

    Textual's own way gives the same, by a function of Python for each rule: a quarter of what styling takes.
    """
    RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]


def patch_layout() -> None:
    """Lay a screen out for the size of the terminal once, not each time that a size is said again.

    A screen that opens is told its size by its own layout, and then lays itself out anew, and each one behind it. And
    where it was still told of one size as the terminal took the next, as when somebody pulls at the window, each of
    the two layouts told it of its own size in turn, for ever. A size that is not the terminal's any more counts for
    nothing.
    """
    resize = Screen._screen_resized  # noqa: SLF001
    if hasattr(resize, "__wrapped__"):
        return

    @functools.wraps(resize)
    def resize_once(screen: Screen[Any], _told: Size) -> None:
        size = screen.app.size
        is_to_do = screen._layout_required or screen._layout_widgets  # noqa: SLF001
        if is_to_do or screen._compositor.size != size:  # noqa: SLF001
            resize(screen, size)
            if screen._compositor.size == size and not screen._layout_widgets:  # noqa: SLF001
                screen._layout_required = False  # noqa: SLF001 - it was done just now

    Screen._screen_resized = resize_once  # type: ignore[method-assign, assignment]  # noqa: SLF001


def patch_handlers() -> None:
    """Let the app's `survive` decide whether an error ends it: one of a handler, a timer or a worker.

    Textual's own way is that the part takes no more messages, or that the program ends.
    """
    dispatch, handle = MessagePump._dispatch_message, App._handle_exception  # noqa: SLF001
    if hasattr(dispatch, "__wrapped__"):
        return

    @functools.wraps(dispatch)
    async def dispatch_and_live(pump: MessagePump, message: Message) -> None:
        try:
            await dispatch(pump, message)
        except Exception as error:
            if not _survives(pump.app, error):
                raise

    @functools.wraps(handle)
    def handle_or_live(app: App[Any], error: Exception) -> None:
        cause = error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error
        if not _survives(app, cause):
            handle(app, error)

    App._handle_exception = handle_or_live  # type: ignore[method-assign, assignment]  # noqa: SLF001
    MessagePump._dispatch_message = dispatch_and_live  # type: ignore[method-assign, assignment]  # noqa: SLF001


def _survives(app: App[Any], error: Exception) -> bool:
    survive = getattr(app, "survive", None)
    return survive is not None and bool(survive(error))


def set_filters(app: App[Any], *, is_colourless: bool) -> None:
    """Leave a terminal that is to have no colour its own ones, where Textual would draw in grey; else, be readable.

    And draw in colour where NO_COLOR is set to nothing, which by its own rule does not count.
    """
    colours = [one for one in app._filters if not isinstance(one, Monochrome | NoColor)]  # noqa: SLF001
    app._filters = [*colours, NoColor() if is_colourless else Readable()]  # noqa: SLF001


def begin_with_theme(app: App[Any], name: str) -> None:
    """Have a theme from the first: of one that is set later, each style is read, applied and laid out once more.

    Args:
        app: Which has not begun to run.
        name: Of a theme that it knows.
    """
    app.set_reactive(App.theme, name)
    theme = app.current_theme
    app.set_class(True, f"-theme-{name}", update=False)  # Textual's own order
    app.set_class(theme.dark, "-dark-mode", update=False)
    app.set_class(not theme.dark, "-light-mode", update=False)
    app._refresh_truecolor_filter(app.ansi_theme)  # noqa: SLF001
    app.stylesheet.set_variables(app.get_css_variables())


def exchange_screen(app: App[Any], screen: Screen[Any]) -> "AwaitComplete":
    """Put a screen in the place of the one shown, which may be the first one: Textual keeps that to the end."""
    first = app.screen
    if not first._result_callbacks:  # noqa: SLF001
        first._push_result_callback(first, None)  # noqa: SLF001
    return app.switch_screen(screen)


def send_terminal(app: App[Any], text: str) -> None:
    """Send the terminal what is no text of the screen, in its turn with what is drawn."""
    if app._driver is not None and not app.is_headless:  # noqa: SLF001
        app._driver.write(text)  # noqa: SLF001
        app._driver.flush()  # noqa: SLF001


def is_exiting(app: App[Any]) -> bool:
    """Whether the app was told to end."""
    return app._exit  # noqa: SLF001


def draw_now(screen: Screen[Any], part: "Widget", bar: "Widget | None" = None) -> None:
    """Draw a part at once, and nothing else, instead of at Textual's next tick, which a key would wait for.

    What else is to be drawn stays so: Textual forgets it whenever it draws anything. Where nothing lies over the part
    it is written as it is; Textual would draw and cut all that lies behind it too, which takes as long again.

    Args:
        screen: Which it is on.
        part: What to draw.
        bar: What stands before its last cells, and is left as it is until the next tick.
    """
    app = screen.app
    if not screen.is_current or screen._layout_required or app._batch_count:  # noqa: SLF001
        return
    with part._context():  # noqa: SLF001 - what it posts meanwhile is its own, and goes all the way up
        region = None if app.is_headless else uncovered(screen._compositor.visible_widgets, part, bar)  # noqa: SLF001
        if region is None:
            rest = screen._dirty_widgets - {part}  # noqa: SLF001
            screen._compositor.update_widgets({part})  # noqa: SLF001
            screen._compositor_refresh()  # noqa: SLF001
            screen._dirty_widgets |= rest  # noqa: SLF001
        elif part._exchange_repaint_regions():  # noqa: SLF001
            screen._dirty_widgets.discard(part)  # noqa: SLF001
            visible_screen_stack.set(app._background_screens)  # noqa: SLF001
            lines: list[Iterable[Strip]] = [
                [_without_end(line, region.width)] for line in part.render_lines(part.region.size.region)
            ]
            app._display(screen, LayoutUpdate(lines, region))  # noqa: SLF001


def _without_end(line: Strip, width: int) -> Strip:
    """The first cells of a line; where it ends on blanks, without measuring and cutting each text in it."""
    end = line.cell_length - width
    if end <= 0:
        return line
    *segments, last = line
    if end <= len(last.text) and last.text.isspace() and last.text.isascii():
        return Strip([*segments, Segment(last.text[end:], last.style)], width)
    return line.crop(0, width)


def uncovered(visible: "_Places", part: "Widget", bar: "Widget | None" = None) -> "Region | None":
    """Where a part stands on the screen, without its bar; None unless it is there whole, with nothing in front of it.

    Args:
        visible: All that is seen, front to back, each with its place and what of it can be seen.
        part: What is asked for.
        bar: What may stand in front of its last columns.
    """
    region, clip = visible.get(part, _NOWHERE)
    if not region or not clip.contains_region(region):
        return None
    if bar is not None and bar in visible:
        region = region.shrink((0, max(0, region.right - visible[bar][0].x), 0, 0))
    for other, (place, seen) in visible.items():
        if other is part:
            return region
        if place.intersection(seen).overlaps(region):
            return None
    return None


def guard_terminal(app: App[Any]) -> None:
    """End the app in order on SIGTERM and SIGHUP, and when the terminal is gone without a signal."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGHUP):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, functools.partial(_end, app, 128 + number))
    if not app.is_headless:
        app.set_interval(1, lambda: _end_without_terminal(app))


def _end(app: App[Any], status: int) -> None:
    app.exit(return_code=status)


def _end_without_terminal(app: App[Any]) -> None:
    try:
        termios.tcgetattr(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    except (termios.error, OSError, ValueError):
        app.exit(return_code=128 + signal.SIGHUP)


def copy_with_program(text: str, environ: Mapping[str, str]) -> bool:
    """Copy through the desktop's own program, for terminals that don't obey OSC 52; False where there is none."""
    commands = (
        [("pbcopy",)]
        if sys.platform == "darwin"
        else [words for variable, words in _CLIPBOARDS if environ.get(variable)]
    )
    for words in commands:
        if shutil.which(words[0]) is None:
            continue
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            subprocess.run(  # noqa: S603 - one of the programs above, the text on its standard input
                words, input=text.encode(), check=True, timeout=2, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            return True
    return False
