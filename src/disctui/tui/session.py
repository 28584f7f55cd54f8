"""The one owner of what every screen shares: the library as it is known, its threads, the editor, keys and settings.

It knows no screen. Threads post to the app, which hands on what they found; the session takes it and tells every
screen that listens, and every part of one, in messages of the browser's own.
"""

import asyncio
import functools
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from textual.message import Message

from disctui.safe_text import clean
from disctui.settings import Mistake, Settings, checked, remember
from disctui.tui import deferred
from disctui.tui.background.checker import Checker
from disctui.tui.keymap import read_keymap
from disctui.tui.messages import LibraryChanged, LibraryFailed, ProblemsChanged, WatchChanged

if TYPE_CHECKING:
    from disctui.editing.editor import Editor
    from disctui.library.catalogue import Catalogue, Progress
    from disctui.library.files import LibraryUnreadable
    from disctui.library.opened import Opened
    from disctui.problem import Problem
    from disctui.tui.asides import Asides
    from disctui.tui.background.loader import Loader
    from disctui.tui.background.watcher import Watcher

CHECKED_LIMIT = 2_000
"""Files up to which a library is checked by all rules at every change; a larger one when its problems are opened."""

OPENING = "opening"
"""Begun where a library was made, until the first word of it: keys are commands in an empty one, else a query."""


def as_written(folder: str) -> str:
    """A folder as its user would write it, fit to be shown."""
    home = os.path.expanduser("~")  # noqa: PTH111 - no more than its text
    is_within = folder == home or folder.startswith(home + os.sep)
    return clean("~" + folder[len(home) :] if is_within else folder, 200)


class Session:
    """The shared state of the browser, from its start to its end.

    Args:
        root: The library's folder; it need not exist.
        settings: What config.toml says, its mistakes left out.
        post: Takes what threads have to tell, from any thread.
        environ: The environment that other programs are started with.
        is_sample: Whether it is the read-only sample library.
        is_cached: Whether a cache is kept between runs.
    """

    def __init__(
        self,
        root: str,
        settings: Settings,
        post: Callable[[Message], object],
        environ: Mapping[str, str],
        *,
        is_sample: bool = False,
        is_cached: bool = True,
    ) -> None:
        self.root = root
        self.settings = settings
        self.keymap, _ = read_keymap(settings.keys)
        self.environ = environ
        self.is_sample = is_sample
        self.is_watching = False
        self.progress: Progress | None = None
        """How far reading has come; None before anything was read."""
        self.is_halted = False
        """Whether reading was stopped before its end."""
        self.failure: LibraryUnreadable | None = None
        """Why the folder could not be read when it was last looked at."""
        self.problems: tuple[Problem, ...] = ()
        """What is wrong in the library, as far as it is known."""
        self.begun: set[object] = set()
        """What takes several steps and is between two of them: keys wait for the screen that may open next."""
        self.forget_typed: Callable[[], None] = lambda: None
        """Forgets what was typed ahead for a screen that will not open."""
        self.has_read = asyncio.Event()
        """Set each time all that was asked for has been read, or can't be; `read_anew` waits for the next time."""
        self._post = post
        self._is_cached = is_cached
        self._has_started = False
        self._listeners: list[Callable[[Message], bool]] = []
        self._checker = Checker(post)
        self._used: dict[str, tuple[str, ...]] = {}

    @property
    def library_name(self) -> str:
        """The library's folder as its user would write it, fit to be shown."""
        return "sample library" if self.is_sample else as_written(self.root)

    @functools.cached_property
    def opened(self) -> "Opened":
        """How often each release was opened here."""
        return deferred.Opened(self.root)

    @functools.cached_property
    def asides(self) -> "Asides":
        """What stands beside a release and is not in its file."""
        return deferred.Asides(self.root, self.environ)

    @functools.cached_property
    def _nothing(self) -> "Catalogue":
        return deferred.Catalogue(self.root)

    @property
    def catalogue(self) -> "Catalogue":
        """The library as far as it has been read; empty at first."""
        return self._nothing if self.progress is None else self.progress.catalogue

    @functools.cached_property
    def loader(self) -> "Loader":
        """The thread that reads the library."""
        return deferred.Loader(self.root, self._post, is_cached=self._is_cached)

    @functools.cached_property
    def watcher(self) -> "Watcher":
        """The thread that tells of changes in the library's folder."""
        return deferred.Watcher(
            self.loader.reader.root,
            on_paths=self.loader.read_paths,
            on_anything=self.loader.read_changes,
            on_fallback=self._fell_back,
        )

    def _fell_back(self, message: str) -> None:
        self._post(WatchChanged(message))

    @functools.cached_property
    def editor(self) -> "Editor":
        """Where edits of the library are made."""
        return deferred.Editor(self.loader.reader.root)

    # -- who is told

    def listen(self, post: Callable[[Message], bool]) -> None:
        """Tell this screen, or this part of one, too whenever the library or its problems change, until it is gone."""
        self._listeners.append(post)

    def _announce(self, make: Callable[[], Message]) -> None:
        """Tell all that listen; what takes no more messages is forgotten."""
        self._listeners = [post for post in self._listeners if post(make())]

    # -- the library's life

    def start(self) -> None:
        """Begin to read the library, and mend what a program that was killed while writing left behind.

        A second call does nothing.
        """
        if self._has_started:
            return
        self._has_started = True
        self.loader.start()
        if not self.editor.is_read_only:
            threading.Thread(target=self.editor.clean_litter, name="litter", daemon=True).start()

    def stop(self) -> None:
        """Let the threads end; one that has not begun has nothing to end."""
        self._checker.stop()
        if "opened" in vars(self):
            self.opened.keep()
        if self.is_watching:
            self.watcher.stop()
        if "loader" in vars(self):
            self.loader.stop()

    def watch(self) -> None:
        """Look for changes from now on; a second call does nothing."""
        if not self.is_watching:
            self.is_watching = True
            self.watcher.start()

    @property
    def is_reading(self) -> bool:
        """Whether the library is being read for the first time."""
        return self.progress is not None and not self.progress.is_complete and not self.is_halted

    def library_read(self, progress: "Progress", *, is_halted: bool = False) -> None:
        """Take a later catalogue, or note that it stays as it is, since reading was stopped."""
        self.progress, self.failure, self.is_halted = progress, None, is_halted
        self._announce(LibraryChanged)
        if progress.is_complete:
            self.has_read.set()
        if progress.is_complete:
            self.watch()
            if self.is_checked_at_once:
                self.check()
                return
        self._show_problems(self.catalogue.problems)

    def library_failed(self, event: LibraryFailed) -> None:
        """Note that the folder can't be read, and watch it, as it may come back."""
        self.failure = event.error
        self.has_read.set()
        self._announce(lambda: LibraryFailed(event.error))
        self.watch()

    @property
    def is_checked_at_once(self) -> bool:
        """Whether the library is small enough to be checked by all rules at every change."""
        return len(self.catalogue.entries) <= CHECKED_LIMIT

    @property
    def all_problems(self) -> "tuple[Problem, ...]":
        """What is wrong in config.toml, then in the library."""
        return (*self.settings.problems, *self.problems)

    def check(self) -> None:
        """Check the whole library in a thread; `ProblemsChanged` follows."""
        self._checker.ask(self.catalogue)

    @property
    def checking(self) -> tuple[str, int, int] | None:
        """How far the check has come, as a `Work` tells it; None while there is none."""
        return self._checker.told

    def leave_check(self) -> None:
        """Let a check be that nobody waits for any more."""
        self._checker.leave()

    def library_checked(self, catalogue: "Catalogue", problems: "tuple[Problem, ...]") -> None:
        """Take what a check found, unless the library has changed since."""
        if catalogue is self.catalogue:
            self._show_problems(problems)

    def _show_problems(self, problems: "tuple[Problem, ...]") -> None:
        self.problems = problems
        self._announce(ProblemsChanged)

    async def read_anew(self) -> None:
        """Look through the whole folder again, and wait until what has changed in it is read."""
        self.has_read.clear()
        self.loader.read_changes()
        await self.has_read.wait()

    def read_again(self, path: str) -> None:
        """Have a file read again that was edited; what isn't a release may change any of them."""
        name = path.rpartition("/")[2]
        if (
            deferred.is_release_name(name)
            and path not in {deferred.PEOPLE_FILE, deferred.SEARCHES_FILE}
            and not path.startswith("/")
        ):
            self.loader.read_paths([path])
        else:
            self.loader.read_changes()

    # -- menus

    def last_used(self, menu: str) -> tuple[str, ...]:
        """What was chosen in a menu since the program was started, the last first."""
        return self._used.get(menu, ())

    def note_use(self, menu: str, value: str) -> None:
        """Remember what was chosen in a menu."""
        self._used[menu] = (value, *(one for one in self.last_used(menu) if one != value))

    # -- settings

    def add_mistakes(self, mistakes: "Iterable[Mistake]") -> None:
        """Take what is found wrong in config.toml only once the library is known."""
        themes = [self.settings.theme] if self.settings.theme is not None else []
        self.settings = checked(self.settings, themes, mistakes)
        self._show_problems(self.problems)

    def choose_theme(self, name: str) -> None:
        """Take another theme, and remember it for the next time."""
        self.settings = self.settings._replace(theme=name)
        threading.Thread(target=remember, args=("theme", name), name="theme", daemon=True).start()
