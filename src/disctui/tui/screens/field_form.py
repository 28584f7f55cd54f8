"""One field of a release in a form of its own kind; no TOML in sight."""

import datetime
import typing
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from disctui.editing.changes import Change, ChangeError
from disctui.editing.typed_values import key_path
from disctui.release.model import TOML, Key, Kind, Status
from disctui.safe_text import clean

_LISTS = {Kind.TEXTS, Kind.DATES}
_CHOICES = {Kind.CHOICE: (*typing.get_args(Status), ""), Kind.BOOLEAN: ("true", "false", "")}
_EXAMPLES = {
    Kind.DATE: "2020-03-24",
    Kind.PARTIAL_DATE: "2020-03-24, 2020-03 or 2020",
    Kind.AMOUNT: "39.95",
    Kind.CURRENCY: "USD",
    Kind.UPC: "digits under the bars",
    Kind.URL: "https://...",
}


def as_typed(value: TOML) -> str:
    """A value as the form shows it: a list has a line for each item."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(as_typed(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)


def is_plain(text: str) -> bool:
    """Whether a box of text gives `text` back as it is: it takes some rare characters for line ends."""
    return "\n".join(text.splitlines()) == text.removesuffix("\n")


class FieldForm(ModalScreen[Change | None]):
    """Ends with the change that was asked for, or None. An empty field is one to be removed.

    Args:
        key: The key of the format.
        name: Its dotted name in this file; for a film of a box set with the film's number.
        value: What the file has now; None where it has nothing.
        known: Values that the library has for this key, most used first, for completion.
        title: Of which release, or of how many.
        can_be_empty: Whether an empty form that is saved ends with a change too, so that it can be told from one left.
        save: Makes the change; why it could not, in words, which keeps the form open with all that was typed.
    """

    DEFAULT_CSS = """
    FieldForm {
        align: center middle;
        & > Vertical {
            width: 76; max-width: 100%; height: auto; max-height: 100%;
            border: round $accent; border-title-style: bold; background: $surface; padding: 0 1;
        }
        & #about { color: $text-muted; height: auto; }
        & #wrong { color: $text-error; text-style: bold; height: auto; }
        & TextArea { height: 10; border: tall $border-blurred; }
        & OptionList { height: auto; border: none; &:focus { border: none; } }
        & #keys { color: $text-muted; height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+s", "save", "Save"), ("escape", "leave", "Leave")]

    def __init__(
        self,
        key: Key,
        name: str,
        value: TOML,
        known: Sequence[str],
        title: str,
        *,
        save: Callable[[Change], str | None] | None = None,
        can_be_empty: bool = False,
    ) -> None:
        super().__init__()
        self._key = key
        self._field = name
        self._before = as_typed(value)
        self._known = list(known)
        self._title = title
        self._save = save
        self._can_be_empty = can_be_empty
        self._warned = False

    def compose(self) -> ComposeResult:
        """What the key means, the right kind of input, and the keys."""
        with Vertical() as box:
            box.border_title = Content(clean(f"{self._key.label} · {self._title}", 70))
            yield Static(f"{self._key.description}  ({self._field}: {self._key.kind})", id="about", markup=False)
            if self._key.kind in _CHOICES:
                yield OptionList(*(Option(Content(choice or "(nothing)")) for choice in _CHOICES[self._key.kind]))
            elif self._key.kind in _LISTS or self._key.kind is Kind.LONG_TEXT:
                yield TextArea(self._before, soft_wrap=True, show_line_numbers=False)
                if self._key.kind in _LISTS:
                    yield Input(placeholder="add one: type, → completes, enter adds", suggester=self._suggester())
            else:
                example = _EXAMPLES.get(self._key.kind, "empty removes it")
                yield Input(self._before, placeholder=example, suggester=self._suggester())
            yield Static("", id="wrong", markup=False)
            yield Static("ctrl+s  save     esc  leave     empty removes the field", id="keys", markup=False)

    def _suggester(self) -> SuggestFromList | None:
        return SuggestFromList(self._known, case_sensitive=False) if self._known else None

    def on_mount(self) -> None:
        """Stand on what is chosen now."""
        if self._key.kind in _CHOICES:
            choices = _CHOICES[self._key.kind]
            self.query_one(OptionList).highlighted = choices.index(self._before) if self._before in choices else 0
        elif self._key.kind in _LISTS:
            self.query_one(Input).focus()

    @property
    def _typed(self) -> str:
        if self._key.kind in _CHOICES:
            return str(_CHOICES[self._key.kind][self.query_one(OptionList).highlighted or 0])
        if self._key.kind is Kind.LONG_TEXT:
            return self.query_one(TextArea).text
        if self._key.kind in _LISTS:
            listed, added = self.query_one(TextArea).text, self.query_one(Input).value.strip()
            return "\n".join(filter(None, [listed.rstrip("\n"), added])) if added else listed
        return self.query_one(Input).value

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._key.kind not in _LISTS:
            self.action_save()
        elif event.value.strip():
            area = self.query_one(TextArea)
            area.text = "\n".join(filter(None, [area.text.rstrip("\n"), event.value.strip()]))
            event.input.value = ""
        else:
            self.action_save()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """End with the change, once the model takes it."""
        try:
            change = self._change()
        except ChangeError as error:
            wrong: str | None = error.message + (f"; {error.hint}" if error.hint else "")
        else:
            wrong = self._save(change) if self._save is not None and change is not None else None
        if wrong is None:
            self.dismiss(change)
        else:
            self.query_one("#wrong", Static).update(clean(wrong, 400))

    def _change(self) -> Change | None:
        text = self._typed
        if text == self._before and not (self._can_be_empty and not text):
            return None
        if not text.strip():
            return Change.of(self._field, "!")
        if self._key.kind is Kind.TEXTS:
            items = [line.strip() for line in text.split("\n") if line.strip()]
            return Change.to(key_path(self._field), items)
        if self._key.kind is Kind.DATES:
            return Change.of(self._field, "=", "[" + ", ".join(text.split()) + "]")
        if self._key.kind in {Kind.TEXT, Kind.LONG_TEXT, Kind.PICTURE, Kind.URL, Kind.UPC, Kind.CURRENCY, Kind.CHOICE}:
            return Change.to(key_path(self._field), text.strip("\n"))
        return Change.of(self._field, "=", text)

    def action_leave(self) -> None:
        """Leave; what was typed is only dropped the second time."""
        if self._typed != self._before and not self._warned:
            self._warned = True
            self.query_one("#wrong", Static).update("Not saved: ctrl+s saves, esc once more drops what you typed.")
        else:
            self.dismiss(None)
