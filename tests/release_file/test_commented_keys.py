"""A key that a file has as a comment, as new files have all that are not filled in, is set there and not elsewhere."""

import tomllib

import pytest

from disctui.release.model import TOML, keys
from disctui.release_file.templates import template
from disctui.release_file.writing import set_value

VALUES: dict[str, TOML] = {
    "directors": ["Jacques Tati"],
    "synopsis": "A man looks for another.\nSo do many.\n",
    "release.upc": "715515125819",
    "specs.length": 124,
    "collection.rating": 4.5,
    "collection.notes": "seen twice",
}


def path_of(name: str) -> tuple[str, ...]:
    return tuple(name.split("."))


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_a_key_takes_the_place_of_the_line_that_a_new_file_has_for_it(name: str, eol: str) -> None:
    before = template({"title": "Playtime", "year": 1967}).replace(b"\n", eol.encode())
    after = set_value(before, path_of(name), VALUES[name])
    last = name.rpartition(".")[2]
    was = next(line for line in before.decode().split(eol) if line.startswith(f"# {last} "))
    start, end = before.decode().split(was)
    assert after.decode().startswith(start + was[2:].partition("= ")[0] + "= "), "where it was, its = below the others"
    assert after.decode().endswith(end)
    assert b"\r\n" in after or eol == "\n"


def test_all_keys_can_be_filled_in_so_and_none_of_their_lines_is_left() -> None:
    filled = {name: value for name, value in VALUES.items() if name in keys()}
    text = template({"title": "Playtime"})
    for name, value in filled.items():
        text = set_value(text, path_of(name), value)
    assert text == template({"title": "Playtime", **filled})


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ('title = "A"\n# year = 1999, says the case\ncover = "a.jpg"\n', "year", "# year = 1999, says the case\nyear"),
        ('title = "A"\n[release]\n  # upc = ""  # lost\n', "release.upc", '  # upc = ""  # lost\nupc'),
        ('title = "A"\n[release]\n#upc="1"\n[price]\nlist = 3\n', "release.upc", '#upc="1"\nupc'),
        ('title = "A"\nnote = """\n# year = 1\n"""\n', "year", '"A"\nyear'),
        ('title = "A"\n[specs]\n[release]\n# length = 9\n', "specs.length", "[specs]\nlength"),
        ('title = "A"\n# years = 9\nnote = "b"\n', "year", '"A"\nyear'),
    ],
)
def test_what_somebody_has_written_in_a_comment_stays_and_the_key_comes_below_it(
    before: str, name: str, after: str
) -> None:
    made = set_value(before.encode(), path_of(name), 12).decode()
    assert f"{after} = 12\n" in made
    assert [line for line in made.split("\n") if not line.endswith(" = 12")] == before.split("\n")
    document: TOML = tomllib.loads(made)
    for part in path_of(name):
        assert isinstance(document, dict)
        document = document[part]
    assert document == 12
