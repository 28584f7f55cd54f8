"""How the browser looks: its own themes, and the tones that every theme is given, those of Textual too.

There is one accent, for what has the focus or is open or matched; red for what wants doing; green for what is done;
and three greys. `tones` derives them from what a theme says of itself, so that a screen names a tone, never a colour.
"""

from textual.color import Color
from textual.geometry import Size
from textual.theme import Theme

from disctui.tui.readable import RGB, readable

THEMES = (
    Theme(
        name="disctui-dark",
        primary="#e6bc6a",
        secondary="#6aaef0",
        accent="#e6bc6a",
        warning="#e6bc6a",
        error="#f0747c",
        success="#8fc679",
        foreground="#e4e5ea",
        background="#15161b",
        surface="#1b1d24",
        panel="#262932",
        variables={"badge-film-disc": "#66a9ee", "rule": "#3d414d", "cursor-ground": "#2b303c"},
    ),
    Theme(
        name="disctui-light",
        primary="#85560a",
        secondary="#1f5fa8",
        accent="#85560a",
        warning="#85560a",
        error="#b3202d",
        success="#2c6e2f",
        foreground="#23242a",
        background="#faf8f3",
        surface="#f2efe7",
        panel="#e6e2d8",
        dark=False,
        variables={"badge-film-disc": "#1f5fa8", "rule": "#c3beb2", "cursor-ground": "#e9dfc6"},
    ),
    Theme(
        name="disctui-contrast",
        primary="#ffd75e",
        secondary="#7cc4ff",
        accent="#ffd75e",
        warning="#ffd75e",
        error="#ff8d8d",
        success="#8ff08f",
        foreground="#ffffff",
        background="#000000",
        surface="#0c0c0c",
        panel="#262626",
        variables={
            "badge-film-disc": "#7cc4ff",
            "rule": "#9a9a9a",
            "cursor-ground": "#3a3a3a",
            "text-muted": "#d6d6d6",
            "text-faint": "#b8b8b8",
        },
    ),
)
"""The browser's own themes; the first one is what it begins with."""
DEFAULT_THEME = THEMES[0].name
_MUTED, _FAINT, _RULE, _GROUND = 0.28, 0.45, 0.75, 0.84
"""How far the second grey, the third, the lines of frames and the ground of the cursor go from text to background."""
_BLUE = "#5fa8e8"
WIDE = 110
"""Columns from which on the details stand beside the list."""
_FRAMED, _FRAMED_NARROW = 24, 30
"""Rows from which on there are frames; more where the details, under the list, have one of their own."""
_ANSI = {
    "rule": "ansi_bright_black",
    "text-faint": "ansi_default 50%",
    "cursor-ground": "ansi_default",
    "cursor-accent": "ansi_yellow",
    "badge-best": "ansi_yellow",
    "badge-best-text": "ansi_black",
    "badge-film-disc": "ansi_cyan",
    "badge-film-disc-text": "ansi_black",
    "badge-other": "ansi_white",
    "badge-other-text": "ansi_black",
    "open-ground": "ansi_yellow",
    "open-text": "ansi_black",
    "text-accent": "ansi_yellow",
    "text-error": "ansi_bright_red",
    "text-success": "ansi_green",
    "scrollbar": "ansi_bright_black",
    "scrollbar-hover": "ansi_yellow",
    "scrollbar-active": "ansi_yellow",
}
"""Of the terminal's own colours, those that can be read on black: its plain red can't in most."""
_ANSI_LIGHT = {"text-accent": "ansi_magenta", "cursor-accent": "ansi_magenta", "text-error": "ansi_red"}
"""On white there is no yellow that can be read as text, and no bright red."""


def tones(theme: Theme, variables: dict[str, str]) -> dict[str, str]:
    """The tones of a theme, as variables of the style sheets.

    Args:
        theme: What is shown in.
        variables: Those that Textual makes of it.

    Returns:
        `text-muted` and `text-faint`, the second and third grey; `text-accent`, `text-error`, `text-success` for
        words; `rule` for the lines of frames; `cursor-ground` and `cursor-accent` for the row under the cursor;
        `open-ground` and `open-text` for what is open; a `badge-…` and its `badge-…-text` for 4K, Blu-ray and any
        other kind of disc.
    """
    if theme.ansi:
        return _ANSI if theme.dark else _ANSI | _ANSI_LIGHT
    ground = Color.parse(variables["background"])
    text = Color.parse(variables["foreground"])
    accent = Color.parse(variables["accent"])
    made = {
        "text-muted": _hex(readable(_mixed(text, ground, _MUTED), ground.rgb)),
        "text-faint": _hex(readable(_mixed(text, ground, _FAINT), ground.rgb)),
        "text-accent": _hex(readable(accent.rgb, ground.rgb)),
        "text-error": _hex(readable(Color.parse(variables["error"]).rgb, ground.rgb)),
        "text-success": _hex(readable(Color.parse(variables["success"]).rgb, ground.rgb)),
        "rule": _hex(_mixed(text, ground, _RULE)),
        "cursor-ground": _hex(_mixed(text, ground, _GROUND)),
        "badge-best": accent.hex6,
        "badge-film-disc": _BLUE,
        "badge-other": _hex(_mixed(text, ground, 0.4)),
        "open-ground": accent.hex6,
    } | {name: value for name, value in theme.variables.items() if name in _ANSI or name == "text-muted"}
    made |= {
        f"{name}-text": _hex(_on(Color.parse(made[name]))) for name in ("badge-best", "badge-film-disc", "badge-other")
    }
    made["open-text"] = made["badge-best-text"]
    made["cursor-accent"] = _hex(readable(accent.rgb, Color.parse(made["cursor-ground"]).rgb))
    bars = {"scrollbar": made["text-faint"], "scrollbar-hover": made["text-muted"], "scrollbar-active": accent.hex6}
    return made | bars


def has_frames(size: Size, density: str | None) -> bool:
    """Whether a terminal of this size has frames, which take some of its rows.

    Args:
        size: Of the terminal.
        density: As config.toml says it; "compact" has none.
    """
    return density != "compact" and size.height >= (_FRAMED if size.width >= WIDE else _FRAMED_NARROW)


def _mixed(text: Color, ground: Color, share: float) -> RGB:
    """A tone between the two, `share` of the way to the ground."""
    return text.blend(ground, share).rgb


def _on(ground: Color) -> RGB:
    """Black or white, whichever can be read better on a ground."""
    return readable((16, 17, 20) if ground.brightness > 0.45 else (255, 255, 255), ground.rgb)


def _hex(color: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)
