"""Spellings of one person, as people.toml joins them.

```toml
[[person]]
name = "Tatiana Samoilova"
also = ["Tatyana Samoilova", "Татьяна Самойлова"]

[[different]]
names = ["Alexei Batalov", "Alexander Batalov"]
```

A release file is never touched. `different` remembers that two names were looked at and are two persons.
"""

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec

from disctui.library.files import PEOPLE_FILE, Unreadable, read_file
from disctui.problem import Problem, Severity
from disctui.release.model import TOML
from disctui.release_file.layout import line_and_column_at, places_of
from disctui.release_file.parsing import BOM, Broken, decode, parse

SPELLINGS_LIMIT = 100
"""Other spellings of one person at most: each name leads to all of them, so their number counts twice."""


class Person(msgspec.Struct, frozen=True):
    """One person and how the name is written."""

    name: str
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling, the one of the file first."""
        return (self.name, *self.also)


class Different(msgspec.Struct, frozen=True):
    """Names of which each two are two persons'."""

    groups: Mapping[str, frozenset[int]] = MappingProxyType({})
    """A name to the `[[different]]` that list it."""

    @classmethod
    def of(cls, lists: Iterable[Sequence[str]]) -> "Different":
        """What `[[different]]` say, each by its names."""
        found: dict[str, set[int]] = {}
        for number, names in enumerate(lists):
            for name in names:
                found.setdefault(name, set()).add(number)
        return cls({name: frozenset(numbers) for name, numbers in found.items()})

    def __contains__(self, pair: Collection[str]) -> bool:
        """Whether a pair of names is told apart."""
        if len(pair) != 2:
            return False
        one, other = pair
        return not self.groups.get(one, frozenset()).isdisjoint(self.groups.get(other, frozenset()))


class People(msgspec.Struct, frozen=True):
    """Who goes by which spellings."""

    spellings: Mapping[str, Sequence[str]] = MappingProxyType({})
    """A name to all the other spellings of it."""
    stamp: str = ""
    """Differs where the file says something else."""
    problems: tuple[Problem, ...] = ()
    persons: tuple[Person, ...] = ()
    """In the order of the file; two of one name are two persons."""
    tables: tuple[int, ...] = ()
    """Of each of `persons`, which `[[person]]` of the file it is, from 0; those that can't be read count too."""
    different: Different = Different()
    """Which names are two persons', whatever they look like."""

    def canonical(self, spelling: str) -> str:
        """The name of the one person who goes by `spelling`; itself where there is none, or more than one."""
        found = {person.name for person in self.persons if spelling in person.names}
        owners = sum(spelling in person.names for person in self.persons)
        return found.pop() if owners == 1 else spelling

    def is_one(self, one: str, other: str) -> bool:
        """Whether both are spellings of one person."""
        return one == other or other in self.spellings.get(one, ())


def read_people(root: str) -> People:
    """Read people.toml at the root of a library; never raises."""
    if not os.path.lexists(Path(root) / PEOPLE_FILE):
        return People()
    try:
        data, _ = read_file(root, PEOPLE_FILE)
    except Unreadable as unreadable:
        return People(problems=(unreadable.problem,))
    return parse_people(data)


def parse_people(data: bytes) -> People:
    """What the bytes of people.toml say; never raises."""
    stamp = hashlib.blake2b(data, digest_size=16).hexdigest()
    try:
        document = parse(decode(data, PEOPLE_FILE), PEOPLE_FILE)
    except Broken as broken:
        return People(stamp=stamp, problems=(broken.problem,))
    reader = _Reader(data)
    persons = tuple(reader.persons(document.get("person", [])))
    different = Different.of(reader.different(document.get("different", [])))
    for name in document.keys() - {"person", "different"}:
        reader.say((name,), "unknown-key", f"{name} is not a key of people.toml", "write [[person]] or [[different]]")
    reader.check_shared(persons)
    spellings = _spellings(persons)
    reader.check_told_apart(different, spellings)
    return People(
        spellings=spellings,
        stamp=stamp,
        problems=tuple(sorted(reader.problems, key=lambda one: one.sort_key)),
        persons=persons,
        tables=tuple(reader.tables),
        different=different,
    )


class _Reader:
    """What people.toml says, every mistake costing only itself."""

    def __init__(self, data: bytes) -> None:
        self._data = data.removeprefix(BOM)
        self._places = None if not data else places_of(self._data)
        self.problems: list[Problem] = []
        self.tables: list[int] = []
        """Numbers of the tables that hold a person."""

    def say(self, where: tuple[str | int, ...], code: str, message: str, hint: str | None = None) -> None:
        """Report a mistake at its place."""
        line = column = 1
        key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in where).lstrip(".")
        while where and where not in (self._places or {}):
            where = where[:-1]
        if where and self._places:
            line, column = line_and_column_at(self._data, self._places[where].value.start)
        severity: Severity = "warning" if code in {"unknown-key", "shared-spelling"} else "error"
        self.problems.append(
            Problem(
                path=PEOPLE_FILE,
                line=line,
                column=column,
                severity=severity,
                code=code,
                key=key or None,
                message=message,
                hint=hint,
            )
        )

    def persons(self, entries: TOML) -> Iterable[Person]:
        """The persons of `[[person]]`."""
        if not isinstance(entries, list):
            self.say(("person",), "wrong-type", "person must be a list of tables", "write [[person]] above each")
            return
        for number, entry in enumerate(entries):
            where: tuple[str | int, ...] = ("person", number)
            if not isinstance(entry, dict):
                self.say(where, "wrong-type", "a person must be a table", "write [[person]] above each")
                continue
            name = entry.get("name")
            if not isinstance(name, str) or not name.strip():
                code = "no-name" if "name" not in entry or name == "" else "wrong-type"
                self.say((*where, "name"), code, "a person needs a name", 'write name = "..."')
                continue
            for unknown in entry.keys() - {"name", "also"}:
                self.say((*where, unknown), "unknown-key", f"{unknown} is not a key of a person", "write name or also")
            also = self._texts(entry.get("also", []), (*where, "also"))
            spellings = tuple(dict.fromkeys(one for one in also if one != name))
            if len(spellings) > SPELLINGS_LIMIT:
                message = f"a person can have {SPELLINGS_LIMIT} other spellings; those after them are not joined"
                self.say((*where, "also", SPELLINGS_LIMIT), "wrong-type", message, "leave out what no file says")
            yield Person(name, spellings[:SPELLINGS_LIMIT])
            self.tables.append(number)

    def different(self, entries: TOML) -> Iterable[Sequence[str]]:
        """The names of each `[[different]]`."""
        if not isinstance(entries, list):
            self.say(
                ("different",), "wrong-type", "different must be a list of tables", "write [[different]] above each"
            )
            return
        for number, entry in enumerate(entries):
            names = (
                self._texts(entry.get("names", []), ("different", number, "names")) if isinstance(entry, dict) else []
            )
            if len(names) < 2:
                message = "two names are needed to be different"
                self.say(("different", number), "wrong-type", message, 'write names = ["...", "..."]')
            yield names

    def _texts(self, value: TOML, where: tuple[str | int, ...]) -> list[str]:
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            self.say(where, "wrong-type", f"{where[-1]} must be a list of texts", f'write {where[-1]} = ["..."]')
            return []
        for number, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                self.say((*where, number), "wrong-type", f"each of {where[-1]} must be text", 'put it in quotes: "..."')
        return [item for item in value if isinstance(item, str) and item.strip()]

    def check_shared(self, persons: tuple[Person, ...]) -> None:
        """Report a spelling of two persons: found by a search, but belonging to neither."""
        owners: dict[str, int] = {}
        for number, person in enumerate(persons):
            for spelling in person.names:
                first = owners.setdefault(spelling, number)
                if first != number and spelling != person.name:
                    other = persons[first].name
                    message = f"{spelling} is also a spelling of {other}; it is joined with neither on screen"
                    self.say(("person", number), "shared-spelling", message, "keep it with one of the two")

    def check_told_apart(self, different: Different, spellings: Mapping[str, Sequence[str]]) -> None:
        """Report names that are joined as one person's and told apart as two persons'."""
        for name, numbers in different.groups.items():
            for other in spellings.get(name, ()):
                both = numbers & different.groups.get(other, frozenset())
                if both and name < other:
                    message = f"{name} and {other} are said to be two persons, and joined as one"
                    self.say(("different", min(both)), "shared-spelling", message, "keep one of the two")


def _spellings(persons: tuple[Person, ...]) -> dict[str, tuple[str, ...]]:
    """Each spelling to all others of every person who goes by it."""
    found: dict[str, dict[str, None]] = {}
    for person in persons:
        for spelling in person.names:
            found.setdefault(spelling, {}).update(dict.fromkeys(person.names))
    return {name: others for name, all_ in found.items() if (others := tuple(one for one in all_ if one != name))}
