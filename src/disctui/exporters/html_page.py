"""HTML: the shelf for friends, one page that needs nothing else: covers, a wall, filters, charts, for phones and print.

The releases stand in it as JSON, a line each, and the page's own script draws the few that are seen; who allows no
script gets a plain list. Everything of a release goes through `plain`; style and script are constants that the page's
policy names by their hash, so nothing in a release file can run, load or be sent.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from disctui.exporters.covers import Covers
from disctui.exporters.exporter import PRIVATE, Entry, Options
from disctui.exporters.page_assets import SCRIPT, STYLE
from disctui.library.listing import sort_text
from disctui.release.days import counted
from disctui.release.details import TEXT_LIMIT, paragraphs
from disctui.release.model import Film, Release, keys, short_format, value_of
from disctui.release.titles import sort_title
from disctui.release_file.value_checks import is_openable
from disctui.search.folding import fold

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_DETAILS = (
    "original_title", "also_known_as", "cast", "writers", "genres", "countries", "release.country", "release.edition",
    "release.spine", "release.upc", "release.regions", "price.list", "price.sale", "price.third_party",
    "specs.discs", "specs.video", "specs.hdr", "specs.aspect_ratios", "specs.audio", "specs.subtitles",
    "collection.status", "collection.bought", "collection.paid", "collection.retailer", "collection.location",
    "collection.slot", "collection.loaned_to", "collection.loaned_on", "collection.due", "collection.sold_on",
    "collection.sold_for", "collection.rating", "collection.watched", "collection.tags",
)  # fmt: skip
_LONG = ("synopsis", "note", "collection.notes")
_AMOUNTS = ("price.list", "price.sale", "price.third_party", "collection.paid", "collection.sold_for")
_KEYS = {
    "y": "year", "ys": "year", "d": "directors", "dk": "directors", "f": "specs.discs", "l": "release.studio",
    "r": "release.date", "n": "specs.length", "g": "countries", "s": "collection.status", "m": "collection.rating",
    "e": "special_features", "b": "films", "u": "price.store_url",
}  # fmt: skip
"""Which key of the format is behind a letter of a row: with --columns only those named there are shown."""
_ELSEWHERE = {"id", "title", "cover", *_LONG, *_KEYS.values()} - {"collection.status", "collection.rating"}
"""Columns that are no lines of the details: the page has a place of its own for them."""
_BODY = """<header>
<h1>{heading}</h1>
<p id="count" role="status"></p>
<nav aria-label="Views"><a href="#wall">Wall</a><a href="#list">List</a><a href="#statistics">Statistics</a></nav>
<form id="controls" role="search">
<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="Search" aria-label="Search">
<details id="more"><summary>Filter and sort</summary><div id="picks"></div></details>
</form>
</header>
<main><div id="window" role="list"></div><div id="charts"></div><ol id="print"></ol>
<p id="none">Nothing like that is here. <button type="button" id="clear">Show all</button></p></main>
<dialog id="release"></dialog>
"""


def plain(value: object) -> str:
    """Any text of a release without what would drive a screen or turn its letters round."""
    whole = str(value).encode("utf-8", "replace").decode("utf-8")
    return _CONTROLS.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))


def text(value: object) -> str:
    """Any text of a release as HTML shows it: nothing in it is markup."""
    return html.escape(plain(value), quote=True)


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


class HtmlPage:
    """Writes one self-contained page."""

    name = "html"
    title = "HTML"
    ending = ".html"

    def export(self, entries: Iterable[Entry], options: Options = Options()) -> Iterator[bytes]:  # noqa: B008 - frozen
        """The page, a release at a time."""
        policy = (
            f"default-src 'none'; img-src data:; style-src {_hash(STYLE)}; script-src {_hash(SCRIPT)}; "
            "base-uri 'none'; form-action 'none'"
        )
        yield (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
            f"<title>{text(options.heading)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
            + _BODY.format(heading=text(options.heading))
            + '<script type="application/json" id="shelf">[\n'
        ).encode()
        covers = Covers(options.root)
        listed = []
        for number, entry in enumerate(entries):
            yield ((",\n" if number else "") + _json(_row(entry, options, covers.cover_of(entry)))).encode()
            listed.append(_line(entry.release))
        said = f"{counted(covers.left_out, 'cover')} stayed out, or the page would be too big for a phone."
        without = f"<footer>{said}</footer>\n" if covers.left_out else ""
        yield (
            f"\n]</script>\n{without}<noscript><p>This page draws its shelf with a script, which is not allowed here. "
            f"A plain list:</p><ol>\n{''.join(listed)}</ol></noscript>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
        ).encode()


def _json(row: dict[str, Any]) -> str:
    """A value as JSON that may stand within a `script` element: no `<` ends that."""
    listed = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return listed.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _line(release: Release) -> str:
    """A release where no script runs."""
    words = (str(release.year or ""), release.disc_format, release.release.studio or "")
    return f"<li>{text(', '.join((release.title, *filter(None, words))))}</li>\n"


def _row(entry: Entry, options: Options, cover: str | None) -> dict[str, Any]:
    """What the page's script knows of a release; `page_shelf.js` says what each letter means."""
    release = entry.release
    mine, issued = release.collection, release.release
    directors = list(dict.fromkeys((*release.directors, *(name for film in release.films for name in film.directors))))
    years = dict.fromkeys(year for year in (release.year, *(film.year for film in release.films)) if year is not None)
    found = {
        "t": plain(release.title),
        "k": sort_text(sort_title(release)),
        "y": release.year,
        "ys": list(years),
        "d": [plain(name) for name in directors],
        "dk": fold(", ".join(directors)),
        "f": [plain(kind) for kind in dict.fromkeys(map(short_format, release.specs.discs)) if kind],
        "l": plain(issued.studio or ""),
        "r": str(issued.date or ""),
        "n": release.specs.length,
        "g": [plain(country) for country in release.countries],
        "s": mine.status,
        "m": mine.rating,
        "c": cover,
        "p": [_long(value) for name in _long_ones(options) if (value := _allowed(release, name, options)) is not None],
        "x": _details(release, options),
        "e": [plain(feature) for feature in release.special_features],
        "b": [_film(film) for film in release.films],
        "u": plain(url) if (url := release.price.store_url) and is_openable(url) else None,
    }
    if options.columns:
        wanted = set(options.columns)
        found = {letter: value for letter, value in found.items() if letter not in _KEYS or _KEYS[letter] in wanted}
    return {name: value for name, value in found.items() if value or name == "t"}


def _details(release: Release, options: Options) -> list[tuple[str, str]]:
    """Details with their names."""
    shown = [name for name in options.columns if name not in _ELSEWHERE] if options.columns else _DETAILS
    values = {name: _own(release, name) if name not in keys() else _allowed(release, name, options) for name in shown}
    labels = {name: keys()[name].label if name in keys() else plain(name) for name in shown}
    found = [
        (labels[name], plain(_worded(value))) for name, value in values.items() if value is not None and value != ()
    ]
    if release.price.currency and any(values.get(name) is not None for name in _AMOUNTS):
        found.append(("Currency", plain(release.price.currency)))
    return found


def _long_ones(options: Options) -> list[str]:
    return [name for name in _LONG if not options.columns or name in options.columns]


def _own(release: Release, name: str) -> object | None:
    """What stands under a key of the owner's own."""
    found = release.extra.get(name)
    return None if isinstance(found, dict) else tuple(found) if isinstance(found, list) else found


def _long(value: object) -> str:
    """A text of many lines, whole; those that were only broken to fit a file are joined."""
    whole = plain(value)
    return paragraphs(whole) if len(whole) < TEXT_LIMIT else whole


def _film(film: Film) -> str:
    year = f" ({film.year})" if film.year is not None else ""
    by = f", {', '.join(film.directors)}" if film.directors else ""
    return plain(film.title + year + by)


def _allowed(release: Release, name: str, options: Options) -> object | None:
    found: object | None = value_of(release, name) if options.private or name not in PRIVATE else None
    return found


def _worded(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)
