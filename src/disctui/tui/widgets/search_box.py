"""The box that a query is typed into."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.suggester import Suggester
from textual.widgets import Input

from disctui.safe_text import clean

if TYPE_CHECKING:
    from disctui.search.completion import Completion
    from disctui.search.index import Index

QUERY_LIMIT = 200
"""Characters of a query."""


_NAME_FROM = 3
"""Letters from which on the name of a field is completed; shorter words are words."""


class QuerySuggester(Suggester):
    """Completes names of fields and their values; `→` at the end of the box takes what is suggested."""

    def __init__(self, index: "Callable[[], Index]") -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._index = index

    async def get_suggestion(self, value: str) -> str | None:
        """The most likely completion of what is typed, as a whole."""
        word = value.rpartition(" ")[2].lstrip("-")
        if ":" not in word and '"' not in value and len(word) < _NAME_FROM:
            return None
        from disctui.search.completion import complete  # noqa: PLC0415 - not needed for the first screen

        found = await asyncio.to_thread(complete, self._index(), value, len(value))
        if not found:
            return None
        return next((whole for item in found if (whole := extended(value, item))), None)


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


class SearchBox(Input):
    """A line of text; what isn't text, arrows and page keys among it, is left to the screen."""

    def __init__(self, index: "Callable[[], Index]") -> None:
        super().__init__(
            suggester=QuerySuggester(index),
            placeholder="title, director, cast …",
            compact=True,
            select_on_focus=False,
            max_length=QUERY_LIMIT,
        )

    async def _on_key(self, event: events.Key) -> None:
        if event.character == "/" and not self.value:  # a second `/` of someone who is here already
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        event.text = clean(" ".join(event.text.split()), QUERY_LIMIT)
        super()._on_paste(event)

    def take_up(self) -> None:
        """Take the focus, what was typed before selected, so that typing replaces it."""
        self.screen.set_focus(self)
        self.select_all()
