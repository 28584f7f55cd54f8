"""What an exporter is, and what every one of them leaves out unless asked."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import msgspec

from disctui.release.model import TABLES, TOML, Release

PRIVATE = frozenset(
    f"collection.{name}" for name in ("paid", "location", "slot", "loaned_to", "loans", "sold_for", "notes")
)
"""Keys that are exported only on request."""
_PRIVATE_OF_FILMS = frozenset({"loaned_to", "notes"})
"""And those of a film of a box set."""


class Entry(NamedTuple):
    """One release to export."""

    release_id: str
    release: Release
    document: dict[str, TOML]
    """What its file says, word for word."""
    comments: int = 0
    """Lines of comments in its file, among them what imports kept; no export takes them along."""


class Options(msgspec.Struct, frozen=True):
    """How to export; each exporter takes from it what concerns it."""

    private: bool = False
    """Whether `PRIVATE` keys go along."""
    columns: tuple[str, ...] = ()
    """Dotted keys, and `id`, in their order; empty for the exporter's own choice."""
    raw: bool = False
    """Whether texts that a spreadsheet takes for formulas are left as they are."""
    byte_order_mark: bool = False
    """Whether spreadsheets are told that it is UTF-8."""
    delimiter: str = ","
    heading: str = "Disc shelf"
    root: str | None = None
    """The library's folder, to embed covers from; None leaves them out."""


class Exporter(Protocol):
    """Writes one format."""

    name: str
    """Short name for `--format`."""
    title: str
    ending: str
    """Ending of its files, with the dot."""

    def export(self, entries: Iterable[Entry], options: Options = Options()) -> Iterator[bytes]:  # noqa: B008 - frozen
        """The file piece by piece, in UTF-8."""
        ...


def shown(document: dict[str, TOML], options: Options) -> dict[str, TOML]:
    """A document without what is private, unless it is asked for; `document` itself is not changed."""
    if options.private:
        return document
    found: dict[str, TOML] = {}
    for name, value in document.items():
        if name in TABLES and isinstance(value, dict):
            inside = {inner: item for inner, item in value.items() if f"{name}.{inner}" not in PRIVATE}
            if inside or not value:
                found[name] = inside
        elif name == "films":
            found[name] = films_shown(value, options)
        else:
            found[name] = value
    return found


def films_shown(films: TOML, options: Options) -> TOML:
    """The films of a box set without what is private, unless it is asked for."""
    if options.private or not isinstance(films, list):
        return films
    return [
        {name: value for name, value in film.items() if name not in _PRIVATE_OF_FILMS}
        if isinstance(film, dict)
        else film
        for film in films
    ]


def count_private(entries: Iterable[Entry], options: Options) -> int:
    """How many private values are left out, to be told to whoever makes a backup."""
    if options.private:
        return 0
    of_tables = sum(
        inner in table
        for entry in entries
        for name, inner in (key.split(".") for key in PRIVATE)
        if isinstance(table := entry.document.get(name), dict)
    )
    films = (film for entry in entries if isinstance(listed := entry.document.get("films"), list) for film in listed)
    return of_tables + sum(len(_PRIVATE_OF_FILMS & film.keys()) for film in films if isinstance(film, dict))


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 release", "1,200 releases"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def omissions(entries: Sequence[Entry], options: Options, format_name: str) -> list[str]:
    """What an export leaves out, in sentences for whoever makes a backup; none where it is all there."""
    said = []
    if private := count_private(entries, options):
        said.append(
            f"{counted(private, 'private value')} stayed out; --private takes {'it' if private == 1 else 'them'} along"
        )
    named = set(options.columns)
    own = sum(1 for entry in entries for key in entry.release.extra if key not in named)
    if own and format_name not in {"json", "ndjson"}:
        how = "; --columns names them" if format_name in {"csv", "html"} else "; json takes them along"
        said.append(f"{own:,} values under keys of your own stayed out{how}")
    if comments := sum(entry.comments for entry in entries):
        said.append(f"{comments:,} lines of comments stayed in the release files, what imports kept among them")
    return said
