"""The browser as a program: it starts and ends, has a theme and a terminal, and hands on what threads post."""

import contextlib
import functools
import gc
import os
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual import events, on, work
from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.notifications import Notify
from textual.scrollbar import ScrollBar
from textual.theme import Theme

from disctui.safe_text import clean
from disctui.settings import Settings, checked, read_settings
from disctui.tui import deferred
from disctui.tui.garbage import Garbage
from disctui.tui.job_control import JobControl
from disctui.tui.key_queue import KeyHandled, KeyQueue
from disctui.tui.keymap import read_keymap
from disctui.tui.look import DEFAULT_THEME, THEMES, tones
from disctui.tui.messages import (
    LibraryChecked,
    LibraryFailed,
    LibraryMade,
    LibraryProgress,
    ModulesLoaded,
    TerminalReturned,
    WatchChanged,
    WorkFailed,
)
from disctui.tui.screens.browser import BrowserScreen
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.session import OPENING, Session
from disctui.tui.textual_patches import (
    begin_with_theme,
    exchange_screen,
    guard_terminal,
    is_exiting,
    patch_control_chars,
    patch_drawing,
    patch_handlers,
    patch_keyboard,
    patch_terminal,
    set_filters,
)
from disctui.tui.widgets.scroll_bar import BlockScrollBar

if TYPE_CHECKING:
    from disctui.problem import Problem

_ERRORS, _ERRORS_SECONDS = 20, 10.0
"""Unexpected errors, in so many seconds, that do not end the program; more than that will not stop by themselves."""
_DEEPEST = 5_000
"""Calls inside one another: each dialog over another is drawn by way of those above it, some dozens of calls deep."""
_MISTAKES = 3
"""Mistakes of config.toml that are said at the start; the problems list them all."""


class DisctuiApp(App[None], inherit_bindings=False):
    """The browser on a library, and on the one that is made in its place.

    Args:
        root: The library's folder; it need not exist.
        settings: What config.toml says.
        is_sample: Whether it is the read-only sample library.
        is_cached: Whether a cache is kept between runs.
    """

    TITLE = "disctui"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "screens/browser.tcss"

    def __init__(
        self,
        root: str,
        settings: Settings | None = None,
        *,
        is_sample: bool = False,
        is_cached: bool = True,
    ) -> None:
        environ = dict(os.environ)  # Textual takes NO_COLOR out of the environment; other programs get it back
        super().__init__()
        self._is_colourless = bool(environ.get("NO_COLOR"))
        for theme in THEMES:
            self.register_theme(theme)
        set_filters(self, is_colourless=self._is_colourless)
        patch_control_chars()
        patch_drawing()
        patch_handlers()
        patch_terminal()
        ScrollBar.renderer = BlockScrollBar
        self._keys = KeyQueue(self, super().on_event, self._is_opening, self._give_up)
        self._session_on = functools.partial(Session, post=self.post_message, environ=environ, is_cached=is_cached)
        self._take(self._session_on(root, self._known(settings or Settings()), is_sample=is_sample))
        begin_with_theme(self, "ansi-dark" if self._is_colourless else self.session.settings.theme or DEFAULT_THEME)
        self._errors: list[float] = []
        self._jobs = JobControl(self)
        self._has_begun = False
        self._has_acted = False
        """Whether a key or a mouse button was pressed since something was said."""
        self._garbage = Garbage(self.set_timer)

    def _known(self, settings: Settings) -> Settings:
        """Settings whose themes are known, and whose mistakes are left out and told."""
        for name, colours in settings.themes.items():
            self.register_theme(Theme(name, **dict(colours)))  # type: ignore[arg-type]  # checked by settings
        return checked(settings, self.available_themes, read_keymap(settings.keys)[1])

    def _take(self, session: Session) -> None:
        """Let the keys and the screens be for this session from now on."""
        self.session = session
        self.session.forget_typed = self._keys.forget
        self._bound = {key for keys in session.keymap.values() for key in keys}
        patch_keyboard({key.removeprefix("alt+") for key in self._bound if key.startswith("alt+")})

    async def on_event(self, event: events.Event) -> None:
        """Put keys and pastes into the queue, in their order."""
        if isinstance(event, events.Key | events.Paste | events.MouseDown):
            self._has_acted = True
            self._garbage.key_came()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            for one in self._parted(event):
                await self._keys.put(one)
        else:
            await super().on_event(event)

    def _parted(self, event: events.Key | events.Paste) -> Iterator[events.Key | events.Paste]:
        """Esc and a letter, which terminals send as they send alt with the letter: where that means nothing, both."""
        if isinstance(event, events.Key) and event.key.startswith("alt+") and event.key not in self._bound:
            letter = event.key.removeprefix("alt+").removeprefix("shift+")
            if len(letter) == 1:
                letter = letter.upper() if "+shift+" in event.key else letter
                yield events.Key("escape", "\x1b")
                yield events.Key(letter, letter)
                return
        yield event

    @on(KeyHandled)
    async def _key_handled(self, event: KeyHandled) -> None:
        await self._keys.handled(event.number)

    @on(TerminalReturned)
    def _forget_typed(self) -> None:
        self._keys.forget()

    def _is_opening(self) -> bool:
        """Whether a screen is about to open, or one that was closed has yet to be answered."""
        if not self.screen_stack:  # the program has ended
            return True
        screen = self.screen
        is_ready = screen.is_ready if isinstance(screen, CommandScreen) else screen.focused is not None
        return not is_ready or bool(self.session.begun)

    def _give_up(self, count: int) -> None:
        """Wait no longer for a screen that does not come, nor for what a key does that never ends."""
        self.session.begun.clear()
        forgotten = "the key typed meanwhile is" if count == 1 else f"{count} keys typed meanwhile are"
        said = f"{forgotten} forgotten" if count else "keys wait no more"
        self.notify(f"This takes too long: {said}.", severity="warning", markup=False)

    def get_css_variables(self) -> dict[str, str]:
        """The tones of the theme, beside what Textual makes of it."""
        variables = super().get_css_variables()
        variables |= tones(self.current_theme, variables)
        return variables

    def get_default_screen(self) -> BrowserScreen:
        """Start with the browser as the only screen: an empty one below it would be styled and laid out for nothing."""
        return BrowserScreen(self.session, self.size)

    @property
    def browser(self) -> BrowserScreen:
        """The main screen."""
        return next(screen for screen in self.screen_stack if isinstance(screen, BrowserScreen))

    async def on_mount(self) -> None:
        """Show an empty shelf first, then read."""
        self.set_class(self._is_colourless, "-no-color")
        self.theme_changed_signal.subscribe(self, lambda theme: self._theme_chosen(theme.name))
        guard_terminal(self)
        self._jobs.begin()
        await self.browser.opened.wait()  # what was typed before finds the box, or letters would be commands
        self.call_after_refresh(self._begin)

    async def _begin(self) -> None:
        await self.browser.mount_rest()
        self._has_begun = True
        self._load_modules()
        self._say_mistakes(self.session.settings.problems)

    def _say_mistakes(self, problems: "tuple[Problem, ...]") -> None:
        """Say what is wrong in config.toml, if anything: the first mistakes, and how many more there are."""
        if not problems:
            return
        lines = [clean(f"{one.path}:{one.line}:{one.column}: {one.advice}", 300) for one in problems[:_MISTAKES]]
        more = len(problems) - len(lines)
        lines += [f"and {more:,} more: p shows them all"] if more else []
        self.notify("\n".join(lines), title="config.toml", severity="warning", timeout=10, markup=False)

    @on(Notify)
    def _say_one_thing_at_a_time(self) -> None:
        """What is said after a key takes the place of what was said before it, at the foot of the screen."""
        if self._has_acted:
            self._has_acted = False
            self.clear_notifications()

    @work(thread=True, description="modules")
    def _load_modules(self) -> None:
        """Load the modules that the first screen did not need, in a thread, so that no key waits."""
        deferred.load(deferred.READING)
        self.post_message(ModulesLoaded())
        deferred.load(deferred.REST)
        from disctui.tui.allocation import give_back_large_blocks  # noqa: PLC0415 - not for the first screen

        give_back_large_blocks()
        gc.enable()

    # -- errors that nobody foresaw

    @property
    def is_lenient(self) -> bool:
        """Whether to go on after an error; without a terminal, as in tests, it ends the program."""
        return not self.is_headless

    def survive(self, error: Exception) -> bool:
        """Show an error and write it down; False where it must end the program: at its start, or if errors go on.

        A thread that answers while the screens go finds nothing left to show it, which is no error.
        """
        if self._has_begun and self._is_leaving and isinstance(error, NoMatches | ScreenStackError):
            return True
        if not self.is_lenient or not self._has_begun or is_exiting(self):
            return False
        now = time.monotonic()
        self._errors = [at for at in self._errors if now - at < _ERRORS_SECONDS] + [now]
        if len(self._errors) > _ERRORS:
            return False
        file = deferred.log_error(error)
        place = f" It is written down in {file}." if file is not None else ""
        message = f"Something went wrong: {type(error).__name__}: {error}.{place} Nothing else is lost."
        self.notify(clean(message, 400), title="An error of disctui", severity="error", timeout=20, markup=False)
        return True

    def exit(self, *arguments: Any, **named: Any) -> None:
        """End, once the terminal was told to forget what it was sent: later it is another program's."""
        for screen in self.screen_stack:
            if isinstance(screen, BrowserScreen):
                screen.stop_covers()
        super().exit(*arguments, **named)

    def on_unmount(self) -> None:
        """Let the threads end."""
        self.session.stop()

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell until `fg`; what was typed meanwhile was meant for the shell."""
        if self._jobs.stop():
            self._keys.forget()
        else:
            self.notify("There is no shell here to go back to.", timeout=3, markup=False)

    def _theme_chosen(self, name: str) -> None:
        if name != (self.session.settings.theme or DEFAULT_THEME) and not self._is_colourless:
            self.session.choose_theme(name)

    # -- what threads post

    @property
    def _is_leaving(self) -> bool:
        """Whether the screens are going already, so that nothing can be shown any more."""
        return is_exiting(self) or not self.is_running

    @on(ModulesLoaded)
    def _modules_loaded(self) -> None:
        if not self._is_leaving:
            self.session.start()

    def _is_of_another(self, root: str) -> bool:
        """Whether a thread tells of a folder that was the library before, or of any while the screens go."""
        return self._is_leaving or root != self.session.loader.reader.root

    @on(LibraryProgress)
    def _library_progress(self, event: LibraryProgress) -> None:
        if self._is_of_another(event.progress.catalogue.root):
            return
        if not self.session.is_watching and event.progress.is_complete and not self.is_headless:
            self._garbage.library_is_read()
        self.session.library_read(event.progress, is_halted=event.is_halted)

    @on(LibraryMade)
    async def _library_made(self, event: LibraryMade) -> None:
        """Go on with the library that was made, in the place of this one."""
        if self._is_leaving:
            return
        before = self.session
        before.stop()
        settings = self._known(read_settings())._replace(theme=before.settings.theme)
        self._take(self._session_on(event.root, settings))
        self.session.begun.add(OPENING)
        await exchange_screen(self, BrowserScreen(self.session, self.size))
        await self._begin()
        if not settings.problems:
            remembered = "config.toml remembers it" if event.is_remembered else "config.toml could not be written"
            said = f"{self.session.library_name} is your library now; {remembered}."
            self.notify(clean(said, 300), timeout=8, markup=False)

    @on(LibraryChecked)
    def _library_checked(self, event: LibraryChecked) -> None:
        if not self._is_leaving:
            self.session.library_checked(event.catalogue, event.problems)

    @on(LibraryFailed)
    def _library_failed(self, event: LibraryFailed) -> None:
        if not self._is_of_another(event.error.root):
            self.session.library_failed(event)

    @on(WorkFailed)
    def _work_failed(self, event: WorkFailed) -> None:
        deferred.log_error(event.error)
        message = clean(f"{event.work} ended: {type(event.error).__name__}: {event.error}", 400)
        self.notify(message, severity="error", timeout=30, markup=False)

    @on(WatchChanged)
    def _watch_changed(self, event: WatchChanged) -> None:
        self.notify(clean(event.message, 300), severity="warning", timeout=20, markup=False)


def run(root: str, settings: Settings, *, is_sample: bool = False) -> int:
    """Run the browser to its end; the exit status."""
    sys.setswitchinterval(0.001)  # the screen's thread gets its turn soon while others read and index
    sys.setrecursionlimit(_DEEPEST)
    app = DisctuiApp(root, settings, is_sample=is_sample)
    with contextlib.suppress(KeyboardInterrupt):
        app.run()
    return app.return_code or 0
