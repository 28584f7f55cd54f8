"""The browser as a test drives it: keys and clicks go in, what a person would see comes out."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

import watchfiles.main
from textual import events
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget

from disctui.settings import Settings
from disctui.tui.app import DisctuiApp
from disctui.tui.screens.browser import BrowserScreen
from disctui.tui.widgets.details import Details
from disctui.tui.widgets.field_list import FieldList
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.release_list import Columns, ReleaseList
from disctui.tui.widgets.row_list import POINTER, SCROLLBAR, RowList
from disctui.tui.widgets.search_box import SearchBox
from disctui.tui.widgets.tab_bar import TabBar
from tui.keyboard import PASTE_BEGIN, PASTE_END, Keyboard, bytes_of, click_at, wheel_at

TIMEOUT = 30.0
"""Seconds after which something that should have appeared counts as missing; see `Browser.wait_for`."""
LOOK = 0.01
"""Seconds between two looks whether it has."""
LOOKS_AT_THE_SAME = 10
"""Looks after which what is seen is put together anew, although nothing said that it changes."""
KEY_LOOKS = 50
"""Looks for which keys that wait are waited for, and what a thread does."""
ROUNDS = 20_000
"""Rounds of the loop after which a program that has not come to rest is said to go round in circles."""
HANGS = 300.0
"""Seconds after which a test is ended that neither passes nor fails, on however busy a machine."""


class Browser:
    """An open browser."""

    def __init__(self, app: DisctuiApp, jobs: set[Future[Any]]) -> None:
        self.app = app
        self._keyboard = Keyboard(app)
        self._jobs = jobs
        self._held: set[Future[Any]] = set()
        self._seen: dict[tuple[Screen[Any], Region], list[str]] | None = None
        self.watches: list[object] = []
        """The watches that the system has set up so far, where it was opened with `watching`."""

    # -- what is seen

    def lines(self, within: Region | None = None) -> list[str]:
        """The screen, one text a line, as wide as the terminal; or what a part of it shows, as wide as the part.

        Only what stands there is drawn: the edges of a part are where Textual cuts its lines.
        """
        compositor = self.app.screen._compositor
        region = compositor.size.region if within is None else compositor.size.region.intersection(within)
        if self._seen is None:
            return self._drawn_lines(region)
        if (self.app.screen, region) not in self._seen:
            self._seen[self.app.screen, region] = self._drawn_lines(region)
        return self._seen[self.app.screen, region]

    def _drawn_lines(self, region: Region) -> list[str]:
        compositor = self.app.screen._compositor
        chops = compositor._render_chops(region, region.line_range.__contains__)[region.y : region.bottom]
        columns = region.column_range
        strips = [[strip for cut, strip in line.items() if cut in columns and strip] for line in chops]
        return ["".join(segment.text for strip in line for segment in strip) for line in strips]

    def text(self) -> str:
        """The screen as one text, without the blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self.lines())

    def part(self, widget: Widget) -> str:
        """What a part of the screen shows."""
        return "\n".join(line.rstrip() for line in self.lines(widget.region))

    @property
    def main(self) -> BrowserScreen:
        return self.app.browser

    @property
    def shelf(self) -> ReleaseList:
        """The list."""
        return self.main.query_one(ReleaseList)

    @property
    def box(self) -> SearchBox:
        return self.main.query_one(SearchBox)

    @property
    def rows(self) -> list[str]:
        """The rows of the list in view, top to bottom."""
        shelf = self.shelf
        lines = shelf.row_count + (shelf.rule_at > 0)
        seen = self.part(shelf).split("\n")[: max(0, lines - round(shelf.scroll_y))]
        return [row for row in seen if not row.lstrip().startswith("── near")]

    @property
    def _gutter(self) -> int:
        """Cells before the titles."""
        return Columns.fitting(self.shelf.size.width - SCROLLBAR).gutter

    @property
    def titles(self) -> list[str]:
        """The titles of the rows in view, as far as their column shows them."""
        return [re.split(r" {2,}| \d{4}(?: |$)", row[self._gutter :])[0] for row in self.rows]

    @property
    def cursor_row(self) -> str:
        """The row that is marked as the one under the cursor."""
        return next((row[self._gutter :] for row in self.rows if row.startswith(POINTER)), "")

    @property
    def details(self) -> str:
        return self.part(self.main.query_one(Details))

    @property
    def tabs(self) -> str:
        return self.part(self.main.query_one(TabBar))

    @property
    def facts(self) -> str:
        """What stands under the open tab, as one text with single blanks, however its lines are broken."""
        return " ".join(self.part(self.main.query_one(FieldList)).split())

    @property
    def count(self) -> str:
        """How many were found: in the lower line of the box's frame, or behind the box where it has none."""
        if self.main.has_class("-framed"):
            return self.part(self.main.query_one("#top")).split("\n")[-1].strip("╰╯─ ")
        return self.part(self.main.query_one("#count")).strip()

    @property
    def top(self) -> str:
        """The box with its prompt and its counts."""
        return self.part(self.main.query_one("#top"))

    @property
    def asked(self) -> str:
        """The prompt, and what is typed behind it."""
        return self.part(self.main.query_one("#prompt")) + " " + self.part(self.box)

    @property
    def footer(self) -> str:
        return self.part(self.app.screen.query_one(HintBar))

    @property
    def toasts(self) -> str:
        """What the messages in the corner say, without any blanks."""
        shown = [self.part(toast) for toast in self.app.screen.query("Toast")]
        return "".join("".join(shown).replace("▌", "").split())

    @property
    def chosen(self) -> str | None:
        """The id of the release under the cursor."""
        return self.shelf.chosen

    @property
    def place(self) -> str:
        """Which part has the focus."""
        return self.main.place

    @property
    def is_running(self) -> bool:
        return self.app.is_running and self.app._exception is None

    # -- what is done

    async def press(self, *keys: str) -> None:
        """Press keys, each after the one before has been dealt with. The pilot's own way takes 0.1 s a key."""
        for key in keys:
            self._keyboard.send(bytes_of(key))
            self._keyboard.wait()
            await self._drained()
        await self.settled()

    async def send(self, *reads: bytes) -> None:
        """Send bytes as a terminal does: all at once, cut into what the program gets with each read."""
        for data in reads:
            self._keyboard.send(data)
        self._keyboard.wait()
        await self._drained()
        await self.settled()

    async def paste(self, text: str) -> None:
        """Paste a text: it comes between two marks, its line ends as the enter key sends them."""
        await self.send(PASTE_BEGIN + text.replace("\n", "\r").encode() + PASTE_END)

    async def type_text(self, text: str) -> None:
        await self.press(*text)

    async def settled(self) -> None:
        """Wait until what is under way has been dealt with and drawn.

        What is drawn may have something else done, such as the details after the rows; that is drawn in its turn.
        """
        await self._keys_taken()
        await self._drawn()
        while await self._jobs_done():
            await self._drawn()

    async def _drawn(self) -> None:
        is_changed = True
        while is_changed:
            for _ in range(2):
                await self._drained()
                self.app.screen._on_timer_update()
            await self._drained()
            is_changed = _draw_what_changed(self.app.screen)

    async def _jobs_done(self) -> bool:
        """Wait until threads have done what they were given, such as a search; whether there was anything.

        What takes longer is not waited for again: some tests hold a thread back.
        """
        if not (waited := self._jobs - self._held):
            return False
        for _ in range(KEY_LOOKS):
            await asyncio.sleep(LOOK)
            if not self._jobs - self._held:
                return True
        self._held |= self._jobs
        return bool(waited)

    async def _keys_taken(self) -> None:
        """Wait until no key waits for the one before, or for a screen; not for ever: some tests hold a screen back."""
        for _ in range(KEY_LOOKS):
            if not self.app._keys._waiting:
                return
            await asyncio.sleep(LOOK)
            await self._drained()
            self.app.screen._on_timer_update()

    async def _drained(self) -> None:
        """Wait until nothing is left to be done at once: each widget waits for a message, each task for something.

        The pilot's way sends a message of its own to every widget, which costs more than what is waited for.
        """
        ready: Collection[object] = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
        for _ in range(ROUNDS):
            await asyncio.sleep(0)
            if not ready:
                return
        raise AssertionError(f"the program never comes to rest: {list(ready)}")

    async def search(self, query: str) -> None:
        """Type a query into the empty box and wait for its answer."""
        await self.type_text(query)
        await self.wait_for(lambda: self.answered == query, f"the answer to {query!r}")

    @property
    def answered(self) -> str:
        """The query that the list answers."""
        results = self.shelf.results
        return results.view.query.text if results is not None else ""

    async def click(self, widget: Widget | type[Widget] | str, x: int = 0, y: int = 0, *, times: int = 1) -> None:
        """Click on a part of the screen, so far from its upper left corner."""
        await self.send(click_at(*self._cell_of(widget, x, y)) * times)

    async def turn_wheel(self, widget: Widget | type[Widget] | str, *, is_down: bool, times: int = 1) -> None:
        """Turn the wheel over the upper left corner of a part of the screen."""
        await self.send(wheel_at(*self._cell_of(widget, 0, 0), is_down=is_down) * times)

    def _cell_of(self, widget: Widget | type[Widget] | str, x: int, y: int) -> tuple[int, int]:
        target = widget if isinstance(widget, Widget) else self.app.screen.query_one(widget)
        column, line = target.region.x + x, target.region.y + y
        assert self.app.screen.region.contains(column, line), f"{column}, {line} is not on the screen"
        return column, line

    async def resize(self, width: int, height: int) -> None:
        size = Size(width, height)
        driver = self.app._driver
        assert driver is not None
        driver._size = width, height
        driver.process_message(events.Resize(size, size))
        await self.wait_for(lambda: self.app.screen._compositor.size == size, f"a screen of {width}x{height}")

    async def wait_for(self, wanted: str | Callable[[], object], what: str = "", *, timeout: float = TIMEOUT) -> None:
        """Wait until a text is on the screen, or until something holds.

        What is counted are looks, not seconds: on a busy machine they come as seldom as what the program does. Where
        nothing has changed since the last look, what was seen is not put together anew but every tenth time.
        """
        holds = (lambda: wanted in self.text()) if isinstance(wanted, str) else wanted
        try:
            for number in range(round(timeout / LOOK)):
                if holds():
                    break
                await asyncio.sleep(LOOK)
                await self._drained()
                self.app.screen._on_timer_update()
                if _draw_what_changed(self.app.screen) or number % LOOKS_AT_THE_SAME == 0 or self._seen is None:
                    self._seen = {}
            else:
                missing = wanted if isinstance(wanted, str) else what or "what was waited for"
                raise AssertionError(f"not seen in {timeout:g} s: {missing}\n{self.text()}")
        finally:
            self._seen = None
        await self.settled()

    async def wait_for_titles(self, *titles: str, what: str = "") -> None:
        """Wait until the list in view shows these titles and no others."""
        await self.wait_for(lambda: self.titles == list(titles), f"{what} {titles}")

    async def wait_for_toast(self, text: str) -> None:
        """Wait for a message in the corner, however its lines are broken."""
        await self.wait_for(lambda: "".join(text.split()) in self.toasts, f"a message: {text}")

    async def put(self, query: str) -> None:
        """Paste a query in the place of the one in the box, and wait for its answer."""
        await self.empty_box()
        if query:
            await self.paste(query)
        await self.wait_for(lambda: self.answered == query, f"the answer to {query!r}")

    async def empty_box(self) -> None:
        """Go to the box and delete what is in it."""
        if self.place != "search":
            await self.press("slash")
        await self.press("end", "ctrl+u")

    async def settle(self, seconds: float = 0.2) -> None:
        """Give what should not happen time to happen."""
        await asyncio.sleep(seconds)
        await self.settled()

    async def wait_until_read(self) -> None:
        """Wait until the whole library has been read and the list shows it."""

        def is_read() -> bool:
            main = self.main
            if main.has_class("-empty"):
                return True
            results = self.shelf.results
            is_shown = results is not None and results.catalogue is self.app.session.catalogue
            return self.app.session.is_watching and not main.query_one("#reading").has_class("-shown") and is_shown

        await self.wait_for(is_read, "the whole library")


@asynccontextmanager
async def opened(
    root: Path,
    *,
    size: tuple[int, int] = (120, 36),
    settings: Settings | None = None,
    wait: bool = True,
    is_sample: bool = False,
) -> AsyncIterator[Browser]:
    """A browser on the library at `root`; with `wait`, all of it is read."""
    app = DisctuiApp(str(root), settings or Settings(), is_cached=False, is_sample=is_sample)
    with (
        counted_jobs() as jobs,
        patch.object(Compositor, "render_update", _leave_for_later),
        patch.object(Stylesheet, "_parse_rules", _parsed_once),
    ):
        async with asyncio.timeout(HANGS), app.run_test(size=size, notifications=True):
            browser = Browser(app, jobs)
            if wait:
                await browser.wait_until_read()
            yield browser
            if browser.is_running:
                _draw_all(app)


@asynccontextmanager
async def watching(root: Path, **options: Any) -> AsyncIterator[Browser]:
    """A browser that already watches its library."""
    with counted_watches() as watches:
        async with opened(root, **options) as browser:
            browser.watches = watches
            await browser.wait_for(lambda: watches, "the watch")
            yield browser


@contextmanager
def counted_watches() -> Iterator[list[object]]:
    """The watches that the system has set up, as they are set up: what is saved from then on is told."""
    watches: list[object] = []
    make = watchfiles.main.RustNotify  # type: ignore[attr-defined]

    def noting(*arguments: Any) -> object:
        watches.append(made := make(*arguments))
        return made

    with patch.object(watchfiles.main, "RustNotify", noting):
        yield watches


@contextmanager
def counted_jobs() -> Iterator[set[Future[Any]]]:
    """What threads of pools have been given to do and have not done."""
    jobs: set[Future[Any]] = set()
    submit = ThreadPoolExecutor.submit

    def counting(pool: ThreadPoolExecutor, job: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        jobs.add(future := submit(pool, job, *arguments, **named))
        future.add_done_callback(jobs.discard)
        return future

    with patch.object(ThreadPoolExecutor, "submit", counting):
        yield jobs


def _leave_for_later(compositor: Compositor, *_: object, screen_stack: list[Screen[Any]] | None = None) -> None:
    """Put no picture together: no terminal is there to take it. What has changed is drawn once all is at rest."""


_Parsed = dict[object, list[RuleSet]]
_PARSED: dict[frozenset[tuple[str, str]], _Parsed] = {}
"""By the colours what was parsed."""
_OF_SHEET: WeakKeyDictionary[Stylesheet, tuple[dict[str, str], _Parsed]] = WeakKeyDictionary()
_parse_rules = Stylesheet._parse_rules


def _parsed_once(stylesheet: Stylesheet, *arguments: Any, **named: Any) -> list[RuleSet]:
    """The rules of a part's style, parsed once for all browsers that have the same colours: they are only read."""
    colours, parsed = _OF_SHEET.get(stylesheet, (None, {}))
    if colours is not stylesheet._variables:
        parsed = _PARSED.setdefault(frozenset(stylesheet._variables.items()), {})
        _OF_SHEET[stylesheet] = stylesheet._variables, parsed
    key = arguments, tuple(named.items())
    if key not in parsed:
        parsed[key] = _parse_rules(stylesheet, *arguments, **named)
    return parsed[key]


def _draw_what_changed(screen: Screen[Any]) -> bool:
    """Have each list that has changed draw itself, as it would for a terminal; whether anything has changed.

    A list tells others once its rows are drawn. What nobody waits for is drawn when a test looks at it, and all of it
    at the test's end (`_draw_all`): drawing is a fifth of what a test costs.
    """
    compositor = screen._compositor
    changed = compositor._dirty_regions.copy()
    compositor._dirty_regions.clear()
    visible_screen_stack.set(screen.app._background_screens)
    for widget, (region, clip) in list(compositor.visible_widgets.items()):
        seen = region.intersection(clip)
        if isinstance(widget, RowList) and seen and any(seen.overlaps(part) for part in changed):
            widget.render_lines(seen.translate(-region.offset))
    return bool(changed)


def _draw_all(app: DisctuiApp) -> None:
    """Have each part that is seen draw itself, those of a screen behind a dialog too.

    Putting them together, and dimming what is behind, is Textual's: a third of what drawing costs.
    """
    visible_screen_stack.set(app._background_screens)
    for screen in (*app._background_screens, app.screen):
        for widget, (region, clip) in list(screen._compositor.visible_widgets.items()):
            seen = region.intersection(clip)
            if seen and widget is not screen:
                widget.render_lines(seen.translate(-region.offset))


Opener = Callable[..., AbstractAsyncContextManager[Browser]]
"""`opened`, as the fixture `open_browser` gives it."""


__all__ = ["Browser", "Details", "HintBar", "Opener", "ReleaseList", "TabBar", "opened"]
