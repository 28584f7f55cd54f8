"""What stands in the place of the list where the library has nothing to show."""

from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from disctui.safe_text import clean
from disctui.tui.messages import LibraryChanged, LibraryFailed
from disctui.tui.saying import say
from disctui.tui.session import OPENING
from disctui.tui.widgets.wrapping import within

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue
    from disctui.library.files import LibraryUnreadable
    from disctui.tui.session import Session

_WAYS_OUT = (
    "n   a first release: title, year, and the rest when you like\n"
    "I   bring your shelf: DVD Profiler, CLZ, blu-ray.com, Letterboxd, CSV …\n"
    "N   a library elsewhere, empty or with the sample in it\n\n"
    "Files put there by hand or by git appear by themselves.\n\n"
    "?   help      R   read again      q   quit"
)
_WAY_TO_MAKE = "N   makes it, or a library elsewhere, empty or with the sample in it\nR   reads it again      q   quit"


class EmptyNotice(Static):
    """The folder, why there is nothing in it, and what can be done.

    Args:
        session: Whose library it is about.
    """

    DEFAULT_CSS = """
    EmptyNotice { display: none; height: 1fr; padding: 1 3; }
    """

    message: reactive[str] = reactive("")
    """What is said; "" where the library has something to show."""

    def __init__(self, session: "Session") -> None:
        super().__init__(id="empty", markup=False)
        self._session = session
        self._is_failure_said = False

    def on_mount(self) -> None:
        """Listen to the session."""
        self._session.listen(self.post_message)

    @on(LibraryChanged)
    def _library_changed(self) -> None:
        """Say so where all is read and there is nothing; from now on it is known what keys mean here."""
        progress = self._session.progress
        if progress is None:
            return
        self._is_failure_said = False
        is_empty = progress.is_complete and not progress.catalogue.listings
        self.message = empty(progress.catalogue, self._session.library_name) if is_empty else ""
        self._session.begun.discard(OPENING)

    @on(LibraryFailed)
    def _library_failed(self) -> None:
        """Say that the folder can't be read; what was read before stays on screen."""
        error = self._session.failure
        if error is None:  # it was read again meanwhile
            return
        if not self._session.catalogue.entries:
            self.message = unreadable(error, self._session.library_name)
            self._session.begun.discard(OPENING)
        elif not self._is_failure_said:
            self._is_failure_said = True
            say(self, f"{clean(error.root)}: {error.reason}. What was read before is still shown.", "warning")

    def watch_message(self) -> None:
        """Say it."""
        self._say()

    def on_resize(self) -> None:
        """Break its lines anew."""
        self._say()

    def _say(self) -> None:
        width, height = self.content_size
        lines = tuple(self.message.split("\n"))
        self.update(Content("\n".join(within(lines, width, height) if width else lines)))


def empty(catalogue: "Catalogue", name: str) -> str:
    """What is said of a library, shown under a name, that was read and has no releases."""
    count = len(catalogue.problems)
    problems = f"\n{count:,} of its files have problems: press p to see them." if count else ""
    return f"There are no releases in {name} yet.{problems}\n\n{_WAYS_OUT}"


def unreadable(error: "LibraryUnreadable", name: str) -> str:
    """What is said of a folder, shown under a name, that can't be listed."""
    return f"{name}\n\nThis library can't be read: {error.reason}.\n{error.hint}.\n\n{_WAY_TO_MAKE}"
