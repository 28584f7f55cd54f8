"""What stands under a label of a release page, put where it belongs or kept."""

import re
from collections.abc import Callable
from itertools import combinations
from typing import Any, NamedTuple

from disctui.checks.name_proposals import reason_for
from disctui.importers import foreign_dates, foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.columns import split
from disctui.importers.foreign_names import names_of, says_more_than_names
from disctui.importers.importer import Spelling
from disctui.importers.page_labels import SCORE, Label
from disctui.importers.page_lists import aspect_ratios, films, regions, spread, tracks, videos

_OFF = re.compile(r"\(?\s*(\d{1,3})\s?%\s*off\s*\)?", re.IGNORECASE)
_CURRENCIES = {"United States": "USD", "USA": "USD", "United Kingdom": "GBP", "UK": "GBP", "Canada": "CAD",
               "Australia": "AUD", "Japan": "JPY", "Germany": "EUR", "France": "EUR", "Italy": "EUR",
               "Spain": "EUR"}  # fmt: skip
_JUDGED = frozenset({"specs.video", "specs.audio", "special_features", "synopsis", "release.edition", "films"})
"""Keys whose labels reviewers also use for what they think of it."""
_MOST_COMPARED = 120
"""Names of one list that are compared with each other, to find two spellings of one person."""
_FILM_AND_DISC = re.compile(r"^((?:18|19|20)\d{2})\s*\((.+)\)$")
_HOUSE_AND_LABEL = re.compile(r"^([^()]+?)\s*\(([^()]+)\)$")
_DISTRIBUTION = re.compile(r"^(.+?)\s+-\s+(Region.+?)(?:\s+-\s+(.+))?$", re.IGNORECASE)


class Line(NamedTuple):
    """One line of the page that says something."""

    number: int
    text: str
    is_item: bool


def put_values(builder: ReleaseBuilder, label: Label, lines: list[Line]) -> None:
    """Place what stood under a label, or keep it."""
    key = label.key
    if not key or not lines:
        return
    text = "\n".join(line.text for line in lines)
    if key in _JUDGED and SCORE.match(text):
        is_placed = False
    elif key.startswith("price.") and key != "price.currency":
        is_placed = _price(builder, key, text)
    elif key == "special_features":
        is_placed = builder.put(key, spread([(line.text, line.is_item) for line in lines]))
    elif key == "films":
        placed = [builder.film(film) for film in films([line.text for line in lines])]
        is_placed = all(placed)
    elif key in {"cast", "directors", "writers"}:
        _people(builder, key, [name for line in lines for name in names_of(line.text)])
        is_placed = not says_more_than_names(text)
    elif key in {"synopsis", "note"}:
        is_placed = builder.put(key, "\n\n".join(line.text for line in lines))
    else:
        is_placed = _place(builder, key, text)
    if not is_placed:
        builder.keep(label.name, text)


def _place(builder: ReleaseBuilder, key: str, text: str) -> bool:
    if key in _LIST_READERS:
        says_more = key == "release.regions" and re.search(r"\((?!lock)", text, re.IGNORECASE) is not None
        return builder.put(key, _LIST_READERS[key](text)) and not says_more
    if key == "specs.video":
        pictures, ranges = videos(text)
        builder.put("specs.hdr", ranges)
        return builder.put(key, pictures) or bool(ranges)
    if key == "specs.discs":
        return _discs(builder, text)
    if key == "specs.length":
        return _length(builder, text)
    if key == "release.date" and (match := _FILM_AND_DISC.match(text)):
        builder.put("year", int(match[1]))
        return builder.put(key, foreign_dates.release_date(match[2]))
    if key == "release.studio":
        return _studio(builder, text)
    if key == "year":
        return builder.put(key, foreign_dates.year(text)) and foreign_dates.is_bare_year(text)
    return builder.put(key, _READERS.get(key, foreign_values.one_line)(text))


_READERS: dict[str, Callable[[str], Any]] = {
    "release.date": foreign_dates.release_date,
    "release.upc": foreign_values.barcode,
    "release.spine": foreign_values.spine,
    "price.currency": lambda text: text.strip().upper(),
}
_LIST_READERS: dict[str, Callable[[str], list[str]]] = {
    "genres": lambda text: split(text, "", "genres"),
    "countries": lambda text: split(text, "", "countries"),
    "also_known_as": lambda text: split(text, "|" if "|" in text else "", "also_known_as"),
    "specs.subtitles": lambda text: split(text, "", "specs.subtitles"),
    "specs.audio": tracks,
    "specs.hdr": lambda text: split(text.replace(" / ", ","), "", "specs.hdr"),
    "specs.aspect_ratios": aspect_ratios,
    "release.regions": lambda text: regions(text.replace("\n", ", ")),
}


def _discs(builder: ReleaseBuilder, text: str) -> bool:
    """Kinds of disc; a television norm among them is a word about the picture. False where something is left."""
    left = []
    for part in split(text.replace(" / ", ","), "", "specs.discs"):
        if re.fullmatch(r"NTSC|PAL|SECAM", part):
            builder.put("specs.video", part)
        elif not foreign_values.names_a_disc(part) or re.search(r"\bset\b|\bcopy\b", part, re.IGNORECASE):
            left.append(part)
        else:
            builder.put("specs.discs", foreign_values.disc(part))
    return not left


def _studio(builder: ReleaseBuilder, text: str) -> bool:
    """The label: behind the film's own house in brackets, or before the region of the disc."""
    if match := _DISTRIBUTION.match(text):
        builder.put("release.regions", regions(match[2]))
        if match[3] and foreign_values.names_a_disc(match[3]):
            builder.put("specs.discs", foreign_values.disc(match[3]))
        return builder.put("release.studio", match[1])
    if match := _HOUSE_AND_LABEL.match(text):
        builder.put("release.studio", match[2])
        return False  # the house is kept
    return builder.put("release.studio", foreign_values.one_line(text))


def _length(builder: ReleaseBuilder, text: str) -> bool:
    """Of several lengths the first; the line itself is then kept."""
    first, *others = re.split(r"\s*[/,;(]\s*", text)
    return builder.put("specs.length", foreign_values.minutes(first)) and not others


def _price(builder: ReleaseBuilder, key: str, text: str) -> bool:
    """An amount; the percentage off is computed from the two prices, so it is compared and let go."""
    match = _OFF.search(text)
    if not builder.put_amount(key, _OFF.sub("", text).strip()):
        return False
    if match:
        builder.percent_off = int(match[1])
    return True


def _people(builder: ReleaseBuilder, key: str, names: list[str]) -> None:
    """Names in their order. Two spellings of one person become one: the later, which corrects the earlier."""
    names = list(dict.fromkeys(names))
    for one, other in combinations(names[:_MOST_COMPARED], 2):
        reason = reason_for(one, other)
        if reason and reason[1] >= 0.95 and one in names and other in names:
            names[names.index(one)] = other
            names = list(dict.fromkeys(names))
            builder.spellings.append(Spelling(other, one))
    builder.put(key, names)


def compare_prices(builder: ReleaseBuilder) -> None:
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
