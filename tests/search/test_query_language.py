"""The query language: what each condition finds, how it is said in words, and that nothing typed is an error."""

import datetime

import pytest

from disctui.release.model import keys
from disctui.search.describe import describe, read_as_word
from disctui.search.query import parse
from disctui.search.ranges import date_span

from .shelf import ids, index, release, search

SHELF = index(
    ran=release(
        "Ran",
        year=1985,
        directors=["Akira Kurosawa"],
        genres=["Drama", "War"],
        countries=["Japan", "France"],
        release={"studio": "StudioCanal", "date": "2016-03-01", "spine": 316, "upc": "715515241312"},
        price={"list": 39.95, "sale": 19.95, "currency": "USD", "in_stock": True},
        specs={"length": 162, "discs": ["4K Ultra HD"], "audio": ["Japanese: Dolby Atmos"]},
        collection={"rating": 4.5, "watched": ["2024-05-01"], "tags": ["samurai"]},
        own={"shelf.row": 3, "lender": "Wolfgang", "signed": True},
    ),
    ikiru=release(
        "Ikiru",
        year=1952,
        directors=["Akira Kurosawa"],
        genres=["Drama"],
        countries=["Japan"],
        synopsis="An official learns how to live.",
        release={"studio": "Criterion Collection", "date": "2015", "spine": "221"},
        price={"list": 29.95, "in_stock": False},
        specs={"length": 143, "discs": ["Blu-ray Disc"]},
        collection={"loaned_to": "Anna", "due": datetime.date(2020, 1, 1), "rating": 3},
    ),
    pulse=release(
        "Pulse",
        year=2001,
        directors=["Kiyoshi Kurosawa"],
        genres=["Horror"],
        release={"studio": "Arrow Video", "date": "2020-11"},
        specs={"length": 119, "discs": ["DVD"]},
        collection={"status": "wishlist"},
        also_known_as=["Kairo"],
    ),
)


def found(query: str) -> set[str]:
    return set(ids(SHELF, query))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("director:kurosawa", "ran ikiru pulse"),
        ("director:akira", "ran ikiru"),
        ("by:kurosava", "ran ikiru pulse"),
        ('director:"kiyoshi kurosawa"', "pulse"),
        ("directors:kuro", "ran ikiru pulse"),
        ("year:1950..1959", "ikiru"),
        ("year:1950s", "ikiru"),
        ("year:195", "ikiru"),
        ("year:1952", "ikiru"),
        ("year:>1985", "pulse"),
        ("year:>=1985", "ran pulse"),
        ("year:<1985", "ikiru"),
        ("year:..1985", "ikiru ran"),
        ("year:1959..1950", "ikiru"),
        ("-year:1950s", "ran pulse"),
        ("kurosawa -genre:war", "ikiru pulse"),
        ("kurosawa -war", "ikiru pulse"),
        ("-kairo", "ran ikiru"),
        ('-"criterion collection"', "ran pulse"),
        ("studio:criterion", "ikiru"),
        ("label:arrow", "pulse"),
        ("format:4k", "ran"),
        ("format:blu-ray", "ikiru"),
        ("country:japan", "ran ikiru"),
        ("length:<120", "pulse"),
        ("length:119..150", "pulse ikiru"),
        ("runtime:162", "ran"),
        ("price:<20", "ran"),
        ("price:<=19.95", "ran"),
        ("price:>$20", "ikiru"),
        ("off:>30", "ran"),
        ("off:50", "ran"),
        ("audio:atmos", "ran"),
        ("status:wishlist", "pulse"),
        ("status:wish", "pulse"),
        ("status:owned", "ran ikiru"),
        ("-status:owned", "pulse"),
        ("rating:>=4", "ran"),
        ("rating:3", "ikiru"),
        ("rating:", "ran ikiru"),
        ("-rating:", "pulse"),
        ("watched:no", "ikiru pulse"),
        ("watched:yes", "ran"),
        ("watched:2024", "ran"),
        ("watched:2023", ""),
        ("loaned:yes", "ikiru"),
        ("loaned:no", "ran pulse"),
        ("loaned:anna", "ikiru"),
        ("due:<today", "ikiru"),
        ("upc:715515241312", "ran"),
        ("upc:0715515241312", "ran"),
        ("spine:316", "ran"),
        ("spine:300..400", "ran"),
        ("tag:samurai", "ran"),
        ("stock:yes", "ran"),
        ("price.in_stock:no", "ikiru"),
        ("has:synopsis", "ikiru"),
        ("-has:synopsis", "ran pulse"),
        ("synopsis:official", "ikiru"),
        ('"how to live"', "ikiru"),
        ('"how live to"', ""),
        ('"to live how"', ""),
        ("aka:kairo", "pulse"),
        ("title:kairo", "pulse"),
        ("released:2020", "pulse"),
        ("released:2020-11", "pulse"),
        ("released:2015..2016-03", "ran ikiru"),
        ("released:>2016-03-01", "pulse"),
        ("released:>=2016-03-01", "ran pulse"),
        ("released:2015-06", ""),
        ("release.date:<2016", "ikiru"),
        ("currency:usd", "ran"),
        ("shelf.row:3", "ran"),
        ("shelf.row:>2", "ran"),
        ("shelf.row:", "ran"),
        ("-lender:", "ikiru pulse"),
        ("lender:wolf", "ran"),
        ("signed:yes", "ran"),
        ("genre:drama country:france year:1985", "ran"),
        ('"akira kurosawa"', "ran ikiru"),
        ('"kurosawa akira"', ""),
        ('"akira kuro', "ran ikiru"),
        ('label:="criterion"', ""),
        ('label:="CRITERION Collection"', "ikiru"),
        ('-label:="criterion collection"|="arrow video"', "ran"),
        ('lender:="wolfgang"', "ran"),
        ('lender:="wolf"', ""),
        ('year:="1985"', "ran"),
        ('="akira kuro', "ran ikiru"),
        ("director:", "ran ikiru pulse"),
        ("also_known_as:", "pulse"),
        ("collection.status:", "ran ikiru pulse"),
    ],
)
def test_what_a_query_finds(query: str, wanted: str) -> None:
    assert found(query) == set(wanted.split())


def test_every_key_of_the_format_can_be_asked_for_by_its_dotted_name() -> None:
    for name in keys():
        query = parse(f"{name}:")
        assert query.problem is None, name
        assert query.conditions, name


def test_a_misspelling_within_a_field_is_a_near_match() -> None:
    answer = search(SHELF, "director:kurasawa")
    assert (answer.exact_count, answer.fuzzy_count) == (0, 3)


def test_a_name_that_no_field_has_is_a_word_of_its_own() -> None:
    shelf = index(mission="Mission: Impossible", other="Other")
    assert ids(shelf, "mission:impossible") == ["mission"]
    assert parse("mission:impossible").problem is None


def test_what_is_excluded_is_never_misspelt() -> None:
    shelf = index(ran="Ran Away", rain="Rain Away")
    assert ids(shelf, "away -rain") == ["ran"]


def test_a_pasted_title_of_any_length_finds_its_film() -> None:
    title = (
        "The Persecution and Assassination of Jean-Paul Marat as Performed by the Inmates of the Asylum at Charenton "
        "Under the Direction of the Marquis de Sade"
    )
    assert ids(index(marat=title, other="The Asylum"), title)[0] == "marat"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("director:kurosawa year:1950..1959 -genre:war", "films by Kurosawa, 1950 to 1959, not War"),
        ("cran fly", "films matching cran fly"),
        ('"new york" -war', "films matching “new york”, not War"),
        ("year:>=1950", "films, from 1950"),
        ("year:<1950", "films, before 1950"),
        ("price:<20 off:>30", "films, price under 20, over 30 % off"),
        ("length:<=100", "films, up to 100 minutes"),
        ("watched:no loaned:yes", "films, not watched, loaned"),
        ("status:wishlist format:4k", "films, wishlist, on 4K"),
        ("rating:>=4", "films, rated at least 4"),
        ("-synopsis: director:", "films, without synopsis, with director"),
        ("released:2020..2021-03", "films, released Jan 2020 to Mar 2021"),
        ("released:>2020-03", "films, released after 31 Mar 2020"),
        ("released:2020", "films, released 2020"),
        ("released:2020-03", "films, released Mar 2020"),
        ("released:2020-03-24", "films, released 24 Mar 2020"),
        ("due:<2026-11-27", "films, due before 27 Nov 2026"),
        ("format:4k|dvd", "films, on 4K or on DVD"),
        ("-status:wishlist|ordered", "films, neither wishlist nor ordered"),
        ("year:1940s|1950s", "films, 1940 to 1949 or 1950 to 1959"),
        ("is:lent -is:set", "films, lent, no box sets"),
        ("is:unseen|late", "films, unseen or late"),
        ("films:>1", "films, sets of over 1 film"),
        ("films:3..5", "films, sets of 3 to 5 films"),
        ("hdr:dolby", "films, HDR Dolby"),
        ("audio:english -subtitles:german", "films, audio English, not subtitles German"),
        ("deal:yes", "films, at my price or less"),
        ("stock:no", "films, not in stock"),
        ('label:="Kino Lorber"', "films, issued by Kino Lorber"),
        ("year:1957", "films, 1957"),
        ("", ""),
    ],
)
def test_a_query_says_itself_in_words(query: str, words: str) -> None:
    assert describe(parse(query)) == words


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kurosawa or kubrick", "director:kurosawa|kubrick finds either"),
        ("genre:noir or crime", "genre:noir|crime finds either"),
        ("cast:cheung or year:2000", "any of several values of one field is genre:noir|crime"),
        ("cheung or cast:lau year:1997", "cast:cheung|lau finds either"),
        ("trick or", ""),
        ("or else", ""),
        ('"do or die"', ""),
        ("orson", ""),
    ],
)
def test_an_or_between_words_is_said_to_be_a_word_with_what_to_write_instead(query: str, said: str) -> None:
    assert read_as_word(parse(query)).removeprefix("“or” is looked for as a word; ") == said


@pytest.mark.parametrize(
    ("query", "place", "part"),
    [
        ("cranes year:abc", "abc", "1957"),
        ("rating:good x", "good", "number"),
        ("released:soon x", "soon", "2020-03"),
        ("status:lost", "lost", "wishlist"),
        ("stock:maybe", "maybe", "yes or no"),
        ("is:lost x", "lost", "lent"),
        ("is:lent|lost x", "lent|lost", "missing"),
        ("format:dvd year:1950|soon x", "1950|soon", "1957"),
        ("bought:-30x x", "-30x", "-30d"),
        ("films:>many x", ">many", "films"),
        ("yaer:1950", "yaer", "year:"),
        ("directr:kurosawa", "directr", "director:"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(query: str, place: str, part: str) -> None:
    problem = parse(query).problem
    assert problem is not None
    assert query[problem.start : problem.end] == place
    assert part in problem.message


def test_what_is_half_typed_is_never_a_problem() -> None:
    whole = (
        'cran director:"akira k" year:1950..1959 -genre:war price:<20 off:>30 rating:>=4 watched:no stock:yes '
        "released:2020-03..2021-03-24 status:wishlist due:<today length:..100"
    )
    more = "bought:-30d.. watched:<-1y due:..+7d due:yesterday..tomorrow is:lent|late format:4k|dvd films:>1 "
    whole = f"{whole} {more}"
    assert parse(whole[-len(more) :], is_complete=True).problem is None
    for end in range(len(whole) + 1):
        assert parse(whole[:end]).problem is None, whole[:end]


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "-",
        '"',
        ":",
        "::",
        "-:",
        'director:"',
        '-"',
        "year:..",
        "year:<",
        "..",
        "%",
        "\0",
        "a" * 5000,
        "has:",
        "has",
        "-has:",
    ],
)
def test_odd_queries_are_read_without_complaint(query: str) -> None:
    assert parse(query).problem is None
    assert isinstance(search(SHELF, query).total, int)
    assert isinstance(describe(parse(query)), str)


OWNED = index(
    lent=release("Lent", collection={"loaned_to": "Ines", "due": datetime.date(2026, 11, 26), "slot": 14}),
    soon=release("Soon", collection={"loaned_to": "Tomasz", "due": datetime.date(2026, 12, 1), "slot": "B 3"}),
    nobody=release("Nobody", collection={"due": datetime.date(2020, 1, 1), "seen": True}),
    gone=release("Gone", collection={"missing": datetime.date(2026, 8, 2), "watched": ["2019-05"]}),
    deal=release("Deal", price={"list": 40, "sale": 24, "target": "-40%"}, collection={"status": "wishlist"}),
    dear=release("Dear", price={"list": 40, "target": 20}, collection={"status": "ordered"}),
    box=release("Box", films=[{"title": "A", "seen": True}, {"title": "B", "watched": ["2014"], "rating": 5}]),
    half=release("Half", films=[{"title": "C", "seen": True}, {"title": "D"}, {"title": "E", "loaned_to": "Ines"}]),
    bought=release("Bought", collection={"bought": datetime.date(2026, 10, 31), "watched": ["2025-11-20"]}),
)
TODAY = datetime.date(2026, 11, 27)


def on(day: datetime.date, query: str) -> set[str]:
    return set(OWNED.search(parse(query).resolved(OWNED.own_fields, day)).ids())


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("is:lent", "lent soon half"),
        ("is:late", "lent"),
        ("-is:lent is:seen", "nobody gone box bought"),
        ("is:unseen", "lent soon deal dear half"),
        ("is:missing", "gone"),
        ("is:set", "box half"),
        ("is:deal", "deal"),
        ("is:deal|missing", "deal gone"),
        ("-is:deal|missing|set", "lent soon nobody dear bought"),
        ("is:unseen|missing is:set|missing", "half gone"),
        ("deal:no", "dear"),
        ("target:<=20", "dear"),
        ("target:24", "deal"),
        ("films:>2", "half"),
        ("films:2..3", "box half"),
        ("films:>=2 rating:5", "box"),
        ("slot:14", "lent"),
        ("slot:>10", "lent"),
        ("slot:b", "soon"),
        ("due:today..", "soon"),
        ("due:<today", "lent nobody"),
        ("due:yesterday", "lent"),
        ("due:..+7d", "lent soon nobody"),
        ("due:-1d|+4d", "lent soon"),
        ("bought:-30d..", "bought"),
        ("bought:-2w..", ""),
        ("watched:<-1y", "gone bought box"),
        ("watched:-2y..", "bought"),
        ("watched:2019", "gone"),
        ("seen:2019-05", "gone"),
        ("seen:<2019", "box"),
        ("seen:yes", "nobody gone box bought"),
        ("status:wishlist|ordered", "deal dear"),
        ("-status:wishlist|ordered films:2..", "box half"),
        ('title:"lent"|gone', "lent gone"),
    ],
)
def test_what_stands_where_and_when_is_found(query: str, wanted: str) -> None:
    assert parse(query, is_complete=True).problem is None
    assert on(TODAY, query) == set(wanted.split())


def test_a_query_that_was_read_yesterday_means_today_when_it_is_asked_today(monkeypatch: pytest.MonkeyPatch) -> None:
    query = parse("due:<today")
    for day, wanted in ((26, {"nobody"}), (27, {"nobody", "lent"})):
        monkeypatch.setattr("disctui.search.query.this_day", lambda day=day: datetime.date(2026, 11, day))
        assert set(OWNED.search(query).ids()) == wanted
        assert describe(query) == f"films, due before {day} Nov 2026"
    assert parse("due:<today") is query, "it is read once"


@pytest.mark.parametrize(
    ("day", "moved", "wanted"),
    [
        (datetime.date(2024, 2, 29), "-1y", datetime.date(2023, 2, 28)),
        (datetime.date(2026, 3, 31), "-1m", datetime.date(2026, 2, 28)),
        (datetime.date(2026, 11, 27), "+2m", datetime.date(2027, 1, 27)),
        (datetime.date(2026, 11, 27), "-6m", datetime.date(2026, 5, 27)),
        (datetime.date(2026, 11, 27), "+2w", datetime.date(2026, 12, 11)),
        (datetime.date(2026, 11, 27), "-9999y", datetime.date(1, 11, 27)),
        (datetime.date(2026, 11, 27), "+9999y", datetime.date(9999, 11, 27)),
        (datetime.date(2026, 11, 27), "tomorrow", datetime.date(2026, 11, 28)),
    ],
)
def test_days_are_counted_as_people_count_them(day: datetime.date, moved: str, wanted: datetime.date) -> None:
    assert date_span(moved, day) == (wanted.toordinal(), wanted.toordinal())
