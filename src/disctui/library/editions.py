"""The editions of each film of a library: which of its releases, and films of its box sets, hold one and the same.

Made of the index alone; no file is read.
"""

import itertools
from collections.abc import Mapping, Sequence
from functools import cached_property

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import offsets_of, row_members
from disctui.library.same_film import Films, same_films
from disctui.search.fields import CODES, FILM_COUNT
from disctui.search.folded_keys import folded_keys
from disctui.search.index import Index
from disctui.search.segment import Segment

_TITLES = ("title", "original_title", "also_known_as", "films.title", "films.original_title")
_FILM, _YEAR, _DIRECTOR, _ID = (CODES[name] for name in ("films.title", "year", "directors", "film_id"))
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
    parts = [_rows_of(segment, alive) for segment, alive in index.segments]
    if not parts:
        return Groups()
    offsets = np.cumsum([0, *(len(segment) for segment, _ in index.segments)])[:-1].tolist()
    slots = np.concatenate([part.docs + offset for part, offset in zip(parts, offsets, strict=True)])
    numbers = np.concatenate([part.numbers for part in parts])
    rank = np.zeros(int(slots.max(initial=0)) + 1, np.int64)
    rank[index.by_order] = np.arange(len(index))
    in_order = np.lexsort((numbers, rank[slots]))  # so that groups, and what is in them, come in the order of the list
    found = same_films(_joined(parts, in_order))
    slots, numbers = slots[in_order], numbers[in_order]
    rows = np.array([row for group in found for row in group], np.int64)
    listed = _named(index, slots[rows], numbers[rows])
    names = iter(listed)
    named = [tuple(itertools.islice(names, len(group))) for group in found]
    if "" in listed:
        named = [tuple(filter(None, group)) for group in named]
    return Groups(tuple(group for group in named if len(group) > 1), len(slots))


def _named(index: Index, slots: Array, numbers: Array) -> list[str]:
    """The ids of films, given the slots of their documents and their numbers, 0 for a release of one film.

    Empty for a film of a set whose id is that of a file too, which it then stands for.
    """
    names = index.ids_of(slots)
    for place in np.flatnonzero(numbers).tolist():
        name = f"{names[place]}#{numbers[place]}"
        names[place] = "" if index.slot_of(name) is not None else name
    return names


class _Rows(msgspec.Struct, frozen=True):
    """The films of one part of the index, a row each."""

    docs: Array
    """The document that each is of."""
    numbers: Array
    """Which film of a box set it is, from 1; 0 for a release of one film."""
    years: Array
    ids: Mapping[int, bytes]
    """By row the `film_id` of those that have one."""
    title_offsets: Array
    titles: Array
    director_offsets: Array
    directors: Array


def _joined(parts: Sequence[_Rows], order: Array) -> Films:
    """The films of all parts in some order."""
    ids = np.full(len(order), -1, np.int64)
    known: dict[bytes, int] = {}
    begin = 0
    for part in parts:
        ids[[begin + row for row in part.ids]] = [known.setdefault(text, len(known)) for text in part.ids.values()]
        begin += len(part.docs)
    title_offsets, titles = _ragged([(part.title_offsets, part.titles) for part in parts], order)
    director_offsets, directors = _ragged([(part.director_offsets, part.directors) for part in parts], order)
    return Films(
        years=np.concatenate([part.years for part in parts])[order],
        ids=ids[order],
        title_offsets=title_offsets,
        titles=titles,
        director_offsets=director_offsets,
        directors=directors,
    )


def _ragged(parts: Sequence[tuple[Array, Array]], order: Array) -> tuple[Array, Array]:
    """Ragged rows of several parts in some order: their offsets and members."""
    lengths = np.concatenate([np.diff(offsets) for offsets, _ in parts])
    offsets = offsets_of(lengths)
    members = np.concatenate([members for _, members in parts])
    return offsets_of(lengths[order]), members[row_members(offsets, order)]


def _rows_of(segment: Segment, alive: Array) -> _Rows:
    """The films of a part of the index.

    The values of a document stand in the order of its file: those of the release, then those of each film of a box set,
    which begin with its title.
    """
    columns = segment.doc_values
    places = np.flatnonzero(_IS_READ[columns.fields])
    docs = np.repeat(np.arange(len(segment)), np.diff(columns.offsets))[places]
    places, docs = places[alive[docs]], docs[alive[docs]]
    fields, values = columns.fields[places], columns.values[places]
    is_new_film = fields == _FILM
    is_first = np.append(True, docs[1:] != docs[:-1])[: len(docs)] | is_new_film
    row_of = np.cumsum(is_first) - 1
    doc_of = docs[is_first]
    of_film = np.cumsum(is_new_film)[is_first]
    base = np.searchsorted(doc_of, doc_of)
    number_of = of_film - of_film[base]
    years, ids = _years_and_ids(segment, fields, values, row_of, len(doc_of))
    is_title, is_director = _IS_TITLE[fields], fields == _DIRECTOR
    keys = _keys(segment, values[is_title | is_director])
    titles = _once(row_of[is_title], keys[values[is_title]], len(doc_of))
    directors = _once(row_of[is_director], keys[values[is_director]], len(doc_of))
    inherited = np.where(np.diff(directors[0]) > 0, np.arange(len(doc_of)), base)
    is_film = _is_film(segment, doc_of, number_of)
    kept = np.flatnonzero(is_film)
    return _Rows(
        doc_of[kept],
        number_of[kept],
        years[kept],
        {row: ids[old] for row, old in enumerate(kept.tolist()) if old in ids} if ids else {},
        *_ragged([titles], kept),
        *_ragged([directors], inherited[kept]),
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


def _is_film(segment: Segment, docs: Array, numbers: Array) -> Array:
    """Whether each row is a film: one of a box set, or a release that is none.

    Of a set whose films can't be told apart in the index, as one has a title of pages, none is.
    """
    counted, counts = segment.number_column(FILM_COUNT)
    said = np.zeros(len(segment), np.int64)
    said[counted] = counts.astype(np.int64)
    there = np.zeros(len(segment), np.int64)
    np.maximum.at(there, docs, numbers)
    is_film: Array = (said[docs] == there[docs]) & ((numbers > 0) | (there[docs] == 0))
    return is_film
