"""The editions of a film side by side, read anew whenever the library changes."""

import asyncio
from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from disctui.editing.typed_values import key_path
from disctui.exporters.comparison_table import comparison_table
from disctui.library.comparison import FEWEST, Comparison, compared
from disctui.library.files import Unreadable, read_file
from disctui.release_file.layout import line_and_column_at, places_of
from disctui.release_file.parsing import BOM
from disctui.safe_text import clean
from disctui.tui.commands import COMPARE
from disctui.tui.messages import LibraryChanged
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.session import Session
from disctui.tui.target import Target
from disctui.tui.textual_patches import copy_with_program
from disctui.tui.widgets.comparison_table import ComparisonTable
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.row_list import fitted
from disctui.tui.widgets.title_line import TitleLine

_ALL = "all rows · a hides what is the same", "all rows"
_DIFFERENT = "differences only · a shows all", ""
"""Which rows are shown, in many words or few."""


class ComparisonScreen(CommandScreen[str | None]):
    """Ends with the id of the edition to go to, or None.

    Args:
        session: What all screens share.
        comparison: The editions.
        chosen: The id of the one that is meant at first.
    """

    DEFAULT_CSS = """
    ComparisonScreen {
        & > ComparisonTable { padding: 0 0 0 1; }
        & > #without { height: auto; max-height: 5; padding: 0 1; border-top: solid $panel-lighten-2; display: none; }
        & > #without.-shown { display: block; }
    }
    """
    PLACES = COMPARE
    AUTO_FOCUS = "ComparisonTable _Body"

    def __init__(self, session: Session, comparison: Comparison, chosen: str) -> None:
        super().__init__(session)
        self._ids: Sequence[str] = [one.id for one in comparison.editions]
        self._comparison = comparison
        self._first = self._ids.index(chosen) if chosen in self._ids else 0

    def compose(self) -> ComposeResult:
        """The title, the table, and what would be gone."""
        yield TitleLine()
        yield ComparisonTable()
        yield Static(id="without", markup=False)
        yield HintBar()

    def on_mount(self) -> None:
        """Show the editions."""
        self.watch(self.table, "chosen", self._chosen, init=False)
        self.table.chosen = self._first
        self.table.comparison = self._comparison
        self._chosen()

    @property
    def table(self) -> ComparisonTable:
        """The table."""
        return self.query_one(ComparisonTable)

    @property
    def cursor_owner(self) -> ComparisonTable:
        """The table."""
        return self.table

    @property
    def target(self) -> Target:
        """The file of the edition that is meant, at the key of the row under the cursor."""
        held = self._comparison.editions[self.table.chosen]
        entry = self.session.catalogue.entry(held.release_id)
        if entry is None:
            return Target()
        row = self.table.chosen_row
        line = self._line_of(entry.path, held.key_of(row.key)) if row is not None else 1
        return Target(entry.path, line, release_id=held.release_id, release=held.release)

    def _line_of(self, path: str, key: str) -> int:
        """The line of a file in which a key stands, or the table that it belongs into; the first without either."""
        try:
            data = read_file(self.session.root, path)[0].removeprefix(BOM)
            places = places_of(data)
        except (Unreadable, ValueError):
            return 1
        where = key_path(key)
        while where and where not in places:
            where = where[:-1]
        place = places.get(where)
        return 1 if place is None else line_and_column_at(data, (place.key or place.value).start)[0]

    def on_resize(self) -> None:
        """Say what there is room for."""
        self._chosen()

    def _chosen(self) -> None:
        """Show what depends on which edition is meant, and which rows."""
        words = _ALL if self.table.is_all else _DIFFERENT
        title, room = self._comparison.title, self.size.width - 2
        said = next((one for one in words if Content(title).cell_length + len(one) < room), words[-1])
        film, parted, count = title.rpartition(" · ")
        left = max(1, room - len(said) - 1 - len(parted + count))
        text = f"{fitted(film, min(left, Content(film).cell_length))}{parted}{count}"
        text += f"{said:>{max(1, room - Content(text).cell_length)}}"
        self.query_one("#title", Static).update(Content(text))
        self.query_one("#without", Static).update(Content(clean(self._comparison.without(self.table.chosen), 1000)))

    @on(LibraryChanged)
    @work(group="compare", exclusive=True)
    async def _read_again(self) -> None:
        found = await asyncio.to_thread(compared, self.session.catalogue, self._ids)
        if len(found.editions) < FEWEST:
            self.dismiss(None)
            return
        self._comparison = found
        self.table.comparison = found
        self._chosen()

    def action_turn_edition(self, step: int) -> None:
        """Choose the next edition, or the one before."""
        self.table.turn(step)

    def action_all_rows(self) -> None:
        """Show the rows too that are the same in all, or hide them."""
        self.table.is_all = not self.table.is_all
        self._chosen()

    def action_without(self) -> None:
        """Say what would be gone without the edition, or nothing more."""
        self.query_one("#without", Static).toggle_class("-shown")

    def action_copy_table(self) -> None:
        """Copy the table as it is shown."""
        text = comparison_table(self._comparison, is_all=self.table.is_all)
        self.app.copy_to_clipboard(text)
        copy_with_program(text, self.session.environ)
        self.say("copied as a table in Markdown", seconds=2)

    def action_go_to(self) -> None:
        """End with the edition."""
        self.dismiss(self._comparison.editions[self.table.chosen].id)

    def action_back(self) -> None:
        """End without one."""
        self.dismiss(None)
