"""The browser as a program: settings, themes, the library's threads, and the world outside the terminal."""

import contextlib
import functools
import gc
import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import App, SuspendNotSupported, SystemCommand
from textual.filter import Monochrome, NoColor
from textual.screen import Screen
from textual.worker import get_current_worker

from disctui.safe_text import clean
from disctui.settings import Settings, checked, remember_theme
from disctui.tui.commands import COMMANDS, Command, textual_key
from disctui.tui.messages import (
    LibraryChecked,
    LibraryFailed,
    LibraryProgress,
    LoaderFailed,
    ModulesLoaded,
    WatchChanged,
)
from disctui.tui.screens.browser import BrowserScreen
from disctui.tui.textual_patches import copy_with_program, guard_terminal, patch_control_chars

if TYPE_CHECKING:
    from textual.command import Provider

    from disctui.editing.editor import Editor
    from disctui.library.catalogue import Catalogue
    from disctui.problem import Problem
    from disctui.release.model import Release
    from disctui.tui.background.loader import Loader
    from disctui.tui.background.watcher import Watcher
    from disctui.tui.screens.problems import ProblemsScreen

CHECKED_LIMIT = 2_000
"""Files up to which a library is put to all rules whenever it changes; a larger one when its problems are looked at."""
DEFAULT_THEME = "textual-dark"
_GARBAGE = 20_000, 20, 50
"""Objects made between two looks for garbage: a picture of the screen takes thousands, and nearly all go by themselves.
"""
READING = (
    "disctui.library.catalogue",
    "disctui.tui.background.loader",
    "disctui.library.cache",
    "disctui.library.workers",
)
"""Modules that the first screen does without, and reading the library needs: loaded once it is shown."""
LATER = (
    "disctui.search.query",
    "disctui.release.details",
    "disctui.tui.background.watcher",
    "disctui.tui.screens.problems",
    "disctui.search.highlighting",
    "disctui.search.completion",
)
"""Those that what is done on it needs: loaded while the library is read."""


def _commands() -> "type[Provider]":
    from disctui.tui.palette import CommandProvider  # noqa: PLC0415 - not needed for the first screen

    return CommandProvider


class DisctuiApp(App[None]):
    """The browser on one library.

    Args:
        root: The library's folder; it need not exist.
        settings: What config.toml says.
        is_sample: Whether it is the read-only sample library.
        is_cached: Whether a cache is kept between runs.
    """

    TITLE = "disctui"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = {*App.COMMANDS, _commands}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar = []
    CSS_PATH = "screens/browser.tcss"

    def __init__(
        self, root: str, settings: Settings | None = None, *, is_sample: bool = False, is_cached: bool = True
    ) -> None:
        self._environ = dict(os.environ)  # Textual takes NO_COLOR out of the environment; the editor gets it back
        super().__init__()
        # Without colour the ANSI theme is used, whose default colours only `NoColor` leaves to the terminal.
        self._filters = [NoColor() if isinstance(one, Monochrome) else one for one in self._filters]
        patch_control_chars()
        self.root = root
        self.is_sample = is_sample
        self.settings = checked(settings or Settings(), [item.id for item in COMMANDS], self.available_themes)
        self.keymap = {name: tuple(map(textual_key, keys)) for name, keys in self.settings.keys.items()}
        self.problems: tuple[Problem, ...] = ()
        self._is_cached = is_cached
        self._is_watching = False

    @functools.cached_property
    def catalogue(self) -> "Catalogue":
        """What is known of the library by now."""
        from disctui.library.catalogue import Catalogue  # noqa: PLC0415 - not needed for the first screen

        return Catalogue(self.root)

    @functools.cached_property
    def loader(self) -> "Loader":
        """The thread that reads the library."""
        from disctui.tui.background.loader import Loader  # noqa: PLC0415 - not needed for the first screen

        return Loader(self.root, self.post_message, is_cached=self._is_cached)

    @functools.cached_property
    def watcher(self) -> "Watcher":
        """The thread that tells of changes in the library's folder."""
        from disctui.tui.background.watcher import Watcher  # noqa: PLC0415 - not needed for the first screen

        return Watcher(
            self.loader.reader.root,
            on_paths=self.loader.read_paths,
            on_anything=self.loader.read_changes,
            on_fallback=self._fell_back,
        )

    async def on_mount(self) -> None:
        """Show an empty shelf first, then read."""
        self.set_keymap({name: ",".join(keys) for name, keys in self.keymap.items()})
        no_color = bool(self._environ.get("NO_COLOR"))
        self.theme = "ansi-dark" if no_color else self.settings.theme or DEFAULT_THEME
        self.set_class(no_color, "-no-color")
        self.theme_changed_signal.subscribe(self, lambda theme: self._theme_chosen(theme.name))
        guard_terminal(self)
        await self.browser.opened.wait()  # what was typed before finds the box, or letters would be commands
        self.call_after_refresh(self._begin)

    def get_default_screen(self) -> BrowserScreen:
        """The browser is the only screen there is at first: one below it would be styled and laid out for nobody."""
        return BrowserScreen(self.size)

    async def _begin(self) -> None:
        await self.browser.complete()
        self._load_modules()
        for problem in self.settings.problems:
            place = f"{problem.path}:{problem.line}"
            message = clean(f"{place}: {problem.message}" + (f" ({problem.hint})" if problem.hint else ""), 400)
            self.notify(message, title="config.toml", severity="warning", timeout=10, markup=False)
        if self.is_sample:
            self.notify(
                "This is the sample library that comes with disctui; nothing is saved here. "
                "disctui init DIR makes one of your own.",
                timeout=6,
                markup=False,
            )

    @work(thread=True, exit_on_error=False, description="modules")
    def _load_modules(self) -> None:
        """Load what the first screen did without, where it holds up no key."""
        for name in READING:
            importlib.import_module(name)
        self.post_message(ModulesLoaded())
        for name in LATER:
            importlib.import_module(name)
        gc.enable()

    @on(ModulesLoaded)
    def _modules_loaded(self) -> None:
        if not self._exit:
            self.loader.start()
            self._clean_litter()

    def on_unmount(self) -> None:
        """Let the threads end."""
        if self._is_watching:
            self.watcher.stop()
        if "loader" in vars(self):
            self.loader.stop()

    def _theme_chosen(self, name: str) -> None:
        if name != (self.settings.theme or DEFAULT_THEME) and not self._environ.get("NO_COLOR"):
            self.settings = Settings(self.settings.library, name, self.settings.keys, self.settings.problems)
            self._remember(name)

    @work(thread=True, exit_on_error=False)
    def _clean_litter(self) -> None:
        """Remove or finish what a program that was killed while writing left behind."""
        if not self.editor.is_read_only:
            self.editor.clean_litter()

    @work(thread=True, exit_on_error=False)
    def _remember(self, theme: str) -> None:
        remember_theme(theme)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Textual's own commands for the palette, less what the table of commands has."""
        for item in super().get_system_commands(screen):
            if item.title not in {"Quit", "Keys"}:
                yield item

    @functools.cached_property
    def editor(self) -> "Editor":
        """Where edits of the library are made."""
        from disctui.editing.editor import Editor  # noqa: PLC0415 - not needed for the first screen

        return Editor(self.loader.reader.root)

    @property
    def _is_leaving(self) -> bool:
        """Whether the screens are going already, so that nothing can be shown any more."""
        return (
            self._exit
            or not self.is_running
            or not any(isinstance(screen, BrowserScreen) and screen.query("#reading") for screen in self.screen_stack)
        )

    @property
    def browser(self) -> BrowserScreen:
        """The main screen."""
        return next(screen for screen in self.screen_stack if isinstance(screen, BrowserScreen))

    @on(LibraryProgress)
    def _library_progress(self, event: LibraryProgress) -> None:
        if self._is_leaving:
            return
        self.catalogue = event.progress.catalogue
        self.browser.show_progress(event.progress)
        for screen in self.screen_stack:
            if hasattr(screen, "file_changed"):
                screen.file_changed()
        if event.progress.is_complete:
            self._watch()
            if len(self.catalogue.entries) <= CHECKED_LIMIT or self._problems_screen is not None:
                self._check(self.catalogue)
                return
        self._show_problems(self.catalogue.problems)

    @property
    def _problems_screen(self) -> "ProblemsScreen | None":
        from disctui.tui.screens.problems import ProblemsScreen  # noqa: PLC0415 - not needed for the first screen

        return next((screen for screen in self.screen_stack if isinstance(screen, ProblemsScreen)), None)

    @work(thread=True, exclusive=True, group="check", exit_on_error=False, description="check")
    def _check(self, catalogue: "Catalogue") -> None:
        """Put a whole library to the rules of `disctui check`."""
        from disctui.checks.reporting import report  # noqa: PLC0415 - not needed for the first screen

        worker = get_current_worker()
        try:
            problems = report(catalogue)
        except OSError:
            problems = catalogue.problems
        if not worker.is_cancelled:
            self.post_message(LibraryChecked(catalogue, problems))

    @on(LibraryChecked)
    def _library_checked(self, event: LibraryChecked) -> None:
        if event.catalogue is self.catalogue and not self._is_leaving:
            self._show_problems(event.problems)

    def _show_problems(self, problems: "tuple[Problem, ...]") -> None:
        self.problems = problems
        self.browser.show_problems(len(problems))
        if (screen := self._problems_screen) is not None:
            screen.show_problems(self.catalogue, problems)

    @on(LibraryFailed)
    def _library_failed(self, event: LibraryFailed) -> None:
        if self._is_leaving:
            return
        self.browser.show_failure(event.error)
        self._watch()

    @on(LoaderFailed)
    def _loader_failed(self, event: LoaderFailed) -> None:
        self._fatal_error_of(event.error)

    @on(WatchChanged)
    def _watch_changed(self, event: WatchChanged) -> None:
        self.notify(clean(event.message, 300), severity="warning", timeout=20, markup=False)

    def _fatal_error_of(self, error: Exception) -> None:
        message = clean(f"{type(error).__name__}: {error}", 400)
        self.notify(f"Reading the library ended: {message}", severity="error", timeout=30, markup=False)

    def _fell_back(self, message: str) -> None:
        self.post_message(WatchChanged(message))

    def _watch(self) -> None:
        if not self._is_watching:
            self._is_watching = True
            if not self.is_headless:
                gc.set_threshold(*_GARBAGE)
                gc.freeze()  # or each look for garbage goes through the whole library, while a key waits
            self.watcher.start()

    def reload(self) -> None:
        """Look through the whole folder again."""
        self.loader.read_changes()
        self.notify("reading the library again", timeout=1.5, markup=False)

    def show_problems(self) -> None:
        """Open the problems."""
        from disctui.tui.screens.problems import ProblemsScreen  # noqa: PLC0415 - not needed for the first screen

        if self._problems_screen is None:
            self.push_screen(ProblemsScreen(self.catalogue, self.problems, self.settings.problems))
            if len(self.catalogue.entries) > CHECKED_LIMIT:
                self._check(self.catalogue)

    def show_help(self, working: list[Command], place: str) -> None:
        """Open the help."""
        from disctui.tui.screens.help import HelpScreen  # noqa: PLC0415 - not needed for the first screen

        self.push_screen(HelpScreen(working, place, self.keymap))

    def edit_file(self, path: str, line: int = 1, column: int = 1, more: Sequence[str] = ()) -> None:
        """Hand a file of the library to the user's editor, and read it again afterwards."""
        from disctui.external_editor import (  # noqa: PLC0415 - not needed for the first screen
            NoEditor,
            at_line,
            editor_command,
            run_editor,
        )

        try:
            command = [*at_line(editor_command(self._environ), str(Path(self.root) / path), line, column), *more]
        except NoEditor as error:
            self.notify(clean(error.advice, 300), title="No editor", severity="error", markup=False)
            return
        try:
            with self.suspend():
                failure = run_editor(command, self._environ)
        except SuspendNotSupported:
            self.notify("This terminal can't be handed to an editor.", severity="error", markup=False)
            return
        if failure is not None:
            self.notify(clean(failure, 300), severity="warning", markup=False)
        self.refresh(layout=True)
        self.read_again(path)

    def read_again(self, path: str) -> None:
        """Have a file read again that was edited; what isn't a release may change any of them."""
        from disctui.library.files import PEOPLE_FILE, is_release_name  # noqa: PLC0415 - not for the first screen

        if is_release_name(path.rpartition("/")[2]) and path != PEOPLE_FILE and not os.path.isabs(path):  # noqa: PTH117
            self.loader.read_paths([path])
        else:
            self.loader.read_changes()

    def edit_here(self, path: str, line: int = 1) -> None:
        """Open a file of the library in the editor that is part of the browser, with what was typed there before."""
        from disctui.tui.screens.field_form import is_plain  # noqa: PLC0415 - not needed for the first screen

        files, problems = self.editor.read([path])
        try:
            is_safe = all(is_plain(data.decode("utf-8").replace("\r\n", "\n")) for data in files.values())
        except UnicodeDecodeError:
            is_safe = False
        if not is_safe:
            message = "It is not UTF-8, or holds rare line ends that would be changed here: open it with e."
            self.notify(message, severity="error", markup=False)
            return
        if not files:
            self.notify(clean(problems[0].message, 300), severity="error", markup=False)
            return
        self._edit_text(path, files[path], line)

    @work(description="_edit_text")
    async def _edit_text(self, path: str, data: bytes, line: int) -> None:
        """Open the editor, with the draft of this file where there is one and the user wants it."""
        from disctui.tui.screens.menu import Choice, MenuScreen  # noqa: PLC0415
        from disctui.tui.screens.toml_editor import TomlEditor  # noqa: PLC0415

        draft = self.editor.drafts.get(path)
        typed = draft.typed if draft is not None else None
        if draft is not None and draft.base != data:
            choices = [
                Choice("d", "go on with the draft; saving it shows the difference first", "draft"),
                Choice("f", "edit the file as it is now, and keep the draft", "file"),
                Choice("x", "drop the draft", "drop"),
            ]
            title = "There is a draft, and the file has changed since"
            answer = await self.push_screen_wait(MenuScreen(title, choices))
            if answer is None:
                return
            if answer == "drop":
                self.editor.drafts.drop(path)
            if answer == "draft" and draft.base is not None:
                data = draft.base  # saving finds the file changed, and asks
            elif answer != "draft":
                typed = None
        self.push_screen(TomlEditor(self.editor, path, data, line, typed))

    def edit_both(self, path: Path, mine: bytes) -> None:
        """Hand the file as it is, and what was typed as a file beside it, to the user's editor."""
        handle, name = tempfile.mkstemp(prefix=f"{path.stem}-mine-", suffix=".txt")
        with os.fdopen(handle, "wb") as file:
            file.write(mine)
        self.edit_file(str(path), more=[name])

    @work(description="ask_what_to_copy")
    async def ask_what_to_copy(self, catalogue: "Catalogue", release_id: str, release: "Release") -> None:
        """A menu of what a release can give to the clipboard."""
        from disctui.tui.screens.menu import Choice, MenuScreen  # noqa: PLC0415 - not needed for the first screen

        year = f" ({release.year})" if release.year else ""
        listing = catalogue.listings.get(release_id)
        texts = [("t", "title", release.title + year), ("i", "id", release_id)]
        texts += [("p", "path", str(Path(self.root) / listing.path))] if listing else []
        texts += [("d", "directors", ", ".join(release.directors))] if release.directors else []
        texts += [("u", "UPC", release.release.upc)] if release.release.upc else []
        texts += [("l", "store link", release.price.store_url)] if release.price.store_url else []
        choices = [Choice(key, f"{label}: {text}", text) for key, label, text in texts]
        chosen = await self.push_screen_wait(MenuScreen("Copy", choices))
        if chosen is not None:
            safe = clean(chosen)
            self.copy_to_clipboard(safe)
            copy_with_program(safe, self._environ)
            self.notify(f"copied: {clean(safe, 80)}", timeout=2, markup=False)

    def open_store(self, url: str | None) -> None:
        """Open a store's page in the web browser, if its address is one that may be opened."""
        from disctui.release_file.value_checks import is_openable  # noqa: PLC0415 - not needed for the first screen

        if not url:
            return
        if not is_openable(url):
            self.notify(f"not opened, only http and https are: {clean(url, 80)}", severity="warning", markup=False)
            return
        opener = "open" if sys.platform == "darwin" else "xdg-open"
        try:
            subprocess.Popen(  # noqa: S603 - an address that `is_openable` let through, without a shell
                [opener, url],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env=self._environ,
            )
        except OSError:
            self.copy_to_clipboard(url)
            self.notify(f"no web browser here; the address is copied: {clean(url, 120)}", markup=False)
        else:
            self.notify(f"opened {clean(url, 120)}", timeout=2, markup=False)


def run(root: str, settings: Settings, *, is_sample: bool = False) -> int:
    """Run the browser to its end; the exit status."""
    sys.setswitchinterval(0.001)  # the screen's thread gets its turn soon while others read and index
    app = DisctuiApp(root, settings, is_sample=is_sample)
    with contextlib.suppress(KeyboardInterrupt):
        app.run()
    return app.return_code or 0
