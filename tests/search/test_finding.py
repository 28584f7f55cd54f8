"""What the search must find, by example."""

import pytest

from disctui.search.document import document
from disctui.search.index import Index

from .shelf import doc, ids, index, release, search, true_ids

SHELF = index(
    cranes=release(
        "The Cranes Are Flying",
        original_title="Летят журавли",
        year=1957,
        directors=["Mikhail Kalatozov"],
        cast=["Tatiana Samoilova", "Aleksey Batalov"],
        synopsis="Veronica and Boris are in love until the war parts them.",
        release={"upc": "715515241312", "spine": 146, "studio": "Criterion Collection"},
    ),
    amelie=release("Amélie", original_title="Le Fabuleux Destin d'Amélie Poulain", directors=["Jean-Pierre Jeunet"]),
    rashomon=release("Rashomon", year=1950, directors=["Akira Kurosawa"], cast=["Toshiro Mifune"]),
    love=release("In the Mood for Love", directors=["Wong Kar-wai"], original_title="花樣年華"),
    leon=release("Léon", directors=["Luc Besson"]),
    eight=release("8½", directors=["Federico Fellini"]),
    ghost=release("Ghost in the Shell", original_title="新攻壳机动队", directors=["Mamoru Oshii"]),
    spider=release("Spider-Man", directors=["Sam Raimi"]),
    se7en=release("Se7en", also_known_as=["Seven"], directors=["David Fincher"]),
    walle=release("WALL·E"),
    et=release("E.T. the Extra-Terrestrial"),
    avventura=release("L'avventura"),
    rec=release("[Rec]²"),
    muller=release("Die Abenteuer des Werner Holt", cast=["Armin Müller-Stahl"]),
    rocky=release("Rocky II"),
    samurai=release("Seven Samurai"),
    oceans=release("Ocean's Eleven"),
    romeo=release("Romeo & Juliet"),
    boots=release("Das Boot", own={"shelf.row": 3, "borrowed from": "Wolfgang"}),
)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("cran fly", "cranes"),
        ("kalatazov", "cranes"),
        ("samoilova cranes", "cranes"),
        ("tatyana samoylova", "cranes"),
        ("letyat zhuravli", "cranes"),
        ("журавли", "cranes"),
        ("flying cranes the", "cranes"),
        ("aleksei batalov", "cranes"),
        ("alexey", "cranes"),
        ("amelie", "amelie"),
        ("AMÉLIE", "amelie"),
        ("mifune kurosawa", "rashomon"),
        ("wong kar wai", "love"),
        ("kar-wai", "love"),
        ("karwai", "love"),
        ("leon", "leon"),
        ("8 1/2", "eight"),
        ("8½", "eight"),
        ("攻壳", "ghost"),
        ("攻壳机动队", "ghost"),
        ("gongke", "ghost"),
        ("花樣", "love"),
        ("spiderman", "spider"),
        ("spider man", "spider"),
        ("spider-man", "spider"),
        ("seven fincher", "se7en"),
        ("walle", "walle"),
        ("wall-e", "walle"),
        ("et", "et"),
        ("e.t.", "et"),
        ("avventura", "avventura"),
        ("lavventura", "avventura"),
        ("rec 2", "rec"),
        ("[rec]²", "rec"),
        ("mueller stahl", "muller"),
        ("muller", "muller"),
        ("müller", "muller"),
        ("rocky 2", "rocky"),
        ("7 samurai", "samurai"),
        ("oceans 11", "oceans"),
        ("ocean's eleven", "oceans"),
        ("eleven ocean s", "oceans"),
        ("romeo and juliet", "romeo"),
        ("romeo & juliet", "romeo"),
        ("godfrey shell ghsot", "ghost"),
        ("criterion 146", "cranes"),
        ("wolfgang", "boots"),
        ("veronica boris", "cranes"),
        ("rashmon", "rashomon"),
        ("rahsomon", "rashomon"),
        ("rashomonn", "rashomon"),
        ("rasho", "rashomon"),
    ],
)
def test_what_is_half_remembered_is_the_first_hit(query: str, wanted: str) -> None:
    assert ids(SHELF, query)[:1] == [wanted]


@pytest.mark.parametrize("query", ["715515241312", "0715515241312", "00715515241312", "7 15515 24131 2"])
def test_a_bar_code_finds_that_disc_alone_with_twelve_digits_or_thirteen(query: str) -> None:
    assert ids(SHELF, query) == ["cranes"]


def test_a_bar_code_a_digit_off_finds_nothing() -> None:
    assert search(SHELF, "715515241313").total == 0


def test_a_word_of_three_letters_is_not_taken_for_another_where_it_finds_something() -> None:
    shelf = index(cat="The Cat", cast="The Cast")
    assert ids(shelf, "cat") == ["cat"]


def test_a_missing_letter_in_a_short_word_is_forgiven_where_nothing_else_is_found() -> None:
    assert ids(index(bone="Bone", cranes="Cranes"), "bne") == ["bone"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("madmaxfuryroad", "Mad Max: Fury Road"),
        ("TheSixthSense", "The Sixth Sense"),
        ("2001ASpaceOdyssey", "2001: A Space Odyssey"),
        ("Copout", "Cop Out"),
        ("China town", "Chinatown"),
        ("poltegereist", "Poltergeist"),
        ("bttf", "Back to the Future"),
        ("lotr", "The Lord of the Rings: The Two Towers"),
        ("tlotr", "The Lord of the Rings: The Two Towers"),
        ("tdk", "The Dark Knight"),
        ("kb2", "Kill Bill: Vol. 2"),
        ("bttf2", "Back to the Future Part II"),
        ("msk", "My Sister's Keeper"),
        ("redemption shank", "The Shawshank Redemption"),
        ("blue wshan", "The Shawshank Redemption"),
    ],
)
def test_a_title_is_found_glued_split_far_off_or_by_its_initials(query: str, wanted: str) -> None:
    titles = ("Mad Max: Fury Road", "The Sixth Sense", "2001: A Space Odyssey", "Cop Out", "Chinatown", "Poltergeist")
    others = ("Back to the Future", "The Lord of the Rings: The Two Towers", "Cop", "Town", "Madison Road", "Fury")
    more = ("Back to the Future Part II", "Kill Bill: Vol. 1", "Kill Bill: Vol. 2", "The Dark Knight", "Redemption")
    last = ("My Sister's Keeper", "The Shawshank Redemption", "Dark Knights of Old")
    shelf = index(**{title: release(title) for title in (*titles, *others, *more, *last)})
    assert ids(shelf, query)[0] == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("mark walburgh", "Mark Wahlberg"),
        ("tom huttleston", "Tom Hiddleston"),
        ("dukofny", "David Duchovny"),
        ("swjaginzew", "Andrey Zvyagintsev"),
        ("JP MELVILLE", "Jean-Pierre Melville"),
        ("rdj", "Robert Downey Jr."),
    ],
)
def test_a_name_is_found_by_ear_and_by_initials(query: str, wanted: str) -> None:
    names = ("Mark Wahlberg", "Tom Hiddleston", "David Duchovny", "Andrey Zvyagintsev", "Jean-Pierre Melville")
    others = ("Robert Downey Jr.", "Mark Twain", "Tom Hanks", "Herman Melville", "Robert De Niro")
    shelf = index(**{name: release("Film", cast=[name]) for name in (*names, *others)})
    assert ids(shelf, query)[0] == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Ejzenštejn", "Sergei Eisenstein"),
        ("Swjaginzew", "Andrey Zvyagintsev"),
        ("tarkowskij", "Andrei Tarkovsky"),
        ("paradschanow", "Sergei Parajanov"),
        ("Кристофер Нолан", "Christopher Nolan"),
        ("Хичкок", "Alfred Hitchcock"),
        ("Вайда", "Andrzej Wajda"),
        ("wyssozki", "Владимир Высоцкий"),
        ("chamatowa", "Чулпан Хаматова"),
        ("ozu yasujirou", "Yasujirō Ozu"),
        ("yoojinbo", "用心棒 Yojimbo"),
        ("神隠し", "千と千尋の神隠し"),
        ("エヴァ", "新世紀エヴァンゲリオン"),
        ("卧虎藏龙", "臥虎藏龍"),
        ("bong jun-ho", "Bong Joon-ho"),
        ("기생충", "기생충"),
        ("yusuf shahin", "Youssef Chahine"),
        ("باب الحديد", "باب الحديد"),
        ("amitab bachan", "Amitabh Bachchan"),
        ("दिलवाले", "दिलवाले दुल्हनिया"),
    ],
)
def test_a_name_is_found_in_other_scripts_and_as_other_languages_spell_it(query: str, wanted: str) -> None:
    names = ("Sergei Eisenstein", "Andrey Zvyagintsev", "Andrei Tarkovsky", "Sergei Parajanov", "Christopher Nolan")
    more = ("Alfred Hitchcock", "Andrzej Wajda", "Владимир Высоцкий", "Чулпан Хаматова", "Yasujirō Ozu", "Bong Joon-ho")
    others = ("Youssef Chahine", "Amitabh Bachchan", "Park Chan-wook", "Raj Kapoor")
    titles = (
        "用心棒 Yojimbo",
        "千と千尋の神隠し",
        "新世紀エヴァンゲリオン",
        "臥虎藏龍",
        "기생충",
        "باب الحديد",
        "दिलवाले दुल्हनिया",
    )
    shelf = index(**{name: release(name) for name in (*names, *more, *others, *titles)})
    assert ids(shelf, query)[:1] == [wanted]


@pytest.mark.parametrize("query", ["xqzzy", "qwzx", "blorp", "qwert", "kwyjibo"])
def test_words_that_share_almost_no_letter_with_what_is_there_find_nothing(query: str) -> None:
    cast = ["Mathieu Kassovitz", "Kino Lorber", "Carrie Fisher"]
    shelf = index(one=release("Blu-ray", cast=cast, synopsis="Quartet, classics, quart.", specs={"discs": ["Blu-ray"]}))
    assert ids(shelf, query) == []


def test_what_sounds_alike_is_not_shown_where_something_better_is_found() -> None:
    shelf = index(exact=release("A", cast=["Mark Walburgh"]), sound=release("B", cast=["Mark Wahlberg"]))
    assert ids(shelf, "mark walburgh") == ["exact"]


def test_every_spelling_of_a_person_finds_the_release() -> None:
    one = release("The Cranes Are Flying", cast=["Tatiana Samoilova"])
    spelt = {"Tatiana Samoilova": ["Tatjana Samojlowa", "Татьяна Самойлова"]}
    shelf = Index.build([document("cranes", one, "cranes", spelt)])
    assert true_ids(shelf, "samojlowa") == ["cranes"]
    assert true_ids(shelf, "татьяна самойлова") == ["cranes"]


def test_nothing_is_found_in_an_empty_library() -> None:
    assert search(Index.empty(), "cranes").total == 0
    assert len(Index.empty()) == 0


def test_an_empty_query_finds_everything_in_order() -> None:
    shelf = index(b="Beta", a="Alpha", c="Gamma")
    assert ids(shelf, "") == ["a", "b", "c"]
    assert ids(shelf, "   ") == ["a", "b", "c"]


def test_all_films_of_a_box_set_find_it() -> None:
    shelf = index(
        box=release(
            "Essential Fellini",
            films=[
                {"title": "La strada", "year": 1954, "cast": ["Giulietta Masina"], "length": 108},
                {"title": "Amarcord", "year": 1973, "directors": ["Federico Fellini"]},
            ],
        )
    )
    for query in ("strada", "masina", "amarcord 1973", "year:1973", "director:fellini", "length:108", "film:amarcord"):
        assert ids(shelf, query) == ["box"], query


def test_a_synopsis_is_searched_for_whole_and_begun_words_but_not_for_misspelt_ones() -> None:
    assert ids(SHELF, "veronica") == ["cranes"]
    assert ids(SHELF, "veron") == ["cranes"]
    assert ids(SHELF, "veronxca") == []


def test_a_text_longer_than_a_unit_is_found_to_its_end() -> None:
    shelf = index(long=release("Long", special_features=["word " * 300 + "zanzibar", "x" * 2000 + " quokka"]))
    assert ids(shelf, "zanzibar") == ["long"]
    assert ids(shelf, "quokka") == ["long"]


def test_an_id_of_bytes_that_are_no_text_is_kept() -> None:
    shelf = Index.build([doc("caf\udce9", "Café")])
    assert ids(shelf, "cafe") == ["caf\udce9"]
    assert search(shelf, "cafe").rank_of("caf\udce9") == 0
    assert len(shelf.updated([], ["caf\udce9"])) == 0
    assert ids(Index.from_buffer(memoryview(shelf.to_bytes())), "cafe") == ["caf\udce9"]


def test_the_order_of_documents_added_one_by_one_is_that_of_all() -> None:
    shelf = Index.build([doc(f"n{number:03}", f"Love {number:03}") for number in range(0, 200, 2)])
    for number in (1, 99, 199, 51):
        shelf = shelf.updated([doc(f"n{number:03}", f"Love {number:03}")])
    assert ids(shelf, "love") == sorted(ids(shelf, "love"))
    assert len(shelf) == 104


def test_many_films_of_one_word_do_not_hide_one_of_two() -> None:
    shelf = index(**{f"n{number}": f"Love {number}" for number in range(50)}, wanted="War of Love")
    assert ids(shelf, "love war")[0] == "wanted"


def test_two_copies_are_found_in_order_of_their_ids() -> None:
    shelf = Index.build([doc("b", "Ran", year=1985), doc("a", "Ran", year=1985)])
    assert ids(shelf, "ran") == ["a", "b"]
