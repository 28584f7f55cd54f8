"""The editions of each film of a library: which of its releases, and films of its box sets, hold one and the same.

Made of the index alone; no file is read.
"""

import itertools
from collections.abc import Mapping, Sequence
from functools import cached_property
from weakref import WeakKeyDictionary

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import offsets_of, row_members
from disctui.library.same_film import Films, same_films
from disctui.search.fields import CODES
from disctui.search.folded_keys import folded_keys
from disctui.search.index import Index
from disctui.search.segment import Segment

_TITLES = ("title", "original_title", "also_known_as", "films.title", "films.original_title")
_YEAR, _DIRECTOR, _ID = (CODES[name] for name in ("year", "directors", "film_id"))
_IS_TITLE, _IS_READ = np.zeros(256, np.bool_), np.zeros(256, np.bool_)
_IS_TITLE[[CODES[name] for name in _TITLES]] = True
_IS_READ[[*(CODES[name] for name in _TITLES), _YEAR, _DIRECTOR, _ID]] = True


class Groups(msgspec.Struct, frozen=True, dict=True):
    """Which films of a library are there more than once. Ids are `ID`, and `ID#2` for the second film of a box set."""

    groups: tuple[tuple[str, ...], ...] = ()
    """By film the ids of its editions, two or more; all in the order of the list."""
    film_rows: int = 0
    """How many films there are, each edition counted: releases, and instead of a box set the films in it."""

    @property
    def film_count(self) -> int:
        """How many different films there are."""
        return self.film_rows - sum(len(group) - 1 for group in self.groups)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, group in enumerate(self.groups) for name in group}

    def editions_of(self, film: str) -> tuple[str, ...]:
        """All editions of a film, by the id of any of them; itself alone where there is no other."""
        place = self._places.get(film)
        return (film,) if place is None else self.groups[place]

    def others(self, film: str) -> tuple[str, ...]:
        """The other editions of a film."""
        return tuple(name for name in self.editions_of(film) if name != film)

    def first_of(self, film: str) -> str:
        """The id that stands for all editions of a film: that of the first of them."""
        return self.editions_of(film)[0]


def groups_of(index: Index) -> Groups:
    """The editions of each film of an index."""
    return grouped(index)[0]


def grouped(index: Index) -> tuple[Groups, Array]:
    """The editions of each film of an index, and the same by slot.

    What is read of a part of the index is kept with it, so that after a change only the new part is read.

    Returns:
        The groups; and by slot a number for each film of which there are several editions, 0 for all others, int64:
        empty where no film is there twice.
    """
    parts = [_rows_of(segment) for segment, _ in index.segments]
    if not parts:
        return Groups(), np.zeros(0, np.int64)
    offsets = np.cumsum([0, *(len(segment) for segment, _ in index.segments)])
    slots = np.concatenate([part.docs + offset for part, offset in zip(parts, offsets.tolist(), strict=False)])
    in_order = _in_order(index, parts, slots, offsets.tolist())
    found = same_films(_joined(index, parts, in_order))
    slots = slots[in_order]
    rows = np.array([row for group in found for row in group], np.int64)
    listed = _named(index, slots[rows])
    names = iter(listed)
    named = [tuple(itertools.islice(names, len(group))) for group in found]
    if "" in listed:
        named = [tuple(filter(None, group)) for group in named]
    sizes = np.repeat([len(group) for group in named], [len(group) for group in found])
    is_several = (sizes > 1) & np.array([bool(name) for name in listed], np.bool_)
    numbers = np.zeros(int(offsets[-1]) if is_several.any() else 0, np.int64)
    numbers[slots[rows[is_several]]] = np.repeat(np.arange(1, len(found) + 1), list(map(len, found)))[is_several]
    return Groups(tuple(group for group in named if len(group) > 1), len(slots)), numbers


def _in_order(index: Index, parts: "Sequence[_Rows]", slots: Array, offsets: Sequence[int]) -> Array:
    """The rows that count in the order of the list, so that groups, and what is in them, come in it too; int64."""
    owners = np.concatenate([part.owners + offset for part, offset in zip(parts, offsets, strict=False)])
    alive = np.concatenate([mask for _, mask in index.segments])
    kept = np.flatnonzero(alive[slots])
    releases = index.in_order()
    rank = np.zeros(len(alive), np.int64)
    rank[releases] = np.arange(len(releases))
    numbers = np.concatenate([part.numbers for part in parts])
    order: Array = kept[np.argsort(rank[owners[kept]] * (int(numbers.max(initial=0)) + 1) + numbers[kept])]
    return order


def first_editions(numbers: Array, slots: Array) -> Array | None:
    """Where the first edition of each film stands among some slots.

    Args:
        numbers: By slot a number for each film of which there are several editions, 0 for all others; empty where there
            is none.
        slots: The documents, in any order; int64.

    Returns:
        The places that are kept, in rising order, int64; None where all are.
    """
    if not len(numbers) or not len(slots):
        return None
    films = numbers[slots]
    several = np.flatnonzero(films)
    _, firsts = np.unique(films[several], return_index=True)
    is_kept = films == 0
    is_kept[several[firsts]] = True
    return np.flatnonzero(is_kept)


def _named(index: Index, slots: Array) -> list[str]:
    """The ids of films, given the slots of their documents.

    Empty for a film of a set whose id is that of a file too, which it then stands for.
    """
    names = index.ids_of(slots)
    if not any(segment.has_numbered_names for segment, _ in index.segments):
        return names
    named = zip(names, slots.tolist(), strict=True)
    return [name if "#" not in name or index.slot_of(name) == slot else "" for name, slot in named]


class _Rows(msgspec.Struct, frozen=True):
    """The films of one part of the index, a row each."""

    docs: Array
    """The document of each."""
    owners: Array
    """The document of its release; of a film of a box set that of the set."""
    numbers: Array
    """Which film of a box set it is, from 1; 0 for a release of one film."""
    years: Array
    ids: Mapping[int, bytes]
    """By row the `film_id` of those that have one."""
    title_offsets: Array
    titles: Array
    director_rows: Array
    """The row that each director is of."""
    director_values: Array
    """And the value of the segment that the name is."""


_READ: WeakKeyDictionary[Segment, _Rows] = WeakKeyDictionary()
"""What was read of segments, some 60 bytes a film: after a change most segments are what they were."""


def unread_films(index: Index) -> int:
    """Of how many documents nothing was read yet that tells editions: what grouping takes grows with it."""
    return sum(len(segment) for segment, _ in index.segments if segment not in _READ)


def _joined(index: Index, parts: Sequence[_Rows], order: Array) -> Films:
    """The films of all parts in some order."""
    ids = np.full(sum(len(part.docs) for part in parts), -1, np.int64)
    known: dict[bytes, int] = {}
    begin = 0
    for part in parts:
        ids[[begin + row for row in part.ids]] = [known.setdefault(text, len(known)) for text in part.ids.values()]
        begin += len(part.docs)
    title_offsets, titles = _ragged([(part.title_offsets, part.titles) for part in parts], order)
    director_offsets, directors = _ragged(_directors(index, parts, _alike(parts)), order)
    return Films(
        years=np.concatenate([part.years for part in parts])[order],
        ids=ids[order],
        title_offsets=title_offsets,
        titles=titles,
        director_offsets=director_offsets,
        directors=directors,
    )


def _alike(parts: Sequence[_Rows]) -> Array:
    """By row of all parts whether another film has a title of it: only of these directors matter; bool."""
    keys = np.concatenate([part.titles for part in parts])
    counts = np.concatenate([np.diff(part.title_offsets) for part in parts])
    rows = np.repeat(np.arange(len(counts)), counts)
    by_key = np.argsort(keys)
    is_as_next = keys[by_key][1:] == keys[by_key][:-1]
    alike = np.zeros(len(counts), np.bool_)
    alike[rows[by_key[1:][is_as_next]]] = True
    alike[rows[by_key[:-1][is_as_next]]] = True
    return alike


def _directors(index: Index, parts: Sequence[_Rows], wanted: Array) -> list[tuple[Array, Array]]:
    """By part the directors of its films as ragged rows, none for films that are not wanted.

    Args:
        index: The index.
        parts: The films of its parts.
        wanted: By row of all parts whether its directors matter; bool.
    """
    found, begin = [], 0
    for (segment, _), part in zip(index.segments, parts, strict=True):
        is_wanted = wanted[begin + part.director_rows]
        rows, values = part.director_rows[is_wanted], part.director_values[is_wanted]
        found.append(_once(rows, _keys(segment, values)[values], len(part.docs)))
        begin += len(part.docs)
    return found


def _ragged(parts: Sequence[tuple[Array, Array]], order: Array) -> tuple[Array, Array]:
    """Ragged rows of several parts in some order: their offsets and members."""
    lengths = np.concatenate([np.diff(offsets) for offsets, _ in parts])
    offsets = offsets_of(lengths)
    members = np.concatenate([members for _, members in parts])
    return offsets_of(lengths[order]), members[row_members(offsets, order)]


def _rows_of(segment: Segment) -> _Rows:
    """The films of a part of the index, still there or not: those of box sets, and releases of one film."""
    known = _READ.get(segment)
    if known is None:
        known = _READ[segment] = _read(segment)
    return known


def _read(segment: Segment) -> _Rows:
    kept = np.flatnonzero(segment.rows(by_film=True))
    columns = segment.doc_values
    row_of_doc = np.full(len(segment), -1, np.int64)
    row_of_doc[kept] = np.arange(len(kept))
    places = np.flatnonzero(_IS_READ[columns.fields])
    rows = np.repeat(row_of_doc, np.diff(columns.offsets))[places]
    places, rows = places[rows >= 0], rows[rows >= 0]
    fields, values = columns.fields[places], columns.values[places]
    years, ids = _years_and_ids(segment, fields, values, rows, len(kept))
    is_title, is_director = _IS_TITLE[fields], fields == _DIRECTOR
    keys = _keys(segment, values[is_title])
    return _Rows(
        kept,
        segment.owners[kept],
        segment.film_numbers[kept],
        years,
        ids,
        *_once(rows[is_title], keys[values[is_title]], len(kept)),
        rows[is_director],
        values[is_director],
    )


def _keys(segment: Segment, values: Array) -> Array:
    """By value the key of its folded text, uint64; zeros but for the values given."""
    is_read = np.zeros(len(segment.values.positions), np.bool_)
    is_read[values] = True
    numbers = np.flatnonzero(is_read)
    keys = np.zeros(len(is_read), np.uint64)
    keys[numbers] = folded_keys(segment.values.shown.take_many(numbers))
    return keys


def _years_and_ids(
    segment: Segment, fields: Array, values: Array, rows: Array, count: int
) -> tuple[Array, dict[int, bytes]]:
    """By row the year, int64, 0 for none; and the `film_id` of those that have one."""
    shown = segment.values.shown
    years = np.zeros(count, np.int64)
    is_year = fields == _YEAR
    distinct, places = np.unique(values[is_year], return_inverse=True)
    spelt = [int(text) if text.isdigit() else 0 for text in shown.take(distinct.tolist())]
    years[rows[is_year]] = np.array(spelt, np.int64)[places]
    is_id = fields == _ID
    return years, dict(zip(rows[is_id].tolist(), shown.take(values[is_id].tolist()), strict=True))


def _once(rows: Array, keys: Array, count: int) -> tuple[Array, Array]:
    """By row its keys, each once, as ragged rows: their offsets and members."""
    order = np.lexsort((keys, rows))
    rows, keys = rows[order], keys[order]
    is_new = np.append(True, (rows[1:] != rows[:-1]) | (keys[1:] != keys[:-1]))[: len(rows)]
    return offsets_of(np.bincount(rows[is_new], minlength=count)), keys[is_new]
