"""`P`: what to watch of what is shown."""

import tomllib
from pathlib import Path

from conftest import write_library
from test_picking import LIBRARY
from tui.driving import opened

FILMS = {"Ran", "Ikiru", "Cure", "Two"}


async def test_p_proposes_one_after_the_other_of_what_is_shown_and_says_when_that_was_all(tmp_path: Path) -> None:
    root = write_library(tmp_path / "library", LIBRARY)
    async with opened(root, size=(100, 30)) as browser:

        def proposed() -> set[str]:
            return {name for name in (*FILMS, "M", "One", "Alien", "Brazil") if f" {name} (19" in browser.text()}

        await browser.search("kurosawa")
        await browser.press("enter", "P")
        await browser.wait_for("Tonight, from 3 unseen of: kurosawa")
        seen: list[str] = []
        for number in range(3):
            assert f"{number + 1} shown, {2 - number} left" in browser.text()
            seen += proposed() - {"Alien"}
            await browser.press("space")
        assert sorted({*seen} & FILMS) == ["Cure", "Ikiru", "Ran"]
        assert "That was all. space begins again." in browser.text()
        await browser.press("space")
        await browser.wait_for("1 shown, 2 left")
        await browser.press("d")
        await browser.wait_for("1 shown, 0 left")
        assert "Cure (1997)" in browser.text()
        await browser.press("d")
        await browser.wait_for("1 shown, 2 left")
        await browser.press("escape")
        await browser.put("title:cure")
        await browser.press("enter", "P")
        await browser.wait_for("Cure (1997)")
        await browser.press("w")
        await browser.wait_for(lambda: tomllib.loads((root / "cure.toml").read_text())["collection"].get("watched"))
        await browser.press("escape")
        await browser.put("box")
        await browser.press("enter", "P")
        await browser.wait_for("film 2 of Box")
        assert "␊" not in browser.text()
        await browser.press("s")
        await browser.wait_for("from 2 films")
        await browser.press("escape")
        await browser.put("brazil")
        await browser.press("enter", "P")
        await browser.wait_for("Nothing to pick from: none of what is found is owned.")
        await browser.press("escape")
        await browser.put("year:1931")
        await browser.press("enter", "P")
        await browser.wait_for("seen longest ago")
        await browser.resize(40, 12)
        await browser.wait_for("M (1931)")
        await browser.press("enter")
        await browser.wait_for(lambda: browser.app.screen is browser.main, "the list")
        assert browser.chosen in {"m", "m-dvd"}


async def test_in_a_small_window_how_many_are_left_is_said_below_a_film_of_a_set_with_a_long_name(
    tmp_path: Path,
) -> None:
    films = "".join(
        f'[[films]]\ntitle = "A Film With a Title of Two Lines, Part {number}"\nyear = 1984\nlength = 118\n'
        'directors = ["Somebody With a Long Name"]\n'
        for number in range(2)
    )
    name = "The Adventures of Somebody: The Complete DVD Movie Collection, Again"
    where = '[collection]\nlocation = "Attic, crate 2"\n'
    root = write_library(tmp_path / "library", {"set.toml": f'title = "{name}"\n{where}{films}'})
    async with opened(root, size=(40, 12)) as browser:
        await browser.press("enter", "P")
        await browser.wait_for("Tonight")
        await browser.wait_for("1 shown, 1 left")
        assert "film " in browser.text()
