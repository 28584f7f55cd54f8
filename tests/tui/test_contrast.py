"""In every theme, every text on the screen can be read: 4.5:1 at least, as WCAG 2 asks at its level AA."""

from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some
from textual.theme import BUILTIN_THEMES

from conftest import write_library
from disctui.tui.readable import RATIO, contrast, readable
from tui.driving import Browser, Opener

THEMES = sorted(name for name, theme in BUILTIN_THEMES.items() if not theme.ansi)
"""Those that choose their colours; the others leave that to the terminal."""
Colour = tuple[int, int, int]
_COLOURS = some.tuples(*[some.integers(0, 255)] * 3)


def _texts(browser: Browser) -> Iterator[tuple[str, Colour, Colour]]:
    """Each text on the screen, with its colour and that of its ground."""
    for strip in browser.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if any(letter.isalnum() or letter in "!≈›*…·" for letter in text):
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
        assert len(THEMES) > 15


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
