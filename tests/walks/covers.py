"""Covers beside the details and as a wall: where there are pictures, where there are none, and what is said then."""

import re

from .person import Person
from .seen import CURSOR, any_of, expects, line, no
from .walk import walk

PICTURE = "▀▀▀▀"


def has_pictures(person: Person) -> bool:
    """Whether half blocks are drawn at all: with colours of one's own choice only."""
    return person.mode.name in ("dark", "light")


@walk
def a_cover_stands_beside_the_text(person: Person) -> None:
    """A cover is drawn where there is room for it; `C` makes it large and takes it away, or says why there is none."""
    with person.opens_the_library():
        person.goes_to("stalker", "Stalker")
        if has_pictures(person) and person.is_at_least(60):
            person.sees(PICTURE)
            person.keeps_a_picture("beside")
            person.presses("C")
            person.sees("cover: large", PICTURE)
            person.keeps_a_picture("large")
            person.presses("C")
            person.sees("cover: off", no(PICTURE))
        elif has_pictures(person):
            person.presses("C")
            person.sees("cover")
        else:
            person.presses("C")
            person.sees("olours" if person.is_at_least(60) else "over")
            expects(PICTURE not in person.terminal.text, "no picture", person.terminal.text)
            person.keeps_a_picture("why there is none")


@walk
def the_wall_is_searched_and_left(person: Person) -> None:
    """`V` shows what is found as a grid, in which arrows move and one can search; `V` again is the list."""
    with person.opens_the_library():
        person.presses("V")
        if not has_pictures(person) or not person.is_at_least(60):
            person.sees(any_of("▌ 2001", "95 rel"))
            person.keeps_a_picture("no wall")
            return
        person.sees("▌ 2001", PICTURE)
        person.keeps_a_picture("wall")
        person.presses("l")
        person.sees("▌ The Adv")
        person.searches("kurosawa", "of 95", "▌ ")
        person.sees("Rashomon" if person.is_at_least(120) else "Seven Samurai")
        person.keeps_a_picture("wall searched")
        person.presses("V")
        person.sees(line("Title", "Year"))


@walk
def a_cover_that_cannot_be_shown_says_so(person: Person) -> None:
    """A picture that is cut off, no picture at all, or outside of the library is no picture; `C` says why."""
    for path, cover in (("one.toml", "covers/cut.png"), ("two.toml", "../outside.png")):
        person.writes(path, f'title = "Odd {path[:3]}"\ncover = "{cover}"\n')
    (person.library / "covers" / "cut.png").write_bytes((person.library / "covers" / "m.png").read_bytes()[:60])
    (person.library.parent / "outside.png").write_bytes((person.library / "covers" / "m.png").read_bytes())
    with person.opens():
        person.sees("97 rel")
        person.goes_to_the_list()
        for name in ("Odd one", "Odd two"):
            person.searches(name, line(CURSOR, name))
            person.terminal.settle()  # that it was tried shows nowhere
            person.presses("C")
            person.sees("cover can't be shown" if has_pictures(person) and person.is_at_least(60) else "cover")
            expects(PICTURE not in person.terminal.text, "no picture", person.terminal.text)


@walk
def kitty_is_sent_pictures_and_told_to_forget_them(person: Person) -> None:
    """In kitty a picture is sent once and forgotten before the terminal is given back; nothing is ever asked of it."""
    with person.opens_the_library({"TERM": "xterm-kitty"}):
        person.goes_to("stalker", "Stalker")
        if has_pictures(person) and person.is_at_least(60):
            person.sees_that(lambda: b"a=T" in bytes(person.terminal.raw), "a picture to be sent")
        person.terminal.settle()
        person.presses("q")
        person.terminal.end()
        raw = bytes(person.terminal.raw)
        sent = re.findall(rb"\x1b_G[^\x1b]*a=T", raw)
        if has_pictures(person) and person.is_at_least(60):
            expects(0 < raw.rfind(b"a=d") < raw.rfind(b"\x1b[?1049l"), "pictures to be forgotten before the end")
        else:
            expects(not sent, "no picture without colours or room", sent)
        expects(not re.search(rb"_G[^;\x1b]*a=q", raw), "no question to the terminal")


@walk
def zellij_is_never_sent_a_picture(person: Person) -> None:
    """In zellij not one byte of a picture is sent, which it would pour over the screen."""
    with person.opens_the_library({"TERM": "xterm-kitty", "ZELLIJ": "0"}):
        person.goes_to("stalker", "Stalker")
        person.terminal.settle()
        expects(b"\x1b_G" not in bytes(person.terminal.raw), "no picture", person.terminal.text)
