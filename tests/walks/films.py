"""Box sets: their films are found, listed, opened and seen one by one."""

import json
import tomllib

from .person import Person
from .seen import CURSOR, expects, line, no, today
from .walk import walk

BOX = "box-sets/world-of-wong-kar-wai.toml"


@walk
def a_film_of_a_box_is_found_as_itself(person: Person) -> None:
    """Typing "happy together" leaves one row, which names the film of the box and its year; the details are the film's.

    The year that is asked for is the film's, never that of another film of the box.
    """
    with person.opens_the_library():
        person.searches("happy together", "1 of 95", line(CURSOR, "› Happy", "1997"))
        person.sees("Happy Together (1997)", "Two men from Hong Kong")
        if person.is_at_least(60):
            person.sees(line("› Happy", "5/7"), "film 5 of 7")
        person.keeps_a_picture("found")
        person.searches("year:1997 wong", "1 of 95", line(CURSOR, "› Happy", "1997"))
        person.searches("year:1988 happy together", "0 of 95", no("› Happy"))


@walk
def a_box_comes_apart_into_its_films_and_together_again(person: Person) -> None:
    """`z` lists the seven films of a box, one of them with its two other editions as one; `z` again goes to the box."""
    with person.opens_the_library():
        person.searches("wong kar wai", "3 of 95", line(CURSOR, "World of Wong"))
        person.presses("z")
        person.sees("7 films of", line("In the Mood", "2000"))
        if person.is_at_least(60):
            person.sees(line("In the Mood", "3 ed."))
        person.keeps_a_picture("by film")
        person.presses("G")
        person.sees(line(CURSOR, "Happy Together", "1997"), "Happy Together (1997)")
        if person.is_at_least(60):
            person.sees(line(CURSOR, "Happy Together", "5/7"), line("As Tears Go By", "1/7"))
        person.presses("z")
        person.sees("3 of 95", line(CURSOR, "World of Wong"))


@walk
def a_film_of_a_box_is_opened_and_left(person: Person) -> None:
    """The first tab of a box is its films; enter opens one, brackets go to its neighbours, and esc back to all."""
    with person.opens_the_library():
        person.searches("world of wong", line(CURSOR, "World of Wong"), "1 Films", "1 As Tears")
        person.presses("enter", "j")
        person.keeps_a_picture("films")
        person.presses("enter")
        person.sees("Days of Being Wild (1990)", "1 Synopsis", "One minute on the sixteenth")
        person.presses(")")
        person.sees("Chungking Express (1994)", "Two policemen", no("Days of Being Wild (1990)"))
        person.presses("(", "(")
        person.sees("As Tears Go By (1988)", "A debt collector")
        person.presses("5")
        person.sees("5 My copy", line("Location", "Living room, top board"))
        person.steps_back("1 Films")
        person.sees("World of Wong Kar Wai")


@walk
def a_film_of_a_box_is_seen_by_itself(person: Person) -> None:
    """`w` on a film that was found adds one line to that film and nothing else; unseen it is no more, until `u`."""
    with person.opens_the_library():
        person.presses("z")
        person.searches("wong is:unseen", "4 films", "Happy Together")
        person.searches("happy together", "1 film of", line(CURSOR, "Happy Together"))
        person.adds(BOX, f"watched = [{today()}]", by=["w"])
        films = tomllib.loads(person.reads(BOX))["films"]
        expects(films[4].get("watched") == [today()], "the day in the fifth film", films[4])
        if person.is_at_least(60):
            person.sees(line(CURSOR, "Happy Together", "seen"))
        person.searches("wong is:unseen", "3 films", no("Happy Together   "))
        person.takes_back("4 films")


@walk
def a_box_asks_which_of_its_films_was_seen(person: Person) -> None:
    """`w` and `r` on a box ask for which film, each with a letter; what is written stands in that film."""
    with person.opens_the_library():
        person.searches("world of wong", line(CURSOR, "World of Wong"), "1 Films")
        person.presses("w")
        person.sees("Seen which film?", "Happy Together")
        person.keeps_a_picture("which film")
        person.adds(BOX, f"watched = [{today()}]", by=["5"])
        person.presses("r")
        person.sees("Fallen Angels")
        person.presses("7")
        person.sees("0 none")
        person.adds(BOX, f"watched = [{today()}]", "rating = 4", by=["4", "enter"])
        person.presses("u")
        person.takes_back()


@walk
def a_film_of_a_box_is_edited_at_its_line(person: Person) -> None:
    """`e` on a film of a box opens the file in the editor where that film begins."""
    with person.opens_the_library(person.edits_with("vim")):
        person.searches("happy together", "1 of 95", line(CURSOR, "› Happy"))
        person.presses("e")
        person.comes_back_from_the_editor()
        arguments = person.edited[0]
        expects(arguments[-1].endswith(BOX), "the file of the box", arguments)
        number = next(int(one.strip("+").split(",")[0].split("(")[-1]) for one in arguments if one.startswith("+"))
        text = "\n".join(person.reads(BOX).split("\n")[number - 1 : number + 2])
        expects("Happy Together" in text, "the line of the film", f"line {number}:\n{text}")
        person.sees("Happy Together (1997)", "1 of 95")


@walk
def a_box_that_another_program_changes_is_right_at_once(person: Person) -> None:
    """A film added or taken out in an editor comes and goes without a key; one that is broken costs itself alone."""
    whole = person.reads(BOX)
    last = whole[whole.index('[[films]]\ntitle     = "2046"') :]
    with person.opens_the_library():
        person.presses("z")
        person.searches("wong kar wai", "7 films of")
        person.writes(BOX, f'{whole}\n[[films]]\ntitle = "The Hand"\nyear = 2005\ndirectors = ["Wong Kar-wai"]\n')
        person.sees("8 films of")
        person.writes(BOX, whole.replace(last, ""))
        person.sees("6 films of", no("2046   "))
        person.writes(BOX, whole.replace('"Fallen Angels"', "5"))
        person.sees("6 films of", no("Fallen Angels   "))
        person.writes(BOX, whole)
        person.sees("7 films of")


@walk
def a_film_of_a_box_is_named_on_the_command_line(person: Person) -> None:
    """A search says which film of a box it found, `show` shows it by its number, and a number too high is refused."""
    found = json.loads(person.runs("search", "--json", "happy together").stdout)["hits"]
    expects([hit.get("film") for hit in found] == [5], "film 5", found)
    expects(found[0]["film_title"] == "Happy Together", "its title", found)
    shown = person.runs("show", "box-sets/world-of-wong-kar-wai#5")
    expects(shown.returncode == 0 and "春光乍洩" in shown.stdout, "the film", shown)
    missing = person.runs("show", "box-sets/world-of-wong-kar-wai#9")
    expects(missing.returncode == 1 and "7" in missing.stderr, "status 1 and how many films there are", missing)
