"""The rules of ranking, one by one."""

from disctui.search.query import parse

from .shelf import doc, ids, index, release, search, true_ids


def test_a_title_that_is_just_the_words_beats_everything() -> None:
    shelf = index(
        other=release("The Master and Margarita", directors=["The Master"]),
        master="The Master",
        masters="The Masters of the Master",
    )
    assert ids(shelf, "the master")[0] == "master"


def test_a_person_who_is_just_the_words_beats_a_longer_title_that_has_them() -> None:
    shelf = index(
        title="John Ford Goes to War and Other Stories",
        director=release("Stagecoach", directors=["John Ford"]),
    )
    assert ids(shelf, "john ford") == ["director", "title"]


def test_the_words_of_a_name_must_fall_in_the_same_person() -> None:
    shelf = index(
        apart=release("Ford", cast=["John Wayne", "Harrison Ford"], directors=["John Carpenter"]),
        together=release("Zorro", cast=["John Ford"]),
    )
    assert ids(shelf, "john ford") == ["together", "apart"]


def test_a_whole_word_comes_before_a_begun_one_before_a_misspelt_one() -> None:
    shelf = index(begun="A Cranesbill", misspelt="A Craness", whole="Z Cranes", swapped="A Cransee")
    assert ids(shelf, "cranes")[0] == "whole"
    assert true_ids(shelf, "cranes") == ["whole", "misspelt", "begun"]
    assert ids(shelf, "cranes")[3] == "swapped"


def test_a_title_comes_before_directors_before_cast_before_the_rest() -> None:
    shelf = index(
        extra=release("A", special_features=["Welles on film"]),
        cast=release("B", cast=["Orson Welles"]),
        director=release("C", directors=["Orson Welles"]),
        title="Z Welles",
    )
    assert ids(shelf, "welles") == ["title", "director", "cast", "extra"]


def test_more_of_the_title_covered_comes_first() -> None:
    shelf = index(long="Love in the Time of Cholera", short="Love Story", middle="Love and Death Again")
    assert ids(shelf, "love") == ["short", "middle", "long"]


def test_a_title_that_begins_with_the_words_comes_before_one_that_has_them_later() -> None:
    shelf = index(later="Old Captain Chaos", first="Captain Chaotic")
    assert ids(shelf, "captain c")[0] == "first"


def test_words_typed_twice_want_two_occurrences() -> None:
    shelf = index(once="New York", twice="New York, New York", stories="New York Stories")
    assert ids(shelf, "new york new york")[0] == "twice"
    assert ids(shelf, "new york")[0] == "once"


def test_a_begun_word_wants_another_word_than_the_one_before() -> None:
    shelf = index(one=release("A", cast=["Toshiro Mifune"]), two=release("B", cast=["Mika Mifune"]))
    assert ids(shelf, "mifune m")[0] == "two"


def test_a_misspelling_of_the_first_letter_counts_least() -> None:
    shelf = index(first="Zranes", later="Cranez Again")
    assert ids(shelf, "cranes") == ["later", "first"]


def test_a_misspelling_of_a_short_word_counts_less_than_one_of_a_long_word() -> None:
    shelf = index(short="Alien Cranes", long="Alen Cranse")
    assert ids(shelf, "alen cranes") == ["long", "short"]


def test_ties_go_by_sort_title_then_year_then_id() -> None:
    shelf = index(
        d=release("Ran", year=1990),
        c=release("Ran", year=1985),
        b=release("Ran", year=1985),
        a=release("Ram", year=2000),
    )
    assert ids(shelf, "ran") == ["b", "c", "d"]
    assert ids(shelf, "ra") == ["a", "b", "c", "d"]


def test_words_as_they_were_typed_in_one_text_come_before_all_misspelt_ones() -> None:
    shelf = index(
        near="Flying Cranse",
        exact=release("A Long Title About Nothing at All", special_features=["On the flying of cranes"]),
        other="Flying Crates",
    )
    found = search(shelf, "flying cranes")
    assert found.ids(0, 1) == ["exact"]
    assert (found.exact_count, found.fuzzy_count, found.total, found.is_partial) == (1, 2, 3, False)


def test_a_name_with_one_slip_comes_before_words_that_are_scattered_over_a_cast() -> None:
    shelf = index(
        scattered=release("A", cast=["Will Smith", "Colin Farrell"]),
        begun=release("B", cast=["William Farrelly"]),
        slip=release("C", cast=["Will Ferrell"]),
    )
    assert ids(shelf, "will farrell")[0] == "slip"
    assert [search(shelf, "will farrell").is_exact(rank) for rank in (0, 1, 2)].count(True) == 2


def test_of_two_names_as_near_the_one_of_more_films_comes_first() -> None:
    known = {f"k{number}": release(f"Known {number}", cast=["Mads Mikkelsen"]) for number in range(8)}
    shelf = index(rare=release("Abroad", cast=["Mia Mikkelsin"]), **known)
    assert ids(shelf, "mikkelson")[0].startswith("k")


def test_a_leading_article_decides_nothing() -> None:
    shelf = index(second="Incredibles 2", first="The Incredibles", other="Not So Incredible")
    assert ids(shelf, "incredibles")[0] == "first"
    assert ids(index(the="The Ring", ring="Ring"), "ring") == ["ring", "the"]
    assert ids(index(the="The Ring", ring="Ring"), "the ring")[0] == "the"


def test_words_that_are_in_any_title_decide_little() -> None:
    shelf = index(common="The Art of the Sea", telling="Cranes")
    assert ids(shelf, "the cranes of")[0] == "telling"


def test_an_article_that_is_typed_first_is_one_and_not_the_beginning_of_a_word() -> None:
    shelf = index(near="Le Samouraï", begun=release("Legend of the Eight Samurai", year=1983))
    assert ids(shelf, "le samurai")[0] == "near"
    assert true_ids(shelf, "le samurai") == ["begun"]


def test_words_by_which_one_speaks_of_a_film_decide_little() -> None:
    shelf = index(
        wanted=release("An American Werewolf in London"),
        scattered=release("That Summer!", cast=["Ann London", "Joe Werewolfson"], also_known_as=["Movie in Movement"]),
    )
    assert ids(shelf, "that werewolf in london movie")[0] == "wanted"
    assert ids(shelf, "that summer")[0] == "scattered"


def test_a_release_that_misses_one_word_is_shown_where_few_have_all_and_only_scattered() -> None:
    shelf = index(
        wanted=release("My Sister's Keeper", cast=["Abigail Breslin"]),
        scattered=release("My Little Film", cast=["Isabel Arden", "Ann Keeperson"], genres=["Sisterly"]),
    )
    assert ids(shelf, "my sister is a keeper") == ["wanted", "scattered"]


def test_a_release_that_misses_a_word_is_not_shown_beside_one_that_has_all_in_one_text() -> None:
    assert ids(index(all="Flying Cranes", some="Cranes"), "flying cranes") == ["all"]


def test_a_release_that_misses_a_word_is_shown_only_when_nothing_matches_all() -> None:
    shelf = index(cranes="The Cranes Are Flying", birds="Birds")
    assert ids(shelf, "cranes flying") == ["cranes"]
    found = search(shelf, "cranes xylophone")
    assert found.ids() == ["cranes"]
    assert found.is_partial
    assert found.exact_count == 0
    assert not search(shelf, "xylophone").total


def test_of_those_that_miss_a_word_only_those_that_miss_fewest_are_shown() -> None:
    shelf = index(two="Flying Cranes", one="Flying Fish")
    assert ids(shelf, "flying cranes xylophone") == ["two"]


def test_without_near_matches_the_true_ones_are_the_same() -> None:
    shelf = index(a="Cranes", b="Crames", c="Cranes Fly", d="Craness")
    full, quick = shelf.search(parse("cranes")), shelf.search(parse("cranes"), is_fuzzy=False)
    assert quick.ids() == full.exact_ids()
    assert quick.fuzzy_count == 0


def test_scores_fall_from_one_to_nothing() -> None:
    shelf = index(a="Cranes", b="Cranes Fly", c="Crames", d=release("X", special_features=["cranes"]))
    found = search(shelf, "cranes")
    scores = [found.score(place) for place in range(found.total)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_the_place_of_a_release_among_the_hits_is_known() -> None:
    shelf = index(a="Cranes", b="Cranes Fly", c="Fish")
    found = search(shelf, "cranes")
    assert [found.rank_of(name) for name in ("a", "b", "c", "nowhere")] == [0, 1, None, None]


def test_a_search_that_is_no_longer_wanted_finds_nothing() -> None:
    shelf = index(a="Cranes")
    assert shelf.search(parse("cranes"), cancelled=lambda: True).total == 0


def test_a_different_transliteration_comes_before_a_misspelling() -> None:
    shelf = index(spelt=release("B", cast=["Tatiana Ivanova"]), wrong=release("A", cast=["Tatyena Ivanova"]))
    assert ids(shelf, "tatyana") == ["spelt", "wrong"]


def test_the_number_of_a_part_is_found_however_it_is_written() -> None:
    shelf = index(
        bill=release("Kill Bill: Vol. 2", year=2004),
        first=release("Kill Bill: Vol. 1", year=2003),
        father=release("The Godfather Part II", year=1974),
        rocky=release("Rocky V", year=1990),
        jackass=release("Jackass Number Two", year=2006),
        half=release("Jackass 2.5", year=2007),
        friday=release("Friday the Thirteenth", year=1933),
        fifth=release("The Fifth Element", year=1997),
        wars=release("Star Wars: Episode IV - A New Hope", year=1977),
    )
    asked = {
        "kill bill 2": "bill", "kill bill vol 2": "bill", "kill bill volume two": "bill", "kill bill part ii": "bill",
        "godfather 2": "father", "godfather part two": "father", "the godfather pt. 2": "father",
        "rocky 5": "rocky", "rocky five": "rocky", "rocky v": "rocky",
        "jackass 2": "jackass", "jackass no. 2": "jackass",
        "friday the 13th": "friday", "5th element": "fifth",
        "star wars 4": "wars", "star wars episode four": "wars", "star wars ep 4": "wars",
    }  # fmt: skip
    assert {query: ids(shelf, query)[0] for query in asked} == asked


def test_a_title_is_as_whole_without_the_word_before_its_number() -> None:
    shelf = index(part="The Godfather Part II", more="The Godfather 2 and 3")
    assert ids(shelf, "godfather 2") == ["part", "more"]
    assert ids(shelf, '"godfather part 2"') == ["part", "more"]
    assert sorted(ids(shelf, 'title:"godfather part 2"')) == ["more", "part"]


def test_a_word_for_a_part_alone_or_first_is_a_word_as_any_other() -> None:
    shelf = index(number="The Number 23", two="23", chapter="Chapter Two")
    assert ids(shelf, "the number 23")[0] == ids(shelf, "number 23")[0] == "number"
    assert ids(shelf, "chapter 2") == ["chapter"]


def test_a_half_is_found_as_a_sign_as_a_fraction_and_in_words() -> None:
    shelf = index(eight=release("8½", directors=["Federico Fellini"]), men="Three and a Half", nine="9 1/2 Weeks")
    for query in ("8½", "8 1/2", "8 and a half", "fellini eight and a half"):
        assert ids(shelf, query)[0] == "eight", query
    assert ids(shelf, "3½")[0] == ids(shelf, "3 1/2")[0] == "men"
    assert ids(shelf, "nine and a half weeks")[0] == "nine"


def test_a_title_that_is_the_words_up_to_its_colon_comes_before_longer_ones_without() -> None:
    shelf = index(odyssey="2001: A Space Odyssey", maniacs=release("2001 Maniacs", year=2005), lakers="2001 Laker Days")
    assert ids(shelf, "2001")[0] == "odyssey"


def test_a_misspelt_name_is_no_likelier_a_title_that_begins_with_it_for_the_films_the_person_made() -> None:
    films = {f"f{number}": release(f"Film {number}", directors=["Roman Polanski"]) for number in range(8)}
    shelf = index(portrait=release("Roman Polanski: Wanted and Desired"), **films)
    assert ids(shelf, "roman polansky")[-1] == "portrait"


def test_the_star_comes_before_the_extra_and_a_title_before_an_extra_of_that_name() -> None:
    crowd = [f"Person Number{number}" for number in range(20)]
    shelf = index(
        extra=release("A", cast=[*crowd, "Mads Mikkelsen"]),
        star=release("Z", cast=["Mads Mikkelsen"]),
        fish=release("Finding Nemo"),
        other=release("B", cast=[*crowd, "Nemo"]),
    )
    assert ids(shelf, "mads mikkelsen") == ids(shelf, "mikkelsen") == ["star", "extra"]
    assert ids(shelf, "nemo") == ["fish", "other"]
    assert sorted(ids(shelf, "cast:mikkelsen")) == ["extra", "star"]


def test_of_equal_hits_what_the_owner_cares_for_comes_first_where_that_is_asked_and_never_across_scores() -> None:
    shelf = index(
        a=release("Ran", year=1950),
        b=release("Ran", year=1960, collection={"rating": 4}),
        c=release("Ran", year=1970),
        d=release("Ran", year=1980, collection={"watched": ["2020"], "rating": 5}),
        e=release("Ran", year=1990),
        f=release("Ran", year=1990),
        z=release("Ran Again", collection={"watched": ["2020"], "rating": 5}),
    )

    def asked(text: str, **opened: int) -> list[str]:
        return shelf.search(parse(text), opened=opened).ids()

    assert ids(shelf, "ran") == ["a", "b", "c", "d", "e", "f", "z"]
    assert asked("ran") == ["d", "b", "e", "f", "a", "c", "z"]
    assert asked("ran", c=7, z=1000, gone=3) == ["c", "d", "b", "e", "f", "a", "z"]
    assert asked("year:1950..1980", c=7) == ["a", "b", "c", "d"]
    parts = shelf.updated([doc("g", "Ran", year=1995)], ["b"])
    found = parts.search(parse("ran"), opened={"g": 9}).ids()
    assert found == parts.compacted().search(parse("ran"), opened={"g": 9}).ids() == ["g", "d", "e", "f", "a", "c", "z"]


def test_a_word_of_few_sounds_is_not_taken_for_another() -> None:
    assert search(index(z="Z", zz="Z for Zachariah"), "zzz").total == 0
