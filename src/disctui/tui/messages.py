"""What the parts of the browser tell each other, in the domain's words."""

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue, Progress
    from disctui.library.files import LibraryUnreadable
    from disctui.problem import Problem
    from disctui.tui.results import Results


class ModulesLoaded(Message):
    """What the first screen did without has been loaded, so that the library can be read."""


class LibraryProgress(Message):
    """More of the library has been read, or what changed has been read again."""

    def __init__(self, progress: "Progress") -> None:
        super().__init__()
        self.progress = progress


class LibraryChecked(Message):
    """The library has been put to all rules."""

    def __init__(self, catalogue: "Catalogue", problems: "tuple[Problem, ...]") -> None:
        super().__init__()
        self.catalogue = catalogue
        self.problems = problems


class LibraryFailed(Message):
    """The library's folder can't be read."""

    def __init__(self, error: "LibraryUnreadable") -> None:
        super().__init__()
        self.error = error


class LoaderFailed(Message):
    """Reading ended on an error that nobody foresaw."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class WatchChanged(Message):
    """How the library is watched has changed: it fell back to looking now and then, or nothing can be watched."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class ResultsReady(Message):
    """A search has ended."""

    def __init__(self, results: "Results") -> None:
        super().__init__()
        self.results = results


class SearchFailed(Message):
    """A search has ended on an error that nobody foresaw."""

    def __init__(self, error: BaseException, generation: int) -> None:
        super().__init__()
        self.error = error
        self.generation = generation


class ReleaseChosen(Message):
    """The cursor of the list stands on another release, or on none."""

    def __init__(self, release_id: str | None) -> None:
        super().__init__()
        self.release_id = release_id


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
