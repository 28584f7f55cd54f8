"""Which texts of a segment have a word, how well, and at which places; and which of its long texts."""

import msgspec
import numpy as np

from disctui.columns.ragged import Array, blocks_of, isin_sorted, rows_of, sorted_unique, spread
from disctui.search.query import Term
from disctui.search.segment import FIELD_MARK_END, LONG_FIELD_BITS, PLACE_BITS, Segment
from disctui.search.segment_writer import word_hash
from disctui.search.term_dictionary import TRUE, Effort, Level, goes_far

_PLACE = np.uint32((1 << PLACE_BITS) - 1)
_SPLIT_FROM = 5
"""Letters from which on a typed word may be two words of a text."""
_FEW_USES = 30_000
"""Up to so many uses it costs little to list the documents that have them anew."""
_MANY = 20_000
"""Postings from which on it pays to mark texts rather than to sort postings."""
_NOTHING = np.zeros(0, np.uint32)


class TermMatches(msgspec.Struct, frozen=True):
    """Where one term of a query is found in the texts of a segment."""

    texts: Array
    """Texts that have it, sorted."""
    levels: Array
    """How well each has it: the best of its words."""
    starts: Array
    """Whether each has it at its first place."""
    keys: tuple[Array, ...]
    """The postings it was found by, at which places."""
    long_keys: Array
    """Postings of long texts, whole and begun words only."""
    uses: int
    """How many uses the texts have."""
    is_true: bool
    """Whether none has it only misspelt."""
    key: object = None
    """What else of it is remembered by."""

    def places_in(self, wanted: Array) -> Array:
        """The postings in those texts for which `wanted` is true, sorted, each once."""
        found = [part[wanted[part >> PLACE_BITS]] for part in self.keys]
        if not found:
            return _NOTHING
        return sorted_unique(np.concatenate(found))


def hits(segment: Segment, term: Term, joined: tuple[str, ...] = (), effort: Effort = Effort.EXACT) -> TermMatches:
    """Where a term is found.

    Args:
        segment: Where to look.
        term: What to look for.
        joined: The term's word joined with a neighbour's: a text that has one of them has the term.
        effort: How far a word may be from the one typed.
    """
    if not term.fuzzy:
        effort = Effort.EXACT
    elif effort is Effort.FAR and not goes_far(term.words[0]):
        effort = Effort.NEAR
    joined = tuple(word for word in joined if segment.words.find(word.encode()) is not None)
    key = (term.words, term.begun, term.fuzzy, joined, effort)
    kept: TermMatches | None = segment.remembered(key)
    if kept is not None:
        return kept
    found = _found(segment, term, joined, effort, key)
    size = found.texts.nbytes * 2 + sum(part.nbytes for part in found.keys) + found.long_keys.nbytes
    return segment.remember(key, found, size + 1000)


def fresh_hits(segment: Segment, term: Term, effort: Effort) -> TermMatches:
    """The same without looking whether it is remembered, nor remembering it."""
    return _found(segment, term, (), effort, None)


def _found(segment: Segment, term: Term, joined: tuple[str, ...], effort: Effort, key: object) -> TermMatches:
    if len(term.words) == 1:
        parts, long_keys = _word(segment, term, joined, effort), _long_word(segment, term.words[0], begun=term.begun)
    else:
        parts, long_keys = _phrase(segment, term), _long_phrase(segment, term)
    keys = tuple(part for _, part in parts)
    gather = _by_marking if sum(map(len, keys)) > _MANY else _by_sorting
    texts, levels, at_start = gather(len(segment.arrays.text_places), parts)
    bounds = segment.arrays.use_bounds
    uses = int((bounds[texts + np.uint32(1)] - bounds[texts]).sum(dtype=np.int64))
    return TermMatches(texts, levels, at_start, keys, long_keys, uses, all(level >= TRUE for level, _ in parts), key)


def holders(segment: Segment, found: TermMatches) -> Array:
    """For each document whether it may have a term: one that has it does. Not to be changed."""
    if found.uses <= _FEW_USES:
        return _holders(segment, found)
    key = ("holders", found.key)
    bits = segment.remembered(key)
    if bits is None:
        bits = np.packbits(_holders(segment, found))
        segment.remember(key, bits, bits.nbytes + 1000)
    return np.unpackbits(bits, count=len(segment)).view(np.bool_)


def _holders(segment: Segment, found: TermMatches) -> Array:
    marked = np.zeros(len(segment), np.bool_)
    for _, _, uses in blocks_of(segment.arrays.use_bounds, found.texts):
        marked[segment.arrays.use_docs[uses]] = True
    marked[found.long_keys >> LONG_FIELD_BITS] = True
    return marked


def _by_marking(count: int, parts: list[tuple[Level, Array]]) -> tuple[Array, Array, Array]:
    """Texts, levels and whether at the start, by writing each level over the worse ones."""
    marks = np.zeros(count, np.uint8)
    first = []
    for level, keys in parts:
        texts = (keys >> PLACE_BITS).astype(np.intp)
        marks[texts] = level << 1
        first.append(texts[(keys & _PLACE) == 0])
    for texts in first:
        marks[texts] |= 1
    found = np.flatnonzero(marks != 0)
    marks = marks[found]
    return found.astype(np.uint32), marks >> 1, (marks & 1).view(np.bool_)


def _by_sorting(count: int, parts: list[tuple[Level, Array]]) -> tuple[Array, Array, Array]:  # noqa: ARG001
    """The same for few postings, whatever the number of texts."""
    if not parts:
        return _NOTHING, np.zeros(0, np.uint8), np.zeros(0, np.bool_)
    keys = np.concatenate([part for _, part in parts])
    levels = np.repeat(np.array([level for level, _ in parts], np.uint64), [len(part) for _, part in parts])
    pairs = (keys >> PLACE_BITS).astype(np.uint64) << np.uint64(5)
    pairs |= levels << np.uint64(1)
    pairs |= (keys & _PLACE) == 0
    pairs.sort()
    texts = (pairs >> np.uint64(5)).astype(np.uint32)
    firsts = np.flatnonzero(np.append(True, texts[1:] != texts[:-1]))
    lasts = np.append(firsts[1:], len(texts)) - 1
    at_start = np.logical_or.reduceat((pairs & np.uint64(1)).astype(np.bool_), firsts)
    return texts[firsts], ((pairs[lasts] >> np.uint64(1)) & np.uint64(15)).astype(np.uint8), at_start


def _word(segment: Segment, term: Term, joined: tuple[str, ...], effort: Effort) -> list[tuple[Level, Array]]:
    word = term.words[0]
    parts: list[tuple[Level, Array]] = []
    if effort is not Effort.EXACT:
        far = effort is Effort.FAR
        parts = _postings(segment, segment.vocabulary.near(word, far=far))
    low, high = segment.words.prefix_range(word.encode())
    whole = low < high and segment.words[low] == word.encode()
    if term.begun:
        parts.append((Level.BEGUN, _slice(segment, low + whole, high)))
    if term.fuzzy:
        for other in joined:
            if (number := segment.words.find(other.encode())) is not None:
                parts.append((Level.BEGUN, _slice(segment, number, number + 1)))
        parts.extend((Level.BEGUN, keys) for keys in _split(segment, word))
    if whole:
        parts.append((Level.WHOLE, _slice(segment, low, low + 1)))
    return [(level, keys) for level, keys in parts if len(keys)]


def _slice(segment: Segment, low: int, high: int) -> Array:
    bounds = segment.arrays.posting_bounds
    return segment.arrays.postings[bounds[low] : bounds[high]]


def _postings(segment: Segment, groups: list[tuple[Level, Array]]) -> list[tuple[Level, Array]]:
    """The postings of groups of words."""
    if not groups:
        return []
    words, bounds = np.concatenate([group for _, group in groups]), segment.arrays.posting_bounds
    starts = bounds[words]
    lengths = bounds[words + np.uint32(1)] - starts
    keys = segment.arrays.postings[spread(starts, lengths)]
    ends = np.append(0, np.cumsum(lengths, dtype=np.int64))[np.cumsum([len(group) for _, group in groups])].tolist()
    return [(level, keys[low:high]) for (level, _), low, high in zip(groups, [0, *ends], ends, strict=False)]


def _split(segment: Segment, word: str) -> list[Array]:
    """Postings of two neighbouring words that are `word` when joined."""
    found: list[Array] = []
    if len(word) < _SPLIT_FROM or not word.isascii():
        return found
    for cut in range(1, len(word)):
        begun = word[:cut].encode()
        first = segment.words.lower_bound(begun)
        if first == len(segment.words) or not segment.words[first].startswith(begun):
            break
        if segment.words[first] != begun:
            continue
        second = segment.words.find(word[cut:].encode())
        if second is not None:
            keys = _next_to(_slice(segment, first, first + 1), _slice(segment, second, second + 1), 1)
            if len(keys):
                found.append(keys)
    return found


def _next_to(keys: Array, others: Array, distance: int) -> Array:
    """Those sorted `keys` for which there is one of the sorted `others` so many places after them."""
    if not len(keys) or not len(others):
        return _NOTHING
    sought = keys + np.uint32(distance)
    sought = sought[(keys & _PLACE) + distance <= _PLACE]
    found: Array = sought[isin_sorted(sought, others)] - np.uint32(distance)
    return found


def _phrase(segment: Segment, term: Term) -> list[tuple[Level, Array]]:
    keys: Array | None = None
    for distance, word in enumerate(term.words):
        low, high = segment.words.prefix_range(word.encode())
        is_last = distance == len(term.words) - 1
        if not (is_last and term.begun):
            high = min(high, low + 1) if low < high and segment.words[low] == word.encode() else low
        own = _slice(segment, low, high)
        own = np.sort(own) if high - low > 1 else own
        keys = own if keys is None else _next_to(keys, own, distance)
        if not len(keys):
            return []
    return [(Level.WHOLE, keys)] if keys is not None else []


def _long_word(segment: Segment, word: str, *, begun: bool) -> Array:
    low, high = segment.long_words.prefix_range(word.encode())
    if not begun:
        high = min(high, low + 1) if low < high and segment.long_words[low] == word.encode() else low
    bounds = segment.arrays.long_posting_bounds
    return segment.arrays.long_postings[bounds[low] : bounds[high]]


def _long_phrase(segment: Segment, term: Term) -> Array:
    """Long texts that have the words of a phrase next to one another."""
    keys: Array | None = None
    for place, word in enumerate(term.words):
        begun = term.begun and place == len(term.words) - 1
        own = _long_word(segment, word, begun=begun)
        keys = sorted_unique(own) if keys is None else keys[isin_sorted(keys, np.sort(own))]
        if not len(keys):
            return _NOTHING
    if keys is None:
        return _NOTHING
    hashes = [np.array([word_hash(word.encode())]) for word in term.words]
    if term.begun:
        low, high = segment.long_words.prefix_range(term.words[-1].encode())
        hashes[-1] = np.array([word_hash(text) for text in segment.long_words.some(range(low, high))])
    return keys[_have_phrase(segment, keys, hashes)]


def _have_phrase(segment: Segment, keys: Array, hashes: list[Array]) -> Array:
    """For each document and long field whether the hashes follow one another in it."""
    docs = keys >> LONG_FIELD_BITS
    bounds = segment.arrays.long_bounds
    members = rows_of(bounds, docs)
    rows = np.repeat(np.arange(len(docs)), (bounds[docs + np.uint32(1)] - bounds[docs]).astype(np.int64))
    sequence = segment.arrays.long_hashes[members]
    marks = sequence < FIELD_MARK_END
    last_mark = np.maximum.accumulate(np.where(marks, np.arange(len(sequence)), 0))
    fitting = sequence[last_mark] == (keys & np.uint32((1 << LONG_FIELD_BITS) - 1))[rows]
    for distance, wanted in enumerate(hashes):
        here = np.isin(sequence[distance:], wanted) & (rows[distance:] == rows[: len(rows) - distance])
        fitting[: len(here)] &= here
        fitting[len(here) :] = False
    found = np.zeros(len(keys), np.bool_)
    found[rows[fitting]] = True
    return found
