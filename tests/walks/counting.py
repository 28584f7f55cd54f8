"""Statistics and the diary: bars that are searches, and what was seen when."""

import contextlib
import json
import os
import re
import resource
from collections.abc import Iterator
from pathlib import Path

from .person import Person
from .seen import CURSOR, expects, line, no
from .walk import walk


@contextlib.contextmanager
def _opened(person: Person) -> Iterator[None]:
    with person.opens_the_library():
        person.presses("T")
        person.sees("FILMS BY DECADE")
        yield


@walk
def a_bar_shows_the_films_it_counts_and_leads_back(person: Person) -> None:
    """`T`, down to the 1950s, enter: as many films as the bar says; esc leads back to that bar, and esc to all."""
    with _opened(person):
        person.sees(line(CURSOR, "1920s", "7"))
        person.keeps_a_picture("bars")
        person.presses("j", "j", "j")
        person.sees(line(CURSOR, "1950s", "14"))
        person.presses("enter")
        person.sees("14 films of", "year:1950s")
        person.keeps_a_picture("films of a bar")
        person.steps_back(line(CURSOR, "1950s", "14"), "FILMS BY DECADE")
        person.steps_back("95 rel", no("FILMS BY DECADE"))


@walk
def tab_goes_through_all_panels(person: Person) -> None:
    """Tab leads to formats, labels, countries and on to what was paid, however few panels have room at a time."""
    with _opened(person):
        for panel, first in (("FORMATS", "Blu-ray"), ("LABELS", "Criterion"), ("COUNTRIES", "United States")):
            person.presses("tab")
            person.sees(panel, line(CURSOR, first))
        person.presses("tab", "tab", "tab")
        person.sees(line(CURSOR), no("FILMS BY DECADE") if not person.is_at_least(120, 36) else "RATINGS")
        person.keeps_a_picture("other panels")


@walk
def statistics_count_what_is_typed(person: Person) -> None:
    """`/` in the statistics narrows them to what is found; `y` copies all panels as text."""
    with _opened(person):
        person.presses("/", *"director:kurosawa")
        person.sees(no("107 films"), line("1950s"), no("1920s"))
        person.keeps_a_picture("narrowed")
        person.presses("enter", "y")
        person.sees_that(lambda: "FILMS BY DECADE" in person.clipboard.upper(), "the panels in the clipboard")
        expects("1920s" not in person.clipboard, "what was typed to hold in the copy too", person.clipboard)


@walk
def the_diary_goes_from_year_to_year(person: Person) -> None:
    """`T d` shows what was seen in the last year; brackets go to other years, and enter to the film in the list."""
    with _opened(person):
        person.presses("d")
        person.sees("in 2026", line("2001"))
        person.presses("[")
        person.sees("in 2025", "The Cranes", no("in 2026"))
        person.keeps_a_picture("diary")
        person.presses("]")
        person.sees("in 2026")
        person.presses("enter")
        person.sees(line(CURSOR, "2001: A Space"), "95 rel", no("APRIL"))


@walk
def statistics_of_a_large_shelf_are_there_at_once(person: Person) -> None:
    """`T` on a shelf of two thousand counts all of it, by a query for each bar, and says what it took.

    How much of the processor is printed and not judged; `--releases 98000` makes the shelf that the program is for.
    """
    shelf = person.home / "large"
    shelf.mkdir()
    for number in range(person.large):
        _write_release(shelf / f"r{number:05}.toml", number)
    person.patience *= max(1, person.large // 10_000)  # to read them takes a while
    with person.opens_the_library(releases=person.large, folder=shelf):
        before = _at_rest(person)
        person.presses("T")
        person.sees("FILMS BY DECADE", line(CURSOR, "1920s"))
        person.terminal.settle()
        person.remarks(f"T on {person.large:,} releases: {_processor(person.terminal.pid) - before:.2f} CPU seconds")
        person.keeps_a_picture("large")
    took = {}
    for words in (("search", "--json", "title"), ("stats", "--json")):
        began = _children()
        ran = person.runs_alone(words[0], "-l", str(shelf), *words[1:])
        took[words[0]] = _children() - began
        expects(ran.returncode == 0, f"an answer of {words[0]}", ran)
    person.remarks(", ".join(f"disctui {name}: {seconds:.2f} CPU seconds" for name, seconds in took.items()))


def _write_release(path: Path, number: int) -> None:
    path.write_text(
        f'title = "Title {number}"\nyear = {1920 + number % 105}\ndirectors = ["Director {number % 997}"]\n'
        f'countries = ["Country {number % 40}"]\ngenres = ["Genre {number % 20}"]\n[release]\n'
        f'studio = "Label {number % 60}"\n'
        f'[price]\ncurrency = "USD"\nlist = {9 + number % 40}.95\n[collection]\nrating = {1 + number % 5}\n',
        "utf-8",
    )


def _processor(pid: int) -> float:
    """Seconds of the processor that a process has used, its children that ended too."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _at_rest(person: Person) -> float:
    """What a program has used of the processor once it does nothing behind the screen any more."""
    used = -1.0
    while (now := _processor(person.terminal.pid)) - used > 0.05:
        used = now
        person.terminal.take(1)
    return now


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@walk
def each_bar_counts_what_its_search_finds(person: Person) -> None:
    """On the command line, the number of each bar is the number that the search which it stands for finds."""
    told = json.loads(person.runs("stats", "--json").stdout)
    expects(told["releases"] == 95 and told["films"] == 107, "95 releases and 107 films", told)
    panels = {panel["by"]: panel for panel in told["panels"]}
    for by, films in (("decade", ("--films",)), ("format", ()), ("label", ())):
        for bar in panels[by]["bars"][:2]:
            found = json.loads(person.runs("search", "--json", "--limit", "0", *films, bar["query"]).stdout)
            expects(found["total"] == bar["count"], f"{bar['count']} for {bar['query']}", found["total"])


@walk
def statistics_fit_where_they_are_printed(person: Person) -> None:
    """`disctui stats --by director --top 3` prints three bars, and as JSON the same numbers."""
    printed = person.runs("stats", "--by", "director", "--top", "3").stdout
    told = json.loads(person.runs("stats", "--by", "director", "--top", "3", "--json").stdout)
    for bar in told["panels"][0]["bars"]:
        expects(re.search(rf"{re.escape(bar['label'])}.* {bar['count']}\b", printed), f"{bar['label']}", printed)
