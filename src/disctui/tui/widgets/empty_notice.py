"""What stands in the place of the list where the library has nothing to show."""

from typing import TYPE_CHECKING

from textual.reactive import reactive
from textual.widgets import Static

from disctui.safe_text import clean

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue
    from disctui.library.files import LibraryUnreadable

_WAYS_OUT = (
    "n  writes a first release, I  imports a list of another program.\n"
    "Release files (*.toml) that are put there appear here by themselves.\n"
    "disctui init --sample DIR makes a library to play with; disctui DIR opens another one.\n\n"
    "?  help      R  read again      q  quit"
)


class EmptyNotice(Static):
    """The folder, why there is nothing in it, and what can be done."""

    DEFAULT_CSS = """
    EmptyNotice { display: none; height: 1fr; padding: 1 3; }
    """

    message: reactive[str] = reactive("")

    def __init__(self) -> None:
        super().__init__(id="empty", markup=False)

    def watch_message(self, message: str) -> None:
        """Say it."""
        self.update(f"{message}\n\n{_WAYS_OUT}" if message else "")


def empty(catalogue: "Catalogue") -> str:
    """What is said of a library that was read and has no releases."""
    count = len(catalogue.problems)
    problems = f"\n{count:,} of its files have problems: press p to see them." if count else ""
    return f"{clean(catalogue.root, 400)}\n\nThere are no releases in this folder yet.{problems}"


def unreadable(error: "LibraryUnreadable") -> str:
    """What is said of a folder that can't be listed."""
    return f"{clean(error.root, 400)}\n\nThis library can't be read: {error.reason}.\n{error.hint}."
