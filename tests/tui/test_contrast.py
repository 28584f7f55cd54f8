"""In every theme, every text on the screen can be read: 4.5:1 at least, as WCAG 2 asks at its level AA."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from conftest import write_library
from disctui.tui.look import THEMES as OWN
from disctui.tui.look import tones
from disctui.tui.readable import RATIO, contrast, readable
from disctui.tui.widgets.disc_badge import KINDS
from tui.driving import Browser, Opener

ALL = {theme.name: theme for theme in (*BUILTIN_THEMES.values(), *OWN)}
THEMES = sorted(name for name, theme in ALL.items() if not theme.ansi)
"""Those that choose their colours; the others leave that to the terminal."""
Colour = tuple[int, int, int]
_COLOURS = some.tuples(*[some.integers(0, 255)] * 3)


def _texts(browser: Browser) -> Iterator[tuple[str, Colour, Colour]]:
    """Each text on the screen, with its colour and that of its ground."""
    for strip in browser.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if any(letter.isalnum() or letter in "!≈*…·" for letter in text):
                colours = [one.triplet for one in (style.color, style.bgcolor) if one is not None] if style else []
                front, back = (one for one in colours if one is not None)  # a theme leaves none of them open
                yield (text, back, front) if style is not None and style.reverse else (text, front, back)


def _faint(browser: Browser) -> list[tuple[str, float]]:
    return [(text, round(contrast(*both), 2)) for text, *both in _texts(browser) if contrast(*both) < RATIO]


async def test_the_main_screen_can_be_read_in_every_theme(shelf: Path, open_browser: Opener) -> None:
    write_library(shelf, {"broken.toml": 'title = "B'})
    async with open_browser(shelf, size=(80, 24)) as browser:
        await browser.search("year:1957 kalatozov")  # with matches, and a line that says what is asked
        for theme in THEMES:
            browser.app.theme = theme
            for place in (browser.shelf, browser.main.details.body):
                browser.main.set_focus(place)
                await browser.settled()
                assert _faint(browser) == [], (theme, browser.place)
        assert len(THEMES) > 18


def test_every_tone_of_every_theme_can_be_read_before_anything_is_drawn() -> None:
    """So that a text is as its theme means it, and not only as far as `Readable` had to move it."""
    for theme in map(ALL.__getitem__, THEMES):
        variables = theme.to_color_system().generate() | theme.variables
        made = {name: Color.parse(value).rgb for name, value in tones(theme, variables).items()}
        ground, text = Color.parse(variables["background"]).rgb, Color.parse(variables["foreground"]).rgb
        on = {"text-muted": ground, "text-faint": ground, "text-accent": ground, "text-error": ground}
        on |= {"text-success": ground, "cursor-accent": made["cursor-ground"], "open-text": made["open-ground"]}
        on |= {f"badge-{kind}-text": made[f"badge-{kind}"] for kind in KINDS}
        weak = {name: contrast(made[name], under) for name, under in on.items() if contrast(made[name], under) < RATIO}
        assert weak == {}, theme.name
        assert contrast(made["cursor-ground"], ground) > 1.15, (theme.name, "the row under the cursor is seen")
        if theme in OWN:
            assert contrast(text, made["cursor-ground"]) >= RATIO, theme.name
            assert contrast(made["text-muted"], made["cursor-ground"]) >= RATIO, theme.name


def test_words_in_the_terminals_own_colours_can_be_read_with_those_that_xterm_begins_with() -> None:
    xterm = {"yellow": (205, 205, 0), "green": (0, 205, 0), "red": (205, 0, 0), "bright_red": (255, 0, 0)}
    xterm |= {"magenta": (205, 0, 205)}
    tones_of = {name: tones(ALL[name], {}) for name in ("ansi-dark", "ansi-light")}
    for tone in ("text-accent", "text-error", "text-success"):
        assert contrast(xterm[tones_of["ansi-dark"][tone].removeprefix("ansi_")], (0, 0, 0)) >= RATIO, tone
    assert contrast(xterm[tones_of["ansi-light"]["text-error"].removeprefix("ansi_")], (255, 255, 255)) >= RATIO


async def test_ansi_themes_and_no_colour_show_where_the_cursor_is_and_what_is_open(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_browser(shelf, size=(120, 30)) as browser:
        await browser.wait_for("[All 7]")
        await browser.press("enter", "down")
        for theme in ("ansi-dark", "ansi-light"):
            browser.app.theme = theme
            await browser.settled()
            row = browser.shelf.region.y + browser.shelf.cursor
            strip = browser.app.screen._compositor.render_strips()[row].crop(4, 12)
            assert all(part.style is not None and part.style.reverse for part in strip), theme
            assert browser.cursor_row.startswith("Alien")
            assert " 4K  +BD" in browser.rows[1]
            assert "━━━━━━━━━━──" in browser.tabs, "the open tab has a thick rule"
        await browser.press("T")
        await browser.wait_for(lambda: "▆" in browser.text(), "the bars")
        row = next(row for row, line in enumerate(browser.lines()) if line.startswith("▌"))
        parts = [*browser.app.screen._compositor.render_strips()[row]]
        assert any(part.style is not None and part.style.reverse for part in parts if "1" in part.text)
        bar = [part for part in parts if "▆" in part.text]
        assert bar
        assert not any(part.style is not None and part.style.reverse for part in bar), "as full as it is"


async def test_in_the_terminals_own_colours_a_badge_stays_one_on_the_row_under_the_cursor(
    shelf: Path, open_browser: Opener
) -> None:
    async with open_browser(shelf, size=(120, 30)) as browser:
        await browser.press("enter", "down")
        for theme in ("ansi-dark", "ansi-light"):
            browser.app.theme = theme
            await browser.settled()
            row = browser.shelf.region.y + browser.shelf.cursor
            parts = browser.app.screen._compositor.render_strips()[row]
            [badge] = [part.style for part in parts if part.text.startswith(" 4K")]
            assert badge is not None
            assert badge.bgcolor is not None
            assert (badge.reverse, badge.bgcolor.number) == (False, 3), f"{theme}: yellow"


async def test_every_other_screen_can_be_read(shelf: Path, open_browser: Opener) -> None:
    write_library(shelf, {"broken.toml": 'title = "B'})
    async with open_browser(shelf, size=(80, 24)) as browser:
        browser.app.theme = "atom-one-light"  # without the filter, the faintest of all
        assert _faint(browser) == [], "the empty box"
        await browser.press("enter")
        for key in ("question_mark", "colon", "y", "p", "n", "E", "I", "D"):
            await browser.press(key)
            await browser.wait_for(lambda: browser.app.screen is not browser.main, f"what {key} opens")
            assert _faint(browser) == [], key
            await browser.press("escape")
            await browser.wait_for(lambda: browser.app.screen is browser.main, f"{key} closed")
        browser.main.say("what is said in the corner", "warning", title="Heading")
        await browser.wait_for_toast("what is said")
        assert _faint(browser) == [], "a message"


@given(_COLOURS, _COLOURS)
def test_any_colour_can_be_read_on_any_ground(text: Colour, ground: Colour) -> None:
    after = readable(text, ground)
    assert contrast(after, ground) >= RATIO
    assert (after == text) == (contrast(text, ground) >= RATIO), "what can be read stays as it is"
