import datetime

import pytest

from disctui.importers import page_values
from disctui.importers.importer import Spelling

from .reading import kept, read

PAGE = """Blu-ray Releases Details
The Pale Shore

Sale Price 20.00
List Price 40.00(50% OFF)
Go To Store
3rd Party 18.50
Out of Stock.
  • Note To Viewer

    Nobody has looked yet.

Genres: Drama, War
Starring: Vera Holm, Tatyana Petrova, Tatiana Petrova
Director: Mark Lind
Plot Synopsis:

A harbour: a war. Format: none of it matters.

The second paragraph.

  • Release Details
    Release Date: May 1st, 2019
    Movie Release Year: 1957
    Release Country: United States
    Movie Studio: North Label
    Digital Copy: Yes
  • Technical Specs
    Length:96 Minutes
    Specs:4K Ultra HD, Blu-ray Disc
    Video Resolution/Codec:2160p HEVC/H.265, 1080p AVC/MPEG-4, Dolby Vision
    HDR: HDR10
    Aspect Ratio(s):1.37:1, 1.66:1
    Audio Formats:Russian: PCM Mono
    English: Dolby Digital 5.1 (48kHz, 24-bit)
    Subtitles/Captions:English, French SDH
    Region: A/B (locked)
    Special Features:
    • New interview: the director speaks
    • PLUS: An essay
    by a critic"""


def test_every_fact_of_a_page_arrives() -> None:
    (imported,) = read(PAGE, "page.txt", "page")
    assert imported.document == {
        "title": "The Pale Shore",
        "year": 1957,
        "directors": ["Mark Lind"],
        "cast": ["Vera Holm", "Tatiana Petrova"],
        "genres": ["Drama", "War"],
        "synopsis": "A harbour: a war. Format: none of it matters.\n\nThe second paragraph.",
        "special_features": ["New interview: the director speaks", "PLUS: An essay by a critic"],
        "note": "Nobody has looked yet.",
        "release": {
            "date": datetime.date(2019, 5, 1),
            "country": "United States",
            "studio": "North Label",
            "regions": ["A", "B"],
        },
        "price": {"currency": "USD", "list": 40, "sale": 20, "third_party": 18.5, "in_stock": False},
        "specs": {
            "length": 96,
            "discs": ["4K Ultra HD", "Blu-ray Disc"],
            "video": ["2160p HEVC/H.265", "1080p AVC/MPEG-4"],
            "hdr": ["Dolby Vision", "HDR10"],
            "aspect_ratios": ["1.37:1", "1.66:1"],
            "audio": ["Russian: PCM Mono", "English: Dolby Digital 5.1 (48kHz, 24-bit)"],
            "subtitles": ["English", "French SDH"],
        },
    }
    assert kept(imported) == {"Digital Copy": "Yes"}


def test_two_spellings_of_one_actress_become_one_person() -> None:
    (imported,) = read(PAGE, "page.txt")
    assert imported.spellings == (Spelling("Tatiana Petrova", "Tatyana Petrova"),)


def test_percent_off_is_dropped_where_it_is_right_and_reported_where_it_is_not() -> None:
    (right,) = read(PAGE, "page.txt")
    assert "percent-off" not in [problem.code for problem in right.problems]
    (wrong,) = read(PAGE.replace("50% OFF", "30% OFF"), "page.txt")
    assert "percent-off" in [problem.code for problem in wrong.problems]
    assert kept(wrong)["percent off"] == "30 %"


def test_a_page_says_that_its_currency_was_assumed() -> None:
    (assumed,) = read(PAGE, "page.txt")
    assert "assumed-currency" in [problem.code for problem in assumed.problems]
    (said,) = read(PAGE.replace("Price 20.00", "Price £20.00").replace("Price 40.00", "Price £40.00"), "page.txt")
    assert said.document["price"]["currency"] == "GBP"
    assert said.problems == ()


def test_a_page_with_little_on_it_and_a_box_set() -> None:
    text = (
        "Three Rooms\nDirector: Mark Lind\nMovie Studio: North Label\nFilms:\nFirst Room (1950)\nSecond Room "
        "(Eva Roos, 1952)\nSomething else without a label?\nLength: 90 Minutes / 95 Minutes\n"
    )
    (imported,) = read(text, "box.txt", "page")
    assert imported.document["films"] == [
        {"title": "First Room", "year": 1950},
        {"title": "Second Room", "year": 1952, "directors": ["Eva Roos"]},
        {"title": "Something else without a label?"},
    ]
    assert imported.document["specs"] == {"length": 90}
    assert kept(imported) == {"Length": "90 Minutes / 95 Minutes"}


def test_lines_that_belong_to_no_label_are_kept() -> None:
    text = "Film\nDirector: A B\nMovie Release Year: 1950\nRelease Country: France\nBuy now and save!\n"
    (imported,) = read(text, "p.txt", "page")
    assert kept(imported) == {"line 5": "Buy now and save!"}


def test_windows_line_ends_and_encoding_are_read() -> None:
    data = PAGE.replace("The Pale Shore", "L’Été").replace("\n", "\r\n").encode("cp1252")
    assert read(data, "page.txt", "page")[0].document["title"] == "L’Été"


def test_bare_headings_and_a_line_of_facts_are_read() -> None:
    text = (
        "Skip to content\nHarbour Lights 4K Blu-ray\nNorth Label | 1957 | 97 min | Not rated | Mar 24, 2020\nVideo\n"
        "Codec: MPEG-4 AVC\nResolution: 1080p\nOriginal aspect ratio: 1.85:1\nAudio\n"
        "English: LPCM Mono (48kHz, 24-bit)\nFrench: Dolby Digital 2.0\nSubtitles\nEnglish SDH, French\nPlayback\n"
        "2K Blu-ray: Region A\nPackaging\nSlipcover\nPrice\nList price: $39.95\n"
    )
    (imported,) = read(text, "page.txt", "page")
    assert imported.document == {
        "title": "Harbour Lights",
        "year": 1957,
        "release": {"date": datetime.date(2020, 3, 24), "studio": "North Label", "regions": ["A"]},
        "price": {"currency": "USD", "list": 39.95},
        "specs": {
            "length": 97,
            "discs": ["4K Ultra HD"],
            "video": ["MPEG-4 AVC", "1080p"],
            "aspect_ratios": ["1.85:1"],
            "audio": ["English: LPCM Mono (48kHz, 24-bit)", "French: Dolby Digital 2.0"],
            "subtitles": ["English SDH", "French"],
        },
    }
    assert "Slipcover" in kept(imported).values()
    assert kept(imported)["line 1"] == "Skip to content"


def test_a_labels_page_without_a_single_colon_is_read() -> None:
    text = (
        "Shop\nHarbour Lights\nAnn Example\nSpain\n1957\n97 minutes\nBlack & White\n1.85:1\nSpanish\nSpine #1234\n"
        "DIRECTOR-APPROVED BLU-RAY SPECIAL EDITION FEATURES\n• New restoration\n• PLUS: An essay\nNew cover\n"
    )
    (imported,) = read(text, "page.txt", "page")
    document = imported.document
    assert (document["title"], document["directors"], document["year"]) == ("Harbour Lights", ["Ann Example"], 1957)
    assert document["release"]["spine"] == 1234
    assert document["special_features"][:2] == ["New restoration", "PLUS: An essay"]
    assert {"Black & White", "Spanish"} <= set(kept(imported).values())


def test_a_stores_details_with_marks_of_direction_are_read() -> None:
    text = (
        "Harbour Lights [Blu-ray]\n4.7 out of 5 stars\nProduct details\nDirector \u200f : \u200e Ann Example\n"
        "Media Format \u200f : \u200e Blu-ray, NTSC, Subtitled\nRun time \u200f : \u200e 1 hour and 37 minutes\n"
        "Release date \u200f : \u200e March 24, 2020\nStudio \u200f : \u200e North Label\nASIN \u200f : \u200e B0TEST\n"
    )
    (imported,) = read(text, "page.txt", "page")
    assert imported.document["title"] == "Harbour Lights"
    assert imported.document["specs"] == {"length": 97, "discs": ["Blu-ray Disc"], "video": ["NTSC"]}
    assert imported.document["release"] == {"date": datetime.date(2020, 3, 24), "studio": "North Label"}
    assert kept(imported)["ASIN"] == "B0TEST"


def test_what_a_reviewer_thinks_is_no_spec() -> None:
    text = (
        "Highly Recommended\nVIDEO\n4.5 Stars\nAUDIO\n★★★★☆\nHarbour Lights (4K UHD Review)\nDirector\nAnn Example\n"
        "Release Date(s)\n1957 (March 24, 2020)\nStudio(s)\nOld House (North Label)\nVideo Grade: B+\n"
    )
    (imported,) = read(text, "page.txt", "page")
    document = imported.document
    assert (document["title"], document["year"]) == ("Harbour Lights", 1957)
    assert document["release"] == {"date": datetime.date(2020, 3, 24), "studio": "North Label"}
    assert document["specs"] == {"discs": ["4K Ultra HD"]}
    assert kept(imported)["VIDEO"] == "4.5 Stars"
    assert kept(imported)["Studio(s)"] == "Old House (North Label)"


def test_german_labels_and_a_saved_page_are_read() -> None:
    german = (
        "Hafenlichter - Mediabook\nRegie: Ann Example\nDarsteller: Joe Roe, Jane Doe\nLaufzeit: 97 Min.\n"
        "Erscheinungsdatum: 24.03.2020\nUntertitel: Deutsch\nEAN: 4006381333931\nFSK: 12\n"
    )
    (imported,) = read(german, "page.txt", "page")
    assert imported.document["directors"] == ["Ann Example"]
    assert imported.document["release"] == {
        "date": datetime.date(2020, 3, 24), "edition": "Mediabook", "upc": "4006381333931",
    }  # fmt: skip
    assert kept(imported) == {"FSK": "12"}
    saved = (
        "<!DOCTYPE html><html><head><title>x</title></head><body><h1>Harbour Lights</h1><p>Director: Ann Example</p>"
        "<table><tr><th>Length</th><td>97 Minutes</td></tr></table><p>Studio: North Label</p></body></html>"
    )
    (page,) = read(saved, "page.html", "page")
    assert (page.document["title"], page.document["specs"]) == ("Harbour Lights", {"length": 97})


def test_a_long_cast_is_compared_no_more_than_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counting(_one: str, _other: str) -> None:
        nonlocal compared
        compared += 1

    monkeypatch.setattr(page_values, "reason_for", counting)
    for count in (500, 4000):
        compared = 0
        names = ", ".join(f"Name{number} Last{number}" for number in range(count))
        read(f"Film\nDirector: A B\nLength: 90 min\nStarring: {names}\n", "p.txt", "page")
        assert compared < 8000
