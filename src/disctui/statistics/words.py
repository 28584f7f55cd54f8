"""Bars of the values that a field of words has: countries, labels, directors."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from disctui.columns.declaration import Array
from disctui.search.completion import quoted
from disctui.search.fields import QUERY_NAMES
from disctui.search.tokenizer import query_words
from disctui.statistics.panel import Bar, Panel
from disctui.statistics.scope import Part, Scope

_NO_SPELLINGS: Mapping[str, Sequence[str]] = MappingProxyType({})
_SPARE = 4
"""Values past the most that are counted exactly: how many a value has is known before only if it is spelt one way."""
_SPELLINGS = 3
"""Values that are looked at for each bar, as some are spelt in several ways: some libraries have 50,000 of a field."""
_ALL = 1 << 30
_ROOM = 140
"""Characters of a bar's query at most: what it stands beside needs room too. Values past them are among the others."""


def word_panel(
    scope: Scope,
    name: str,
    title: str,
    unit: str,
    *,
    most: int,
    spellings: Mapping[str, Sequence[str]] = _NO_SPELLINGS,
    label_of: Callable[[str], str] | None = None,
) -> Panel:
    """The values of a field that most have, the rest together, and what has none.

    Args:
        scope: What is counted.
        name: The field, as a query names it.
        title: The panel's heading.
        unit: What is counted.
        most: Bars at most.
        spellings: For a person's name, the other spellings of it: together they are one bar.
        label_of: From a value to a shorter name under which it shares a bar with others.
    """
    looked_at = _SPELLINGS * (most + _SPARE) if label_of is None else _ALL
    counts, total = _counted(scope, QUERY_NAMES.get(name, (name,)), looked_at)
    first = heapq.nsmallest(looked_at, counts, key=lambda text: (-counts[text], text.casefold(), text))
    values = _grouped(first, spellings, label_of)
    bars: list[Bar] = []
    shown: list[list[Part]] = []
    for label, texts in list(values.items())[: most + _SPARE]:
        query, parts = _finding(scope, name, texts)
        if count := scope.count_of(parts):
            bars.append(Bar(label, count, query))
            shown.append(parts)
    order = sorted(range(len(bars)), key=lambda at: (-bars[at].count, bars[at].label.casefold()))[:most]
    others = _count_without(scope, scope.within(f"has:{name}"), [shown[at] for at in order])
    more = len(values) - len(order) + total - len(first)
    return Panel(
        by=name,
        title=title,
        unit=unit,
        bars=tuple(bars[at] for at in order),
        others=Bar(f"{more:,} other{'' if more == 1 else 's'}" if more else "others", others) if others else None,
        without=without(scope, name),
    )


def without(scope: Scope, name: str, what: str = "") -> Bar | None:
    """The line of what says nothing of a field; None where all do.

    Args:
        scope: What is counted.
        name: The field, as a query names it.
        what: What it is called in place of that name.
    """
    query = f"-has:{name}"
    count = scope.count(query)
    word = what or name.replace("_", " ")
    return Bar(f"without {'an' if word[0] in 'aeiou' else 'a'} {word}", count, query) if count else None


def _finding(scope: Scope, name: str, texts: Sequence[str]) -> tuple[str, list[Part]]:
    """The query that finds any of some values, each as a whole if that can be asked, and what it finds."""
    query = ""
    for sign in ("=", ""):
        query = f"{name}:{sign}{quoted(texts[0], always=True)}"
        for text in texts[1:]:
            longer = f"{query}|{sign}{quoted(text, always=True)}"
            query = longer if len(longer) <= _ROOM else query
        parts = scope.within(query)
        if scope.count_of(parts):
            return query, parts
    return query, []


def _grouped(
    first: Iterable[str],
    spellings: Mapping[str, Sequence[str]],
    label_of: Callable[[str], str] | None,
) -> dict[str, list[str]]:
    """By label the values that share a bar, in the order of the first of each; values with the same words are one."""
    distinct: dict[object, str] = {}
    for text in first:
        name = min((text, *spellings[text])) if text in spellings else text
        words = tuple(word for run in query_words(name) for word in run)
        distinct.setdefault(words or name, text)
    if label_of is None:
        return {text: [text] for text in distinct.values()}
    found: dict[str, list[str]] = {}
    for text in distinct.values():
        found.setdefault(label_of(text), []).append(text)
    return found


def _counted(scope: Scope, fields: tuple[str, ...], most: int) -> tuple[Counter[str], int]:
    """By value how many times releases that count have it, of many values only the first ones; and how many there are.

    Args:
        scope: What is counted.
        fields: Which values.
        most: Values past which those that fewer have are left out, so that few texts are read.
    """
    counts: Counter[str] = Counter()
    left = 0
    for segment, mask in scope.parts:
        postings = segment.value_postings
        wanted = np.zeros(256, np.bool_)
        wanted[[segment.codes[name] for name in fields if name in segment.codes]] = True
        uses = np.flatnonzero(wanted[postings.fields])
        uses = uses[mask[postings.docs[uses]]]
        of_value = np.searchsorted(postings.offsets, uses, side="right") - 1
        if segment.has_films and scope.editions is None:
            of_value = np.unique(np.stack([of_value, segment.owners[postings.docs[uses]]]), axis=1)[0]
        times = np.bincount(of_value)
        found = np.flatnonzero(times)
        if len(scope.parts) == 1 and len(found) > most:
            enough = np.partition(times[found], -most)[-most]
            left = int(np.count_nonzero(times[found] < enough))
            found = found[times[found] >= enough]
        for text, count in zip(segment.values.shown.take(found.tolist()), times[found].tolist(), strict=True):
            if text:
                counts[text.decode(errors="replace")] += count
    return counts, len(counts) + left


def _count_without(scope: Scope, having: list[Part], shown: list[list[Part]]) -> int:
    """How many have a value, but none of those that are shown."""
    left: list[Part] = []
    for place, (segment, mask) in enumerate(having):
        masks = [mask, *(parts[place][1] for parts in shown)]
        rows = masks if scope.editions is not None else [segment.releases_of(one) for one in masks]
        kept: Array = rows[0].copy()
        for one in rows[1:]:
            kept &= ~one
        left.append((segment, kept))
    return scope.count_of(left)
