"""What the parts of the browser tell each other, in the domain's words."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue, Progress
    from disctui.library.files import LibraryUnreadable
    from disctui.library.searches_file import Shelf
    from disctui.problem import Problem


class ModulesLoaded(Message):
    """The modules that the first screen did not need are loaded, so that the library can be read."""


class LibraryChanged(Message, bubble=False):
    """The session has a later catalogue: more of the library was read, or what changed was read again.

    Like all that the session tells, it does not bubble: each part that wants to know listens.
    """


class ProblemsChanged(Message, bubble=False):
    """The session knows of other problems."""


class LibraryProgress(Message):
    """The thread that reads has read more of the library, or has read again what changed.

    Args:
        progress: How far it is.
        is_halted: Whether it reads no further until it is asked to.
    """

    def __init__(self, progress: "Progress", *, is_halted: bool = False) -> None:
        super().__init__()
        self.progress = progress
        self.is_halted = is_halted


class CoversRead(Message):
    """Some of the covers in view are ready to be shown."""

    def __init__(self, done: int, total: int) -> None:
        """How many are, and how many there are; as many once nothing is waited for."""
        super().__init__()
        self.done, self.total = done, total


class LibraryChecked(Message):
    """The library has been checked by all rules."""

    def __init__(self, catalogue: "Catalogue", problems: "tuple[Problem, ...]") -> None:
        super().__init__()
        self.catalogue = catalogue
        self.problems = problems


class LibraryFailed(Message, bubble=False):
    """The library's folder can't be read.

    It does not bubble: a screen that is told would hand it to the app, which would tell the screen again.
    """

    def __init__(self, error: "LibraryUnreadable") -> None:
        super().__init__()
        self.error = error


class WorkFailed(Message):
    """A thread ended on an unexpected error."""

    def __init__(self, work: str, error: BaseException) -> None:
        super().__init__()
        self.work = work
        """What was being done, as in "reading the library"."""
        self.error = error


class WatchChanged(Message):
    """How the library is watched has changed: it fell back to looking now and then, or nothing can be watched."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class LibraryMade(Message):
    """A library of the user's own was made, and is to be opened."""

    def __init__(self, root: str, *, is_remembered: bool) -> None:
        super().__init__()
        self.root = root
        self.is_remembered = is_remembered
        """Whether config.toml names it by now."""


class ReleaseChosen(Message):
    """The cursor of the list stands on another release, or on none."""

    def __init__(self, release_id: str | None) -> None:
        super().__init__()
        self.release_id = release_id


class TerminalReturned(Message):
    """Another program had the terminal, and what was typed meanwhile was meant for it."""


class ReleaseExpected(Message):
    """A release is about to be among the rows, and the cursor shall go to it."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.release_id = path.removesuffix(".toml")


class CommandsChanged(Message):
    """Other commands do something by now, so that the footer has others to name."""


class MarksUsed(Message):
    """The marked releases were changed; the marks can go."""


class OrderChosen(Message):
    """Another order of the rows was chosen."""

    def __init__(self, sorting: str) -> None:
        super().__init__()
        self.sorting = sorting
        """Its name; "" for the natural one."""


class RowsAsked(Message):
    """The rows of a bar of the statistics are to be shown."""

    def __init__(self, query: str, way_back: "Callable[[], object]", *, by_film: bool) -> None:
        super().__init__()
        self.query = query
        """What finds them."""
        self.by_film = by_film
        """Whether the bar counts films, and not releases."""
        self.way_back = way_back
        """Opens the statistics again where they were left."""


class ReleaseSought(Message):
    """The cursor of the list shall go to a release, whatever is asked for now."""

    def __init__(self, release_id: str) -> None:
        super().__init__()
        self.release_id = release_id


class ShelfChosen(Message):
    """Another shelf was opened."""

    def __init__(self, shelf: "Shelf") -> None:
        super().__init__()
        self.shelf = shelf


class TabChosen(Message):
    """A tab was clicked."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class CommandChosen(Message):
    """A hint of the footer was clicked."""

    def __init__(self, command_id: str) -> None:
        super().__init__()
        self.command_id = command_id
