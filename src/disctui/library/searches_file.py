"""Shelves: searches with a name of their own, those that every library has and those of its searches.toml.

```toml
[[search]]
name  = "Cheap now"
query = "status:wishlist deal:yes"
sort  = "off"
```

A mistake costs what it is in: a wrong order costs the order, a query that can't be read its
shelf, a broken file itself.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from disctui.library.files import SEARCHES_FILE, Unreadable, read_file
from disctui.library.listing import SORTINGS
from disctui.nearest import suggestion
from disctui.problem import Problem, Severity
from disctui.release.model import TOML
from disctui.release_file.layout import line_and_column_at, places_of
from disctui.release_file.parsing import BOM, Broken, decode, parse
from disctui.search.query import LONGEST, Query
from disctui.search.query import parse as parse_query

_WITHIN = re.compile(r'(?<!\S)(-?)shelf:(?:"([^"]+)"|(\S+))', re.IGNORECASE)
_NAMELESS = re.compile(r"(?<!\S)-?shelf:(?!\S)", re.IGNORECASE)
_ORDERS = tuple(way.name for way in SORTINGS)
COLUMNS = ("title", "year", "director", "disc", "state", *_ORDERS[3:])
"""What a shelf may name as a column of its list."""


class Shelf(msgspec.Struct, frozen=True):
    """A search with a name."""

    name: str
    query: str
    """As it is written; `shelf:NAME` in it stands for the query of another."""
    sort: str = ""
    """Name of an order, "-" before it for the other way round; "" for the natural one."""
    columns: tuple[str, ...] = ()
    key: str = ""
    """The letter that opens it in the list of shelves."""
    films: bool = False
    limit: int | None = None
    hidden: bool = False
    """Whether it is left out of the bar of shelves."""
    is_own: bool = False
    """Whether searches.toml has it."""
    place: int = -1
    """Which `[[search]]` of the file it is, from 0; -1 for a built-in one."""


BUILT_IN = (
    Shelf("All", "", key="0"),
    Shelf("Owned", "status:owned", key="o"),
    Shelf("Wishlist", "status:wishlist", key="w", columns=("price", "off", "target")),
    Shelf("Ordered", "status:ordered", key="r"),
    Shelf("Lent", "is:lent", key="l", columns=("due",)),
    Shelf("Unseen", "status:owned is:unseen", key="u"),
    Shelf("Sold", "status:sold", key="s"),
    Shelf("Missing", "is:missing", key="m"),
    Shelf("To fill", "is:incomplete", key="i", hidden=True),
)
"""Those that every library has, unless searches.toml has others of the same name."""


class Shelves(msgspec.Struct, frozen=True):
    """The shelves of a library, and what is wrong in its searches.toml."""

    shelves: tuple[Shelf, ...] = BUILT_IN
    problems: tuple[Problem, ...] = ()
    is_broken: bool = False
    """Whether the file can't be read at all, so that the last good one counts."""

    def named(self, name: str) -> Shelf | None:
        """The shelf of a name, whatever its capitals."""
        return next((one for one in self.shelves if one.name.casefold() == name.strip().casefold()), None)

    def expanded(self, query: str, _within: tuple[str, ...] = ()) -> str:
        """A query with those of the shelves that it names in their place; any other `shelf:` is a location.

        Without a name it asks for nothing yet. `-shelf:NAME` leaves a shelf out.
        """

        def of_shelf(match: re.Match[str]) -> str:
            shelf = self.named(match[2] or match[3])
            if shelf is None or shelf.name in _within:
                return match[0]
            inner = self.expanded(shelf.query, (*_within, shelf.name))
            if not match[1]:
                return inner
            is_one = bool(inner) and re.fullmatch(r'(?:[^\s"]|"[^"]*")+', inner) is not None
            if not is_one:
                return f"-({inner})" if inner else match[0]
            return inner[1:] if inner.startswith("-") else f"-{inner}"

        return _WITHIN.sub(of_shelf, _NAMELESS.sub("", query))

    def meant(self, query: Query) -> Query:
        """A query with those of the shelves that it names in their place."""
        return parse_query(self.expanded(query.text)) if "shelf:" in query.text.casefold() else query

    def query_of(self, shelf: Shelf, typed: str = "") -> str:
        """What a shelf asks for, and what is typed beside it."""
        return f"{self.expanded(shelf.query, (shelf.name,))} {self.expanded(typed)}".strip()


def read_searches(root: str) -> Shelves:
    """Read searches.toml at the root of a library; never raises."""
    if not os.path.lexists(Path(root) / SEARCHES_FILE):
        return Shelves()
    try:
        data, _ = read_file(root, SEARCHES_FILE)
    except Unreadable as unreadable:
        return Shelves(problems=(unreadable.problem,), is_broken=True)
    return parse_searches(data)


def parse_searches(data: bytes) -> Shelves:
    """What the bytes of searches.toml say; never raises."""
    try:
        document = parse(decode(data, SEARCHES_FILE), SEARCHES_FILE)
    except Broken as broken:
        return Shelves(problems=(broken.problem,), is_broken=True)
    reader = _Reader(data)
    for name in document.keys() - {"search"}:
        reader.say((name,), f"{name} is not a key of searches.toml", "write [[search]] above each search")
    own = tuple(reader.shelves(document.get("search", [])))
    names = {shelf.name.casefold() for shelf in own}
    shelves = Shelves((*(one for one in BUILT_IN if one.name.casefold() not in names), *own))
    kept = tuple(one for one in shelves.shelves if not one.is_own or reader.is_sound(one, shelves))
    return Shelves(kept, tuple(sorted(reader.problems, key=lambda one: one.sort_key)))


class _Reader:
    """What searches.toml says, every mistake costing only what it is in."""

    def __init__(self, data: bytes) -> None:
        self._data = data.removeprefix(BOM)
        self._places = places_of(self._data) if data else {}
        self.problems: list[Problem] = []

    def say(
        self, where: tuple[str | int, ...], message: str, hint: str | None = None, severity: Severity = "error"
    ) -> None:
        """Report a mistake at its place, or at that of the table it is in."""
        found = next((self._places[path] for path in (where, where[:-1]) if path in self._places), None)
        start = (found.value if found.key is None or len(where) > 2 else found.key).start if found else 0
        line, column = line_and_column_at(self._data, start)
        key = ".".join(str(part) for part in where if isinstance(part, str))
        self.problems.append(
            Problem(
                path=SEARCHES_FILE,
                line=line,
                column=column,
                severity=severity,
                code="search",
                key=key,
                message=message,
                hint=hint,
            )
        )

    def shelves(self, tables: TOML) -> Iterator[Shelf]:
        """The shelves of `[[search]]`; of two of one name the first counts."""
        if not isinstance(tables, list):
            self.say(("search",), "search must be a list of tables", "write [[search]] above each")
            return
        known: set[str] = set()
        for number, table in enumerate(tables):
            where = ("search", number)
            if not isinstance(table, dict):
                self.say(where, "a search must be a table", "write [[search]] above each")
                continue
            shelf = self._shelf(table, number)
            if shelf is None:
                continue
            if shelf.name.casefold() in known:
                message = f"there is a search {shelf.name} above"
                self.say((*where, "name"), message, "give it another name; the first one counts", "warning")
                continue
            known.add(shelf.name.casefold())
            yield shelf

    def _shelf(self, table: dict[str, TOML], number: int) -> Shelf | None:
        where = ("search", number)
        for unknown in table.keys() - _KEYS.keys():
            self.say((*where, unknown), f"{unknown} is not a key of a search", suggestion(unknown, _KEYS))
        good: dict[str, Any] = {}
        for name, value in table.items():
            if name not in _KEYS:
                continue
            kind, wanted, hint = _KEYS[name]
            if type(value) is not kind:
                self.say((*where, name), f"{name} must be {wanted}", hint)
            else:
                good[name] = value
        for name in ("name", "query"):
            if not good.get(name, "").strip():
                if name not in table or name in good:
                    self.say((*where, name), f"a search needs a {name}", _KEYS[name][2])
                return None
        good["columns"] = tuple(self._known(where, "columns", good.get("columns", []), COLUMNS))
        orders = self._known(where, "sort", [good["sort"]] if good.get("sort") else [], _ORDERS)
        good["sort"] = next(iter(orders), "")
        if len(good.get("key", "")) > 1:
            self.say((*where, "key"), "key must be one letter", 'write key = "c"')
            del good["key"]
        if good.get("limit", 1) < 1:
            self.say((*where, "limit"), "limit must be 1 or more", "write limit = 50")
            del good["limit"]
        return Shelf(**good, is_own=True, place=number)

    def _known(
        self, where: tuple[str | int, ...], name: str, values: Iterable[TOML], known: Sequence[str]
    ) -> Iterator[str]:
        for value in values:
            if isinstance(value, str) and value.removeprefix("-") in known:
                yield value
            else:
                self.say(
                    (*where, name), f"{name}: there is no {value}", suggestion(str(value).removeprefix("-"), known)
                )

    def is_sound(self, shelf: Shelf, shelves: Shelves) -> bool:
        """Whether the query of a shelf can be read and does not lead back to itself; reports what is wrong."""
        where = ("search", shelf.place, "query")
        circle = _circle(shelf, shelves, (shelf.name,))
        if circle:
            self.say(where, f"the query leads back to itself: {' → '.join(circle)}", "take one of these shelf: out")
            return False
        query = shelves.query_of(shelf)
        problem = parse_query(query, is_complete=True).problem
        if len(query) > LONGEST:
            self.say(where, f"a query has at most {LONGEST} characters", "make it shorter")
        elif problem is not None:
            self.say(where, problem.message, f"mend “{query[problem.start : problem.end]}”")
        return len(query) <= LONGEST and problem is None


_KEYS: dict[str, tuple[type, str, str]] = {
    "name": (str, "text", 'write name = "..."'),
    "query": (str, "text", 'write query = "..."'),
    "sort": (str, "the name of an order", f"one of {', '.join(_ORDERS)}"),
    "columns": (list, "a list of columns", 'write columns = ["price", "off"]'),
    "key": (str, "one letter", 'write key = "c"'),
    "films": (bool, "true or false", "write films = true"),
    "limit": (int, "a whole number", "write limit = 50"),
    "hidden": (bool, "true or false", "write hidden = true"),
}
"""The keys of a search: its type, that in words, and how it is written."""


def _circle(shelf: Shelf, shelves: Shelves, above: tuple[str, ...]) -> tuple[str, ...]:
    """The names by which a query leads back to the first of `above`; none where it does not."""
    for match in _WITHIN.finditer(shelf.query):
        inner = shelves.named(match[2] or match[3])
        if inner is None:
            continue
        if inner.name in above:
            return (*above, inner.name)
        if found := _circle(inner, shelves, (*above, inner.name)):
            return found
    return ()
