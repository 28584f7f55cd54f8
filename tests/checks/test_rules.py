"""Every rule over good releases: what it finds, where, and what it leaves alone."""

from pathlib import Path

import pytest

from conftest import SAMPLE, write_library
from disctui.checks.catalogue_report import report
from disctui.checks.reporting import check_folder
from disctui.checks.rules import codes
from disctui.library.catalogue import whole_catalogue
from disctui.problem import Problem


def problems(root: Path, files: dict[str, str]) -> list[Problem]:
    return list(check_folder(str(write_library(root, files))).problems)


def found(root: Path, files: dict[str, str]) -> list[tuple[str, str]]:
    return [(problem.place, problem.code) for problem in problems(root, files)]


def test_the_sample_library_has_no_problem() -> None:
    assert check_folder(str(SAMPLE)).problems == ()


def test_the_catalogue_of_the_browser_and_the_command_find_the_same(tmp_path: Path) -> None:
    write_library(tmp_path, {"a.toml": 'title = "S"\nyear = "x"\n[price]\nlist = 1\nsale = 2\n', "b.toml": "x"})
    assert report(whole_catalogue(str(tmp_path))) == check_folder(str(tmp_path)).problems


LENT = 'loaned_to = "Ines"\nloaned_on = 2020-02-02\n'
CHEAP = 'title = "{}"\n[price]\ncurrency = "{}"\nlist = {}\n[specs]\ndiscs = ["DVD"]\n'


def test_a_price_ten_times_that_of_its_like_is_a_slip_and_one_in_another_currency_is_not(tmp_path: Path) -> None:
    files = {f"{number}.toml": CHEAP.format(number, "USD", 20 + number) for number in range(9)}
    files |= {"high.toml": CHEAP.format("H", "USD", 2788), "low.toml": CHEAP.format("L", "USD", 2.1)}
    files["yen.toml"] = CHEAP.format("Y", "JPY", 2788)
    assert found(tmp_path, files) == [("high.toml:4:8", "price-tenfold"), ("low.toml:4:8", "price-tenfold")]


def test_few_prices_are_compared_with_none(tmp_path: Path) -> None:
    files = {f"{number}.toml": CHEAP.format(number, "USD", 20) for number in range(4)}
    assert found(tmp_path, files | {"high.toml": CHEAP.format("H", "USD", 2788)}) == []


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ('title = "S"\n[price]\nlist = 10\nsale = 12.5\n', "4:8", "sale-above-list"),
        ('title = "S"\ncover = "no.jpg"\n', "2:9", "missing-cover"),
        ('title = "S"\ncover = "a\\u0000b"\n', "2:9", "missing-cover"),
        ('title = "S"\ncover = "../secret.png"\n', "2:9", "cover-outside"),
        ('title = "S"\ncover = "/etc/passwd"\n', "2:9", "cover-outside"),
        ('title = "S"\ncover = "https://a.b/c.jpg"\n', "2:9", "cover-outside"),
        ('title = "S"\nyear = 1972\n[release]\ndate = 1971-12-31\n', "4:8", "released-before-film"),
        ('title = "S"\nyear = 1972\nrelease.date = "1971"\n', "3:16", "released-before-film"),
        ('title = "S"\nrelease.date = "1971"\n[[films]]\ntitle="a"\nyear=1980\n', "2:16", "released-before-film"),
        ('title = "S\\u202e"\n', "1:9", "hidden-characters"),
        ('title = "S"\nnote = """a\nb\u2066"""\n', "2:8", "hidden-characters"),
        ('title = "S"\n"a\\u001b" = 1\n', "2:1", "hidden-characters"),
        ('title = "S"\n[collection]\ndue = 2020-01-02\n', "3:7", "loan-without-person"),
        ('title = "S"\n[collection]\nloaned_on = 2020-01-02\ndue = 2020-02-02\n', "3:13", "loan-without-person"),
        ('title = "S"\n[[films]]\ntitle = "F"\ndue = 2020-01-02\n', "4:7", "loan-without-person"),
        (f'title = "S"\n[collection]\n{LENT}due = 2020-01-02\n', "5:7", "due-before-loan"),
        (
            'title = "S"\n[collection]\nloans = [{ to = "I", on = 2020-01-02, back = 2019-01-02 }]\n',
            "3:46",
            "due-before-loan",
        ),
        ('title = "S"\nyear = 1997\n[collection]\nwatched = [1979-02-14]\n', "4:12", "seen-before-film"),
        ('title = "S"\n[[films]]\ntitle = "F"\nyear = 1997\nwatched = ["1979"]\n', "5:12", "seen-before-film"),
        ('title = "S"\n[collection]\nwatched = [2020-01-01, "9998-12"]\n', "3:24", "seen-in-future"),
        ('title = "S"\n[collection]\npaid = 5\n', "3:8", "amount-without-currency"),
        ('title = "S"\n[price]\nlist = 30\nsale = 20\n', "3:8", "amount-without-currency"),
    ],
)
def test_one_release(tmp_path: Path, text: str, place: str, code: str) -> None:
    listed = [problem for problem in problems(tmp_path, {"a.toml": text}) if problem.code == code]
    assert [problem.place for problem in listed] == [f"a.toml:{place}"]


@pytest.mark.parametrize(
    "text",
    [
        'title = "S"\n[price]\ncurrency = "USD"\nlist = 10\nsale = 10\n',
        f'title = "S"\n[collection]\n{LENT}due = 2020-02-02\n',
        'title = "S"\nyear = 1997\n[collection]\nwatched = ["1997", 1998-02-14]\nseen = true\n',
        'title = "S"\n[price]\ntarget = "-40%"\n',
        'title = "S"\nyear = 1972\n[release]\ndate = 1972-01-01\n',
        'title = "S"\nnote = """tab\tand\r\nline"""\n',
        'title = "می\u200cخواهم"\n',
        'title = "👨\u200d👩\u200d👧"\n',
        'title = "S"\nsynopsis = "C:\\\\new"\n',
    ],
)
def test_what_is_right_is_left_alone(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, {"a.toml": text}) == []


def test_a_cover_inside_the_library_is_found_and_a_link_out_of_it_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out.png").write_bytes(b"x")
    root = write_library(
        tmp_path / "lib",
        {
            "sub/good.toml": 'title = "A"\ncover = "../art/a.png"\n',
            "sub/link.toml": 'title = "B"\ncover = "b.png"\n',
            "sub/via.toml": 'title = "C"\ncover = "away/out.png"\n',
            "art/a.png": "x",
        },
    )
    (root / "sub/b.png").symlink_to(tmp_path / "out.png")
    (root / "sub/away").symlink_to(tmp_path)
    assert found(root, {}) == [("sub/link.toml:2:9", "cover-outside"), ("sub/via.toml:2:9", "cover-outside")]


EDITION = (
    'title = "Solaris"\nyear = 1972\n[release]\nstudio = "Criterion"\ncountry = "US"\n{}[specs]\ndiscs = ["Blu-ray"]\n'
)


def test_two_files_of_one_release_are_probable_duplicates(tmp_path: Path) -> None:
    text = EDITION.format("")
    assert found(tmp_path, {"a.toml": text, "b.toml": text}) == [("b.toml:1:9", "duplicate-release")]


@pytest.mark.parametrize("line", ['edition = "SteelBook"\n', "spine = 164\n", 'upc = "715515242615"\n'])
def test_what_sets_two_releases_apart_is_respected(tmp_path: Path, line: str) -> None:
    other = {"edition": "", "spine": "", "upc": 'upc = "012345678905"\n'}[line.partition(" ")[0]]
    assert found(tmp_path, {"a.toml": EDITION.format(line), "b.toml": EDITION.format(other)}) == []


def test_one_bar_code_twice_is_a_duplicate_also_as_an_ean(tmp_path: Path) -> None:
    files = {
        "a.toml": 'title = "A"\n[release]\nupc = "715515242615"\n',
        "b.toml": 'title = "B"\n[release]\nupc = "0715515242615"\n',
    }
    assert found(tmp_path, files) == [("b.toml:3:7", "duplicate-upc")]


def cast(*names: str, title: str = "Film", more: str = "") -> str:
    return f'title = "{title}"\nyear = 1957\ncast = [{", ".join(f"{name!r}" for name in names)}]\n{more}'.replace(
        "'", '"'
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Luis Buñuel", "Luis Bunuel"),
        ("Lambert Wilson", "lambert wilson"),
        ("J. J. Abrams", "J.J. Abrams"),
        ("Tatiana Samoilova", "Tatyana Samoylova"),
        ("Andrei Tarkovsky", "Андрей Тарковский"),
    ],
)
def test_a_name_spelt_two_ways_is_reported_at_the_rarer_spelling(tmp_path: Path, one: str, other: str) -> None:
    files = {"a.toml": cast(one, title="A"), "b.toml": cast(one, title="B"), "c.toml": cast("X Y", other, title="C")}
    listed = problems(tmp_path, files)
    assert [(problem.path, problem.line, problem.code) for problem in listed] == [("c.toml", 3, "spelt-two-ways")]
    assert one in listed[0].message


def test_two_releases_of_one_film_that_differ_in_a_letter(tmp_path: Path) -> None:
    files = {"a.toml": cast("Alexei Batalov"), "b.toml": cast("Alexei Batalow"), "c.toml": cast("Alexei Batalov")}
    assert found(tmp_path, files) == [("b.toml:3:9", "spelt-two-ways")]


@pytest.mark.parametrize(
    "names",
    [
        ("Joel Coen", "Ethan Coen"),
        ("Luke Wilson", "Owen Wilson"),
        ("Jack Warner", "Jack Wagner"),
        ("Ian Holm", "Jan Holm"),
    ],
)
def test_two_persons_are_two(tmp_path: Path, names: tuple[str, str]) -> None:
    files = {f"{number}.toml": cast(name, title=str(number)) for number, name in enumerate(names)}
    assert found(tmp_path, files) == []


def test_names_that_one_film_lists_both_are_two_persons(tmp_path: Path) -> None:
    files = {"a.toml": cast("Alexei Batalov", "Alexei Batalow"), "b.toml": cast("Alexei Batalov")}
    assert found(tmp_path, files) == []


@pytest.mark.parametrize(
    "people",
    [
        '[[person]]\nname = "Luis Buñuel"\nalso = ["Luis Bunuel"]\n',
        '[[different]]\nnames = ["Luis Buñuel", "Luis Bunuel"]\n',
    ],
)
def test_what_people_toml_has_decided_is_not_asked_again(tmp_path: Path, people: str) -> None:
    files = {"a.toml": cast("Luis Buñuel"), "b.toml": cast("Luis Bunuel", title="B"), "people.toml": people}
    assert found(tmp_path, files) == []


def test_a_label_spelt_two_ways(tmp_path: Path) -> None:
    files = {f"{number}.toml": f'title = "{number}"\nrelease.studio = "Criterion Collection"\n' for number in range(3)}
    files["z.toml"] = 'title = "Z"\nrelease.studio = "criterion collection"\n'
    assert found(tmp_path, files) == [("z.toml:2:18", "spelt-two-ways")]


def test_names_of_files_that_another_disk_takes_for_one(tmp_path: Path) -> None:
    files = {"Solaris.toml": 'title = "1"', "solaris.toml": 'title = "2"', "caf\u00e9.toml": 'title = "3"'}
    listed = found(tmp_path, {**files, "cafe\u0301.toml": 'title = "4"'})
    assert [code for _, code in listed] == ["twin-names", "twin-names"]


def test_a_conflict_copy_is_reported_and_not_listed(tmp_path: Path) -> None:
    files = {"a.toml": 'title = "A"', "a.sync-conflict-20261123-101500-ABC.toml": 'title = "A"'}
    report = check_folder(str(write_library(tmp_path, files)))
    assert [problem.code for problem in report.problems] == ["conflict-copy"]
    assert report.paths == {"a.toml"}


def test_a_comment_silences_its_line_and_no_other(tmp_path: Path) -> None:
    text = 'title = "S"\nyear = "1972"  # disctui: ignore[wrong-type]\n[specs]\nlength = "9"\n'
    assert found(tmp_path, {"a.toml": text}) == [("a.toml:4:10", "wrong-type")]


def test_a_comment_for_another_code_silences_nothing(tmp_path: Path) -> None:
    text = 'title = "S"\nyear = "1972"  # disctui: ignore[unknown-key, wrong-upc]\n'
    assert found(tmp_path, {"a.toml": text}) == [("a.toml:2:8", "wrong-type")]


def test_a_broken_file_can_not_silence_that_it_is_broken(tmp_path: Path) -> None:
    assert found(tmp_path, {"a.toml": "title = S # disctui: ignore\n"}) == [("a.toml:1:9", "syntax")]


def test_the_config_of_a_library_silences_a_code_everywhere_or_in_some_files(tmp_path: Path) -> None:
    files = {
        "a.toml": 'title = "S"\ncover = "no.jpg"\nyear = "1"\n',
        "box/b.toml": 'title = "S"\nyear = "1"\n',
        ".disctui.toml": '[check]\nignore = ["missing-cover"]\n[check.files]\n"box/*" = ["wrong-type"]\n',
    }
    assert found(tmp_path, files) == [("a.toml:3:8", "wrong-type")]


def test_a_mistake_in_the_config_is_reported_at_its_place(tmp_path: Path) -> None:
    config = '[check]\nignore = ["missing-cover", "mising-cover"]\nignor = 3\n'
    listed = problems(tmp_path, {".disctui.toml": config})
    assert [problem.place for problem in listed] == [".disctui.toml:2:28", ".disctui.toml:3:1"]
    assert {problem.code for problem in listed} == {"setting"}


def test_every_problem_of_the_tests_bears_a_code_that_is_explained(tmp_path: Path) -> None:
    for code in codes().values():
        assert code.about
        assert code.remedy
        assert code.example
