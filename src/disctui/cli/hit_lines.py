"""One line for each release that a search found: as people read it, or as a script asks for it."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from disctui.exporters import cells
from disctui.library.catalogue import Catalogue
from disctui.nearest import suggestion
from disctui.problem import Refused
from disctui.release.film_id import film_id
from disctui.release.film_pages import as_release
from disctui.release.model import Kind, Release, keys, value_of
from disctui.safe_text import clean

_FIELD = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_ESCAPES = {r"\t": "\t", r"\n": "\n", r"\0": "\0", r"\\": "\\"}
_LIMIT = 100_000
"""Characters of one value that are printed at most."""
OF_THE_LIBRARY = ("id", "path")
"""What a line may hold beside the keys of the format."""


class Hit(NamedTuple):
    """A release that was found."""

    id: str
    is_near: bool
    """Whether it has a word only misspelt, or misses one."""
    film: int = 0
    """The film of a box set by which it was found, from 1; 0 where it was found as itself."""

    @property
    def found_as(self) -> str:
        """The id of the film by which it was found, else its own."""
        return film_id(self.id, self.film)


class FormatRefused(Refused):
    """A `--format` that can't be read."""


def plain_line(catalogue: Catalogue, hit: Hit) -> str:
    """A hit as people read it: title, year, director, disc and id; `≈` before one that is only near.

    For a box set that was found by one of its films, the set's title, then the film's title and year.
    """
    listing = catalogue.listings[hit.found_as]
    year = f" ({listing.year})" if listing.year else ""
    title = f"{listing.set_title} › {listing.title}" if listing.set_title else listing.title
    parts = [title + year, listing.director, listing.disc_format, hit.id]
    return ("≈ " if hit.is_near else "") + clean("  ·  ".join(part for part in parts if part))


def of_columns(names: Sequence[str]) -> Callable[[Catalogue, Hit], str]:
    """Lines of these keys with tabs between them.

    Raises:
        FormatRefused: a key is none.
    """
    return of_format(r"\t".join(f"{{{name}}}" for name in names))


def of_format(pattern: str) -> Callable[[Catalogue, Hit], str]:
    r"""Lines after a pattern: `{id}\t{title}\t{release.studio}`; `{{` and `}}` stand for braces.

    Raises:
        FormatRefused: a brace is not closed, or holds no key.
    """
    pieces: list[tuple[str, str | None]] = []
    place = 0
    for found in _FIELD.finditer(pattern):
        if found[0] in {"{", "}"}:
            raise FormatRefused(f"a brace stands alone in {pattern!r}", "write {{ or }} for the sign itself")
        before = _unescaped(pattern[place : found.start()])
        place = found.end()
        if found[0] in {"{{", "}}"}:
            pieces.append((before + found[0][0], None))
        else:
            pieces.append((before, _key(found[1].strip())))
    pieces.append((_unescaped(pattern[place:]), None))

    def line(catalogue: Catalogue, hit: Hit) -> str:
        release = (
            _release(catalogue, hit.id) if any(name not in {None, *OF_THE_LIBRARY} for _, name in pieces) else None
        )
        return "".join(before + (_value(catalogue, hit, release, name) if name else "") for before, name in pieces)

    return line


def _release(catalogue: Catalogue, name: str) -> Release | None:
    """The release of an id, or the film of a box set as a release."""
    release, film = catalogue.release(name), catalogue.listings[name].film
    return as_release(release, film) if release is not None and 0 < film <= len(release.films) else release


def _unescaped(text: str) -> str:
    return re.sub(r"\\[tn0\\]", lambda found: _ESCAPES[found[0]], text)


def _key(name: str) -> str:
    known = (*OF_THE_LIBRARY, *keys())
    if name in known:
        return name
    if name and "." in name and name.partition(".")[0] not in {key.table for key in keys().values()}:
        return name  # a table of the owner's own
    raise FormatRefused(f"{name or 'nothing'} is no key of the format", suggestion(name, known) if name else "name one")


def _value(catalogue: Catalogue, hit: Hit, release: Release | None, name: str) -> str:
    if name in OF_THE_LIBRARY:
        text = hit.id if name == "id" else catalogue.listings[hit.id].path
        return clean(text, _LIMIT) if sys.stdout.isatty() else os.fsencode(text).decode("utf-8", "surrogateescape")
    value = None if release is None else value_of(release, name)
    kind = keys()[name].kind if name in keys() else None
    if kind in {Kind.TEXTS, Kind.DATES} and isinstance(value, list | tuple):
        return clean(", ".join(map(str, value)), _LIMIT)
    text = value if isinstance(value, str) else cells.encode(name, value, raw=True)
    return clean(" ".join(text.split()) if "\n" in text else text, _LIMIT)
