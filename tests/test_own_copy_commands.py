"""What an owner does with a disc, from the command line: see it, rate it, lend it and have it back."""

import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import contents, write_library
from disctui.editing.days import UNKNOWN, typed_day
from disctui.editing.typed_values import ChangeError
from disctui.release.days import this_day
from test_cli import cli

__all__ = ["cli"]  # the fixture

LIBRARY = {
    "alien.toml": 'title = "Alien"\nyear = 1979\n\n[collection]\nwatched = [1980-02-01]  # in the cinema\n',
    "aliens.toml": 'title = "Aliens"\nyear = 1986\n\n[collection]\nloaned_to = "Ines"\ndue = 2020-01-31\n',
    "box/wong.toml": (
        'title = "World of Wong"\n\n[[films]]\ntitle = "Fallen Angels"\nyear = 1995\n\n'
        '[[films]]\ntitle = "Happy Together"\nyear = 1997\n'
    ),
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of three releases, one of them a box set."""
    return write_library(tmp_path / "library", LIBRARY)


def held(library: Path, path: str) -> dict[str, Any]:
    return tomllib.loads((library / path).read_text("utf-8"))


class TestSeen:
    def test_today_joins_the_days_in_one_line_and_can_be_taken_back(self, library: Path, cli: Any) -> None:
        before = contents(library)
        assert cli("watched", "-l", library, "alien").out == f"Alien: seen {this_day()}\n"
        text = (library / "alien.toml").read_text()
        assert text == before["alien.toml"].decode().replace("[1980-02-01]", f"[1980-02-01, {this_day()}]")
        assert cli("undo", "-l", library).status == 0
        assert contents(library) == before

    def test_a_day_is_noted_once(self, library: Path, cli: Any) -> None:
        for _ in range(2):
            ran = cli("watched", "-l", library, "alien", "--on", "1980-02-01")
        assert (ran.status, ran.out) == (0, "Alien: seen 1980-02-01 (the file says so already)\n")
        assert held(library, "alien.toml")["collection"]["watched"] == [datetime.date(1980, 2, 1)]

    def test_a_bar_code_that_was_read_in_part_means_no_disc(self, tmp_path: Path, cli: Any) -> None:
        library = write_library(tmp_path / "coded", {"m.toml": 'title = "M"\n[release]\nupc = "0715515240512"\n'})
        before = contents(library)
        for part in ("7155152405", "0715515240", "07155152", "07155 15240 5"):
            assert cli("watched", "-l", library, part).status == cli("show", "-l", library, part).status == 1, part
        assert contents(library) == before
        assert cli("watched", "-l", library, "7155152-40512").status == 0

    def test_a_film_of_a_set_keeps_its_own_days(self, library: Path, cli: Any) -> None:
        ran = cli("watched", "-l", library, "--json", "box/wong#2", "--on", "2019-05", "--rating", "4.5")
        assert ran.json == {
            "id": "box/wong#2",
            "path": "box/wong.toml",
            "film": 2,
            "title": "Happy Together",
            "changed": True,
        }
        first, second = held(library, "box/wong.toml")["films"]
        assert (second["watched"], second["rating"]) == (["2019-05"], 4.5)
        assert "watched" not in first
        assert len(cli("history", "--json", "-l", library).json["entries"]) == 1

    def test_nobody_knows_when(self, library: Path, cli: Any) -> None:
        assert cli("watched", "-l", library, "aliens", "--on", "?").out == "Aliens: seen\n"
        assert held(library, "aliens.toml")["collection"]["seen"] is True
        assert cli("search", "--ids", "-l", library, "is:seen").out.split() == ["alien", "aliens"]

    @pytest.mark.parametrize("day", ["3026-01-01", "2019-02-30", "soon", "2019-5-", "+3w", ""])
    def test_a_day_that_is_none_changes_nothing(self, library: Path, cli: Any, day: str) -> None:
        before = contents(library)
        ran = cli("watched", "-l", library, "alien", f"--on={day}")
        assert (ran.status, ran.out) == (2, "")
        assert ran.err
        assert contents(library) == before


class TestWhich:
    def test_several_are_listed_and_none_is_changed(self, library: Path, cli: Any) -> None:
        ran = cli("rate", "-l", library, "has:year", "3")
        assert (ran.status, ran.out) == (1, "")
        assert "3 releases may be meant" in ran.err
        assert "  aliens  Aliens" in ran.err
        assert cli("rate", "-l", library, "year:1986", "3").status == 0

    def test_a_film_that_the_set_lacks_says_how_many_there_are(self, library: Path, cli: Any) -> None:
        ran = cli("watched", "-l", library, "box/wong#9")
        assert (ran.status, ran.err) == (1, "disctui: World of Wong holds 2 films; write a number from 1 to 2\n")
        assert cli("watched", "-l", library, "alien#1").err == (
            "disctui: Alien holds no films of its own; leave the # out\n"
        )

    def test_nothing_found(self, library: Path, cli: Any) -> None:
        assert cli("rate", "-l", library, "zzzz", "3").status == 1


class TestRated:
    def test_halves_and_none(self, library: Path, cli: Any) -> None:
        before = contents(library)
        assert cli("rate", "-l", library, "alien", "4.5").out == "Alien: rated 4.5\n"
        assert held(library, "alien.toml")["collection"]["rating"] == 4.5
        assert cli("rate", "-l", library, "alien", "4").status == 0
        assert "rating = 4\n" in (library / "alien.toml").read_text()
        assert cli("rate", "-l", library, "alien", "0").out == "Alien: not rated\n"
        assert contents(library) == before

    @pytest.mark.parametrize("stars", ["5.5", "4.3", "-1", "nan", "inf"])
    def test_what_is_no_rating_is_refused(self, library: Path, cli: Any, stars: str) -> None:
        before = contents(library)
        assert cli("rate", "-l", library, "--", "alien", stars).status == 2
        assert contents(library) == before


class TestLent:
    def test_out_and_back_is_remembered_and_two_undos_bring_every_byte_back(self, library: Path, cli: Any) -> None:
        before = contents(library)
        due = this_day() + datetime.timedelta(28)
        assert cli("lend", "-l", library, "alien", "Tomasz", "--due", "+4w").out == (
            f"Alien: lent to Tomasz, due {due}\n"
        )
        mine = held(library, "alien.toml")["collection"]
        assert (mine["loaned_to"], mine["loaned_on"], mine["due"]) == ("Tomasz", this_day(), due)
        assert cli("lend", "-l", library, "alien", "Ines").status == 2
        assert cli("return", "-l", library, "alien").out == f"Alien: back {this_day()}\n"
        mine = held(library, "alien.toml")["collection"]
        assert mine["loans"] == [{"to": "Tomasz", "on": this_day(), "due": due, "back": this_day()}]
        assert not mine.keys() & {"loaned_to", "loaned_on", "due"}
        assert cli("undo", "-l", library).status == cli("undo", "-l", library).status == 0
        assert contents(library) == before

    def test_what_is_not_lent_can_not_come_back(self, library: Path, cli: Any) -> None:
        ran = cli("return", "-l", library, "alien")
        assert (ran.status, ran.err) == (2, "disctui: nobody has it; disctui loans lists what is lent\n")

    @pytest.mark.parametrize("flags", [["--on=+2d"], ["--on", "2019"], ["--on", "1066-10-14"]])
    def test_it_comes_back_on_a_day_that_has_been(self, library: Path, cli: Any, flags: list[str]) -> None:
        cli("lend", "-l", library, "alien", "Tomasz")
        assert cli("return", "-l", library, "alien", *flags).status == 2
        assert held(library, "alien.toml")["collection"]["loaned_to"] == "Tomasz"

    def test_loans_say_what_is_late_and_what_was(self, library: Path, cli: Any) -> None:
        cli("lend", "-l", library, "box/wong#1", "Tomasz")
        late = (this_day() - datetime.date(2020, 1, 31)).days
        assert cli("loans", "-l", library).out.splitlines() == [
            f"Aliens (1986): Ines, due 2020-01-31, {late} days LATE  aliens",
            f"Fallen Angels (1995): Tomasz since {this_day()}  box/wong#1",
        ]
        assert [loan["id"] for loan in cli("loans", "--late", "--json", "-l", library).json["loans"]] == ["aliens"]
        cli("return", "-l", library, "aliens", "--on", "2020-02-03")
        assert cli("loans", "--late", "-l", library).status == 1
        ended = cli("loans", "--all", "--json", "-l", library).json["loans"][1]
        assert (ended["to"], ended["back"], ended["days_late"]) == ("Ines", "2020-02-03", 3)


class TestDiary:
    def test_the_newest_is_first_and_a_year_stands_at_its_end(self, library: Path, cli: Any) -> None:
        for film, day in (
            ("alien", "2019"),
            ("aliens", "2019-05"),
            ("box/wong#2", "2019-05-30"),
            ("alien", "2018-01-02"),
        ):
            cli("watched", "-l", library, film, "--on", day)
        ran = cli("diary", "-l", library)
        assert [line.split()[0] for line in ran.out.splitlines()] == [
            "2019", "2019-05", "2019-05-30", "2018-01-02", "1980-02-01",
        ]  # fmt: skip
        assert "Happy Together (1997)  box/wong#2" in ran.out
        assert len(cli("diary", "--json", "--year", "2019", "-l", library).json["viewings"]) == 3
        assert cli("diary", "--json", "-l", library, "title:aliens").json["viewings"][0]["id"] == "aliens"

    def test_nothing_to_tell(self, library: Path, cli: Any) -> None:
        assert cli("diary", "-l", library, "--year", "1901").status == 1
        assert cli("diary", "-l", library, "year:abc").status == 2


class TestDays:
    SATURDAY = datetime.date(2026, 11, 28)

    @pytest.mark.parametrize(
        ("typed", "day"),
        [
            ("today", "2026-11-28"),
            ("Yesterday", "2026-11-27"),
            ("sat", "2026-11-28"),
            ("friday", "2026-11-27"),
            ("SUN", "2026-11-22"),
            ("-3", "2026-11-25"),
            ("-2w", "2026-11-14"),
            ("-1y", "2025-11-28"),
            ("2019-5", "2019-05"),
            ("2019", "2019"),
            ("2020-2-29", "2020-02-29"),
            (" ? ", UNKNOWN),
        ],
    )
    def test_a_day_as_one_types_it(self, typed: str, day: str) -> None:
        assert typed_day(typed, self.SATURDAY) == day

    @given(st.text(max_size=12))
    def test_any_other_text_is_refused_or_is_a_day(self, text: str) -> None:
        try:
            day = typed_day(text, self.SATURDAY)
        except ChangeError:
            return
        assert day == UNKNOWN or datetime.date.fromisoformat(day + "-01-01"[len(day) - 4 :])

    @given(st.dates())
    def test_any_date_is_itself(self, date: datetime.date) -> None:
        assert typed_day(date.isoformat(), self.SATURDAY) == date.isoformat()
