"""The box that a query is typed into."""

from textual import events
from textual.widgets import Input

from disctui.safe_text import clean

QUERY_LIMIT = 200
"""Characters of a query."""


class SearchBox(Input):
    """A line of text; what isn't text, arrows and page keys among it, is left to the screen."""

    def __init__(self) -> None:
        super().__init__(
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
        self.focus()
        self.select_all()
