"""Lists as release pages write them: tracks, pictures, ratios, regions, extras, the films of a box."""

import re
from typing import Any

from disctui.importers.foreign_values import split_outside

_HDR = re.compile(r"^(?:Dolby Vision|HDR(?:10)?\+?|HDR10\+|HDR10 ?Plus|HLG|Advanced HDR.*|HDR Vivid)$", re.IGNORECASE)
SOUND = re.compile(r"\b(?:L?PCM|Dolby|DTS|Mono|Stereo|Surround|FLAC|AAC|Auro|Atmos|TrueHD|\d\.\d)\b", re.IGNORECASE)
_TRACK = re.compile(r"[,;/]\s*(?=[A-Z][\w ()-]{1,40}:\s)")


_WRAPPED = 60
"""Letters of a line from which on the next one may be its rest."""


def is_continued(key: str, text: str) -> bool:
    """Whether a line without a known label goes on with the list that is open."""
    _, colon, value = text.partition(":")
    if key == "specs.audio":
        return bool(SOUND.search(value if colon else text))
    if key == "release.regions":
        return bool(
            re.match(r"^(?:(?:4K|2K|UHD) )?(?:Blu-?ray|DVD|Ultra HD)?:? ?(?:locked to )?Region", text, re.IGNORECASE)
        )
    if key == "specs.aspect_ratios":
        return bool(re.match(r"^\d\.\d+\s*:\s*1", text))
    if key in {"specs.video", "specs.discs", "specs.hdr"}:
        return not colon and bool(re.search(r"\d{3,4}[pi]|HDR|Dolby|Blu-?ray|DVD|UHD|4K|HEVC|AVC|MPEG|VC-1", text))
    return key == "specs.subtitles" and not colon and len(text) < 40 and text[-1:] not in ".!?"


def _parts(text: str) -> list[str]:
    found = (part for line in text.split("\n") for part in split_outside(line, ",;"))
    return [part for one in found if (part := one.strip())]


def tracks(text: str) -> list[str]:
    """Audio tracks; where they name languages, only a language begins a track."""
    found: list[str] = []
    for line in text.split("\n"):
        pieces = _TRACK.split(line) if re.search(r"^[A-Z][\w ()-]{1,40}:\s", line) else _parts(line)
        found.extend(piece.strip() for piece in pieces if piece.strip())
    return found


def videos(text: str) -> tuple[list[str], list[str]]:
    """Resolutions with codecs, and apart from them the names of dynamic ranges."""
    parts = _parts(text)
    return [part for part in parts if not _HDR.match(part)], [part for part in parts if _HDR.match(part)]


def aspect_ratios(text: str) -> list[str]:
    """Ratios, parted by commas, slashes, `and`, or `to` for a film that changes between two."""
    text = re.sub(r"(?<![\d:.,])(\d),(\d{1,2})(?=\s*(?::|$|[;/|\n]))", r"\1.\2", text)  # "2,35:1", a decimal comma
    parts = re.split(r"\s*(?:[,;/\n|]|\band\b|\bto\b)\s*", text)
    return [part.strip() for part in parts if part.strip()]


def regions(text: str) -> list[str]:
    """Regions as letters or numbers: `Region A/B (locked)` is A and B."""
    bare = re.sub(r"\([^)]*\)|\bregions?\b|\bcode\b|\block(?:ed)?\b", " ", text, flags=re.IGNORECASE)
    if re.search(r"\b(?:free|all|0)\b", bare, re.IGNORECASE):
        return ["Free"]
    return [part.upper() for part in re.split(r"[\s,/&+;]+", bare) if re.fullmatch(r"[A-Ca-c1-8]", part)]


def spread(lines: list[tuple[str, bool]]) -> list[str]:
    """Extras: a line with a bullet begins one, and one without, among bullets, goes on with it."""
    last = ""
    has_bullets = sum(is_item for _, is_item in lines) > len(lines) / 2
    found: list[str] = []
    for text, is_item in lines:
        is_wrapped = bool(found) and (text[:1].islower() or len(last) >= _WRAPPED)
        last = text
        if has_bullets and not is_item and is_wrapped:
            found[-1] = f"{found[-1]} {text}"
        else:
            found.append(text)
    if len(found) == 1 and len(lines) == 1 and not lines[0][1] and ";" in found[0]:
        return [part.strip() for part in found[0].split(";") if part.strip()]
    return found


def films(lines: list[str]) -> list[dict[str, Any]]:
    """The films of a box set, a title with its year in brackets each."""
    found: list[dict[str, Any]] = []
    texts = re.split(r"\s*;\s*|,\s*(?=[^,]*\(\d{4}\))", lines[0]) if len(lines) == 1 else lines
    for text in texts:
        text = re.sub(r"^(?:Disc \d+|\d{1,2})\s*[:.)]\s*", "", text).strip()  # noqa: PLW2901
        match = re.match(r"^(.*?)\s*\((?:([^()]+?),\s*)?((?:18|19|20)\d{2})\)(?:\s*[-–]\s*(.+))?$", text)
        if match and match[1]:
            film: dict[str, Any] = {"title": match[1], "year": int(match[3])}
            if director := match[2] or match[4]:
                film["directors"] = [re.sub(r"^(?:dir\.|directed by)\s*", "", director, flags=re.IGNORECASE)]
            found.append(film)
        elif text:
            found.append({"title": text})
    return found
