"""What is said in the corner of the screen, whichever part says it; the text may quote files."""

from typing import Literal

from textual.widget import Widget

from disctui.safe_text import clean_lines

Severity = Literal["information", "warning", "error"]


def say(
    part: Widget,
    text: str,
    severity: Severity = "information",
    *,
    title: str = "",
    seconds: float | None = None,
) -> None:
    """Say something in the corner.

    Args:
        part: Who says it: a screen, or a part of one.
        text: What is said, in one line or several.
        severity: How bad it is: "information", "warning" or "error".
        title: A heading over it.
        seconds: How long it stays; Textual's own time without.
    """
    part.notify(clean_lines(text, 1000), title=title, severity=severity, timeout=seconds, markup=False)
