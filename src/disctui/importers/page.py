"""A release page as one copies it from a browser: labels, bullets and paragraphs in the order in which they stand.

Only known labels end what stands before them, so that a colon in a synopsis or in an extra's name does no harm. What
belongs to no label is kept.
"""

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from disctui.checks.name_proposals import reason_for
from disctui.importers import foreign_dates, foreign_names, foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.columns import split
from disctui.importers.encoding import decode, head_of
from disctui.importers.importer import Imported, Progress, Spelling, no_progress
from disctui.importers.page_lists import aspect_ratios, films, is_continued, regions, spread, tracks, videos

_LABELS = {
    "title": "title",
    "originaltitle": "original_title",
    "alsoknownas": "also_known_as",
    "aka": "also_known_as",
    "genre": "genres", "genres": "genres",
    "starring": "cast", "stars": "cast", "cast": "cast", "actors": "cast",
    "director": "directors", "directors": "directors", "directedby": "directors",
    "writer": "writers", "writers": "writers", "writtenby": "writers", "screenplay": "writers",
    "country": "countries", "countries": "countries", "countryoforigin": "countries",
    "plotsynopsis": "synopsis", "synopsis": "synopsis", "plot": "synopsis", "overview": "synopsis",
    "notetoviewer": "note", "note": "note",
    "releasedate": "release.date", "discreleasedate": "release.date", "blurayreleasedate": "release.date",
    "moviereleaseyear": "year", "filmyear": "year", "productionyear": "year", "year": "year",
    "releasecountry": "release.country",
    "moviestudio": "release.studio", "studio": "release.studio", "label": "release.studio",
    "distributor": "release.studio",
    "edition": "release.edition",
    "spine": "release.spine", "spinenumber": "release.spine",
    "upc": "release.upc", "ean": "release.upc", "barcode": "release.upc", "upcean": "release.upc",
    "region": "release.regions", "regions": "release.regions", "regioncode": "release.regions",
    "regioncodes": "release.regions", "regioncoding": "release.regions",
    "length": "specs.length", "runtime": "specs.length", "runningtime": "specs.length",
    "specs": "specs.discs", "discs": "specs.discs", "discformat": "specs.discs", "format": "specs.discs",
    "videoresolutioncodec": "specs.video", "videoresolution": "specs.video", "videocodec": "specs.video",
    "video": "specs.video",
    "hdr": "specs.hdr", "hdrformat": "specs.hdr", "hdrformats": "specs.hdr", "highdynamicrange": "specs.hdr",
    "aspectratio": "specs.aspect_ratios", "aspectratios": "specs.aspect_ratios",
    "originalaspectratio": "specs.aspect_ratios",
    "audioformat": "specs.audio", "audioformats": "specs.audio", "audio": "specs.audio",
    "subtitlescaptions": "specs.subtitles", "subtitles": "specs.subtitles", "captions": "specs.subtitles",
    "specialfeatures": "special_features", "extras": "special_features", "bonusfeatures": "special_features",
    "films": "films", "movies": "films", "moviesincluded": "films", "filmsincluded": "films",
    "moviesinthisset": "films", "filmsinthisset": "films",
    "saleprice": "price.sale", "listprice": "price.list", "3rdparty": "price.third_party",
    "thirdparty": "price.third_party", "currency": "price.currency",
}  # fmt: skip
_FURNITURE = {"releasedetails", "technicalspecs", "gotostore", "bluraylreleasesdetails", "details", "specifications"}
_HEADING = re.compile(
    r"^(?:Blu-?ray|DVD|4K|UHD|Ultra HD|4K Ultra HD|Disc|4K Blu-?ray) Releases? Details$", re.IGNORECASE
)
_BULLET = re.compile(r"^\s*[•◦▪‣*·–-]\s+")
_PRICED = re.compile(r"^(Sale Price|List Price|3rd Party|Third Party)\s*:?\s*(.*)$", re.IGNORECASE)
_OFF = re.compile(r"\(?\s*(\d{1,3})\s?%\s*off\s*\)?", re.IGNORECASE)
_STOCK = re.compile(r"^(?:(in stock)|(out of stock|sold out|not in stock|unavailable))\.?$", re.IGNORECASE)
_MANY_LINES = {"synopsis", "note", "special_features", "films"}
_LISTS = {"specs.audio", "specs.video", "specs.subtitles", "specs.discs", "specs.aspect_ratios", "specs.hdr"}
_CURRENCIES = {"United States": "USD", "USA": "USD", "United Kingdom": "GBP", "UK": "GBP", "Canada": "CAD",
               "Australia": "AUD", "Japan": "JPY", "Germany": "EUR", "France": "EUR", "Italy": "EUR",
               "Spain": "EUR"}  # fmt: skip


class Line(NamedTuple):
    """One line of the page that says something."""

    number: int
    text: str
    is_item: bool


class ReleasePage:
    """Reads a release page saved or pasted as text."""

    name = "page"
    title = "release page"

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By its labels; three of them make a page."""
        head = head_of(data, 16384)
        if data.startswith(b"PK") or re.match(r"\s*[<{\[]", head):
            return 0.0
        found = {key for line in _lines(head) if (key := _label(line)[0])}
        return min(0.3 + len(found) * 0.1, 0.98) if len(found) >= 3 else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each page; several saved into one file begin with a heading each."""
        text = decode(data).text
        pages = _pages(_lines(text))
        for number, page in enumerate(pages):
            yield read_page(page, name)
            on_progress(number + 1, len(pages))
        if not pages:
            yield ReleaseBuilder(name, self.title).finish()


def _lines(text: str) -> list[Line]:
    found = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        stripped = " ".join(_BULLET.sub("", line).split())
        if stripped:
            found.append(Line(number, stripped, bool(_BULLET.match(line))))
    return found


def _pages(lines: list[Line]) -> list[list[Line]]:
    pages: list[list[Line]] = []
    for line in lines:
        if not pages or _HEADING.match(line.text):
            pages.append([])
        pages[-1].append(line)
    return pages


def _label(line: Line) -> tuple[str, str, str]:
    """Key, label and value of a line that begins with a known label; three blanks for any other."""
    if match := _PRICED.match(line.text):
        return _LABELS[re.sub(r"\W", "", match[1].lower())], match[1], match[2]
    label, colon, value = line.text.partition(":")
    key = _LABELS.get(re.sub(r"[\W_]+|\(s\)", "", label.lower().replace("(s)", "s")))
    if key and colon:
        return key, label, value.strip()
    if key and not colon and key in _MANY_LINES:
        return key, label, ""
    return "", "", ""


def read_page(lines: list[Line], name: str) -> Imported:
    """The release that one page tells of."""
    builder = ReleaseBuilder(name, ReleasePage.title, lines[0].number if lines else 1)
    open_key, label = "", ""
    values_of: list[Line] = []
    for line in lines:
        key, its_label, value = _label(line)
        if key or _is_furniture(line) or _STOCK.match(line.text):
            _close(builder, open_key, label, values_of)
            open_key, label, values_of = key, its_label, [Line(line.number, value, False)] if value else []
            if match := _STOCK.match(line.text):
                builder.put("price.in_stock", bool(match[1]))
        elif open_key in _MANY_LINES or (open_key and (not values_of or is_continued(open_key, line.text))):
            values_of.append(line)
        else:
            _close(builder, open_key, label, values_of)
            open_key, values_of = "", []
            _unlabelled(builder, line)
    _close(builder, open_key, label, values_of)
    _check(builder)
    return builder.finish()


def _is_furniture(line: Line) -> bool:
    return bool(_HEADING.match(line.text)) or re.sub(r"\W", "", line.text.lower()) in _FURNITURE


def _unlabelled(builder: ReleaseBuilder, line: Line) -> None:
    """The first line without a label is the title; others have a label we do not know, or none."""
    if builder.get("title") is None and not line.is_item:
        match = re.search(r"\s*\((\d{4})\)$", line.text)
        if match and line.text[: match.start()] and builder.put("year", foreign_dates.year(match[1])):
            builder.put("title", line.text[: match.start()])
        else:
            builder.put("title", line.text)
        return
    label, colon, value = line.text.partition(":")
    if colon and value.strip() and len(label) < 40:
        builder.keep(label, value.strip())
    else:
        builder.keep(f"line {line.number}", line.text)


def _close(builder: ReleaseBuilder, key: str, label: str, lines: list[Line]) -> None:
    """Place what stood under a label, or keep it."""
    if not key or not lines:
        return
    text = "\n".join(line.text for line in lines)
    if key.startswith("price.") and key != "price.currency":
        _price(builder, key, label, text)
    elif key == "special_features":
        builder.put(key, spread([(line.text, line.is_item) for line in lines]))
    elif key == "films":
        for film in films([line.text for line in lines]):
            builder.film(film)
    elif key in {"cast", "directors", "writers"}:
        _people(builder, key, split(text.replace("\n", ","), "", key))
    elif key in {"synopsis", "note"}:
        builder.put(key, "\n\n".join(line.text for line in lines))
    elif not _place(builder, key, text):
        builder.keep(label, text)


def _place(builder: ReleaseBuilder, key: str, text: str) -> bool:
    if key in {"genres", "countries", "also_known_as", "specs.subtitles"}:
        return builder.put(key, split(text, "|" if key == "also_known_as" and "|" in text else "", key))
    if key == "specs.video":
        pictures, ranges = videos(text)
        builder.put("specs.hdr", ranges)
        return builder.put(key, pictures) or bool(ranges)
    if key in {"specs.audio", "specs.hdr", "specs.discs"}:
        return builder.put(key, tracks(text) if key == "specs.audio" else split(text.replace(" / ", ","), "", key))
    if key == "specs.aspect_ratios":
        return builder.put(key, aspect_ratios(text))
    if key == "release.regions":
        return builder.put(key, regions(text))
    if key == "specs.length":
        return _length(builder, text)
    if key == "release.spine":
        number = text.lstrip("#").strip()
        return builder.put(key, int(number) if number.isdigit() else number)
    readers: dict[str, Callable[[str], Any]] = {
        "year": foreign_dates.year,
        "release.date": foreign_dates.release_date,
        "release.upc": foreign_values.barcode,
    }
    return builder.put(key, readers.get(key, foreign_values.one_line)(text))


def _length(builder: ReleaseBuilder, text: str) -> bool:
    """Of several lengths the first; the line itself is then kept."""
    first, *others = re.split(r"\s*[/,;(]\s*", text)
    return builder.put("specs.length", foreign_values.minutes(first)) and not others


def _price(builder: ReleaseBuilder, key: str, label: str, text: str) -> None:
    """An amount; the percentage off is computed from the two prices, so it is compared and let go."""
    match = _OFF.search(text)
    bare = _OFF.sub("", text).strip()
    if not builder.put_amount(key, bare):
        builder.keep(label, text)
    elif match:
        builder.percent_off = int(match[1])


def _people(builder: ReleaseBuilder, key: str, names: list[str]) -> None:
    """Names in their order. Two spellings of one person become one: the later, which corrects the earlier."""
    names = list(dict.fromkeys(filter(None, map(foreign_names.person, names))))
    for one, other in combinations(list(names), 2):
        reason = reason_for(one, other)
        if reason and reason[1] >= 0.95 and one in names and other in names:
            names[names.index(one)] = other
            names = list(dict.fromkeys(names))
            builder.spellings.append(Spelling(other, one))
    builder.put(key, names)


def _check(builder: ReleaseBuilder) -> None:
    """Compare the percentage with the prices, and say what currency was assumed."""
    listed, sale = builder.get("price.list"), builder.get("price.sale")
    if builder.percent_off is not None and listed:
        computed = round(100 * (1 - sale / listed)) if sale is not None else None
        if computed is None or abs(computed - builder.percent_off) > 1:
            builder.keep("percent off", f"{builder.percent_off} %")
            message = f"the page says {builder.percent_off} % off, its prices say {computed or 'nothing'}"
            builder.warn("percent-off", message, "compare the prices with the page", "price.sale")
    has_price = any(builder.get(f"price.{name}") is not None for name in ("list", "sale", "third_party"))
    if has_price and builder.get("price.currency") is None:
        currency = _CURRENCIES.get(str(builder.get("release.country") or ""))
        if currency:
            builder.put("price.currency", currency)
            message = f"the page names no currency; {currency} is assumed from the country of the release"
            builder.warn("assumed-currency", message, "correct price.currency if it is another", "price.currency")
