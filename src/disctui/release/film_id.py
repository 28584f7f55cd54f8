"""How one film of a box set is named: the id of its release, `#`, and its number from 1.

A file's own name may hold a `#` too; whoever knows the files lets such a name win, and asks `parted` only then.
"""

import re
from typing import NamedTuple

_FILM = re.compile(r"(?P<release>.+)#(?P<film>[1-9]\d{0,3})", re.ASCII | re.DOTALL)
_KEY = re.compile(r"films\[(?P<film>[1-9]\d{0,3})\]", re.ASCII)
MOST_FILMS = 9999
"""Films of one set that have a name."""


class FilmId(NamedTuple):
    """A film of a release."""

    release: str
    """The id of the release."""
    film: int
    """Which of its films, from 1."""


def film_id(release_id: str, film: int) -> str:
    """The name of a film of a release; of the release itself for 0."""
    return f"{release_id}#{film}" if film else release_id


def parted(name: str) -> FilmId | None:
    """The film that a name such as `three-colours#2` means; None where it is not of this form."""
    found = _FILM.fullmatch(name)
    return None if found is None else FilmId(found["release"], int(found["film"]))


def film_in_key(key: str) -> int:
    """The film that a dotted key is of, from 1: 5 of `films[5]` and of `films[5].title`; 0 for any other key."""
    found = _KEY.match(key)
    return 0 if found is None else int(found["film"])
