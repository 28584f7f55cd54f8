"""What stands in the place of the list where the library has nothing to show."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from disctui.tui.widgets.wrapping import within

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue
    from disctui.library.files import LibraryUnreadable

_WAYS_OUT = (
    "n   a first release: title, year, and the rest when you like\n"
    "I   bring your shelf: DVD Profiler, CLZ, blu-ray.com, Letterboxd, CSV …\n"
    "N   a library elsewhere, empty or with the sample in it\n\n"
    "Files put there by hand or by git appear by themselves.\n\n"
    "?   help      R   read again      q   quit"
)
_WAY_TO_MAKE = "N   makes it, or a library elsewhere, empty or with the sample in it\nR   reads it again      q   quit"


class EmptyNotice(Static):
    """The folder, why there is nothing in it, and what can be done."""

    DEFAULT_CSS = """
    EmptyNotice { display: none; height: 1fr; padding: 1 3; }
    """

    message: reactive[str] = reactive("")

    def __init__(self) -> None:
        super().__init__(id="empty", markup=False)

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
