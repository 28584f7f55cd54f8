"""Seen and rated: one key, one line, one undo."""

import json
import signal

from .person import Person
from .seen import CURSOR, expects, line, no, today
from .walk import walk

FILE = "rashomon.toml"


@walk
def a_film_is_seen_with_one_key(person: Person) -> None:
    """`w` adds today once, however often it is pressed; `u` takes it back to the byte."""
    with person.opens_at("rashomon", "Rashomon"):
        person.presses("w")
        person.sees_that(lambda: FILE in person.differences(), "its file changed")
        changed = person.differences()
        expects([text for text in changed[FILE] if text.startswith("-")] == [], "lines added only", changed)
        expects(changed[FILE][-1] == f"+watched = [{today()}]", "the day", changed)
        if person.is_at_least(60):
            person.sees(line(CURSOR, "Rashomon", "seen"))
        person.keeps_a_picture("seen")
        person.presses("w")
        person.sees("already seen today")
        expects(person.differences() == changed, "nothing more", person.differences())
        person.takes_back(no("already seen"))


@walk
def digits_give_stars_and_the_next_key_goes_on(person: Person) -> None:
    """`r 4 4 j` gives three and a half stars and goes down; `r` and esc write nothing."""
    with person.opens_the_library():
        person.searches("director:kurosawa", line(CURSOR))
        person.presses("g", "r")
        person.sees("0 none")
        person.presses("esc")
        person.sees(no("0 none"))
        person.finds({})
        person.presses("r")
        person.sees("0 none")
        person.presses("4", "4")
        person.sees("★★★½☆", "3.5")
        person.keeps_a_picture("stars")
        person.finds({})
        title = _row_under_the_cursor(person)
        person.presses("j")
        person.sees(no("0 none"))
        person.sees_that(lambda: len(person.differences()) == 1, "one file changed")
        [changed] = person.differences().values()
        expects([text for text in changed if text[0] == "+" and "rating" in text and "3.5" in text], "3.5", changed)
        person.sees_that(lambda: _row_under_the_cursor(person) != title, "the cursor on the next row")
        person.takes_back()


def _row_under_the_cursor(person: Person) -> str:
    return next((text for text in person.terminal.text.split("\n") if CURSOR in text), "")


@walk
def a_program_that_is_killed_while_one_rates_leaves_the_file_whole(person: Person) -> None:
    """Between the digit and the key that saves it nothing is written: killed there, no byte differs."""
    with person.opens_at("rashomon", "Rashomon"):
        person.presses("r")
        person.sees("0 none")
        person.presses("5")
        person.sees("★★★★★")
        person.terminal.signal(signal.SIGKILL)
        person.terminal.end()
        expects(person.differences() == {}, "every byte as before", person.differences())


@walk
def a_viewing_of_which_only_the_month_is_known_is_found_and_in_the_diary(person: Person) -> None:
    """`W`, "2019-05", enter notes that month; `watched:2019` finds it, and the diary shows it in its year."""
    with person.opens_at("rashomon", "Rashomon"):
        person.presses("W")
        person.sees("Seen: Rashomon", "Rating")
        person.presses("ctrl+u", *"2019-05")
        person.sees("May 2019")
        person.keeps_a_picture("seen on")
        person.presses("enter")
        person.sees_that(lambda: FILE in person.differences(), "its file changed")
        changed = person.differences()[FILE]
        expects('watched = ["2019-05"]' in changed[-1], "the month", changed)
        person.searches("watched:2019 rashomon", "1 of 95", "Rashomon")
        person.searches("rashomon", "Rashomon")
        person.presses("T")
        person.sees("Statistics" if person.is_at_least(60) else "tatistics")
        person.presses("d")
        person.sees("iary", "Rashomon", "2019")
        person.keeps_a_picture("diary")


@walk
def the_day_of_a_viewing_can_be_unknown(person: Person) -> None:
    """`W`, "?", enter says that it was seen, nobody knows when."""
    with person.opens_at("rashomon", "Rashomon"):
        person.presses("W")
        person.sees("Seen: Rashomon")
        person.presses("ctrl+u", "?", "enter")
        person.sees_that(lambda: FILE in person.differences(), "its file changed")
        changed = person.differences()[FILE]
        expects(changed[-1] == "+seen = true", "seen = true", changed)
        person.takes_back()


@walk
def the_diary_lists_every_viewing_of_the_sample_library(person: Person) -> None:
    """`disctui diary --json`: 35 viewings, newest first, those of a set's films by their own names."""
    answer = json.loads(person.runs("diary", "--json").stdout)
    viewings = answer if isinstance(answer, list) else answer["viewings"]
    expects(len(viewings) == 35, "35 viewings", len(viewings))
    titles = [viewing.get("film_title") or viewing["title"] for viewing in viewings]
    expects("Chungking Express" in titles, "films of sets by name", titles)
    days = [str(viewing.get("date") or viewing.get("on") or viewing.get("day")) for viewing in viewings]
    expects(days[0].startswith("2026-04-12"), "the newest first", days)
