"""A film for tonight."""

import json
import re

from .person import Person
from .seen import Look, expects, line, no
from .walk import walk


@walk
def a_film_for_tonight_is_one_that_can_be_watched(person: Person) -> None:
    """`P` proposes only what was found and is here: never longer than asked, never lent or wished for, never twice."""
    with person.opens_the_library():
        person.searches("length:<120 director:kurosawa|bergman|scott|lang", line("of 95"))
        person.presses("P")
        person.sees("Tonight", "1 shown")
        person.keeps_a_picture("tonight")
        proposed = [_proposed(person)]
        while " 0 left" not in person.terminal.text:
            person.presses("space")
            person.sees(f"{len(proposed) + 1} shown")
            proposed.append(_proposed(person))
            expects(len(proposed) < 20, "an end", proposed)
        expects(len(set(proposed)) == len(proposed), "each film once", proposed)
        expects(
            not any(title.startswith(("M (", "Blade Runner: The Final")) for title in proposed), "none lent", proposed
        )
        person.presses("space")
        person.sees("That was all")
        person.steps_back(no("Tonight"))


def _proposed(person: Person) -> str:
    """The title and the year of the film that is proposed."""
    found = re.search(r"│\s+([^│\n]+ \(\d{4}\))", person.terminal.text)
    expects(found, "a title with its year", person.terminal.text)
    return found[1] if found else ""


@walk
def a_film_for_tonight_is_gone_to_or_seen(person: Person) -> None:
    """In the proposal `d` makes it two, `w` notes that it was seen, and enter goes to its row."""
    with person.opens_the_library():
        person.searches("rashomon|persona", line("of 95"))
        person.searches("title:rashomon", "1 of 95")
        person.presses("P")
        person.sees("Tonight", "Rashomon (1950)")
        person.presses("w")
        person.sees_that(lambda: "rashomon.toml" in person.differences(), "the day in its file")
        person.presses("enter")
        person.sees(no("Tonight"), line("▌", "Rashomon"))
        person.takes_back()
        person.searches("is:unseen length:<120", line("of 95"))
        person.presses("P")
        person.sees("Tonight", "1 shown")
        person.presses("d")
        person.sees(Look("two films", _has_two))
        person.keeps_a_picture("double bill")


def _has_two(text: str) -> bool:
    return len(re.findall(r"│\s+[^│\n]+ \(\d{4}\)", text)) == 2


@walk
def nothing_to_watch_is_said_with_its_reason(person: Person) -> None:
    """Where nothing of what is found can be picked, `P` says which condition leaves none; the command ends with 1."""
    with person.opens_the_library():
        person.searches("status:wishlist", "4 of 95")
        person.presses("P")
        person.sees("Nothing to pick from")
    refused = person.runs("pick", "status:wishlist")
    expects(refused.returncode == 1 and "none of what is found is owned" in refused.stderr, "the reason", refused)


@walk
def a_seed_picks_the_same_film_again(person: Person) -> None:
    """`disctui pick --seed 7` gives the same film twice, also after another file has changed."""
    first = json.loads(person.runs("pick", "--seed", "7", "--json").stdout)["films"]
    person.writes("zzz-new.toml", 'title = "Zzz"\nyear = 2001\n[collection]\nstatus = "wishlist"\n')
    again = json.loads(person.runs("pick", "--seed", "7", "--json").stdout)["films"]
    expects(first == again, "the same film", (first, again))
