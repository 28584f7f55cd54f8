"""A box set as its films one by one: the list of them under its first tab, and a page for each.

What the set says of all its films stands on each page; what a film says itself comes before it.
"""

from collections.abc import Iterator, Sequence

import msgspec

from disctui.release import details
from disctui.release.details import TABS, Field, minutes
from disctui.release.model import Film, Release
from disctui.safe_text import clean

FILMS_TAB = "Films"
"""The name of the first tab of a box set."""
COLUMN = "\t"
"""Between the columns of a line of the list: number, title, year, length, and how it stands with its owner."""


def tab_names(release: Release, film: int = 0) -> tuple[str, ...]:
    """The names of the tabs; `film` as for `fields`."""
    return (FILMS_TAB, *TABS[1:]) if release.films and not film else TABS


def heading(release: Release, film: int = 0) -> str:
    """Title and year of what is shown, and of a set how many films it holds; `film` as for `fields`."""
    if film:
        return details.heading(_alone(release, film))
    count = len(release.films)
    films = f" · {count} film{'' if count == 1 else 's'}" if count else ""
    return details.heading(release) + films


def subheading(release: Release, film: int = 0) -> str:
    """The title of its own, who directed it, and its disc or the set it is in; `film` as for `fields`."""
    shown = _alone(release, film) if film else release
    where = f"film {film} of {len(release.films)} in {release.title}" if film else release.disc_format
    parts = [shown.original_title or "", ", ".join(shown.directors), where]
    return clean(" · ".join(part for part in parts if part), 300)


def fields(release: Release, tab: int, film: int = 0, editions: Sequence[int] = ()) -> list[Field]:
    """The fields under a tab.

    Args:
        release: What the file says.
        tab: The number of the tab, from 0.
        film: The film of a box set whose page it is, from 1; 0 for the release itself.
        editions: By film of a set how many other editions of it there are; empty where nobody knows.
    """
    if film:
        return list(_of_film(release, tab, film))
    if release.films and tab == 0:
        return [*_films(release, editions), *details.fields(msgspec.structs.replace(release, films=()), tab)]
    return details.fields(release, tab)


def counts(release: Release, film: int = 0) -> tuple[int, ...]:
    """How many fields each tab holds; `film` as for `fields`."""
    return tuple(len(fields(release, tab, film)) for tab in range(len(TABS)))


def _films(release: Release, editions: Sequence[int]) -> Iterator[Field]:
    """A line for each film of a set."""
    for number, film in enumerate(release.films[: details.ITEMS_LIMIT], 1):
        length = f"{film.length:g} min" if film.length else ""
        others = editions[number - 1] if number <= len(editions) else 0
        standing = "  ".join(filter(None, (_standing(film), f"+{others} ed." if others else "")))
        texts = (f"{number}", clean(film.title, 200), f"{film.year or ''}", length, standing)
        yield Field(f"films[{number}]", "", COLUMN.join(texts), "film")
    if len(release.films) > details.ITEMS_LIMIT:
        yield Field("", "", f"… and {len(release.films) - details.ITEMS_LIMIT:,} more", "quiet")


def _standing(film: Film) -> str:
    """How a film stands with its owner: "lent", "4.5  seen 2×"."""
    times = len(film.watched)
    seen = f"seen {times}×" if times > 1 else "seen" if times or film.seen else ""
    lent = "lent" if film.loaned_to or film.loaned_on else ""
    return "  ".join(filter(None, (lent, f"{film.rating:g}" if film.rating is not None else "", seen)))


_INHERITED = ("directors", "genres", "countries")


def _alone(release: Release, number: int) -> Release:
    """A film of a set as a release that holds it alone, with what the set says of all its films."""
    film = release.films[number - 1]
    names = ("title", "original_title", "year", "directors", "cast", "writers", "genres", "countries", "synopsis")
    said = {name: getattr(film, name) for name in names}
    inherited = {name: getattr(release, name) for name in _INHERITED if not said[name]}
    return Release(**said | inherited)


def as_release(release: Release, number: int) -> Release:
    """A film of a set, from 1, as a release of its own in the set's edition, with what the owner says of the film."""
    film = release.films[number - 1]
    mine = msgspec.structs.replace(
        release.collection, rating=film.rating, watched=film.watched, seen=film.seen, notes=film.notes
    )
    return msgspec.structs.replace(
        _alone(release, number),
        special_features=film.special_features,
        film_id=film.film_id,
        release=release.release,
        price=release.price,
        specs=msgspec.structs.replace(release.specs, length=film.length),
        collection=mine,
    )


def _of_film(release: Release, tab: int, number: int) -> Iterator[Field]:
    film, above = release.films[number - 1], f"films[{number}]."
    of_film = {field.key: field for field in details.own_of_film(film)}
    mine = [field._replace(key=above + key) for key, field in of_film.items()]
    if tab == 0:
        inherited = {name for name in _INHERITED if not getattr(film, name)}
        title = Field(f"{above}title", "Title", clean(film.title, 200))
        is_told = False
        for field in details.fields(_alone(release, number), tab):
            if not is_told and field.label:
                is_told = True
                yield title
            yield field if field.key in inherited else field._replace(key=above + field.key)
        if not is_told:
            yield title
        if film.length:
            yield Field(f"{above}length", "Length", minutes(film.length))
    elif tab == 1:
        yield from details.fields(release, tab)
    elif tab == 2:
        yield from (field for field in mine if field.key.startswith(f"{above}discs"))
        yield from details.fields(release, tab)
    elif tab == 3 and film.special_features:
        for field in details.fields(msgspec.structs.replace(release, special_features=film.special_features), tab):
            yield field._replace(key=above + field.key if field.key else "")
    elif tab == 3:
        yield from details.fields(release, tab)
    else:
        yield from (field for field in mine if not field.key.startswith((f"{above}discs", f"{above}special_")))
        for field in details.fields(release, tab):
            yield field._replace(label=f"{field.label} (set)") if field.key == "collection.rating" else field
