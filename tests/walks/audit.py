"""Telling what stands in a place, by hand and by bar codes, and files that begin with a bar code."""

import contextlib
from collections.abc import Iterator

from .person import Person
from .seen import CURSOR, expects, line, no, today
from .walk import walk

PLACE = "Aaa shelf"
CODE = 7155152400000
NEW = "4006381333931"


def _shelf(person: Person, discs: int) -> None:
    """So many discs in one place, each with a bar code, and one that belongs elsewhere."""
    for number in range(discs + 1):
        place = PLACE if number < discs else "Study"
        person.writes(f"d{number:02}.toml", (
            f'title = "Disc {number:02}"\n\n[release]\nupc = "{CODE + number}"\n\n'
            f'[collection]\nlocation = "{place}"\nslot = {number + 1}\n'
        ))  # fmt: skip
    person.begins_here()


@contextlib.contextmanager
def _begun(person: Person, discs: int) -> Iterator[None]:
    with person.opens_the_library(releases=95 + discs + 1):
        person.presses("A")
        person.sees("which place", PLACE)
        person.presses("enter")
        person.sees(f"0 of {discs}", "Disc 00")
        yield


@walk
def a_place_is_audited_and_written_as_one_change(person: Person) -> None:
    """Space for 12 discs, `n` for one, enter, `w`: one line more in each of 13 files, and `u` restores them all."""
    _shelf(person, 14)
    with _begun(person, 14):
        person.presses(*["space"] * 9, "n")
        person.sees("9 of 14", "1 missing")
        person.keeps_a_picture("audit")
        person.presses(*["space"] * 3)
        person.sees("12 of 14")
        person.presses("enter")
        person.sees("12 here", "1 missing")
        person.keeps_a_picture("report")
        person.presses("w")
        expected = {f"d{number:02}.toml": [f"+audited = {today()}"] for number in range(13)}
        person.finds(expected | {"d09.toml": [f"+missing = {today()}"]})
        person.sees(no("12 here"))
        person.takes_back()


@walk
def an_audit_goes_on_where_it_was_after_the_program_was_killed(person: Person) -> None:
    """Killed in the middle of an audit and started again, the browser offers it first and knows what was told."""
    _shelf(person, 14)
    with _begun(person, 14):
        person.presses("space", "space", "n")
        person.sees("2 of 14", "1 missing")
        person.terminal.settle()
    with person.opens_the_library(releases=110):
        person.presses("A")
        person.sees("begun")
        person.presses("enter")
        person.sees("2 of 14", "1 missing")
    expects(person.differences() == {}, "nothing written", person.differences())


@walk
def a_scanner_ticks_discs_as_fast_as_it_reads(person: Person) -> None:
    """Fifty bar codes in one go, ended by enter or tab: all are counted, in order, and a foreign one is named as that.

    `u` takes back the one that was scanned last, and then the one before it.
    """
    discs = 49
    _shelf(person, discs)
    with _begun(person, discs):
        person.presses("".join(f"{CODE + number}" + ("\r" if number % 2 else "\t") for number in range(discs + 1)))
        person.sees(f"{discs} of {discs}", "1 elsewhere")
        person.sees("belongs to Study" if person.is_at_least(60) else f"Disc {discs}")
        person.keeps_a_picture("scanned")
        person.presses("u")
        person.sees(f"{discs} of {discs}", f"scanned: Disc {discs - 1}", no("1 elsewhere"))
        person.presses("u")
        person.sees(f"{discs - 1} of {discs}", f"scanned: Disc {discs - 2}")
        person.finds({})


@walk
def a_bar_code_that_was_read_in_part_is_never_guessed(person: Person) -> None:
    """Ten digits, as a scanner reads them that loses some, find no disc: neither in an audit nor in the search box.

    In an audit they are kept in the report; a wrong check digit is refused aloud.
    """
    _shelf(person, 3)
    with _begun(person, 3):
        person.presses(f"{NEW[:-1]}2\r")
        person.sees("wrong check digit")
        person.presses(f"{CODE}"[:10] + "\r")
        person.sees("0 of 3", "1 unknown")
        person.keeps_a_picture("ten digits")
        person.presses("enter")
        person.sees("0 here", "unknown")
        person.steps_back("99 rel")
        person.presses("/")
        person.sees("enter to list")
        person.presses(*NEW[:10])
        person.sees("0 of 99", "is no bar code")
        person.presses("enter")
        person.terminal.settle()
        expects(person.is_seen(no("new release")), "no release of ten digits", person.terminal.text)
        person.finds({})


@walk
def a_bar_code_of_twelve_digits_finds_its_thirteen(person: Person) -> None:
    """A code is found with and without its leading zero; a wrong check digit is refused aloud."""
    person.writes("coded.toml", 'title = "Coded"\nyear = 1999\n\n[release]\nupc = "0036000291452"\n')
    with person.opens_the_library(releases=96):
        person.searches("036000291452", "1 of 96", line(CURSOR, "Coded"))
        person.presses("/")
        person.sees("enter to list")
        person.presses(*"036000291453")
        person.sees("0 of 96", "is no bar code", "check")
        person.presses("enter")
        person.sees("compare it" if person.is_at_least(60) else "digits")


@walk
def a_bar_code_that_no_release_has_becomes_one(person: Person) -> None:
    """Enter behind an unknown bar code asks for a title; the new file has the code, is sound, and has the cursor."""
    with person.opens():
        person.sees("95 rel")
        person.presses(*NEW)
        person.sees("0 of 95", "No release has" if person.is_at_least(60) else "No release")
        person.keeps_a_picture("unknown code")
        person.presses("enter")
        person.sees("Title · new release" if person.is_at_least(60) else "new release")
        person.presses(*"Ran")
        person.sees("Ran")
        person.presses("enter", "enter")
        person.sees("title = " if person.is_at_least(60) else "Ran")
        person.presses("ctrl+s")
        person.sees(line(CURSOR, "Ran"))
        person.sees_that((person.library / "ran.toml").exists, "the new file")
        expects(f'"{NEW}"' in person.reads("ran.toml"), "the code in it", person.reads("ran.toml"))
    told = person.runs("check")
    expects("ran.toml" not in told.stdout, "a sound file", told.stdout)
