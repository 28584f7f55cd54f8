"""Editions of one film: told apart, compared, and seen once for all."""

import json

from .person import Person
from .seen import CURSOR, expects, line, no, today
from .walk import walk

NAMES = ("Criterion BD 2012", "Criterion 4K+BD 2022", "World of Wong Kar Wai")
"""The editions of In the Mood for Love, as the comparison calls them."""


@walk
def editions_stand_side_by_side(person: Person) -> None:
    """`=` shows the editions of a film side by side, as many as have room, what differs first; `a` shows all."""
    with person.opens_at("in the mood", "In the Mood"):
        person.presses("=")
        person.sees("· 3 editions")
        if person.is_at_least(120):
            person.sees(line("│", NAMES[0], "│", NAMES[1], "│", NAMES[2]))
        elif person.is_at_least(60):
            person.sees(NAMES[0], no(NAMES[2]))
        person.sees("State", no("Country", "Length"))
        person.keeps_a_picture("compared")
        person.presses("l", "l")
        person.sees("›" + (NAMES[2] if person.is_at_least(60) else "World of Wong"))
        person.presses("a")
        if person.is_at_least(60):
            person.sees("all rows")
        person.presses("G")
        person.sees("Country" if person.is_at_least(0, 20) else "Length")
        person.keeps_a_picture("all rows")
        person.presses("g", "x")
        person.sees("without this one")
        person.steps_back("of 95", no("· 3 editions"))
        person.finds({})


@walk
def a_comparison_is_copied_as_a_table(person: Person) -> None:
    """`y` in a comparison copies it as Markdown: a heading and rows of as many cells, whatever fits on the screen."""
    with person.opens_at("in the mood", "In the Mood"):
        person.presses("=")
        person.sees("· 3 editions")
        person.presses("y")
        person.sees_that(lambda: person.clipboard != "", "something in the clipboard")
        rows = [row for row in person.clipboard.split("\n") if row.startswith("|")]
        cells = {row.replace("\\|", "").count("|") for row in rows}
        expects(cells == {5} and set(rows[1]) <= set("|-: "), "a table of four columns", person.clipboard)
        expects(all(name in rows[0] for name in NAMES), "the editions in its heading", rows[0])


@walk
def a_comparison_leads_to_an_edition(person: Person) -> None:
    """Enter in a comparison goes to the row of the edition that is chosen there."""
    with person.opens_at("in the mood", "In the Mood"):
        person.presses("=")
        person.sees("· 3 editions")
        person.presses("l", "l", "enter")
        person.sees("of 95", line(CURSOR, "› In the Mood"), no("· 3 editions"))


@walk
def a_film_with_one_edition_is_not_compared(person: Person) -> None:
    """`=` on a film that is there once says so, and how others are compared."""
    with person.opens_the_library():
        person.searches("title:m year:1931", "1 of 95", line(CURSOR, "M ", "1931"))
        person.presses("=")
        person.sees("No other edition of M (1931)")


@walk
def details_name_the_other_editions(person: Person) -> None:
    """By release nothing is merged: each edition is a row, and its details end with the others."""
    with person.opens_the_library():
        person.searches("amélie", line("Amélie", "2001"))
        if person.is_at_least(60):
            person.sees(line("Amélie", "DVD"), line("Amélie · Li"))
        person.presses("g")
        person.scrolls_to("Also on the shelf")
        person.keeps_a_picture("also on the shelf")


@walk
def films_are_told_apart_by_their_own_name(person: Person) -> None:
    """Two releases with different `film_id`s are two films at once, as soon as an editor has saved them."""
    with person.opens_the_library():
        person.presses("z")
        person.searches("title:parasite", "1 film of", line(CURSOR, "Parasite", "2019"))
        for path in ("parasite.toml", "parasite-4k.toml"):
            person.writes(path, f'film_id = "{path}"\n' + person.reads(path))
        person.sees("2 films of")
        person.searches("in the mood year:2000", "1 film of", line(CURSOR, "In the Mood"))


@walk
def films_of_one_title_and_year_but_other_directors_are_two(person: Person) -> None:
    """Two files of one title and year are one film where a director is the same, and two where none is."""
    person.writes("twin-1.toml", 'title = "Twin"\nyear = 1999\ndirectors = ["Ann One"]\n')
    person.writes("twin-2.toml", 'title = "Twin"\nyear = 1999\ndirectors = ["Bob Two"]\n')
    with person.opens_the_library(releases=97):
        person.presses("z")
        person.searches("title:twin year:1999", "2 films of")
        person.rewrites("twin-2.toml", "Bob Two", "Ann One")
        person.sees("1 film of")


@walk
def one_edition_seen_is_the_film_seen(person: Person) -> None:
    """What was seen on one edition is seen by film; by release, that edition alone is."""
    with person.opens_the_library():
        person.searches("title:parasite format:4k", "1 of 95", line(CURSOR, "Parasite"))
        person.searches("title:parasite is:seen", "1 of 95")
        person.searches("title:parasite is:unseen", "1 of 95")
        person.presses("z")
        person.sees("0 films of", no("Parasite  "))
        person.searches("title:parasite is:seen", "1 film of", line(CURSOR, "Parasite"))
        person.searches("title:se7en is:unseen", "1 film of", line(CURSOR, "Se7en"))
        person.presses("w")
        person.sees_that(lambda: len(person.differences()) == 1, "one file changed")
        [added] = person.differences().values()
        expects([text for text in added if "watched" in text], "the day", added)
        expects(str(today()) in " ".join(added), "today", added)
        person.sees("0 films of")
        person.presses("z")
        person.sees("1 of 95", line("Se7en"))
        person.takes_back("2 of 95")


@walk
def the_sample_library_has_nine_films_in_several_editions(person: Person) -> None:
    """`disctui editions --json` lists the nine films that the sample library has more than once."""
    groups = json.loads(person.runs("editions", "--json").stdout)
    expects(len(groups if isinstance(groups, list) else groups["films"]) == 9, "nine films", groups)
