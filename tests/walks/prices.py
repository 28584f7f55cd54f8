"""What a disc was asked for over time, out of the library's own git history."""

import os
import re
import subprocess

from .person import Person
from .seen import expects, line, no
from .walk import walk

FILE = "stalker.toml"
DAYS = ("2024-03-01", "2024-05-02", "2025-11-28", "2025-11-29", "2025-12-02")
SALES = ("39.95", "27.88", "19.98", "31.00", "24.00")


def _git(person: Person, *words: str, day: str = "2024-01-01") -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    me = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {f"GIT_{who}_DATE": f"{day}T12:00:00" for who in ("AUTHOR", "COMMITTER")}
    quiet = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(person.library), *words]
    subprocess.run(command, check=True, env=clean | me | dates | quiet, capture_output=True)


def _five_prices(person: Person) -> None:
    """Put the library under git, with five commits that each ask another price for one disc, renamed on the way."""
    _git(person, "init", "-q")
    text = person.reads(FILE)
    for number, (sale, day) in enumerate(zip(SALES, DAYS, strict=True)):
        name = FILE if number < 3 else "stalker-1979.toml"
        if number == 3:
            _git(person, "mv", FILE, name)
            _git(person, "commit", "-qm", "rename", day=day)
        person.writes(name, text.replace("\nlist ", f"\nsale = {sale}\nlist ", 1))
        _git(person, "add", "-A", day=day)
        _git(person, "commit", "-qm", f"look {number}", day=day)


@walk
def prices_over_time_are_listed_through_a_rename(person: Person) -> None:
    """`$` lists the five prices that five commits asked, newest first; the tab Release draws them as one line."""
    _five_prices(person)
    with person.opens_at("stalker", "Stalker"):
        person.presses("2")
        if person.is_at_least(80, 24):
            person.scrolls_to("Price history")
            person.sees(line("24.00"))
        person.presses("$")
        person.sees("2025-12-02", "$24.00", "2024-03-01" if person.is_at_least(60) else "2025")
        person.keeps_a_picture("prices")
        listed = re.findall(r"(\d{4}-\d\d-\d\d)\s+\$", person.terminal.text)
        expects(listed == sorted(listed, reverse=True), "the newest first", person.terminal.text)
        if person.is_at_least(60):
            expects(listed == sorted(DAYS, reverse=True), "all five", person.terminal.text)


@walk
def a_library_without_git_has_no_prices_over_time(person: Person) -> None:
    """`$` in a library that is not under git is one quiet line."""
    with person.opens_at("stalker", "Stalker"):
        person.presses("$")
        person.sees("No price history")


@walk
def a_copy_without_its_past_tells_what_it_has(person: Person) -> None:
    """In a copy of the last commit alone `$` lists the price of that one; without git it is one quiet line."""
    _five_prices(person)
    shallow = person.home / "shallow"
    _git(person, "clone", "-q", "--depth", "1", f"file://{person.library}", str(shallow))
    for environment, seen in (({}, ("2025-12-02", "$24.00", no("2025-11-2"))), ({"PATH": ""}, ("No price history",))):
        with person.opens_the_library(environment, folder=shallow):
            person.goes_to("stalker", "Stalker")
            person.presses("$")
            person.sees(*seen)
            person.keeps_a_picture("without git" if environment else "shallow")
            person.terminal.settle()
            expects(person.is_seen(no("rror")), "no error", person.terminal.text)


@walk
def a_library_within_another_repository_has_prices_over_time(person: Person) -> None:
    """A library that is a submodule has its own prices; so have its files in a library that it is a part of."""
    _five_prices(person)
    outer = person.home / "outer"
    _git(person, "init", "-q", str(outer))
    allowed = ("-c", "protocol.file.allow=always")
    _git(person, "-C", str(outer), *allowed, "submodule", "add", "-q", str(person.library), "mine")
    for folder in (outer / "mine", outer):
        with person.opens_the_library(folder=folder):
            person.goes_to("stalker", "Stalker")
            person.presses("$")
            person.sees("2025-12-02", "$24.00", "2024-03-01" if person.is_at_least(60) else "2025")
            person.keeps_a_picture("in a submodule")


@walk
def a_repository_cannot_run_programs(person: Person) -> None:
    """A library whose git config names programs is read without running one of them."""
    _five_prices(person)
    owned = person.home / "owned"
    for key in ("core.fsmonitor", "gpg.program", "diff.external", "core.pager", "diff.x.textconv", "core.sshCommand"):
        _git(person, "config", key, f"touch {owned}")
    _git(person, "config", "log.showSignature", "true")
    (person.library / ".git" / "info" / "attributes").write_text("*.toml diff=x\n", "utf-8")
    with person.opens_at("stalker", "Stalker"):
        person.presses("$")
        person.sees("2025-12-02", "$24.00")
    expects(not owned.exists(), "no program run", owned)


@walk
def a_slip_of_the_decimal_point_is_a_problem(person: Person) -> None:
    """A price of 3995 among 39.95s is a problem at the place of the value."""
    person.rewrites(FILE, "39.95", "3995")
    with person.opens_the_library():
        person.presses("p")
        person.sees("1 warning", FILE, "price")
        person.keeps_a_picture("problem")
    told = person.runs("check").stdout
    expects("price-tenfold" in told and f"{FILE}:" in told, "price-tenfold with its place", told)
