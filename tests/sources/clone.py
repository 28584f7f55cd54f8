"""A small clone of TheDiscDb: a film with two releases, another with none but its story, and a box set."""

import json
from pathlib import Path
from typing import Any

UPC = "012345678905"
SET_UPC = "036000291452"


def track(kind: str, **said: Any) -> dict[str, Any]:
    return {"Index": 0, "Type": kind, **said}


def title(name: str, kind: str, duration: str = "0:10:00", *, tracks: Any = (), **said: Any) -> dict[str, Any]:
    return {"Index": 0, "Duration": duration, "Item": {"Title": name, "Type": kind, **said}, "Tracks": list(tracks)}


def sound(language: str, codec: str, channels: str, description: str = "") -> dict[str, Any]:
    said = {"Description": description or language}
    return track("Audio", Name=codec, AudioType=channels, Language=language, LanguageCode="xxx", **said)


MAIN = [
    track("Video", Name="Mpeg4 AVC High@L4.1", Resolution="1920x1080", AspectRatio="16:9"),
    sound("Norwegian", "DTS-HD Master Audio", "Surround 5.1"),
    sound("Norwegian", "DTS", "Surround 5.1"),
    sound("English", "Dolby Digital", "Stereo"),
    sound("English", "Dolby Digital", "Stereo", "Commentary by a ferryman"),
    track("Subtitles", Name="HDMV PGS Subtitles", Language="English"),
    track("Subtitles", Name="HDMV PGS Subtitles", Language="English"),
    track("Subtitles", Name="HDMV PGS Subtitles", Language="Danish"),
]
NORTH = {
    "Title": "The North Ferry", "FullTitle": "The North Ferry (1971)", "Slug": "the-north-ferry-1971", "Type": "Movie",
    "Year": 1971, "ExternalIds": {"Tmdb": "900001", "Imdb": "tt9000001"}, "Tagline": "It leaves at six.",
    "Plot": "A ferryman rows a stranger who will not say where to.", "Directors": "Asta Lindqvist",
    "Writers": "Asta Lindqvist, Per Holm", "Stars": "Ole Brandt, Siri Aas", "Genres": "Drama, Mystery",
    "RuntimeMinutes": 94, "ContentRating": "PG",
}  # fmt: skip
SOUTH = {
    "Title": "The South Ferry", "Slug": "the-south-ferry-1974", "Year": "1974", "Directors": "Asta Lindqvist",
    "Stars": ["Ole Brandt"], "Plot": 7, "Genres": None,
}  # fmt: skip
BLU_RAY = {
    "Slug": "2020-blu-ray", "Upc": UPC, "Year": 2020, "Locale": "en-us", "RegionCode": "1", "Title": "Harbour Blu-ray",
    "Asin": "B000000001", "ReleaseDate": "2020-03-24T00:00:00+00:00",
}  # fmt: skip
DISC = {
    "Index": 1, "Slug": "blu-ray", "Name": "NORTH_FERRY", "Format": "Blu-Ray",
    "Titles": [
        {"Index": 9, "Duration": "0:00:20", "Tracks": MAIN},
        title("The North Ferry", "MainMovie", "1:34:12", tracks=MAIN),
        title("How to Row", "Extra", Description="A lesson by the ferryman."),
        title("Trailer", "Trailer", "0:02:10"),
        title("The Night Crossing", "DeletedScene"),
        title("How to Row", "Extra"),
    ],
}  # fmt: skip


def write_clone(root: Path) -> Path:
    """Write the clone below `root`; gives `root` back."""
    north = "data/movie/The North Ferry (1971)"
    files: dict[str, Any] = {
        f"{north}/metadata.json": NORTH,
        f"{north}/tmdb.json": {
            "title": "North Ferry", "original_title": "Nordfergen", "genres": [{"name": "War"}],
            "production_countries": [{"name": "Norway"}], "credits": {"cast": [], "crew": []},
        },
        f"{north}/2020-blu-ray/release.json": BLU_RAY,
        f"{north}/2020-blu-ray/disc01.json": DISC,
        f"{north}/2020-blu-ray/disc02.json": {"Index": 2, "Name": "B", "Format": "DVD", "Titles": "none"},
        f"{north}/2005-dvd/release.json": {"Slug": "2005-dvd", "Title": "DVD", "Locale": "de-de", "Year": 2005},
        f"{north}/ferries/release.json": {"Slug": "ferries", "Upc": SET_UPC, "Title": "Both Ferries"},
        f"{north}/ferries/disc01.json": DISC | {"Slug": "north"},
        "data/movie/The South Ferry (1974)/metadata.json": SOUTH,
        "data/movie/Broken (1999)/metadata.json": None,
        "data/sets/Both Ferries/boxset.json": {
            "Slug": "ferries", "Upc": SET_UPC, "Title": "Both Ferries", "ReleaseDate": "2021-01-01T00:00:00-07:00",
            "Discs": [
                {"Index": 1, "Name": "North", "Format": "UHD", "Slug": "north", "TitleSlug": "the-north-ferry-1971"},
                {"Index": 2, "Name": "South", "Format": "Blu-ray", "Slug": "s", "TitleSlug": "the-south-ferry-1974"},
            ],
        },
    }  # fmt: skip
    for path, document in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("{ not JSON" if document is None else json.dumps(document), "utf-8")
    return root
