"""Which films are one and the same: the rule, for all films of a library at once.

1. Two films that both have a `film_id` are one if it is the same, and never else.
2. Otherwise they need a title in common (title, original title or another they go by), the same year, and a director in
   common, unless one of them names none.
3. Where one of them has no year, title and director must both be in common.

Nobody may find two films of different directors, years or ids under one roof only because a third, of which less is
known, is like both: such a third stays alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import row_members
from disctui.search.folded_keys import combined

MOST_NAMES = 32
"""Titles and directors of one film that are looked at."""
_FEW = 8
"""Titles and directors that are, where they are paired."""
_CROWD = 40
"""Films that may be one up to which each two are compared; of more only those are, of which all the same is known."""


class Films(msgspec.Struct, frozen=True):
    """What is known of films, a row each, as columns."""

    years: Array
    """int64; 0 where none is known."""
    ids: Array
    """A number for each `film_id`, int64; -1 for none."""
    title_offsets: Array
    """Where the titles of each film begin in `titles`, and the end; shape (films + 1,)."""
    titles: Array
    """Keys of folded titles, uint64; a film has each but once."""
    director_offsets: Array
    directors: Array
    """Keys of folded names, all spellings of each, uint64."""

    def titles_of(self, row: int) -> frozenset[int]:
        """The titles of one film."""
        return _members(self.title_offsets, self.titles, row)

    def directors_of(self, row: int) -> frozenset[int]:
        """The directors of one film."""
        return _members(self.director_offsets, self.directors, row)


def _members(offsets: Array, members: Array, row: int) -> frozenset[int]:
    first = int(offsets[row])
    return frozenset(members[first : min(int(offsets[row + 1]), first + MOST_NAMES)].tolist())


def same_films(films: Films) -> list[list[int]]:
    """The films that are there more than once: by film its rows, two or more, in rising order."""
    links = np.concatenate([_links_by_id(films), _links_by_year(films), _links_without_year(films)])
    if not len(links):
        return []
    labels = _labels(len(films.years), links)
    rows = np.flatnonzero(np.isin(labels, labels[links[:, 0]]))
    rows = rows[np.argsort(labels[rows], kind="stable")]
    starts = np.flatnonzero(np.append(True, np.diff(labels[rows]) != 0))
    is_clear = _clear(films, rows, starts)
    found: list[list[int]] = []
    listed, ends = rows.tolist(), [*starts[1:].tolist(), len(rows)]
    for start, end, clear in zip(starts.tolist(), ends, is_clear.tolist(), strict=True):
        found += [listed[start:end]] if clear else _parted(films, listed[start:end])
    return sorted(found)


# -- films that may be one: pairs of rows


def _runs(keys: Array, rows: Array) -> Array:
    """Links from the first row of each key to the others that have it: int64, shape (links, 2)."""
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    is_first = np.append(True, keys[1:] != keys[:-1])[: len(keys)]
    firsts = rows[np.maximum.accumulate(np.where(is_first, np.arange(len(rows)), 0))]
    is_link = firsts != rows
    return np.stack([firsts[is_link], rows[is_link]], axis=1)


def _links_by_id(films: Films) -> Array:
    rows = np.flatnonzero(films.ids >= 0)
    return _runs(films.ids[rows].astype(np.uint64), rows)


def _first_of(offsets: Array, rows: Array, most: int) -> tuple[Array, Array]:
    """Of some rows the first members: the row of each, and the index of the member."""
    lengths = np.minimum(offsets[rows + 1].astype(np.int64) - offsets[rows], most)
    starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    inner = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
    return np.repeat(rows, lengths), np.repeat(offsets[rows].astype(np.int64), lengths) + inner


def _links_by_year(films: Films) -> Array:
    rows, members = _first_of(films.title_offsets, np.flatnonzero(films.years > 0), MOST_NAMES)
    return _runs(combined(films.titles[members], films.years[rows]), rows)


def _links_without_year(films: Films) -> Array:
    """Links of films without a year to any of the same title and director."""
    bare, members = _first_of(films.title_offsets, np.flatnonzero(films.years == 0), _FEW)
    if not len(bare):
        return np.zeros((0, 2), np.int64)
    wanted = np.unique(films.titles[members])
    rows, members = _first_of(films.title_offsets, np.arange(len(films.years)), _FEW)
    places = np.minimum(np.searchsorted(wanted, films.titles[members]), len(wanted) - 1)
    is_alike = wanted[places] == films.titles[members]
    rows, titles = rows[is_alike], films.titles[members[is_alike]]
    starts = films.director_offsets.astype(np.int64)
    counts = np.minimum(starts[rows + 1] - starts[rows], _FEW)
    ends = np.cumsum(np.append(0, counts))
    which = starts[np.repeat(rows, counts)] + np.arange(ends[-1]) - np.repeat(ends[:-1], counts)
    keys = combined(np.repeat(titles, counts), films.directors[which])
    return _runs(keys, np.repeat(rows, counts))


def _labels(count: int, links: Array) -> Array:
    """By row the first of all rows that links lead to, directly or not; int64."""
    labels = np.arange(count)
    while True:
        before = labels.copy()
        np.minimum.at(labels, links[:, 0], labels[links[:, 1]])
        np.minimum.at(labels, links[:, 1], labels[links[:, 0]])
        labels = labels[labels]
        if (labels == before).all():
            return labels


def _clear(films: Films, rows: Array, starts: Array) -> Array:
    """Whether the films of each block are one beyond doubt: one year, one director in common, no ids that differ.

    Args:
        films: All of them.
        rows: The rows of all blocks, one after the other.
        starts: Where each block begins.
    """
    sizes = np.diff(np.append(starts, len(rows)))
    years, ids = films.years[rows], films.ids[rows]
    is_one_year = np.minimum.reduceat(years, starts) == np.maximum.reduceat(years, starts)
    most = np.maximum.reduceat(ids, starts)
    is_one_id = (most < 0) | (np.minimum.reduceat(np.where(ids < 0, np.repeat(most, sizes), ids), starts) == most)
    blocks = np.repeat(np.arange(len(starts)), sizes)
    block_of = np.zeros(len(films.years), np.int64)
    block_of[rows] = blocks
    members = row_members(films.director_offsets, rows)
    lengths = films.director_offsets[rows + 1].astype(np.int64) - films.director_offsets[rows]
    keys = combined(films.directors[members], np.repeat(blocks, lengths))
    _, firsts, counts = np.unique(keys, return_index=True, return_counts=True)
    common = np.zeros(len(starts), np.int64)
    np.maximum.at(common, np.repeat(blocks, lengths)[firsts], counts)
    clear: Array = is_one_year & is_one_id & (common == sizes)
    return clear


# -- a block of films that may be one, looked at one by one


class _Film(NamedTuple):
    """One film, or several that have one id."""

    rows: list[int]
    id: int
    years: frozenset[int]
    titles: frozenset[int]
    directors: frozenset[int]

    def is_same(self, other: "_Film") -> bool:
        """Whether the rule says that both are one."""
        if (self.id >= 0 and other.id >= 0) or self.titles.isdisjoint(other.titles):
            return False  # those of one id are one already
        if self.years and other.years:
            return not self.differs(other)
        return not self.directors.isdisjoint(other.directors)

    def differs(self, other: "_Film") -> bool:
        """Whether what is known of both can't be of one film."""
        if self.id >= 0 and other.id >= 0:
            return True
        if self.years and other.years and self.years.isdisjoint(other.years):
            return True
        return bool(self.directors and other.directors) and self.directors.isdisjoint(other.directors)


def _parted(films: Films, rows: Sequence[int]) -> list[list[int]]:
    """Rows that may be of one film, as films: two rows or more each."""
    alone = [_film(films, [row]) for row in rows if films.ids[row] < 0]
    by_id: dict[int, list[int]] = {}
    for row in rows:
        if films.ids[row] >= 0:
            by_id.setdefault(int(films.ids[row]), []).append(row)
    nodes = [*alone, *(_film(films, own) for own in by_id.values())]
    parts = _agreeing(nodes) if len(nodes) > _CROWD else _resolved(nodes)
    joined = (sorted(row for node in part for row in node.rows) for part in parts)
    return [part for part in joined if len(part) > 1]


def _film(films: Films, rows: list[int]) -> _Film:
    years = frozenset(int(films.years[row]) for row in rows) - {0}
    titles = frozenset[int]().union(*(films.titles_of(row) for row in rows))
    directors = frozenset[int]().union(*(films.directors_of(row) for row in rows))
    return _Film(rows, int(films.ids[rows[0]]), years, titles, directors)


def _agreeing(nodes: Iterable[_Film]) -> list[list[_Film]]:
    """Of a crowd those together of which all the same is known; without a year or a director none."""
    found: dict[object, list[_Film]] = {}
    for place, node in enumerate(nodes):
        known = (node.years, node.titles, node.directors) if node.id < 0 and node.years and node.directors else place
        found.setdefault(known, []).append(node)
    return list(found.values())


def _resolved(nodes: list[_Film]) -> list[list[_Film]]:
    """The films of a block, compared each with each; whoever is like two that differ stays alone."""
    beside = [
        {place for place, other in enumerate(nodes) if other is not node and node.is_same(other)} for node in nodes
    ]
    doubtful = {place for place, others in enumerate(beside) if _any_differ(nodes, others)}
    found = [[nodes[place]] for place in doubtful]
    for part in _connected(beside, doubtful):
        if not _any_differ(nodes, part):
            found.append([nodes[place] for place in part])
            continue
        twins: dict[frozenset[int], list[_Film]] = {}
        for place in part:
            twins.setdefault(frozenset({place, *beside[place]} - doubtful), []).append(nodes[place])
        found += twins.values()
    return found


def _any_differ(nodes: Sequence[_Film], places: Iterable[int]) -> bool:
    listed = [nodes[place] for place in places]
    return any(one.differs(other) for number, one in enumerate(listed) for other in listed[:number])


def _connected(beside: Sequence[set[int]], left_out: set[int]) -> Iterator[list[int]]:
    """The places that lead to one another, but for some."""
    seen = set(left_out)
    for start in range(len(beside)):
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for place in part:
            new = beside[place] - seen
            seen |= new
            part += sorted(new)
        yield part
