"""Which values of a segment have a word, how well, and at which positions; and which of its long texts."""

from typing import NamedTuple

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import isin_sorted, member_blocks, row_members, sorted_unique
from disctui.search.conditions import Term
from disctui.search.folding import fold
from disctui.search.levels import EXACT_MIN, Level
from disctui.search.members import members_of
from disctui.search.near_words import WordRanges
from disctui.search.segment import Segment
from disctui.search.segment_columns import FIELD_MARK_END, LONG_FIELD_BITS, POSITION_BITS
from disctui.search.segment_writer import word_hash
from disctui.search.split_words import next_to, postings_between, postings_of, split_words
from disctui.search.term_dictionary import Fuzziness

_POSITION = np.uint32((1 << POSITION_BITS) - 1)
_FEW_USES = 30_000
"""Up to so many uses it costs little to list the documents that have them anew."""
_MANY = 20_000
"""Postings from which on it pays to mark texts rather than to sort postings."""
_FEW_KEYS = 1000
"""Postings below which it costs less to look each value up than to mark all that are wanted."""
_NOTHING = np.zeros(0, np.uint32)
_LEVEL_BITS = 4


class _Part(NamedTuple):
    """Postings that a term was found by."""

    keys: Array
    """With the positions, uint32."""
    levels: Array | Level
    """By posting how well each fits, uint8; or how well all do."""
    least: Level
    """The lowest level that any may have; that of all where it is an exact one."""


class TermMatches(msgspec.Struct, frozen=True):
    """Where one term of a query is found in the values of a segment."""

    values: Array
    """The numbers of the values that have it, sorted; uint32."""
    levels: Array
    """How well each has it, a `Level`: the best of its words; uint8."""
    keys: tuple[Array, ...]
    """The postings it was found by, with the positions; uint32."""
    long_keys: Array
    """The postings of long texts, in which only whole words and beginnings are looked for; uint32."""
    posting_count: int
    """How many documents have these values, a document with several counted for each."""
    is_exact: bool
    """Whether each value has it whole or as a beginning, none only misspelt."""
    may_be_joined: bool
    """Whether any value may have it as several words, or as one with its neighbour."""
    key: object = None
    """Under which the answers that are made from it are cached; None if none are."""

    def at_start(self, segment: Segment) -> Array:
        """Whether each value has it as its first word, or its first after an article; bool."""
        marks = np.zeros(len(segment.values.positions), np.bool_)
        for part in self.keys:
            marks[part[at_start(segment, part)] >> POSITION_BITS] = True
        return marks.take(self.values)

    def positions_in(self, segment: Segment, texts: Array) -> Array:
        """Its postings in some sorted values of its segment; sorted, each once; uint32."""
        found, wanted = list[Array](), None
        for part in self.keys:
            own = part >> POSITION_BITS
            if len(part) < _FEW_KEYS:
                found.append(part[isin_sorted(own, texts)])
                continue
            if wanted is None:
                wanted = np.zeros(len(segment.values.positions), np.bool_)
                wanted[texts] = True
            found.append(part[wanted.take(own)])
        return sorted_unique(np.concatenate(found)) if found else _NOTHING


_NO_PART = _Part(_NOTHING, np.zeros(0, np.uint8), Level.NONE)


def match_term(
    segment: Segment, term: Term, joined: tuple[str, ...] = (), fuzziness: Fuzziness = Fuzziness.NONE
) -> TermMatches:
    """Where a term is found.

    Args:
        segment: Where to look.
        term: What to look for.
        joined: The term's word joined with a neighbour's: a text that has one of them has the term.
        fuzziness: How far a word may be from the one typed.
    """
    if not term.fuzzy:
        fuzziness = Fuzziness.NONE
    joined = tuple(word for word in joined if segment.words.find(word.encode()) is not None)
    key = (term.words, term.is_prefix, term.fuzzy, joined, fuzziness)
    kept: TermMatches | None = segment.cache_get(key)
    if kept is not None:
        return kept
    found = _found(segment, term, joined, fuzziness, key)
    size = found.values.nbytes * 2 + sum(part.nbytes for part in found.keys) + found.long_keys.nbytes
    return segment.cache_put(key, found, size + 1000)


def match_term_uncached(segment: Segment, term: Term, fuzziness: Fuzziness) -> TermMatches:
    """The same without looking in the cache, nor putting it there."""
    return _found(segment, term, (), fuzziness, None)


def _found(segment: Segment, term: Term, joined: tuple[str, ...], fuzziness: Fuzziness, key: object) -> TermMatches:
    if len(term.words) == 1:
        parts = _word(segment, term, joined, fuzziness)
        long_keys = _long_word(segment, term.words[0], is_prefix=term.is_prefix)
    else:
        parts, long_keys = _phrase(segment, term), _long_phrase(segment, term)
        if not parts and fuzziness is not Fuzziness.NONE:
            parts = _as_read(segment, term)
    if sum(len(part.keys) for part in parts) > _MANY:
        keys = tuple(part.keys for part in parts)
        values, levels = _by_marking(segment, parts)
    else:
        whole = _together(parts)
        keys = (whole.keys,)
        values, levels = _by_sorting(whole)
    offsets = segment.value_postings.offsets
    count = int(np.add.reduce(offsets.take(values + np.uint32(1)) - offsets.take(values), dtype=np.int64))
    return TermMatches(
        values=values,
        levels=levels,
        keys=keys,
        long_keys=long_keys,
        posting_count=count,
        is_exact=all(part.least >= EXACT_MIN for part in parts),
        may_be_joined=any(part.least == Level.JOINED for part in parts),
        key=key,
    )


def candidate_docs(segment: Segment, found: TermMatches) -> Array:
    """For each document whether it may have a term: one that has it does. Not to be changed."""
    if found.posting_count <= _FEW_USES:
        return _marked_docs(segment, found)
    key = ("candidate_docs", found.key)
    bits = segment.cache_get(key)
    if bits is None:
        bits = np.packbits(_marked_docs(segment, found))
        segment.cache_put(key, bits, bits.nbytes + 1000)
    return np.unpackbits(bits, count=len(segment)).view(np.bool_)


def docs_of(segment: Segment, found: TermMatches) -> Array:
    """The documents that may have a term, sorted; int64."""
    offsets = segment.value_postings.offsets
    starts = offsets.take(found.values)
    members = members_of(starts, offsets.take(found.values + np.uint32(1)) - starts)
    docs = segment.value_postings.docs.take(members)
    if len(found.long_keys):
        docs = np.concatenate((docs, found.long_keys >> LONG_FIELD_BITS))
    return sorted_unique(docs).astype(np.int64)


def _marked_docs(segment: Segment, found: TermMatches) -> Array:
    marked = np.zeros(len(segment), np.bool_)
    for _, _, uses in member_blocks(segment.value_postings.offsets, found.values):
        marked[segment.value_postings.docs[uses]] = True
    marked[found.long_keys >> LONG_FIELD_BITS] = True
    return marked


def at_start(segment: Segment, keys: Array) -> Array:
    """Whether each posting is of the first word of its value, or of the first after an article; bool."""
    found: Array = (keys & _POSITION) <= segment.first_positions.take(keys >> POSITION_BITS)
    return found


def _by_marking(segment: Segment, parts: list[_Part]) -> tuple[Array, Array]:
    """Values and the best level of each, by writing the level of each part over the worse ones of those before."""
    marks = np.zeros(len(segment.values.positions), np.uint8)
    for keys, levels, _ in parts:
        texts = (keys >> POSITION_BITS).astype(np.intp)
        if isinstance(levels, Level):
            marks[texts] = levels
        else:
            np.maximum.at(marks, texts, levels)
    found = (marks != 0).nonzero()[0]
    return found.astype(np.uint32), marks.take(found)


def _together(parts: list[_Part]) -> _Part:
    """All postings as one part, with a level for each."""
    if not parts:
        return _NO_PART
    keys = np.concatenate([part.keys for part in parts]) if len(parts) > 1 else parts[0].keys
    levels = np.empty(len(keys), np.uint8)
    start = 0
    for part in parts:
        end = start + len(part.keys)
        levels[start:end] = part.levels
        start = end
    return _Part(keys, levels, Level.NONE)


def _by_sorting(part: _Part) -> tuple[Array, Array]:
    """The same for few postings, whatever the number of values."""
    pairs = (part.keys >> POSITION_BITS) << np.uint32(_LEVEL_BITS)
    pairs |= part.levels
    pairs.sort()
    texts = pairs >> np.uint32(_LEVEL_BITS)
    is_last = np.empty(len(texts), np.bool_)
    np.not_equal(texts[1:], texts[:-1], out=is_last[:-1])
    is_last[-1:] = True
    return texts[is_last], (pairs[is_last] & np.uint32(15)).astype(np.uint8)


def _word(segment: Segment, term: Term, joined: tuple[str, ...], fuzziness: Fuzziness) -> list[_Part]:
    word = term.words[0]
    parts: list[_Part] = []
    if fuzziness is Fuzziness.LAST_TRY and word.isalnum() and word[0].isalpha() and len(word) > 1:
        parts.append(_Part(_initialled(segment, word), Level.INITIALS, Level.INITIALS))
    if fuzziness is not Fuzziness.NONE:
        ranges = segment.terms.expand(word, wide=fuzziness is Fuzziness.LAST_TRY)
        parts.append(_Part(*_postings(segment, ranges), Level.NONE))
    low, high = segment.words.prefix_range(word.encode())
    whole = low < high and segment.words[low] == word.encode()
    exact: list[tuple[Level, Array]] = []
    if term.is_prefix:
        exact.append((Level.PREFIX, postings_between(segment, low + whole, high)))
    if term.fuzzy:
        numbers = (segment.words.find(other.encode()) for other in joined)
        exact += [(Level.JOINED, postings_of(segment, number)) for number in numbers if number is not None]
        exact.extend((Level.JOINED, keys) for keys in split_words(segment, word, is_known=low < high))
    if whole:
        exact.append((Level.WHOLE, postings_of(segment, low)))
    parts += [_Part(keys, level, level) for level, keys in exact]
    return [part for part in parts if len(part.keys)]


def _initialled(segment: Segment, word: str) -> Array:
    """Postings at the start of the values whose initials begin with a word."""
    initials = segment.columns.initials
    low, high = initials.keys.prefix_range(word.encode())
    return sorted_unique(initials.values[low:high]) << np.uint32(POSITION_BITS)


def _postings(segment: Segment, ranges: WordRanges) -> tuple[Array, Array]:
    """The postings of ranges of words, and the level of each."""
    offsets = segment.postings.offsets
    starts = offsets.take(ranges.first)
    lengths = offsets.take(ranges.after) - starts
    return segment.postings.keys.take(members_of(starts, lengths)), ranges.levels.repeat(lengths)


def _phrase(segment: Segment, term: Term) -> list[_Part]:
    keys: Array | None = None
    for distance, word in enumerate(term.words):
        low, high = segment.words.prefix_range(word.encode())
        is_last = distance == len(term.words) - 1
        if not (is_last and term.is_prefix):
            high = min(high, low + 1) if low < high and segment.words[low] == word.encode() else low
        own = postings_between(segment, low, high)
        own = np.sort(own) if high - low > 1 else own
        keys = own if keys is None else next_to(keys, own, distance)
        if not len(keys):
            return []
    return [_Part(keys, Level.WHOLE, Level.WHOLE)] if keys is not None else []


def _as_read(segment: Segment, term: Term) -> list[_Part]:
    """Where characters stand that are read as those of a term: simplified ones for traditional ones and back."""
    readings = tuple(fold(word) for word in term.words)
    if not all(reading.isalpha() for reading in readings):
        return []
    found = _phrase(segment, Term(readings, is_prefix=False))
    return [part._replace(levels=Level.VARIANT, least=Level.VARIANT) for part in found]


def _long_word(segment: Segment, word: str, *, is_prefix: bool) -> Array:
    low, high = segment.long_words.prefix_range(word.encode())
    if not is_prefix:
        high = min(high, low + 1) if low < high and segment.long_words[low] == word.encode() else low
    offsets = segment.long_texts.postings.offsets
    return segment.long_texts.postings.keys[offsets[low] : offsets[high]]


def _long_phrase(segment: Segment, term: Term) -> Array:
    """Long texts that have the words of a phrase next to one another."""
    keys: Array | None = None
    for place, word in enumerate(term.words):
        is_prefix = term.is_prefix and place == len(term.words) - 1
        own = _long_word(segment, word, is_prefix=is_prefix)
        keys = sorted_unique(own) if keys is None else keys[isin_sorted(keys, np.sort(own))]
        if not len(keys):
            return _NOTHING
    if keys is None:
        return _NOTHING
    hashes = [np.array([word_hash(word.encode())]) for word in term.words]
    if term.is_prefix:
        low, high = segment.long_words.prefix_range(term.words[-1].encode())
        hashes[-1] = np.array([word_hash(text) for text in segment.long_texts.words.take(range(low, high))])
    return keys[_have_phrase(segment, keys, hashes)]


def _have_phrase(segment: Segment, keys: Array, hashes: list[Array]) -> Array:
    """For each document and long field whether the hashes follow one another in it."""
    docs = keys >> LONG_FIELD_BITS
    offsets = segment.long_texts.offsets
    members = row_members(offsets, docs)
    rows = np.repeat(np.arange(len(docs)), (offsets[docs + np.uint32(1)] - offsets[docs]).astype(np.int64))
    sequence = segment.long_texts.hashes[members]
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
