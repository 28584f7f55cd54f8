"""What to import: the path of a file, or text pasted from a web browser or another program."""

import re
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from disctui.importers.reading import Given, Known
from disctui.importers.sources import Choices, UnknownFormat
from disctui.safe_text import clean
from disctui.tui.commands import IMPORT
from disctui.tui.screens.dialog import Dialog
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.line_input import dropped_path
from disctui.tui.widgets.text_box import TextBox

PATH_LIMIT = 4096
"""Characters of a path at most; a longer text is what is to be imported."""
_EXPORT = re.compile(r"""\s*(?:<[?!\w]|[{[]\s*[{"])""")
"""How XML and JSON begin, which some programs write in one line."""


class _GivenBox(TextBox):
    """A box in which a pasted table keeps the tabs that part its columns."""

    TAB = "\t"


class ImportDialog(Dialog[Known | None]):
    """Asks what to import; ends with the file or the pasted text, which an importer knows."""

    DEFAULT_CSS = """
    ImportDialog {
        & > Vertical { width: 90; }
        & #about { height: auto; color: $text-muted; }
        & TextBox { height: 10; max-height: 60vh; }
        & #wrong { height: auto; color: $text-error; text-style: bold; }
    }
    """
    PLACES = IMPORT

    def compose(self) -> ComposeResult:
        """A box for a path or a page."""
        with Vertical() as box:
            box.border_title = "Import"
            about = "The path of an export (drop the file here), or a table, an export or a release page, pasted."
            yield Static(about, id="about", markup=False)
            yield _GivenBox(soft_wrap=True, show_line_numbers=False)
            yield Static("", id="wrong", markup=False)
            yield HintBar()

    def action_show_plan(self) -> None:
        """End with what was given, if an importer can read it."""
        text = self.query_one(TextBox).text.strip()
        if not text:
            return
        try:
            given = given_by(text)
            self.dismiss(Known(given, tuple(given.sources(Choices()))))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._say_wrong(f"can't be read: {reason}")
        except UnknownFormat as error:
            self._say_wrong(error.advice)

    def _say_wrong(self, words: str) -> None:
        self.query_one("#wrong", Static).update(clean(words, 300))

    def action_back(self) -> None:
        """Import nothing."""
        self.dismiss(None)


def given_by(text: str) -> Given:
    """The file whose path was typed or dropped, or what was pasted."""
    if "\n" not in text and len(text) < PATH_LIMIT and not _EXPORT.match(text):
        return Given(Path(dropped_path(text)).expanduser())
    return Given(pasted=text.encode("utf-8", "replace"))
