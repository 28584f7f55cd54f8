"""What it looks like: one accent, badges, the row under the cursor, tabs, contrast, and a footer that is never cut."""

import re

from .person import Person
from .picture import colours
from .seen import CURSOR, any_of, expects, line, no
from .walk import walk

_COLOUR = re.compile(rb"\x1b\[([0-9;:]*)m")
HINTS = (
    *("search", "shelf", "seen", "rate", "lend", "edit", "help", "commands", "sort", "film", "release", "copy"),
    *("compare", "quit", "back", "store", "problems", "library", "list", "open"),
)
"""Last words of what the footer may say in the list."""


@walk
def the_row_under_the_cursor_is_seen_without_colours(person: Person) -> None:
    """The row under the cursor has a bar at its left and bold letters, in all colours and without any."""
    with person.opens_the_library():
        person.presses("j", "j")
        person.sees(line(CURSOR, "Akira"))
        screen = person.coloured_screen()
        [row] = [y for y, text in enumerate(screen.display) if CURSOR in text[:3] and "Akira" in text]
        at = screen.display[row].index("Akira")
        expects(all(screen.buffer[row][x].bold for x in range(at, at + 5)), "bold letters", screen.display[row])
        other = next(y for y, text in enumerate(screen.display) if "Alien" in text[:30])
        expects(not screen.buffer[other][screen.display[other].index("Alien")].bold, "other rows as they are")
        person.keeps_a_picture("row")


@walk
def what_is_not_on_the_shelf_is_dim_and_a_word(person: Person) -> None:
    """A wish stands among what is owned in fainter letters, and with a word or a letter for its state."""
    with person.opens_the_library():
        person.searches("year:2001 director:jeunet", line("Amélie · L"))
        screen = person.coloured_screen()
        rows = [y for y, text in enumerate(screen.display) if "Amélie" in text[:14]][:3]
        wish, owned = rows[2], rows[1]
        expects("wish" in screen.display[wish] or " w " in screen.display[wish], "its state", screen.display[wish])
        inks = [colours(screen.buffer[y][screen.display[y].index("Amélie")])[0] for y in (wish, owned)]
        if person.mode.name in ("dark", "light"):
            expects(inks[0] != inks[1], "another ink than what is owned", inks)


@walk
def colours_are_those_that_were_asked_for(person: Person) -> None:
    """Without colours none is sent; with the terminal's own, its sixteen and no others."""
    with person.opens_the_library():
        person.presses("f")
        person.sees("Shelves")
        person.steps_back(no("Shelves"))
        sent = {part for found in _COLOUR.findall(bytes(person.terminal.raw)) for part in _colours(found.decode())}
        if person.mode.name == "no-color":
            expects(not sent, "no colour", sent)
        elif person.mode.name == "ansi":
            expects("of its own" not in sent, "the terminal's own colours", sent)
        else:
            expects("of its own" in sent, "colours of the theme", sent)


def _colours(codes: str) -> set[str]:
    """What kinds of colours a sequence sets."""
    numbers = [int(part or 0) for part in codes.replace(":", ";").split(";")]
    kinds = set()
    while numbers:
        first = numbers.pop(0)
        if first in (38, 48):
            kinds.add("of its own")
            del numbers[: 4 if numbers and numbers[0] == 2 else 2]
        elif 30 <= first <= 37 or 40 <= first <= 47 or 90 <= first <= 107:
            kinds.add("of the terminal")
    return kinds


@walk
def letters_stand_out_from_their_ground(person: Person) -> None:
    """On the first screen, in the list of shelves and in the statistics every letter has a contrast of 4.5 or more."""
    with person.opens_the_library():
        weak = _weak(person)
        person.presses("f")
        person.sees("Shelves")
        weak |= _weak(person)
        person.steps_back(no("Shelves"))
        person.presses("T")
        person.sees("FILMS BY DECADE")
        weak |= _weak(person)
        if person.mode.name in ("dark", "light"):
            expects(not weak, "a contrast of 4.5", weak)


def _weak(person: Person) -> dict[tuple[object, object], str]:
    """Pairs of colours of letters with too little between them; rules, bars and pictures are no letters."""
    found: dict[tuple[object, object], str] = {}
    screen = person.coloured_screen()
    for y in range(screen.lines):
        for x in range(screen.columns):
            cell = screen.buffer[y][x]
            if cell.data.isalnum() and (pair := colours(cell)) and _contrast(*pair) < 4.45:
                found[pair] = found.get(pair, "") + cell.data
    return found


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    low, high = sorted(map(_light, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _light(colour: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@walk
def tabs_stay_where_they_are(person: Person) -> None:
    """As the cursor goes from disc to disc, the tabs neither move nor change their names."""
    with person.opens_the_library():
        person.searches("format:4k -films:>1", line("of 95"))
        places = set()
        for _ in range(4):
            person.terminal.settle()
            text = next(one for one in person.terminal.text.split("\n") if "1 Synopsis" in one)
            places.add((text.index("1 Synopsis"), text[text.index("1 Synopsis") :].split("│")[0].rstrip()))
            person.presses("j")
        expects(len({words for _, words in places}) == 1, "the same tabs", places)


@walk
def the_footer_is_never_cut(person: Person) -> None:
    """The footer ends with a whole word in the list, in the search box, in a menu and in the statistics."""
    with person.opens_the_library():
        _whole(person)
        person.searches("happy together", "1 of 95")
        _whole(person)
        person.keeps_a_picture("footer")


def _whole(person: Person) -> None:
    last = person.terminal.text.split("\n")[-1].split()
    expects(last and last[-1] in HINTS, "a whole word at the footer's end", " ".join(last))


@walk
def frames_give_way_to_rows(person: Person) -> None:
    """Frames with words in them stand where there is room; on a small terminal the rows have it."""
    with person.opens_the_library():
        if person.is_at_least(100, 30):
            person.sees("╭─ disctui", any_of("sorted by title ─╯", "sorted by title ━┛"), "95 releases ─╯")
        else:
            person.sees(no("╭"))
        rows = [text for text in person.terminal.text.split("\n") if re.search(r"\b(19|20)\d\d\b", text)]
        expects(len(rows) >= 5, "five rows or more", person.terminal.text)
        person.keeps_a_picture("first screen")
