"""What a source is: the one thing that whoever ships another has to know.

A source is asked for what it knows that may be a release; of what it names one is chosen, and that is fetched. A source
is never asked unless somebody wants a release filled. A package adds one by an entry point of the group
`disctui.sources` that names a class; it is made with what `[sources.NAME]` in config.toml says.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from disctui.importers.importer import Imported
from disctui.importers.matching import folded_title, gtin
from disctui.problem import Refused
from disctui.release.model import TABLES, TOML


class NotReady(Refused):
    """A source that can't be asked: it is said what is missing, and how it is set up."""


class Unanswered(Refused):
    """A source that was asked and did not answer, or not what it should have."""


class Wanted(msgspec.Struct, frozen=True):
    """A release that is to be filled, as its file has it."""

    release_id: str
    document: Mapping[str, TOML]

    def text(self, key: str) -> str:
        """The text of a dotted key; "" where there is none."""
        value = self._value(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list."""
        value = self._value(key)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    @property
    def titles(self) -> tuple[str, ...]:
        """Each title that it goes by."""
        return tuple(filter(None, (self.text("title"), self.text("original_title"), *self.texts("also_known_as"))))

    @property
    def year(self) -> int | None:
        """Of the film."""
        value = self._value("year")
        return value if type(value) is int else None

    @property
    def length(self) -> float | None:
        """Of the film, in minutes."""
        value = self._value("specs.length")
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    @property
    def bar_code(self) -> str:
        """In 14 digits; "" where there is none."""
        return gtin(self._value("release.upc"))

    @property
    def imdb_id(self) -> str:
        """The film's number at IMDb, where the owner names it so; "" where not."""
        name = self.text("film_id")
        return name if name.startswith("tt") and name[2:].isdigit() else ""

    @property
    def is_set(self) -> bool:
        """Whether it is a box set of several films."""
        return bool(self._value("films"))

    def _value(self, key: str) -> Any:
        table, dot, name = key.partition(".")
        if not dot:
            return self.document.get(key)
        inner = self.document.get(table) if table in TABLES else None
        return inner.get(name) if isinstance(inner, Mapping) else None


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """What a source knows that may be the release, or a release of the film, that is wanted."""

    source_id: str
    """The source's own id, by which it is fetched."""
    title: str
    original_title: str = ""
    year: int | None = None
    directors: tuple[str, ...] = ()
    length: float | None = None
    """Minutes."""
    edition: str = ""
    """What tells this release of the film from others; "" where it is the film alone."""
    is_certain: bool = False
    """Whether a code says that it is the one: the bar code, or the film's number."""
    needs_word: bool = False
    """Whether it is taken only if its id is given: it is one edition, and nothing says that it is the owner's."""

    @property
    def words(self) -> str:
        """It in one line, as one tells it from others; not cleaned for a terminal."""
        year = f" ({self.year})" if self.year else ""
        original = self.original_title if self.original_title != self.title else ""
        return " · ".join(filter(None, (f"{self.title}{year}", original, ", ".join(self.directors), self.edition)))

    @property
    def titles(self) -> tuple[str, ...]:
        """Each title that it goes by, as titles are compared."""
        return tuple(filter(None, (folded_title(self.title), folded_title(self.original_title))))


class Source(Protocol):
    """One place that can be asked."""

    name: str
    """Short name for `--source`, e.g. `tmdb`."""
    title: str
    """Its own name."""
    about: str
    """What it has, how it is set up, and whose data it is; a sentence or two."""
    is_online: bool
    """Whether asking it sends something to another machine."""
    knows_codes: bool
    """Whether it can say which release a bar code is."""

    def require_ready(self) -> None:
        """Let it pass where it can be asked.

        Raises:
            NotReady: it is not set up.
        """
        ...

    def candidates(self, wanted: Wanted, /) -> Sequence[Candidate]:
        """What it knows that may be this release, in any order.

        Raises:
            Unanswered: it could not be asked.
        """
        ...

    def fetch(self, source_id: str, /) -> Imported:
        """All that it says of a candidate.

        Raises:
            Unanswered: it could not be asked, or knows it no more.
        """
        ...

    def titled(self, typed: str, /) -> Sequence[Candidate]:
        """Films of which somebody types the title, and their releases; one that is not online answers at every key.

        Raises:
            Unanswered: it could not be asked.
        """
        ...

    def picture(self, source_id: str, /) -> bytes | None:
        """The picture of the front of a candidate that was fetched, as a file holds it; None where there is none.

        Raises:
            Unanswered: it could not be asked.
        """
        ...


def begins(typed: str, titles: Iterable[str]) -> bool:
    """Whether each word that was typed begins a word of one of the titles."""
    words = folded_title(typed).split()
    return bool(words) and any(
        all(any(one.startswith(word) for one in title.split()) for word in words) for title in map(folded_title, titles)
    )
