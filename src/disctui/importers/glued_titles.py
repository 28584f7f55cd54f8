"""Titles to which shops glue what kind of disc, which edition, or which year it is."""

import re
from typing import NamedTuple

from disctui.importers import foreign_values

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
_YEAR = re.compile(r"\s*[(\[]((?:18[89]|19\d|20\d)\d)[)\]]$")


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
            kinds = re.split(r"\s*[+/&,]\s*", match[1])
            discs += [name for kind in kinds if "digital" not in kind.lower() for name in _discs_of(kind)]
        elif with_edition and edition is None and (match := _EDITION.search(rest)) and rest[: match.start()].strip():
            edition = match[1]
        elif with_edition and year is None and (match := _YEAR.search(rest)) and rest[: match.start()].strip():
            year = int(match[1])
        else:
            break
        rest = rest[: match.start()].rstrip(" -–:,")
    return PartedTitle(rest or title, list(dict.fromkeys(discs)), edition, year)
