"""Searches that have a name: saved, opened, edited by hand, and refused where they are wrong."""

import json

from .person import Person
from .seen import CURSOR, expects, line, no
from .walk import walk

FILE = "searches.toml"


@walk
def a_search_is_saved_as_a_shelf(person: Person) -> None:
    """`F`, a name and enter: one `[[search]]` more at the end of searches.toml, a shelf at once; `u` takes it back."""
    with person.opens_the_library():
        person.searches("director:kurosawa", line(CURSOR))
        person.presses("F")
        person.sees("Save this search")
        person.presses("ctrl+u", *"Samurai", "tab", "k")
        person.keeps_a_picture("save")
        person.presses("enter")
        person.sees_that(lambda: FILE in person.differences(), "searches.toml changed")
        changed = [text for text in person.differences()[FILE] if text != "+"]
        expects(
            changed[:3] == ["+[[search]]", '+name = "Samurai"', '+query = "director:kurosawa"'], "the search", changed
        )
        expects(not [text for text in changed if text.startswith("-")], "comments kept", changed)
        if person.is_at_least(160, 18):
            person.sees(line("Samurai"))
        person.steps_back(no("director:kurosawa"))
        person.presses("f")
        person.sees("Shelves")
        person.presses("k")
        person.sees("Samurai /", "Rashomon")
        person.takes_back(no("Samurai /"))


@walk
def a_search_that_is_written_by_hand_appears_at_once(person: Person) -> None:
    """What another program adds to searches.toml is a shelf without a key in between; taken out, it is gone."""
    text = person.reads(FILE)
    with person.opens_the_library():
        person.presses("f")
        person.sees("Shelves", no("Samurai"))
        person.steps_back(no("Shelves"))
        person.writes(FILE, text + '\n[[search]]\nname = "Samurai"\nquery = "director:kurosawa"\nkey = "k"\n')
        if person.is_at_least(160, 18):
            person.sees(line("Samurai 4"))
        else:
            person.terminal.settle(1)
        person.presses("f")
        person.sees("Shelves")
        person.presses("k")
        person.sees("Samurai /", "Rashomon")
        person.writes(FILE, text)
        person.sees(no("Samurai /"))


@walk
def a_mistake_in_searches_costs_that_search_alone(person: Person) -> None:
    """A wrong order, an unknown key and a circle are problems with their lines; the other shelves open as before."""
    wrong = (
        '\n[[search]]\nname = "A"\nquery = "shelf:B"\n\n[[search]]\nname = "B"\nquery = "shelf:A"\n'
        '\n[[search]]\nname = "C"\nquery = "anora"\nsort = "prize"\n\n[[search]]\nname = "D"\nquerry = "anora"\n'
    )
    person.writes(FILE, person.reads(FILE) + wrong)
    with person.opens_the_library():
        person.presses("p")
        person.sees("roblem", "searches.toml", "leads back to itself" if person.is_at_least(60) else "leads back to")
        person.presses("j", "j")
        person.sees("there is no prize")
        person.keeps_a_picture("problems")
        person.steps_back("95 rel")
        person.presses("f")
        person.sees("Shelves")
        person.presses("w")
        person.sees("4 of 95", "Wishlist /")
    checked = person.runs("check")
    for part in ("prize", "querry", "leads back to itself"):
        expects(part in checked.stdout + checked.stderr, part, checked.stdout + checked.stderr)


@walk
def a_shelf_is_edited_at_its_line(person: Person) -> None:
    """`f`, down to a shelf of one's own, `e`: searches.toml opens, and what is saved there holds at once."""
    script = 'sed -i s/Noir/Black/ "$(for a; do :; done; echo "$a")"'
    with person.opens_the_library(person.edits_with("vim", script)):
        person.presses("f")
        person.sees("Shelves")
        person.presses("G", "e")
        person.comes_back_from_the_editor()
        expects(person.edited[0][-1].endswith(FILE), "searches.toml", person.edited)
        person.sees_that(lambda: FILE in person.differences(), "searches.toml changed")
        person.presses("f")
        person.sees("Shelves")
        person.presses("G")
        person.sees(line("Black", "4"))


@walk
def a_shelf_is_searched_on_the_command_line_as_in_the_browser(person: Person) -> None:
    """`search --shelf` finds what the browser shows; it ends with 1 for nothing, with 2 for an unknown name."""
    person.writes(FILE, person.reads(FILE).replace("status:wishlist deal:yes", "status:wishlist"))
    found = person.runs("search", "--shelf", "Cheap now", "--json", "kurosawa")
    hits = [hit["id"] for hit in json.loads(found.stdout)["hits"]]
    expects(hits == ["seven-samurai-4k"], "the wish by Kurosawa", hits)
    expects(person.runs("search", "--shelf", "Cheap now", "nosferatu").returncode == 1, "status 1 for nothing")
    unknown = person.runs("search", "--shelf", "Cheep now", "kurosawa")
    expects(unknown.returncode == 2 and "Cheap now" in unknown.stderr, "status 2, and the nearest name", unknown)
    with person.opens_the_library():
        person.presses("f", "c")
        person.sees("Cheap now /")
        person.searches("kurosawa", "1 of 95", line(CURSOR, "Seven Samurai"))
