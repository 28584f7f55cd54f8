"""Covers beside the details and as a wall: where there are pictures, where there are none, and what is said then."""

import re
import struct
import zlib

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
    with person.opens_at("stalker", "Stalker"):
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
    """A picture that is cut off, outside of the library, a trap or too large is no picture; `C` says why.

    So is one of 50,000 x 50,000 pixels in a hundred bytes, a link that leads out of the library, and a file of 20 MiB.
    The next picture is shown as if nothing had been.
    """
    reasons = _odd_covers(person)
    with person.opens_the_library(releases=95 + len(reasons)):
        for name, reason in reasons.items():
            person.goes_to(f"Odd {name}", f"Odd {name}")
            person.presses("C")
            is_tried = has_pictures(person) and person.is_at_least(60)
            person.sees("cover can't be shown" if is_tried else "cover", reason if is_tried else "Odd")
            expects(PICTURE not in person.terminal.text, "no picture", person.terminal.text)
            person.keeps_a_picture(name)
        person.goes_to("stalker", "Stalker")
        if has_pictures(person) and person.is_at_least(60):
            person.sees(PICTURE)


def _odd_covers(person: Person) -> dict[str, str]:
    """Releases whose covers can't be shown, each "Odd" and a name, and what the reason says."""
    whole = (person.library / "covers" / "m.png").read_bytes()
    head = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    parts = (head, b"IDAT" + zlib.compress(bytes(100)), b"IEND")
    trap = b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts
    )  # fmt: skip
    covers = {"cut": whole[: len(whole) // 2], "trap": whole[:8] + trap, "large": whole + bytes(20 << 20)}
    for name, data in covers.items():
        (person.library / "covers" / f"{name}.png").write_bytes(data)
    outside = person.library.parent / "outside.png"
    outside.write_bytes(whole)
    (person.library / "covers" / "link.png").symlink_to(outside)
    for name in (*covers, "link"):
        person.writes(f"odd-{name}.toml", f'title = "Odd {name}"\ncover = "covers/{name}.png"\n')
    person.writes("odd-out.toml", 'title = "Odd out"\ncover = "../outside.png"\n')
    reasons = {"cut": "cut off or broken", "trap": "pixels", "large": "8 MiB", "link": "link", "out": "not inside"}
    return reasons if person.is_at_least(80) else dict.fromkeys(reasons, "cover")


@walk
def kitty_is_sent_pictures_and_told_to_forget_them(person: Person) -> None:
    """In kitty a picture is sent once and forgotten before the terminal is given back; nothing is ever asked of it."""
    with person.opens_at("stalker", "Stalker", {"TERM": "xterm-kitty"}):
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
    with person.opens_at("stalker", "Stalker", {"TERM": "xterm-kitty", "ZELLIJ": "0"}):
        person.terminal.settle()
        expects(b"\x1b_G" not in bytes(person.terminal.raw), "no picture", person.terminal.text)


@walk
def covers_ask_the_terminal_nothing_and_take_no_key(person: Person) -> None:
    """On a terminal that answers nothing, what is typed before the first screen is looked for, as without covers.

    No question goes to the terminal that is not asked of it without covers, and the rows are there before a picture.
    """
    questions = []
    for covers in ("auto", "off"):
        person.sets(f'covers = "{covers}"\n')
        with person.opens(environment={"TERM": "xterm-kitty"}, typed="stalker"):
            person.sees("1 of 95", line("Stalker", "1979"))
            person.terminal.settle()
            raw = bytes(person.terminal.raw)
        questions.append(sorted(set(_QUESTION.findall(raw))))
        if b"\x1b_G" in raw:
            expects(covers == "auto" and raw.index(b"Stalker") < raw.index(b"\x1b_G"), "the rows before a picture")
    expects(questions[0] == questions[1], f"the same questions as without covers, {questions[1]}", questions[0])


_QUESTION = re.compile(rb"\x1b\[[?>=]?[0-9;]*(?:c|n|\$p|t|u|q)|\x1b\][0-9;]*\?|\x1bP\+q|_G[^;]*a=q")
"""What a terminal answers: what it is, where its cursor stands, what it can, its colours, its pictures."""


@walk
def moving_through_many_rows_reads_few_covers(person: Person) -> None:
    """`j` held over two hundred rows that all have a cover sends the picture where it began, where it ends, and one."""
    for number in range(200):
        person.writes(f"many/{number:03}.toml", f'title = "Aaa {number:03}"\ncover = "../covers/m.png"\n')
    with person.opens_the_library({"TERM": "xterm-kitty"}, releases=295):
        person.searches("aaa", "200 of 295", line(CURSOR, "Aaa 000"))
        person.terminal.settle()
        before = _sent(person)
        person.presses("j" * 199)
        person.sees(line(CURSOR, "Aaa 199"))
        if has_pictures(person) and person.is_at_least(60):
            person.sees_that(lambda: _sent(person) > before, "the picture of the last row")
        person.terminal.settle()
        expects(_sent(person) <= 3, "three pictures at the most", _sent(person))


def _sent(person: Person) -> int:
    return len(re.findall(rb"\x1b_G[^\x1b]*a=T", bytes(person.terminal.raw)))
