"""The keys that work where the user is, by what they are for."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from disctui.tui.commands import Command, Keymap, groups, key_name, keys_of


def help_text(working: list[Command], place: str, keymap: Keymap) -> Content:
    """The commands under their headings, each with all its keys."""
    parts: list[Content | tuple[str, str]] = []
    for heading, commands in groups(item.id for item in working).items():
        parts.append((f"{heading}\n", "bold underline"))
        for item in commands:
            names = "  ".join(key_name(key) for key in keys_of(item, keymap, place))
            if names:
                parts += [(f"  {names:<18}", "bold"), Content(f" {item.help}\n")]
        parts.append(Content("\n"))
    return Content.assemble(*parts).rstrip()


class HelpScreen(ModalScreen[None]):
    """A sheet over the screen; the keys that opened it close it."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & > #sheet {
            width: 80; max-width: 100%; height: auto; max-height: 100%;
            padding: 1 2; border: round $accent; border-title-style: bold; background: $surface;
        }
        & Static { height: auto; }
    }
    """
    BINDINGS: ClassVar = [
        ("escape,q,question_mark,f1,enter", "close", "Close"),
        ("j,down", "scroll(1)", "Down"),
        ("k,up", "scroll(-1)", "Up"),
        ("ctrl+d,pagedown,space", "page(1)", "Page down"),
        ("ctrl+u,pageup", "page(-1)", "Page up"),
        ("g,home", "page(-999)", "To the first"),
        ("G,end", "page(999)", "To the last"),
    ]

    def __init__(self, working: list[Command], place: str, keymap: Keymap) -> None:
        super().__init__()
        self._content = help_text(working, place, keymap)

    def compose(self) -> ComposeResult:
        """The sheet."""
        with VerticalScroll(id="sheet", can_focus=False) as sheet:
            sheet.border_title = "Keys that work now"
            yield Static(self._content)

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss()

    def action_page(self, pages: int) -> None:
        """Scroll the sheet by its height."""
        sheet = self.query_one("#sheet")
        sheet.scroll_relative(y=pages * max(1, sheet.scrollable_content_region.height - 1), animate=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll the sheet."""
        self.query_one("#sheet").scroll_relative(y=lines, animate=False)
