"""What the discs of a release hold, from TheDiscDb's files: kinds of disc, picture, sound, subtitles, extras."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from disctui.importers.foreign_values import minutes
from disctui.importers.importer import Unmapped
from disctui.release.model import TOML
from disctui.sources.answers import Table, table, tables, text

_FORMATS = {"uhd": "4K Ultra HD", "4k": "4K Ultra HD", "bluray": "Blu-ray Disc", "dvd": "DVD", "hddvd": "HD DVD"}
_CODECS = (("hevc", "HEVC"), ("avc", "AVC/MPEG-4"), ("mpeg2", "MPEG-2"), ("vc-1", "VC-1"), ("vc1", "VC-1"))
_LINES = re.compile(r"\d+x(\d+)")
_SOUND = re.compile(r"(?:surround\s+)?(\d\.\d|mono|stereo)", re.IGNORECASE)
_CORES = {"DTS": "DTS-HD", "Dolby Digital": "TrueHD"}
"""A track that every player finds inside a better one, and that readers of discs list after it as one of its own."""
_EXTRAS = frozenset({"extra", "trailer", "deletedscene", "featurette", "interview"})
_MAIN = frozenset({"mainmovie", "episode"})


class Contents(NamedTuple):
    """What some discs hold."""

    document: dict[str, TOML]
    """`special_features` and the table `specs`, where something is known of them."""
    kept: list[Unmapped]
    """What has no key of ours."""


def contents_of(discs: Sequence[Table]) -> Contents:
    """What the discs of a release hold, in the order of their files."""
    main = [title for disc in discs for title in _titles(disc, _MAIN)]
    films = dict.fromkeys(text(table(title, "Item"), "Title") for title in main)
    first = _titles(discs[0], _MAIN)[:1] if discs else []
    specs: dict[str, TOML] = {
        "length": _length(main) if len(films) == 1 else None,
        "discs": [kind for disc in discs if (kind := _kind(disc))],
        "video": _once(_picture(track) for title in main for track in _tracks(title, "Video")),
        "audio": _once(_sounds(_tracks(title, "Audio")) for title in (first or main[:1])),
        "subtitles": _once(text(track, "Language") for title in main[:1] for track in _tracks(title, "Subtitles")),
    }
    specs = {key: value for key, value in specs.items() if value}
    features = _once(text(table(title, "Item"), "Title") for disc in discs for title in _titles(disc, _EXTRAS))
    document: dict[str, TOML] = {"special_features": features} if features else {}
    return Contents(document | ({"specs": specs} if specs else {}), list(_kept(discs)))


def _titles(disc: Table, kinds: frozenset[str]) -> list[Table]:
    """The titles of a disc that somebody has named as one of these kinds."""
    return [title for title in tables(disc, "Titles") if text(table(title, "Item"), "Type").lower() in kinds]


def _tracks(title: Table, kind: str) -> list[Table]:
    return [track for track in tables(title, "Tracks") if text(track, "Type").lower() == kind.lower()]


def _once(found: Iterable[str | Iterator[str]]) -> list[str]:
    """Each text once, in order; what gives several is opened."""
    flat = (item for one in found for item in ([one] if isinstance(one, str) else one))
    return list(dict.fromkeys(filter(None, flat)))


def _kind(disc: Table) -> str:
    said = text(disc, "Format")
    return _FORMATS.get(re.sub(r"[^a-z0-9]", "", said.lower()), said)


def _length(titles: Sequence[Table]) -> int | None:
    """Of the longest cut, in whole minutes."""
    found = [length for title in titles if (length := minutes(text(title, "Duration")))]
    return round(max(found)) if found else None


def _picture(track: Table) -> str:
    """A video track as a case says it: "1080p AVC/MPEG-4"."""
    height = _LINES.match(text(track, "Resolution"))
    name = text(track, "Name").lower().replace("mpeg-2", "mpeg2")
    codec = next((ours for sign, ours in _CODECS if sign in name), "")
    return f"{height[1]}{'p' if int(height[1]) >= 720 else ''} {codec}".strip() if height else codec


def _sounds(tracks: Sequence[Table]) -> Iterator[str]:
    """Audio tracks as a case says them: "English: DTS-HD Master Audio 5.1"; the core of a better one is none."""
    before: tuple[str, str] = ("", "")
    for track in tracks:
        language, codec = text(track, "Language"), text(track, "Name")
        better = _CORES.get(codec)
        if better and before[0] == language and better in before[1]:
            continue
        before = language, codec
        channels = _SOUND.search(text(track, "AudioType"))
        said = " ".join(filter(None, (codec, channels[1].capitalize() if channels else text(track, "AudioType"))))
        words = text(track, "Description")
        if words and words.casefold() not in f"{language} {said}".casefold():
            said += f" ({words})"  # a commentary, and whose
        yield f"{language}: {said}" if language and said else said


def _kept(discs: Sequence[Table]) -> Iterator[Unmapped]:
    for number, disc in enumerate(discs, 1):
        if name := text(disc, "Name"):
            yield Unmapped(f"disc {number}: Name", name)
        for title in tables(disc, "Titles"):
            item = table(title, "Item")
            if said := text(item, "Description"):
                yield Unmapped(f"disc {number}: {text(item, 'Title')}: Description", said)
