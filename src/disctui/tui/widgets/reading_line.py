"""How far reading the library has come, and how many of the covers in view are ready."""

from typing import TYPE_CHECKING

from textual import on

from disctui.tui.messages import LibraryChanged
from disctui.tui.saying import say
from disctui.tui.widgets.progress_line import ProgressLine

if TYPE_CHECKING:
    from disctui.tui.session import Session


class ReadingLine(ProgressLine):
    """One line over the footer, seen while it takes long.

    Args:
        session: Whose library is read.
    """

    def __init__(self, session: "Session") -> None:
        super().__init__(id="reading")
        self._session = session

    def on_mount(self) -> None:
        """Listen to the session."""
        self._session.listen(self.post_message)

    @on(LibraryChanged)
    def _library_changed(self) -> None:
        """Say how far reading has come, or where it was stopped."""
        progress = self._session.progress
        if progress is None:
            return
        self.progress = ("reading", progress.done, progress.total)
        self.set_class(self._session.is_reading, "-shown")
        if self._session.is_halted:
            say(self, f"Stopped: {progress.done:,} of {progress.total:,} files are read; R reads on.", seconds=6)

    def show_covers(self, done: int, total: int) -> None:
        """Say how many covers are ready, unless the library is read, which goes first."""
        if not self._session.is_reading:
            self.progress = ("covers", done, total)
            self.set_class(done < total, "-shown")
