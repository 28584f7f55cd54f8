"""Which way of painting suits the terminal, told from the environment alone."""

from collections.abc import Mapping
from typing import NamedTuple

KITTY, BLOCKS = "kitty", "blocks"
_KITTY_TERMS = frozenset({"xterm-kitty", "xterm-ghostty"})


class Painter(NamedTuple):
    """A way of painting."""

    kind: str
    """`KITTY`: the terminal draws the picture; `BLOCKS`: half blocks in two colours; "" for none."""
    reason: str = ""
    """Why there is none."""


def painter_for(environ: Mapping[str, str], setting: str = "auto", *, is_colourless: bool = False) -> Painter:
    """The way of painting for a terminal.

    Args:
        environ: The environment that the program was started in.
        setting: `covers` of config.toml: "auto", "off", "blocks" or "kitty".
        is_colourless: Whether no colours are wanted but the terminal's own.
    """
    term = environ.get("TERM", "")
    if setting == "off":
        return Painter("", 'covers = "off" in config.toml')
    if environ.get("NO_COLOR"):
        return Painter("", "pictures need colours, and NO_COLOR is set")
    if is_colourless:
        return Painter("", "this theme has only the terminal's own colours")
    if term in {"linux", "dumb", ""}:
        return Painter("", "this terminal has too few colours for pictures")
    if setting in {KITTY, BLOCKS}:
        return Painter(setting)
    if "ZELLIJ" in environ or "STY" in environ:
        multiplexer = "zellij" if "ZELLIJ" in environ else "screen"
        return Painter("", f'{multiplexer} mangles pictures; covers = "blocks" in config.toml tries half blocks')
    if "TMUX" in environ or term.startswith(("tmux", "screen")):
        return Painter(BLOCKS)
    is_kitty = term in _KITTY_TERMS or environ.get("TERM_PROGRAM") == "ghostty" or "KITTY_WINDOW_ID" in environ
    return Painter(KITTY if is_kitty else BLOCKS)
