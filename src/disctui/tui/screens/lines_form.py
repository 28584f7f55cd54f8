"""A form of a few lines: each a box with a label, and beside it words that follow what is typed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static

from disctui.safe_text import clean, clean_lines
from disctui.tui.commands import FORM
from disctui.tui.screens.dialog import Dialog
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.line_input import LineInput

Values = Mapping[str, str]
"""What stands in the boxes, by the names of their lines."""

_USUAL = 60
"""Columns from which on there are words beside the lines."""


class Line(NamedTuple):
    """One line of a form."""

    name: str
    label: str
    value: str = ""
    """What stands in the box at first; typing replaces it."""
    hint: str = ""
    """What the empty box shows."""
    known: Sequence[str] = ()
    """What it can complete, most likely first."""
    is_long: bool = False
    """Whether the box is for long texts, such as paths."""
    says: Callable[[str], str] | None = None
    """The words beside it, by what stands in it."""


class LinesForm(Dialog[bool]):
    """Ends with True once it is saved.

    Args:
        title: What it is about.
        lines: Its lines.
        save: Does what was typed; why it could not, in words, which keeps the form open.
        says: The words under the lines, by what stands in them.
    """

    DEFAULT_CSS = """
    LinesForm {
        & .line { height: auto; }
        & .label { width: 9; text-style: bold; }
        & LineInput { width: 24; background: $boost; &.-long { width: 3fr; max-width: 44; } }
        & .beside { width: 1fr; height: auto; padding: 0 0 0 2; color: $text-muted; }
        & #said { display: none; height: auto; color: $text-muted; }
        & #below { height: auto; margin-top: 1; color: $text-muted; }
        & #wrong { color: $text-error; text-style: bold; height: auto; }
    }
    LinesForm.-small {
        & LineInput { width: 1fr; }
        & .beside { display: none; }
        & #said { display: block; }
        & #below { margin-top: 0; }
    }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (_USUAL, "-usual")]  # noqa: RUF012 - as Textual declares it
    PLACES = FORM[:1]
    AUTO_FOCUS = "LineInput"

    def __init__(
        self,
        title: str,
        lines: Sequence[Line],
        save: Callable[[Values], str | None],
        says: Callable[[Values], str] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._save = save
        self._says = says

    def compose(self) -> ComposeResult:
        """The lines, the words under them, and the keys."""
        self.set_class(self.app.size.width < _USUAL, "-small")  # from the first picture on
        with Vertical() as box:
            box.border_title = Content(clean(self._title, 70))
            for line in self._lines:
                with Horizontal(classes="line"):
                    yield Static(line.label, classes="label", markup=False)
                    yield LineInput(
                        line.value,
                        placeholder=line.hint,
                        suggester=SuggestFromList(list(line.known), case_sensitive=False) if line.known else None,
                        compact=True,
                        take_line=self._entered,
                        id=f"line-{line.name}",
                        classes="-long" if line.is_long else None,
                    )
                    yield Static("", classes="beside", markup=False)
            yield Static("", id="said", markup=False)
            yield from self.more()
            yield Static("", id="wrong", markup=False)
            yield Static("", id="below", markup=False)
            yield HintBar()

    def more(self) -> Iterator[Widget]:
        """What stands under the lines, in forms that have more."""
        yield from ()

    def on_mount(self) -> None:
        """Say what there is to be said of what stands in the boxes at first."""
        self._describe()

    @property
    def values(self) -> Values:
        """What stands in the boxes."""
        return {line.name: self.query_one(f"#line-{line.name}", LineInput).value.strip() for line in self._lines}

    def on_descendant_focus(self) -> None:
        """Say what follows from the line that is gone to, where there is room for one of them only."""
        self._describe()

    @on(Input.Changed)
    def _describe(self) -> None:
        """Say anew what follows from what is typed."""
        values = self.values
        for line, beside in zip(self._lines, self.query(".beside").results(Static), strict=True):
            words = clean(line.says(values[line.name]), 200) if line.says is not None else ""
            beside.update(words)
            if self.query_one(f"#line-{line.name}").has_focus:  # in a narrow window they stand below the lines
                self.query_one("#said", Static).update(words)
        if self._says is not None:
            self.query_one("#below", Static).update(clean_lines(self._says(values), 400))

    def _entered(self, _: str) -> None:
        self.action_save()

    def action_save(self) -> None:
        """End, if it can be done."""
        wrong = self._save(self.values)
        if wrong is None:
            self.dismiss(True)
        else:
            self.query_one("#wrong", Static).update(clean(wrong, 400))

    def action_back(self) -> None:
        """Leave without doing anything."""
        self.dismiss(False)
