"""Titles to which shops glue what kind of disc, which edition, or which year it is."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from disctui.importers import foreign_values
from disctui.importers.builder import ReleaseBuilder

_KIND = (
    r"4K Ultra HD Blu-ray|4K Ultra HD|4K UHD Blu-ray|4KUHD|4K UHD|4K Blu-ray|4K|Ultra HD Blu-ray|Ultra HD|UHD|"
    r"Blu-ray 3D|3D Blu-ray|3D|Blu-ray Discs?|Blu-?ray|HD DVD|DVD"
)
_GLUED = re.compile(rf"\s+[(\[]?({_KIND})(?: Review)?[)\]]?$", re.IGNORECASE)
_MORE = rf"\s*[+/&,]\s*(?:{_KIND}|Digital(?: (?:HD|Copy|Code))?)"
_SEVERAL = re.compile(rf"\s+[(\[]?((?:{_KIND})(?:{_MORE})+)[)\]]?$", re.IGNORECASE)
_EDITION = re.compile(
    r"\s*[-–:(\[]?\s*\b((?:Limited|Special|Collector.?s|Deluxe|Ultimate|Standard|Definitive)(?: Collector.?s)? Edition|"
    r"SteelBook|Mediabook|Digibook)[)\]]?$",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]$")
_ONLY_KIND = re.compile(rf"(?:{_KIND})(?:{_MORE})*", re.IGNORECASE)
_ONLY_KINDS = re.compile(rf"(?:my |meine |mes )?((?:{_KIND})(?:{_MORE})*)s?", re.IGNORECASE)
_ONLY_EDITION = re.compile(
    r"(?:[\w.'’ -]+ )?(?:Edition|Cut)|Criterion(?: Collection)?|SteelBook|Mediabook|Digibook|Unrated|Uncut",
    re.IGNORECASE,
)
_ONLY_YEAR = re.compile(r"(?:18[89]|19\d|20\d)\d")
_YEAR = re.compile(rf"\s*[(\[]({_ONLY_YEAR.pattern})[)\]]$")
_YEAR_IN_BRACKETS_BEFORE = re.compile(rf"[(\[]({_ONLY_YEAR.pattern})[)\]]\s+(?=\S)")
_YEAR_BEFORE = re.compile(rf"({_ONLY_YEAR.pattern})(?:\s+[-–—]|\s*[:\t])\s+(?=\S)")
_YEAR_BEHIND = re.compile(rf"(?:\s*[,\t]|\s+[-–—/])\s*({_ONLY_YEAR.pattern})$")
_BARE_YEAR = re.compile(rf"\s+({_ONLY_YEAR.pattern})$")
_YEAR_AT_END = re.compile(rf"\s{_ONLY_YEAR.pattern}\W*(?:(?:{_KIND})\W*)?$", re.IGNORECASE)
_BARE_3D = re.compile(r"\w\s+3D$", re.IGNORECASE)


class PartedTitle(NamedTuple):
    """A title and what stood behind it."""

    title: str
    discs: list[str]
    edition: str | None = None
    year: int | None = None


def _discs_of(glued: str) -> list[str]:
    is_4k = re.search("4k|uhd|ultra", glued, re.IGNORECASE) is not None
    found = "4K Ultra HD" if is_4k else "Blu-ray 3D" if "3d" in glued.lower() else foreign_values.disc(glued)
    return [found] if found else []


def parted_title(text: str, *, with_edition: bool = False) -> PartedTitle:
    """A title and the kinds of disc that stand behind it: `Some Film 4K`, `Some Film [Blu-ray]`.

    Args:
        text: The title as it stands.
        with_edition: Whether a year in brackets and the name of an edition are taken off, too.
    """
    title = rest = " ".join(foreign_values.plain_text(text).split())
    discs: list[str] = []
    edition, year = None, None
    while True:
        match = _SEVERAL.search(rest) or _GLUED.search(rest)
        if match is not None and rest[: match.start()].strip():
            discs += kinds_of(match[1])
        elif with_edition and edition is None and (match := _EDITION.search(rest)) and rest[: match.start()].strip():
            edition = match[1]
        elif with_edition and year is None and (match := _YEAR.search(rest)) and rest[: match.start()].strip():
            year = int(match[1])
        else:
            break
        rest = rest[: match.start()].rstrip(" -–:,")
    return PartedTitle(rest or title, list(dict.fromkeys(discs)), edition, year)


class YearStyle(NamedTuple):
    """Where most lines of a list have their years, where nothing but blanks or a dash parts them from the titles."""

    is_first: bool = False
    is_bare: bool = False
    """Whether they stand behind the titles without any sign."""


def year_style(texts: Sequence[str]) -> YearStyle:
    """Where most lines of a list have their years; in a few of them they are part of the title, as of a sequel."""
    first = sum(_YEAR_BEFORE.match(text) is not None for text in texts)
    last = sum(_YEAR_AT_END.search(text) is not None for text in texts)
    return YearStyle(first > 1 and first * 2 > len(texts), last > 1 and last * 2 > len(texts))


def parted_line(text: str, style: YearStyle = YearStyle()) -> PartedTitle:  # noqa: B008 - frozen
    """A line as a title and what people write before and behind it, in brackets or not.

    Args:
        text: The line.
        style: Where the list that it is of has its years.
    """
    match = _YEAR_IN_BRACKETS_BEFORE.match(text) or (_YEAR_BEFORE.match(text) if style.is_first else None)
    found = PartedTitle(text[match.end() :] if match else text, [], None, int(match[1]) if match else None)
    while True:
        title = found.title
        further = without_brackets(title)
        if further.title == title and not _BARE_3D.search(title):
            further = parted_title(title, with_edition=True)
        behind = _YEAR_BEHIND.search(title) or (_BARE_YEAR.search(title) if style.is_bare else None)
        if further.title == title and behind and found.year is None and title[: behind.start()].strip():
            further = PartedTitle(title[: behind.start()].rstrip(" ,-"), [], None, int(behind[1]))
        if further.title == title or (found.year and further.year) or (found.edition and further.edition):
            return found
        discs = list(dict.fromkeys([*further.discs, *found.discs]))
        found = PartedTitle(further.title, discs, further.edition or found.edition, further.year or found.year)


def without_brackets(text: str) -> PartedTitle:
    """A title and what people write in brackets behind it: `Some Film (1982) [Blu-ray]`, `Some Film (4K, 1982)`.

    Brackets that hold anything else stay, and so does what stands before them.
    """
    parted = PartedTitle(" ".join(foreign_values.plain_text(text).split()), [])
    while (match := _WITHIN.search(parted.title)) is not None:
        before = parted.title[: match.start()].rstrip(" -–:,")
        within = _within(match[1].strip(), parted)
        if within is None or not before:
            break
        parted = within._replace(title=before)
    return parted


def _within(text: str, parted: PartedTitle) -> PartedTitle | None:
    """A parted title with what its last brackets say; None where they say anything that is part of the title."""
    for part in re.split(r"\s*[,;]\s*", text):
        if _ONLY_YEAR.fullmatch(part) and parted.year is None:
            parted = parted._replace(year=int(part))
        elif _ONLY_KIND.fullmatch(part):
            parted = parted._replace(discs=list(dict.fromkeys([*kinds_of(part), *parted.discs])))
        elif _ONLY_EDITION.fullmatch(part) and parted.edition is None:
            parted = parted._replace(edition=part)
        else:
            return None
    return parted


def only_kinds(text: str) -> list[str]:
    """The kinds of disc that a text names if it says nothing else, as a heading does: "4K UHD", "DVDs"; else none."""
    match = _ONLY_KINDS.fullmatch(text.strip())
    return kinds_of(match[1]) if match else []


def kinds_of(glued: str) -> list[str]:
    """The discs that several kinds are, as in "4K UHD + Blu-ray + Digital"."""
    kinds = re.split(r"\s*[+/&,]\s*", glued)
    return [name for kind in kinds if "digital" not in kind.lower() for name in _discs_of(kind)]


def put_parted(builder: ReleaseBuilder, parted: PartedTitle) -> bool:
    """Put a title and what stood behind it; False, and nothing put, where that says otherwise than what is there."""
    beside = {"year": parted.year, "release.edition": parted.edition, "specs.discs": parted.discs}
    for key, value in beside.items():
        present = builder.get(key)
        if value and present and (set(value) - set(present) if isinstance(value, list) else value != present):
            return False
    builder.replace("title", parted.title)
    return all(not value or builder.get(key) or builder.put(key, value) for key, value in beside.items())
