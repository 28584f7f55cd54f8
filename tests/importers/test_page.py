import datetime

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
