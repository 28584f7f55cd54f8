"""The keys that work where the user is, by what they are for."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from disctui.search.folding import fold
from disctui.tui.commands import HELP, Command, Keymap, groups, keys_of
from disctui.tui.keys import key_name
from disctui.tui.screens.dialog import Dialog
from disctui.tui.session import Session
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.line_input import LineInput
from disctui.tui.widgets.text_scroll import TextScroll
from disctui.tui.widgets.wrapping import hanging

_KEYS = 20
"""Cells of the column of keys."""
_NARROW = 46
"""Cells of width below which the explanation of a key has a line of its own."""


def help_text(working: list[Command], place: str, keymap: Keymap, width: int) -> Content:
    """The commands under their headings, each with all its keys.

    Args:
        working: The commands that do something now.
        place: Where the user is, as the table of commands names it.
        keymap: The keys that the user gave to commands.
        width: Cells of a line.
    """
    lines: list[Content] = []
    room = _KEYS if width >= _NARROW else 4
    for heading, commands in groups(item.id for item in working).items():
        if lines:
            lines.append(Content(""))
        lines.append(Content(heading).stylize("bold underline"))
        for item in commands:
            names = "  ".join(key_name(key) for key in keys_of(item, keymap, place))
            if not names:
                continue
            keys = Content(f"  {names}").stylize("bold")
            if keys.cell_length >= room:
                lines.append(keys)
                keys = Content("")
            lines += hanging(keys.pad_right(room - keys.cell_length), Content(item.help), width)
    return Content("\n").join(lines)


def matching(working: list[Command], place: str, keymap: Keymap, words: str) -> list[Command]:
    """Those commands that have all of some words in what they do, in their names or as a key."""
    wanted = fold(words).split()

    def said(item: Command) -> str:
        keys = " ".join(key_name(key) for key in keys_of(item, keymap, place))
        return f"{fold(f'{item.help} {item.id} {item.group}')} {keys.lower()}"

    return [item for item in working if all(word in said(item) for word in wanted)]


class HelpScreen(Dialog[None]):
    """A dialog with all keys that work; the key that opened it closes it.

    Args:
        session: What all screens share.
        working: The commands that do something now.
        help_place: Where the user was, as the table of commands names it.
    """

    DEFAULT_CSS = """
    HelpScreen {
        & > Vertical { width: 80; padding: 1 2 0 2; }
        & Static { height: auto; }
        & LineInput { background: $surface; margin-bottom: 1; display: none; &.-shown { display: block; } }
        & HintBar { margin-top: 1; }
    }
    """
    PLACES = (*HELP, "filter")
    AUTO_FOCUS = ""

    def __init__(self, session: Session, working: list[Command], help_place: str) -> None:
        super().__init__(session)
        self._working = working
        self._help_place = help_place

    def compose(self) -> ComposeResult:
        """The text and its frame."""
        with Vertical() as sheet:
            sheet.border_title = "Keys that work now"
            yield LineInput(placeholder="type to find", compact=True, take_line=self._found)
            with TextScroll():
                yield Static(id="keys")
            yield HintBar()

    @property
    def place(self) -> str:
        """Whether letters are commands or find."""
        return "filter" if self.focused is self._box else "help"

    @property
    def _box(self) -> LineInput:
        return self.query_one(LineInput)

    @property
    def cursor_owner(self) -> TextScroll:
        """The text and its frame."""
        return self.query_one(TextScroll)

    def on_mount(self) -> None:
        """Show the commands, and those alone that are looked for."""
        self._draw()
        self.watch(self._box, "value", self._draw, init=False)

    def on_resize(self) -> None:
        """Wrap the lines again."""
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        width = max(10, min(80, self.app.size.width) - 8)
        keymap, words = self.session.keymap, self._box.value
        found = matching(self._working, self._help_place, keymap, words)
        text = help_text(found, self._help_place, keymap, width) if found else Content("No key does that here.")
        self.query_one("#keys", Static).update(text)

    def action_find_key(self) -> None:
        """Show the box that finds."""
        self._box.add_class("-shown")
        self._box.focus()

    def _found(self, _: str) -> None:
        self.set_focus(None)
        self.refresh_hints()

    def action_choose(self) -> None:
        """Leave the box for what it found."""
        self._found("")

    def action_back(self) -> None:
        """Forget what is looked for; if there is nothing, close."""
        if self._box.has_class("-shown"):
            self.set_focus(None)
            self._box.remove_class("-shown")
            self._box.value = ""
            self.refresh_hints()
        else:
            self.dismiss()

    def action_help(self) -> None:
        """The key that opened it closes it."""
        self.dismiss()
