"""The footer: as many hints as fit, none of them cut."""

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from disctui.tui.messages import CommandChosen

Hint = tuple[str, str, str]
"""Command id, key and title."""


class HintBar(Widget):
    """One line of keys and what they do; a click does it."""

    DEFAULT_CSS = """
    HintBar { height: 1; dock: bottom; color: $text-muted; }
    """

    hints: reactive[tuple[Hint, ...]] = reactive(())

    def fitting(self, width: int) -> list[tuple[int, int, Hint]]:
        """The hints that fit `width` cells, each with the columns where it begins and ends."""
        found, at = [], 1
        for hint in self.hints:
            length = len(hint[1]) + 1 + len(hint[2])
            if at + length > width:
                break
            found.append((at, at + length, hint))
            at += length + 2
        return found

    def render(self) -> Content:
        """Keys in bold, parted by two blanks."""
        parts: list[Content | tuple[str, str]] = [Content(" ")]
        for number, (_, _, (_, key, title)) in enumerate(self.fitting(self.content_size.width)):
            if number:
                parts.append(Content("  "))
            parts += [(key, "bold $text"), Content(f" {title}")]
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Do what the hint under the mouse says."""
        for start, end, (command_id, _, _) in self.fitting(self.content_size.width):
            if start <= event.x < end:
                self.post_message(CommandChosen(command_id))
