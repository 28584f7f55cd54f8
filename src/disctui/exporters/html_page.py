"""HTML: one page that needs nothing else, with its own search and sorting, for phones and large screens.

Everything of a release goes through `text`; style and script are constants that the page's policy names by their
hash, so nothing in a release file can run, load or be sent.
"""

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator

from disctui.exporters.covers import cover_of
from disctui.exporters.exporter import PRIVATE, Entry, Options
from disctui.exporters.page_assets import SCRIPT, STYLE
from disctui.library.listing import sort_text
from disctui.release.model import Film, Release, keys, value_of
from disctui.release.titles import sort_title
from disctui.release_file.value_checks import is_openable
from disctui.search.folding import fold

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_COLUMNS = ("Title", "Year", "Director", "Format", "Label", "Released", "Length")
_DETAILS = (
    "original_title", "also_known_as", "cast", "writers", "genres", "countries", "release.country", "release.edition",
    "release.spine", "release.upc", "release.regions", "price.list", "price.sale", "price.third_party",
    "specs.discs", "specs.video", "specs.hdr", "specs.aspect_ratios", "specs.audio", "specs.subtitles",
    "collection.status", "collection.bought", "collection.paid", "collection.retailer", "collection.location",
    "collection.slot", "collection.loaned_to", "collection.loaned_on", "collection.due", "collection.sold_on",
    "collection.sold_for", "collection.rating", "collection.watched", "collection.tags",
)  # fmt: skip
_LONG = ("synopsis", "note", "collection.notes")


def text(value: object) -> str:
    """Any text of a release as HTML shows it: nothing in it is markup, and nothing of it drives the screen."""
    plain = str(value).encode("utf-8", "replace").decode("utf-8")
    return html.escape(_CONTROLS.sub("", plain.replace("\r\n", "\n").replace("\r", "\n")), quote=True)


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


class HtmlPage:
    """Writes one self-contained page."""

    name = "html"
    title = "HTML"
    ending = ".html"

    def export(self, entries: Iterable[Entry], options: Options = Options()) -> Iterator[bytes]:  # noqa: B008 - frozen
        """The page, a row at a time."""
        policy = (
            f"default-src 'none'; img-src data:; style-src {_hash(STYLE)}; script-src {_hash(SCRIPT)}; "
            "base-uri 'none'; form-action 'none'"
        )
        headings = "".join(
            f'<th scope="col"><button type="button" data-column="{number}">{name}</button></th>'
            for number, name in enumerate(_COLUMNS)
        )
        yield (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
            f"<title>{text(options.heading)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n"
            f"<h1>{text(options.heading)}</h1>\n"
            '<label>Search <input id="search" type="search" autocomplete="off" spellcheck="false"></label>\n'
            '<p id="count" role="status"></p>\n</header>\n<main>\n<table>\n'
            f"<thead><tr>{headings}</tr></thead>\n<tbody>\n"
        ).encode()
        for entry in entries:
            yield _row(entry, options).encode("utf-8", "replace")
        yield f"</tbody>\n</table>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n".encode()


def _row(entry: Entry, options: Options) -> str:
    release = entry.release
    length = release.specs.length
    cells = (
        (sort_text(sort_title(release)), _title(entry, options)),
        (release.year or "", text(release.year or "")),
        (fold(", ".join(release.directors)), text(", ".join(release.directors))),
        (release.disc_format, text(release.disc_format)),
        (fold(release.release.studio or ""), text(release.release.studio or "")),
        (release.release.date or "", text(release.release.date or "")),
        (f"{length:g}" if length else "", f"{length:g} min" if length else ""),
    )
    body = "".join(
        f'<td data-label="{name}" data-key="{text(key)}">{shown}</td>'
        for name, (key, shown) in zip(_COLUMNS, cells, strict=True)
    )
    return f"<tr>{body}</tr>\n"


def _title(entry: Entry, options: Options) -> str:
    cover = cover_of(entry, options.root) if options.root else None
    picture = f'<img src="{cover}" alt="" loading="lazy">' if cover else ""
    details = _details(entry.release, options)
    title = f'<span class="title">{text(entry.release.title)}</span>'
    return f"{picture}<details><summary>{title}</summary>{details}</details>" if details else picture + title


def _details(release: Release, options: Options) -> str:
    parts = [f"<p>{text(value)}</p>" for name in _LONG if (value := _allowed(release, name, options)) is not None]
    listed = []
    for name in _DETAILS:
        value = _allowed(release, name, options)
        if value is not None:
            listed.append(f"<dt>{text(keys()[name].label)}</dt><dd>{text(_worded(value))}</dd>")
    currency = release.price.currency
    if currency and any(_allowed(release, name, options) is not None for name in keys() if _is_amount(name)):
        listed.append(f"<dt>Currency</dt><dd>{text(currency)}</dd>")
    if release.price.store_url and is_openable(release.price.store_url):
        url = text(release.price.store_url)
        listed.append(f'<dt>Store</dt><dd><a href="{url}" rel="noopener noreferrer">{url}</a></dd>')
    if listed:
        parts.append(f"<dl>{''.join(listed)}</dl>")
    if release.special_features:
        extras = "".join(f"<li>{text(feature)}</li>" for feature in release.special_features)
        parts.append(f"<h2>Special features</h2><ul>{extras}</ul>")
    if release.films:
        parts.append(f"<h2>Films</h2><ul>{''.join(_film(film) for film in release.films)}</ul>")
    return "".join(parts)


def _film(film: Film) -> str:
    year = f" ({film.year})" if film.year is not None else ""
    by = f", {', '.join(film.directors)}" if film.directors else ""
    return f"<li>{text(film.title + year + by)}</li>"


def _is_amount(name: str) -> bool:
    return name in {"price.list", "price.sale", "price.third_party", "collection.paid"}


def _allowed(release: Release, name: str, options: Options) -> object | None:
    found: object | None = value_of(release, name) if options.private or name not in PRIVATE else None
    return found


def _worded(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)
