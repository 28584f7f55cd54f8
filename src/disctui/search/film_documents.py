"""What the index takes of the films of a box set: a document for each, so that one film meets a query or none does.

Years, people and titles of different films are never mixed. A film has what is said of it, and of its set the rest.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from disctui.release.film_id import MOST_FILMS
from disctui.release.model import Collection, Film, Release
from disctui.search.document import (
    INHERITED,
    NO_SPELLINGS,
    Document,
    dates,
    disc_texts,
    is_seen,
    take_film,
    take_tables,
    within_limits,
)
from disctui.search.fields import FILM_COUNT, FILM_MARK, FILM_SEEN, LATE_FROM, SEEN, SET_TITLE

_MOST_TEXTS, _MOST_LETTERS = 20_000, 300_000
"""Texts and letters of all films of one set that are indexed; the films past them are found by nothing."""
_MOST_INHERITED = 200
"""Texts that each film has of its set at most."""


def film_documents(
    release_id: str,
    release: Release,
    sort_keys: Sequence[str],
    spellings: Mapping[str, Sequence[str]] = NO_SPELLINGS,
) -> Iterator[Document]:
    """The documents of the films of a set.

    Args:
        release_id: The id of the set.
        release: What its file says.
        sort_keys: Of each film, as `document` takes one of a release.
        spellings: As for `document`.
    """
    inherited: list[tuple[str, str]] = [(SET_TITLE, release.title)]
    shared: list[tuple[str, float]] = [(FILM_COUNT, len(release.films))]
    take_tables(_without_own(release), inherited, shared)
    del inherited[_MOST_INHERITED:]
    is_set_seen = is_seen(release)
    texts_left, letters_left = _MOST_TEXTS, _MOST_LETTERS
    for number, (film, sort_key) in enumerate(zip(release.films[:MOST_FILMS], sort_keys, strict=False), 1):
        texts, numbers = _of_film(film, release, spellings)
        numbers += shared
        if is_set_seen:
            numbers.append((SEEN, 1))
        ours = [one for one in inherited if one[0] != "specs.discs"] if film.discs else inherited
        kept = within_limits([*texts, *ours])
        texts_left -= len(kept)
        letters_left -= sum(len(text) for _, text in kept)
        if min(texts_left, letters_left) < 0:
            return
        yield Document(f"{release_id}{FILM_MARK}{number}", sort_key, kept, tuple(numbers))


def _without_own(release: Release) -> Release:
    """A set without what is said of all of it and not of one film: its rating, its viewings, its length."""
    mine = msgspec.structs.replace(release.collection, rating=None, watched=(), seen=None, notes=None, loans=())
    specs = msgspec.structs.replace(release.specs, length=None)
    return msgspec.structs.replace(release, collection=mine, specs=specs)


def _of_film(
    film: Film, release: Release, spellings: Mapping[str, Sequence[str]]
) -> tuple[list[tuple[str, str]], list[tuple[str, float]]]:
    """What is said of a film, and by its set of what it does not say itself."""
    texts: list[tuple[str, str]] = [("films.title", film.title)]
    numbers: list[tuple[str, float]] = []
    if film.original_title:
        texts.append(("films.original_title", film.original_title))
    lacking = {name: getattr(release, name) for name in INHERITED if not getattr(film, name)}
    take_film(msgspec.structs.replace(film, **lacking), texts, numbers, spellings)
    if film.length is not None:
        numbers.append(("films.length", film.length))
    if film.film_id:
        texts.append(("film_id", film.film_id))
    texts.extend(disc_texts(film.discs))
    texts.extend(("special_features", feature) for feature in film.special_features)
    _take_own(film, release.collection, texts, numbers)
    return texts, numbers


def _take_own(film: Film, mine: Collection, texts: list[tuple[str, str]], numbers: list[tuple[str, float]]) -> None:
    """Take what is the owner's about one film of a set."""
    if film.rating is not None:
        numbers.append(("collection.rating", film.rating))
    numbers.extend(dates("collection.watched", film.watched))
    if film.watched or film.seen or mine.watched or mine.seen:
        numbers.append((FILM_SEEN, 1))
    if film.notes:
        texts.append(("collection.notes", film.notes))
    if film.loaned_to:
        texts.append(("collection.loaned_to", film.loaned_to))
    for name, day in (("collection.loaned_on", film.loaned_on), ("collection.due", film.due)):
        if day is not None:
            numbers.append((name, day.toordinal()))
    if film.due is not None and film.loaned_to:
        numbers.append((LATE_FROM, film.due.toordinal() + 1))
