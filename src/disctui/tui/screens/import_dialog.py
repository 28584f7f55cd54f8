"""What to import: the path of a file, or a page pasted from a web browser."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from disctui.importers.sources import Source, UnknownFormat, read_source, source_of
from disctui.safe_text import clean

PATH_LIMIT = 4096
"""Characters up to which what is typed may be the path of a file."""


class ImportDialog(ModalScreen[Source | None]):
    """Asks what to import; ends with the file or the pasted page and its importer."""

    DEFAULT_CSS = """
    ImportDialog {
        align: center middle;
        & > Static, & > TextArea { width: 90; max-width: 100%; background: $surface; }
        & > #about { height: auto; padding: 1 2 0 2; }
        & > TextArea { height: 10; }
        & > #wrong { height: auto; color: $text-error; text-style: bold; padding: 0 2; }
        & > #keys { height: 1; color: $text-muted; padding: 0 2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+s", "go_on", "Go on"), ("escape", "leave", "Leave")]

    def compose(self) -> ComposeResult:
        """A box for a path or a page."""
        yield Static("Import: the path of an export, or a release page pasted from a browser.", id="about")
        yield TextArea(soft_wrap=True, show_line_numbers=False)
        yield Static("", id="wrong", markup=False)
        yield Static("ctrl+s  show the plan     esc  leave", id="keys", markup=False)

    def action_go_on(self) -> None:
        """End with what was given, if someone can read it."""
        text = self.query_one(TextArea).text.strip()
        if not text:
            return
        try:
            self.dismiss(self._source(text))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.query_one("#wrong", Static).update(clean(f"can't be read: {reason}", 300))
        except UnknownFormat as error:
            self.query_one("#wrong", Static).update(clean(error.advice, 300))

    @staticmethod
    def _source(text: str) -> Source:
        if "\n" not in text and len(text) < PATH_LIMIT:
            return read_source(Path(text.strip("'\"")).expanduser())
        return source_of("pasted page", text.encode("utf-8", "replace"), "page")

    def action_leave(self) -> None:
        """Import nothing."""
        self.dismiss(None)
