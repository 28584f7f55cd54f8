"""A form for one field of a release: a line, a list, a long text or a choice, without any TOML."""

import contextlib
import typing
from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static, TextArea

from disctui.editing.changes import Change, ChangeError
from disctui.editing.drafts import Drafts
from disctui.editing.in_words import as_typed
from disctui.editing.typed_values import key_path, typed
from disctui.problem import advised
from disctui.release.model import TOML, Key, Kind, Status
from disctui.safe_text import clean
from disctui.safe_write.atomic import WriteError
from disctui.tui.commands import FIELD_FORM
from disctui.tui.screens.dialog import Dialog
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.line_input import LineInput
from disctui.tui.widgets.menu_list import Choice, MenuList
from disctui.tui.widgets.text_box import TextBox

if typing.TYPE_CHECKING:
    from textual.timer import Timer

KEEP_SECONDS = 1.0
"""Seconds from the first unsaved key until what was typed is kept as a draft."""
_LISTS = {Kind.TEXTS, Kind.DATES}
_CHOICES = {Kind.CHOICE: (*typing.get_args(Status), ""), Kind.BOOLEAN: ("true", "false", "")}
_EXAMPLES = {
    Kind.DATE: "2020-03-24",
    Kind.PARTIAL_DATE: "2020-03-24, 2020-03 or 2020",
    Kind.DATES: "2020-03-24, 2020-03 or 2020, one a line",
    Kind.AMOUNT: "39.95",
    Kind.TARGET: "20, or -40%",
    Kind.CURRENCY: "USD",
    Kind.UPC: "digits under the bars",
    Kind.URL: "https://...",
}


def is_plain(text: str) -> bool:
    """Whether a box of text returns `text` unchanged: it takes some rare characters for line ends."""
    return "\n".join(text.splitlines()) == text.removesuffix("\n")


class FieldForm(Dialog[Change | None]):
    """Ends with the change that was asked for, or None. An empty field is one to be removed.

    Args:
        key: The key of the format.
        name: Its dotted name in this file; for a film of a box set with the film's number.
        value: What the file has now; None where it has nothing.
        known: Values that the library has for this key, most used first, for completion.
        title: Of which release, or of how many.
        can_be_empty: Whether an empty form that is saved ends with a change too, so that it can be told from one left.
        save: Makes the change; why it could not, in words, which keeps the form open with all that was typed.
        draft_name: Under which name what is typed is kept while it isn't saved; without one it is not kept.
    """

    DEFAULT_CSS = """
    FieldForm {
        & #about { color: $text-muted; height: auto; }
        & #wrong { color: $text-error; text-style: bold; height: auto; }
        & TextBox { height: auto; min-height: 5; max-height: 50vh; border: round $rule; }
        & TextBox:focus { border: round $text-accent; }
    }
    """
    PLACES = FIELD_FORM
    AUTO_FOCUS = "LineInput, MenuList, #text"

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
        draft_name: str | None = None,
    ) -> None:
        super().__init__()
        self._key = key
        self._field = name
        self._before = as_typed(value)
        self._known = list(known)
        self._title = title
        self._save = save
        self._can_be_empty = can_be_empty
        self._draft_name = draft_name
        self._timer: Timer | None = None
        self._warned = False

    @property
    def _is_choice(self) -> bool:
        return self._key.kind in _CHOICES

    @property
    def _is_list(self) -> bool:
        return self._key.kind in _LISTS

    @property
    def place(self) -> str:
        """Whether the form is a list of choices or boxes of text."""
        return "choices" if self._is_choice else "form"

    def compose(self) -> ComposeResult:
        """What the key means, the right kind of input, and the keys."""
        with Vertical() as box:
            box.border_title = Content(clean(f"{self._key.label} · {self._title}", 70))
            yield Static(self._about, id="about", markup=False)
            if self._is_choice:
                yield self._choice_list()
            elif self._is_list or self._key.kind is Kind.LONG_TEXT:
                box_id = "items" if self._is_list else "text"
                yield TextBox(self._before, soft_wrap=True, show_line_numbers=False, id=box_id)
                if self._is_list:
                    yield LineInput(
                        placeholder="add one: type, → completes, enter adds",
                        suggester=self._suggester(),
                        take_line=self._entered,
                        take_lines=self._add,
                    )
            else:
                yield LineInput(
                    self._before,
                    placeholder=_EXAMPLES.get(self._key.kind, ""),
                    suggester=self._suggester(),
                    take_line=self._entered,
                )
            yield Static("", id="wrong", markup=False)
            yield HintBar()

    @property
    def _about(self) -> str:
        """What the key means, its kind, and what an empty box does."""
        empty = "; may stay empty" if self._can_be_empty else "; empty removes it" if self._before else ""
        return f"{self._key.description}  ({self._field}: {self._key.kind}{'' if self._key.is_required else empty})"

    def _choice_list(self) -> MenuList:
        choices = _CHOICES[self._key.kind]
        at = choices.index(self._before) if self._before in choices else 0
        return MenuList([Choice("", choice or "(nothing)", choice) for choice in choices], at)

    def _suggester(self) -> SuggestFromList | None:
        return SuggestFromList(self._known, case_sensitive=False) if self._known else None

    def on_mount(self) -> None:
        """Show the draft, if there is one."""
        draft = self._drafts.get(self._draft_name) if self._draft_name is not None else None
        if draft is None or draft.typed == self._before or self._is_choice:
            return
        if self._is_list or self._key.kind is Kind.LONG_TEXT:
            self.query_one(TextBox).text = draft.typed
        else:
            self.query_one(LineInput).value = draft.typed
        self._say("This is what you typed last time and did not save.")

    @property
    def _drafts(self) -> Drafts:
        return self.session.editor.drafts

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._draft_name is not None and self._timer is None:
            self._timer = self.set_timer(KEEP_SECONDS, self._keep_draft)

    def _keep_draft(self) -> None:
        self._timer = None
        if self._draft_name is None or self._is_answered:
            return
        with contextlib.suppress(WriteError, OSError):  # the form itself stays as it is
            if self._typed != self._before:
                self._drafts.keep(self._draft_name, self._typed, self._before.encode("utf-8", "surrogatepass"))
            else:
                self._drafts.drop(self._draft_name)

    def dismiss(self, result: Change | None = None) -> AwaitComplete:
        """End the form; what was typed is saved or not wanted, and kept no longer."""
        if self._draft_name is not None and not self._is_answered:
            self._drafts.drop(self._draft_name)
        return super().dismiss(result)

    def _say(self, words: str) -> None:
        self.query_one("#wrong", Static).update(clean(words, 400))

    @property
    def cursor_owner(self) -> MenuList | None:
        """The choices, where there are some."""
        return self.query_one(MenuList) if self._is_choice else None

    @property
    def _typed(self) -> str:
        """What stands in the form, with what is being added to a list."""
        if self._is_choice:
            chosen = self.query_one(MenuList).chosen
            return chosen.value if chosen is not None else ""
        if self._is_list:
            added = self.query_one(LineInput).value.strip()
            return _with_lines(self.query_one(TextBox).text, [added] if added else [])
        if self._key.kind is Kind.LONG_TEXT:
            return self.query_one(TextBox).text
        return self.query_one(LineInput).value

    def _add(self, lines: list[str]) -> None:
        """Put lines at the end of the list, and show them."""
        box = self.query_one(TextBox)
        box.text = _with_lines(box.text, lines)
        box.move_cursor(box.document.end)

    def _entered(self, text: str) -> None:
        if self._is_list and text.strip():
            self._add([text.strip()])
            self.query_one(LineInput).value = ""
        else:
            self.action_save()

    @on(MenuList.Taken)
    def action_choose(self) -> None:
        """Save what the cursor stands on."""
        self.action_save()

    def action_save(self) -> None:
        """End with the change, if the value is valid."""
        try:
            change = self._change(self._typed)
        except ChangeError as error:
            wrong: str | None = self._in_words(error)
        else:
            wrong = self._save(change) if self._save is not None and change is not None else None
        if wrong is None:
            self.dismiss(change)
        else:
            self._say(wrong)

    def _in_words(self, error: ChangeError) -> str:
        """What is wrong, by the name that the form has on top; how to type it, not how a file has it."""
        hint = error.hint or ""
        if " = " in hint:
            hint = f"for example {_EXAMPLES.get(self._key.kind, hint.partition(' = ')[2])}"
        return advised(error.message.replace(self._key.name, self._key.label, 1), hint or None)

    def _change(self, text: str) -> Change | None:
        if text == self._before and not (self._can_be_empty and not text):
            return None
        if not text.strip():
            return Change.of(self._field, "!")
        if self._key.kind is Kind.TEXTS:
            items = [line.strip() for line in text.split("\n") if line.strip()]
            return Change.to(key_path(self._field), items)
        if self._key.kind is Kind.DATES:
            days = [day for word in text.replace(",", " ").split() for day in typed(self._key, word)]
            return Change.to(key_path(self._field), days)
        if self._key.kind in {Kind.TEXT, Kind.LONG_TEXT, Kind.PICTURE, Kind.URL, Kind.UPC, Kind.CURRENCY, Kind.CHOICE}:
            return Change.to(key_path(self._field), text.strip("\n"))
        return Change.of(self._field, "=", text)

    def action_back(self) -> None:
        """Leave; what was typed is only dropped the second time."""
        if self._typed != self._before and not self._warned:
            self._warned = True
            self._say("Not saved: ctrl+s saves, esc once more drops what you typed.")
        else:
            self.dismiss(None)


def _with_lines(text: str, lines: Sequence[str]) -> str:
    """`text` with lines at its end, each on a line of its own."""
    return "\n".join(filter(None, [text.rstrip("\n"), *lines])) if lines else text
