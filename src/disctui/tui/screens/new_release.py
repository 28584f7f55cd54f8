"""The title of a new release, and below it what sources know of such films: one of them fills the file."""

import asyncio
from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from disctui.problem import Refused
from disctui.safe_text import clean
from disctui.sources.finding import Find, by_title
from disctui.sources.source import Source
from disctui.tui.commands import MENU
from disctui.tui.screens.dialog import Dialog
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.line_input import LineInput
from disctui.tui.widgets.menu_list import Choice, MenuList

_AROUND = 8
"""Lines of the screen that the frame, the box, the remark and the keys take."""
_AS_TYPED, _ASK = "typed", "ask"
_MOST_LINES = 14


class NewReleaseScreen(Dialog[Find | str]):
    """Ends with the title as it was typed, or with the candidate that was taken for it; nothing is written.

    While one types, only sources on this machine are asked. Those on the network are sent the title once their line is
    taken, and never before.

    Args:
        sources: What may be asked.
    """

    DEFAULT_CSS = """
    NewReleaseScreen {
        & > Vertical { width: 90; }
        & LineInput { background: $surface; margin-bottom: 1; }
        & #wrong { height: auto; color: $text-error; text-style: bold; }
    }
    """
    PLACES = MENU[1:]

    def __init__(self, sources: Sequence[Source]) -> None:
        super().__init__()
        self._here = [source for source in sources if not source.is_online]
        self._online = [source for source in sources if source.is_online]
        self._finds: list[Find] = []
        self._found_for = ""
        self._asked_for = ""
        self._is_asking = False

    def compose(self) -> ComposeResult:
        """The box, what is known, and the keys."""
        with Vertical() as box:
            box.border_title = "Title · new release"
            yield LineInput(placeholder="the title on the cover", compact=True, take_line=self._entered)
            yield MenuList([])
            yield Static("", id="wrong", markup=False)
            yield HintBar()

    def on_resize(self, event: events.Resize) -> None:
        """Have no line stand under the keys of a small terminal."""
        self.cursor_owner.styles.max_height = max(1, min(_MOST_LINES, event.size.height - _AROUND))

    @property
    def box(self) -> LineInput:
        """The title."""
        return self.query_one(LineInput)

    @property
    def cursor_owner(self) -> MenuList:
        """The title as it was typed, what sources know, and those that may be asked."""
        return self.query_one(MenuList)

    @on(Input.Changed)
    def _typed(self) -> None:
        self._show()
        if self._here and not self._is_asking:
            self._is_asking = True
            self.run_worker(self._look())

    async def _look(self) -> None:
        """Ask what is on this machine for the latest title that was typed, one question at a time."""
        try:
            while not self._is_answered and (typed := self.box.value.strip()) != self._found_for:
                self._found_for = typed
                try:
                    self._finds = await asyncio.to_thread(by_title, typed, self._here)
                except Refused as refused:
                    self._finds = []
                    self._say(refused.advice)
                self._show()
        finally:
            self._is_asking = False

    def _show(self) -> None:
        if self._is_answered:
            return
        typed = self.box.value.strip()
        if typed != self._asked_for:
            self._asked_for = ""
        lines = [Choice("", f"as typed: {clean(typed, 60)}", _AS_TYPED)] if typed else []
        finds = self._finds if typed else []
        lines += [Choice("", clean(find.words, 120), str(at)) for at, find in enumerate(finds)]
        if typed and self._online and self._asked_for != typed:
            names = ", ".join(source.title for source in self._online)
            lines.append(Choice("", f"ask {names}, who get this title", _ASK))
        self.cursor_owner.become(lines)

    def _entered(self, _: str) -> None:
        self.action_choose()

    @on(MenuList.Taken)
    def action_choose(self) -> None:
        """Take the line under the cursor: the title as it is, or a candidate for it, or ask further."""
        chosen, typed = self.cursor_owner.chosen, self.box.value.strip()
        if chosen is None or not typed:
            return
        if chosen.value == _AS_TYPED:
            self.dismiss(typed)
        elif chosen.value == _ASK:
            self._asked_for = typed
            self._say(f"asking {', '.join(source.title for source in self._online)} …")
            self.run_worker(self._ask_online(typed))
        else:
            self.dismiss(self._finds[int(chosen.value)])

    async def _ask_online(self, typed: str) -> None:
        """Ask those on the network for the title."""
        try:
            finds = await asyncio.to_thread(by_title, typed, self._online)
        except Refused as refused:
            self._say(refused.advice)
            return
        if self._is_answered or typed != self.box.value.strip():
            return
        self._say("" if finds else "No film of this title is known there.")
        self._finds = [*self._finds, *finds]
        self._show()

    def _say(self, words: str) -> None:
        for line in self.query("#wrong").results(Static):
            line.update(clean(words, 300))

    def action_back(self) -> None:
        """Make nothing."""
        self.dismiss(None)
