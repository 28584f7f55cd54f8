"""The box that a query is typed into."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events, work
from textual.geometry import Region
from textual.suggester import SuggestionReady
from textual.widgets import Input

from disctui.safe_text import clean
from disctui.tui import deferred
from disctui.tui.keys import typed_character
from disctui.tui.messages import CommandChosen
from disctui.tui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from textual.timer import Timer

    from disctui.search.completion import Completion
    from disctui.search.index import Index

QUERY_LIMIT = 200
"""Characters of a query."""


_PAUSE = 0.06
"""Seconds without a key after which the query is completed: while one types, finding comes first."""
_NAME_FROM = 3
"""Letters from which on a word is completed to the name of a field."""


def extended(value: str, completion: "Completion") -> str | None:
    """`value` with the rest of a completion; without quotes, the rest of the word that is being typed."""
    whole = clean(value[: completion.start] + completion.replacement, QUERY_LIMIT)
    if whole.startswith(value):
        return whole
    typed = value[completion.start :].rpartition(":")[2].strip('"')
    offered = completion.replacement.partition(":")[2].strip('"')
    if not typed:
        return None
    if '"' in value[completion.start :] and offered.casefold().startswith(typed.casefold()):
        return clean(f'{value}{offered[len(typed) :]}"', QUERY_LIMIT)
    word = next((word for word in offered.split() if word.casefold().startswith(typed.casefold())), None)
    return None if word is None else clean(value + word[len(typed) :], QUERY_LIMIT)


class SearchBox(LineInput):
    """A line of text; what isn't text, arrows and page keys among it, is left to the screen.

    Completes names of fields and their values; `→` at the end of the box takes what is suggested.
    """

    def __init__(self, index: "Callable[[], Index]", unknown_code: "Callable[[], str]" = str) -> None:
        """Take what is completed from, and what says which bar code is asked for that no release has."""
        super().__init__(
            placeholder="title, director, cast …",
            compact=True,
            select_on_focus=False,
            max_length=QUERY_LIMIT,
        )
        self._index, self._unknown_code = index, unknown_code
        self._pause: Timer | None = None
        self._before = ""
        """What stood in the box when it got the focus."""
        self._lent: tuple[str, str, Callable[[], object]] | None = None
        """The query of another part, what stood here before, and what is called once that query is cleared."""

    def on_focus(self) -> None:
        """Keep what `take_back` brings back."""
        self._before = self.value

    def take_back(self) -> None:
        """Ask again for what was asked for before one began to type."""
        self.value = self._before

    def lend(self, query: str, give_back: "Callable[[], object]") -> None:
        """Ask for something in the name of another part.

        Args:
            query: What is asked.
            give_back: Called once it is cleared, as long as nothing else was typed.
        """
        self._lent = query, self.value, give_back
        self.value = query

    def clear_query(self) -> None:
        """Take the query away; of one that was lent, bring back what stood here before."""
        asked, before, give_back = self._lent or ("", "", None)
        self._lent = None
        if give_back is None or asked != self.value:
            self.value = ""
            return
        self.value = before
        give_back()

    def watch_value(self, value: str) -> None:
        """Complete what is typed after a short pause."""
        if self._pause is not None:
            self._pause.stop()
        word = value.rpartition(" ")[2].lstrip("-")
        is_wanted = ":" in word or '"' in value or len(word) >= _NAME_FROM
        self._pause = self.set_timer(_PAUSE, self._complete) if is_wanted else None

    @work(group="completion", exclusive=True)
    async def _complete(self) -> None:
        """Look for what completes the query; in a task of its own, so that no letter waits for it."""
        value = self.value
        found = await asyncio.to_thread(deferred.complete, self._index(), value, len(value))
        suggestion = next((whole for item in found or () if (whole := extended(value, item))), None)
        if suggestion is not None:
            self.post_message(SuggestionReady(value, suggestion))

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "SearchBox":
        """Never lay out the screen anew for a letter: the box is as wide as there is room, whatever is in it."""
        return super().refresh(*regions, repaint=repaint or layout, recompose=recompose)

    def on_input_changed(self, event: Input.Changed) -> None:
        """The screen watches the value itself."""
        event.stop()

    async def on_key(self, event: events.Key) -> None:
        """Take no second `/` of someone who is here already, and behind a bar code that no release has `c` as a key."""
        if self._is_copying(event):
            self.post_message(CommandChosen("copy-edition"))
        if not self.is_letter(event) and typed_character(event) is not None:
            event.stop()
            event.prevent_default()

    def is_letter(self, event: events.Key) -> bool:
        """Whether a key types a letter here, and means nothing else."""
        is_taken = self._is_copying(event) or (event.character == "/" and not self.value)
        return super().is_letter(event) and not is_taken

    def _is_copying(self, event: events.Key) -> bool:
        return event.character == "c" and bool(self._unknown_code()) and self.value.rstrip()[-1:].isdigit()

    def insert_pasted(self, text: str) -> None:
        """Take what may be shown of a pasted line."""
        blank = " " if text[:1] == " " else ""
        super().insert_pasted(blank + " ".join(clean(text).split()))

    def focus_all(self) -> None:
        """Take the focus, what was typed before selected, so that typing replaces it."""
        self.screen.set_focus(self)
        self.select_all()
