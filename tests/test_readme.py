"""The generated parts of the README are what the program says of itself."""

from pathlib import Path

from tools.readme import README, with_keys

from disctui.tui.commands import COMMANDS, groups


def test_the_table_of_keys_is_up_to_date() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_keys(text) == text, "run `make readme`"
    assert all(f"(`{item.id}`)" in text for item in COMMANDS)


def test_every_command_stands_under_a_heading() -> None:
    assert sum(map(len, groups().values())) == len(COMMANDS)


def test_the_pictures_that_the_readme_shows_are_there() -> None:
    assert (Path(README).parent / "docs" / "browser.svg").read_text(encoding="utf-8").startswith("<svg")
