"""The line that explains the query: its conditions in words, or what is wrong with it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from disctui.safe_text import clean
from disctui.tui import deferred
from disctui.tui.messages import LibraryChanged
from disctui.tui.view import View

if TYPE_CHECKING:
    from disctui.search.query import Query
    from disctui.tui.session import Session


class QueryLine(Widget):
    """One line under the search box, shown only where there is something to explain.

    Args:
        session: Whose library has the shelves that a query may name.
    """

    DEFAULT_CSS = """
    QueryLine {
        height: 1; padding: 0 3; color: $text-muted; display: none;
        &.-problem { color: $text-warning; }
        &.-shown { display: block; }
    }
    """

    view: reactive[View] = reactive(View(), repaint=False)
    is_found: reactive[bool] = reactive(True, repaint=False)
    """Whether something has all words as they were typed."""
    explanation: reactive[str] = reactive("")

    def __init__(self, session: "Session") -> None:
        super().__init__(id="explain")
        self._session = session
        self._shelves: tuple[str, ...] = ()
        """Names of the shelves that `shelf:` may mean."""

    def on_mount(self) -> None:
        """Listen to the session."""
        self._session.listen(self.post_message)

    @on(LibraryChanged)
    def _library_changed(self) -> None:
        self._shelves = tuple(one.name for one in self._session.catalogue.shelves.shelves)

    def watch_view(self) -> None:
        """Explain another query."""
        self.explain()

    def watch_is_found(self) -> None:
        """Say more where nothing is found as it was typed."""
        self.explain()

    def explain(self) -> None:
        """Explain the current query; what it says of days is so from today on."""
        query = self.view.typed_query
        instead = "" if query is None or self.is_found else deferred.read_as_word(query)
        said = "" if query is None else explained(query, self._shelves)
        self.explanation = " · ".join(filter(None, (clean(instead, 200), said)))
        self.set_class(query is not None and query.problem is not None, "-problem")

    def watch_explanation(self, explanation: str) -> None:
        """Show the line where there is something to explain."""
        self.set_class(bool(explanation), "-shown")

    def render(self) -> Content:
        """The words."""
        return Content(self.explanation)


def explained(query: "Query", shelves: Iterable[str] = ()) -> str:
    """What is wrong with a query, or its conditions in words; "" where it is words alone."""
    if query.problem is not None:
        return f"{clean(query.text[query.problem.start : query.problem.end], 40)}: {clean(query.problem.message, 300)}"
    if not (query.conditions or query.unknown):
        return ""
    return clean(deferred.describe(query, shelves={name.casefold(): name for name in shelves}), 300)
