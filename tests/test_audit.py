"""What an audit finds, from what was told and from bar codes, and what it writes."""

import io
import json
from pathlib import Path

import pytest

from conftest import contents, write_library
from disctui.cli import run
from disctui.library.audit import Audits, Step, Tally, place_of, places, scanned
from disctui.library.catalogue import Catalogue, whole_catalogue
from disctui.release.days import this_day


def disc(title: str, location: str, more: str = "", code: str = "") -> str:
    upc = f'[release]\nupc = "{code}"\n' if code else ""
    return f'title = "{title}"\n{upc}[collection]\nlocation = "{location}"\n{more}'


LIBRARY = {
    "alien.toml": disc("Alien", "Study", "slot = 10\n", "0715515243513"),
    "brazil.toml": disc("Brazil", "Study", "slot = 9\nmissing = 2026-08-02\n", "4006680067292"),
    "cure.toml": disc("Cure", "study", 'loaned_to = "Ines"\n', "5035673012345"),
    "dune.toml": disc("Dune", "Study, below", "slot = 3\n", "3512391234561"),
    "eraserhead.toml": disc("Eraserhead", "Study", 'status = "sold"\n'),
    "alien-again.toml": disc("Alien", "Attic", "", "0715515243513"),
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", LIBRARY)


@pytest.fixture
def catalogue(library: Path) -> Catalogue:
    return whole_catalogue(str(library), is_cached=False)


def test_places_are_those_of_what_is_owned_and_a_place_has_its_discs_by_slot(catalogue: Catalogue) -> None:
    assert places(catalogue) == [("Attic", 1), ("Study", 3), ("Study, below", 1)]
    assert [one.id for one in place_of(catalogue, "STUDY").listings] == ["brazil", "alien", "cure"]
    assert place_of(catalogue, "Cellar").listings == ()


def test_of_what_was_told_of_a_disc_the_last_counts_and_what_is_lent_is_away(catalogue: Catalogue) -> None:
    place = place_of(catalogue, "Study")
    steps = [Step("here", "alien"), Step("missing", "brazil"), Step("scan", "dune"), Step("scan", "", "123")]
    tally = Tally.of(place, steps)
    assert (tally.here, tally.missing, tally.lent) == (("alien",), ("brazil",), ("cure",))
    assert (tally.elsewhere, tally.unknown, tally.left) == (("dune",), ("123",), ())
    tally = Tally.of(place, [*steps, Step("stays", "dune"), Step("scan", "brazil"), Step("scan", "cure")])
    assert (tally.here, tally.staying, tally.elsewhere) == (("brazil", "alien", "cure"), ("dune",), ())
    assert Tally.of(place, ()).all_told().missing == ("brazil", "alien")


def test_a_bar_code_means_the_disc_of_the_place_before_any_other(catalogue: Catalogue) -> None:
    place = place_of(catalogue, "Study")
    first = scanned(catalogue, place, (), "715515243513\r")
    assert first == Step("scan", "alien", "715515243513"), "a UPC is an EAN without its zero"
    assert scanned(catalogue, place_of(catalogue, "Attic"), (), "0715515243513").release_id == "alien-again"
    assert scanned(catalogue, place, (), "0000") == Step("scan", "", "0000")


@pytest.mark.parametrize("digits", ["0715515243", "071551524", "40066800672", "5", "40066800"])
def test_a_bar_code_that_was_read_in_part_means_no_disc(catalogue: Catalogue, digits: str) -> None:
    assert scanned(catalogue, place_of(catalogue, "Study"), (), digits) == Step("scan", "", digits)


def test_a_file_whose_code_has_too_few_digits_is_found_by_just_these(tmp_path: Path) -> None:
    files = {"cure.toml": disc("Cure", "Study", "", "4006680067"), "dune.toml": disc("Dune", "Study", "", "12345670")}
    catalogue = whole_catalogue(str(write_library(tmp_path / "library", files)), is_cached=False)
    place = place_of(catalogue, "Study")
    assert scanned(catalogue, place, (), "4006680067").release_id == "cure"
    assert scanned(catalogue, place, (), "12345670").release_id == "dune"


def test_what_was_told_is_kept_until_the_audit_ends(tmp_path: Path) -> None:
    audits = Audits(str(tmp_path))
    audits.keep("Study", [Step("here", "alien")])
    audits.keep("Attic", [Step("scan", "", "123")])
    assert Audits(str(tmp_path)).steps("Study") == (Step("here", "alien"),)
    audits.keep("Study", ())
    assert list(Audits(str(tmp_path)).all()) == ["Attic"]


def test_the_command_tells_each_code_and_writes_one_change(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def audit(*words: str, codes: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(codes.encode())))
        status = run(["audit", "-l", str(library), *words])
        return status, *capsys.readouterr()

    before = contents(library)
    assert audit("Study")[1].splitlines() == [" 9  Brazil  missing  brazil", "10  Alien  alien", "    Cure  lent  cure"]
    status, out, err = audit("Study", "--scan", codes="4006680067292\n3512391234561\n\n99\n")
    assert status == 0
    assert err.splitlines() == [
        "disctui: 4006680067292: Brazil, here",
        "disctui: 3512391234561: Dune, belongs to Study, below",
        "disctui: 99: no release has this bar code",
    ]
    assert out.splitlines()[0] == "1 here · 1 lent · 1 missing · 1 from another place · 1 unknown"
    assert contents(library) == before, "nothing is written unless it is asked for"
    _, out, _ = audit("study", "--scan", "--write", "--json", codes="4006680067292\n3512391234561\n")
    document = json.loads(out)
    assert document["written"] == 2
    assert [one["id"] for one in document["missing"]] == ["alien"]
    changed = {path for path, data in contents(library).items() if data != before[path]}
    assert changed == {"alien.toml", "brazil.toml"}
    assert f"missing = {this_day()}" in (library / "alien.toml").read_text()
    brazil = (library / "brazil.toml").read_text()
    assert f"audited = {this_day()}" in brazil
    assert "missing" not in brazil
    run(["undo", "-l", str(library)])
    assert contents(library) == before
    assert [audit(*words)[0] for words in (("Cellar",), ("Study", "--write"))] == [1, 2]
