"""What the flows about one's own copy share: which files are meant, and one change of all of them."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from disctui.editing.changes import Change
from disctui.editing.own_copy import ChangesOf, planned_for, planned_for_all, record_of, release_now
from disctui.library.files import release_id
from disctui.problem import Refused
from disctui.release.days import counted
from disctui.release.film_id import film_id
from disctui.release.model import Release
from disctui.safe_text import clean
from disctui.tui.flows.writing import apply_after_preview, attempt
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.menu import SHORT, Choice, MenuScreen
from disctui.tui.target import Target

_ALL = "all"
_WHOLE = "whole"


class Meant(NamedTuple):
    """What a command about one's own copy is about."""

    paths: tuple[str, ...]
    """The files: of the marked releases, else the one under the cursor."""
    name: str
    """In words: a title and year, or how many releases."""
    release: Release
    """The one under the cursor, as its file has it now."""
    films: tuple[int | None, ...] = (None,)
    """Numbers of the films of a set, from 1; None for the release as a whole."""
    marked: Mapping[str, tuple[int | None, ...]] = MappingProxyType({})
    """By file the films of it that are marked, None for the release as a whole; empty where nothing is."""

    @property
    def is_marked(self) -> bool:
        """Whether marked rows are meant: what would change is shown first."""
        return bool(self.marked)

    @property
    def film(self) -> int | None:
        """The only film that is meant, else None."""
        return self.films[0] if len(self.films) == 1 else None

    @property
    def where(self) -> str:
        """The file and the film, as ids are written."""
        return film_id(release_id(self.paths[0]), self.film or 0)


async def what_is_meant(screen: CommandScreen[Any], target: Target, verb: str = "") -> Meant | None:
    """The marked releases, the release under the cursor, or films of it; None where there is none, or none chosen.

    The file is read anew: what was done to it a moment ago, in the same burst of keys, counts already.

    Args:
        screen: The screen in front.
        target: What the command is about.
        verb: What is done to one film of a set, as in "Rate which film?"; without one a set counts as a whole.

    Raises:
        Refused: nothing may be changed.
    """
    if target.release is None or target.path is None:
        return None
    screen.session.editor.require_writable()
    release = release_now(screen.session.editor, target.path)
    record_of(release, target.film)
    if target.row_ids != (film_id(target.release_id or "", target.film or 0),):
        return _of_marked(screen, target.row_ids, release)
    whole = Meant((target.path,), _titled(release.title, release.year), release)
    if target.film is not None:
        return _of_films(whole, (target.film,))
    if not verb or not release.films:
        return whole
    return await _chosen(screen, whole, verb)


def _of_marked(screen: CommandScreen[Any], rows: Sequence[str], release: Release) -> Meant:
    """The marked releases and films of sets, by file."""
    listings = screen.session.catalogue.listings
    by_path: dict[str, tuple[int | None, ...]] = {}
    named = [one for name in rows if (one := listings.parted(name)) is not None]
    for one in named:
        path = listings[one.release].path
        by_path[path] = (*by_path.get(path, ()), one.film or None)
    words = counted(len(named), "film" if any(one.film for one in named) else "release")
    return Meant(tuple(by_path), words, release, marked=by_path)


async def _chosen(screen: CommandScreen[Any], whole: Meant, verb: str) -> Meant | None:
    """Ask which film of a set is meant, by its number, or whether all of them or the set are."""
    films = whole.release.films
    is_long = len(films) > SHORT
    titles = [clean(_titled(film.title, film.year), 100) for film in films]
    choices = [
        Choice("", f"{number}  {title}", str(number)) if is_long else Choice(str(number), title, str(number))
        for number, title in enumerate(titles, 1)
    ]
    choices.append(Choice("" if is_long else "a", f"all {len(films)} films", _ALL))
    choices.append(Choice("" if is_long else "s", "the set as a whole", _WHOLE))
    chosen = await screen.ask(MenuScreen(f"{verb} which film?", choices, is_long=is_long))
    if chosen is None or chosen == _WHOLE:
        return None if chosen is None else whole
    return _of_films(whole, tuple(range(1, len(films) + 1)) if chosen == _ALL else (int(chosen),))


def _of_films(whole: Meant, films: tuple[int, ...]) -> Meant:
    if len(films) > 1:
        return whole._replace(films=films, name=f"all films of {whole.name}")
    film = whole.release.films[films[0] - 1]
    return whole._replace(films=films, name=_titled(film.title, film.year))


def _titled(title: str, year: int | None) -> str:
    return clean(f"{title} ({year})" if year else title, 200)


class OfFilms:
    """From a release to its changes, for whichever of its films are meant.

    Args:
        meant: What is changed.
        changes_of: From the release and the number of a film, or None for all of it, to its changes.
    """

    def __init__(self, meant: Meant, changes_of: Callable[[Release, int | None], list[Change]]) -> None:
        self._meant = meant
        self._changes_of = changes_of

    def __call__(self, release: Release) -> list[Change]:
        """The changes of the one file that is meant."""
        return self._of(release, self._meant.films)

    def at(self, path: str) -> ChangesOf:
        """From the release in a marked file to its changes."""
        films = self._meant.marked[path]
        return lambda release: self._of(release, films)

    def _of(self, release: Release, films: Sequence[int | None]) -> list[Change]:
        return [change for film in films for change in self._changes_of(release, film)]


def changes_in(meant: Meant, changes_of: Callable[[Release, int | None], list[Change]]) -> OfFilms:
    """From a release to its changes, for whichever of its films are meant."""
    return OfFilms(meant, changes_of)


def change_now(screen: CommandScreen[Any], meant: Meant, what: str, changes: ChangesOf, same: str) -> str | None:
    """Change the one file that is meant, as one change; why that could not be done, in words, or None.

    Args:
        screen: The screen in front.
        meant: What is changed.
        what: What is done, for the history and the word about it: "seen 2026-11-27".
        changes: From the release as its file has it now.
        same: What is said where the file says so already: "already seen today".
    """
    editor = screen.session.editor
    try:
        planned = planned_for(editor, meant.paths[0], changes)
    except Refused as error:
        return error.advice
    if not planned.edits:
        screen.say(f"{meant.name}: {same}", seconds=3)
        return None
    outcome = attempt(
        screen,
        lambda: editor.apply(planned.edits, clean(f"{what}: {meant.where}", 200)),
        f"{meant.name}: {what} (u undoes it)",
    )
    return None if outcome is not None and not outcome.failed else "it could not be written"


async def change(screen: CommandScreen[Any], meant: Meant, what: str, changes: ChangesOf, same: str) -> None:
    """Change what is meant as one change; the marked releases after a preview."""
    if meant.is_marked:
        by_path = {path: changes.at(path) if isinstance(changes, OfFilms) else changes for path in meant.paths}
        planned = planned_for_all(screen.session.editor, by_path)
        await apply_after_preview(screen, planned, f"{what}: {meant.name}")
    elif (wrong := change_now(screen, meant, what, changes, same)) is not None:
        raise Refused(wrong)


class Intended(NamedTuple):
    """What a form asks for."""

    what: str
    """In words: "seen 2026-11-27"."""
    changes: ChangesOf


class FormChange:
    """The change that a form asks for: made at once in one file, after a preview and once it is closed in many.

    Args:
        screen: The screen in front.
        meant: What is changed.
    """

    def __init__(self, screen: CommandScreen[Any], meant: Meant) -> None:
        self._screen = screen
        self._meant = meant
        self._intended: Intended | None = None

    def take(self, read: Callable[[], Intended]) -> str | None:
        """Do what was typed; why that can't be, in words, or None.

        Args:
            read: Understands what was typed; raises `Refused`.
        """
        try:
            self._intended = read()
        except Refused as error:
            return error.advice
        if self._meant.is_marked:
            return None
        what, changes = self._intended
        return change_now(self._screen, self._meant, what, changes, "the file says so already")

    async def finish(self, is_saved: bool | None) -> None:
        """Once the form has ended: show what would change in the marked files."""
        if is_saved and self._meant.is_marked and self._intended is not None:
            what, changes = self._intended
            await change(self._screen, self._meant, what, changes, "")
