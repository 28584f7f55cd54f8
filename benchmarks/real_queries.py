"""Queries that people really typed, each with the releases that are right; only where the shared data are at hand."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from benchmarks.films import PROJECT, Item, plain
from benchmarks.queries import Drawn

FILE = PROJECT.parent / "shared" / "data" / "real-queries.jsonl"
KINDS = {
    "title": "title misspelt",
    "halftitle": "half a title",
    "punct": "& and punctuation",
    "and": "& and punctuation",
    "glue": "glued or split words",
    "numeral": "numerals",
    "abbrev": "abbreviations",
    "person": "person misspelt",
    "surname": "surname alone",
    "translit": "transliteration",
    "script": "other script",
    "half": "title + name + year",
    "partial": "parts of words",
    "word errors": "human word errors in titles",
}
"""The file's kinds as they are printed; the others are few."""
OTHER = "others"
REAL_KINDS = tuple(dict.fromkeys((*KINDS.values(), OTHER)))


class _Answers:
    """Which releases are right for what a query expects."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.titles: dict[str, list[Item]] = defaultdict(list)
        self.people: dict[str, set[str]] = defaultdict(set)
        for item in items:
            for title in {plain(item.release.title), plain(item.release.original_title or "")}:
                self.titles[title].append(item)
            for name in item.people:
                self.people[plain(name)].add(item.id)

    def of(self, expected: dict[str, Any]) -> frozenset[str]:
        """The ids of all that are right; empty where no release is."""
        found: set[str] = set()
        for title, year in expected.get("films", ()):
            found |= {item.id for item in self.titles.get(plain(title), ()) if abs((item.release.year or 0) - year) < 2}
        for pattern in expected.get("regex", ()):
            sought = re.compile(pattern)
            found |= {item.id for title, items in self.titles.items() if sought.search(title) for item in items}
        for name in expected.get("people", ()):
            found |= self.people.get(plain(name), set())
        return frozenset(found)


def real_queries(items: Sequence[Item]) -> list[Drawn]:
    """The queries for which some of `items` are right; none where the data are not at hand."""
    if not FILE.exists():
        return []
    answers = _Answers(items)
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        query = json.loads(line)
        right = answers.of(query["expect"])
        if right:
            found.append(Drawn(KINDS.get(query["kind"], OTHER), query["q"], right))
    return found
