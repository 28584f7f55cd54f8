"""What the user asked to see: the query, the shelf and the order, as one value."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from disctui.nearest import suggestion
from disctui.settings import Mistake
from disctui.tui import deferred

if TYPE_CHECKING:
    from disctui.library.listing import Sorting
    from disctui.library.searches_file import Shelf, Shelves
    from disctui.search.query import Query
    from disctui.settings import Settings


class View(NamedTuple):
    """How the user wants to see the library: the query, and the order asked for."""

    typed_query: "Query | None" = None
    """None before anything was typed, so that a first screen need not load what reads a query."""
    sorting: str = ""
    """Name of an order; "" is best match first, or by title without a query."""
    is_reversed: bool = False
    shelf: str = ""
    """Name of the shelf that is open; "" for all releases."""
    columns: tuple[str, ...] = ()
    """Orders whose values the shelf shows in place of the director."""
    usual: tuple[str, ...] = ()
    """Those that the list shows where a shelf names none: the user's `columns` of config.toml."""
    opened: "Mapping[str, int] | None" = None
    """How often each release was opened, by id."""
    by_film: bool = False
    """Whether each film is a row, those of box sets one by one; else each release."""
    is_own_by_film: bool = False
    """Whether the user asked for that, and not the shelf that is open."""

    @property
    def query(self) -> "Query":
        """The query; one that asks for nothing before anything was typed."""
        return self.typed_query if self.typed_query is not None else deferred.parse("")

    @property
    def is_all(self) -> bool:
        """Whether it asks for nothing, so that everything is found."""
        return self.typed_query is None or self.typed_query.is_empty

    def typed(self, query: "Query") -> "View":
        """The view once something else is typed: a search that is not the one before, typed on, is best match first."""
        before, now = self.query.text, query.text
        is_same = bool(before and now) and (before.startswith(now) or now.startswith(before))
        if is_same:
            return self._replace(typed_query=query)
        return View(
            query,
            shelf=self.shelf,
            columns=self.columns,
            usual=self.usual,
            by_film=self.by_film,
            is_own_by_film=self.is_own_by_film,
        )

    def on_shelf(self, shelf: "Shelf") -> "View":
        """The view of another shelf; what is typed stays."""
        is_all = not shelf.query
        sorting = shelf.sort.removeprefix("-") if self.is_all else ""
        is_reversed = bool(sorting) and shelf.sort.startswith("-")
        return View(
            self.typed_query,
            sorting,
            is_reversed,
            "" if is_all else shelf.name,
            shelf.columns,
            usual=self.usual,
            by_film=shelf.films or self.is_own_by_film,
            is_own_by_film=self.is_own_by_film,
        )

    def off_shelf(self) -> "View":
        """The view of all releases, or of all films where the user asked for films."""
        return View(self.typed_query, usual=self.usual, by_film=self.is_own_by_film, is_own_by_film=self.is_own_by_film)

    def turned(self) -> "View":
        """The same view by film, or by release again."""
        return self._replace(by_film=not self.by_film, is_own_by_film=not self.by_film)

    def as_set(self, settings: "Settings", shelves: "Shelves") -> "tuple[View, list[Mistake]]":
        """The view that config.toml asks for, once it is known which shelves there are, and what it names that is none.

        Args:
            settings: What config.toml says.
            shelves: Those of the library.
        """
        mistakes = [
            Mistake(("columns",), f"there is no column {name}", suggestion(name, deferred.COLUMNS))
            for name in settings.columns
            if name not in deferred.COLUMNS
        ]
        view = self._replace(usual=settings.columns)
        shelf = shelves.named(settings.start) if settings.start else None
        if shelf is not None and not view.shelf:
            return view.on_shelf(shelf), mistakes
        if settings.start and shelf is None:
            hint = suggestion(settings.start, [one.name for one in shelves.shelves])
            mistakes.append(Mistake(("start",), f"there is no shelf {settings.start}", hint))
        return view, mistakes

    def still_on(self, shelves: "Shelves") -> "View":
        """The view with what its shelf says by now; that of all releases where there is no such shelf any more."""
        if not self.shelf:
            return self
        shelf = shelves.named(self.shelf)
        return self.off_shelf() if shelf is None else self._replace(shelf=shelf.name, columns=shelf.columns)

    def beside(self, shelves: "Shelves", step: int) -> "View":
        """The view of a shelf so many further on in the bar, where the last is followed by the first."""
        shown = [shelf for shelf in shelves.shelves if not shelf.hidden]
        names = [shelf.name.casefold() for shelf in shown]
        now = self.shelf.casefold()
        at = names.index(now) if now in names else 0
        return self.on_shelf(shown[(at + step) % len(shown)])

    @property
    def sort_orders(self) -> tuple[str, ...]:
        """The orders that `s` goes through, the natural one first."""
        named = tuple(way.name for way in deferred.SORTINGS)
        return ("", *named) if not self.is_all else ("", *named[1:])

    @property
    def valued(self) -> "tuple[Sorting, ...]":
        """The orders whose values stand in place of the director: the one asked for, and those of the shelf."""
        columns = self.columns or self.usual
        if not self.sorting and not columns:
            return ()
        names = dict.fromkeys((self.sorting, *columns))
        ways = {way.name: way for way in deferred.SORTINGS if way.shown is not None}
        return tuple(ways[name] for name in names if name in ways)

    @property
    def sorted_by(self) -> str:
        """The order in words."""
        if not self.sorting:
            words = "title" if self.is_all else "best match"
        else:
            orders = deferred.SORTINGS
            words = next((order.label for order in orders if order.name == self.sorting), orders[0].label)
        return words + (", reversed" if self.is_reversed else "")
