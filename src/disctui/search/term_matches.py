"""Which values of a segment have a word, how well, and at which positions; and which of its long texts."""

from collections.abc import Iterator

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import expand_ranges, isin_sorted, member_blocks, row_members, sorted_unique
from disctui.search.conditions import Term
from disctui.search.folding import fold
from disctui.search.segment import Segment
from disctui.search.segment_columns import FIELD_MARK_END, LONG_FIELD_BITS, POSITION_BITS
from disctui.search.segment_writer import word_hash
from disctui.search.term_dictionary import EXACT_MIN, Fuzziness, Level

_POSITION = np.uint32((1 << POSITION_BITS) - 1)
_SPLIT_FROM = 5
"""Letters from which on a typed word may be two words of a text."""
_LETTER_WORDS = "aioey0123456789"
"""Letters and digits that are words of their own in a glued word."""
_FEW_USES = 30_000
"""Up to so many uses it costs little to list the documents that have them anew."""
_MANY = 20_000
"""Postings from which on it pays to mark texts rather than to sort postings."""
_NOTHING = np.zeros(0, np.uint32)


class TermMatches(msgspec.Struct, frozen=True):
    """Where one term of a query is found in the values of a segment."""

    values: Array
    """The numbers of the values that have it, sorted; uint32."""
    levels: Array
    """How well each has it, a `Level`: the best of its words; uint8."""
    at_start: Array
    """Whether each has it as its first word; bool."""
    keys: tuple[Array, ...]
    """The postings it was found by, with the positions; uint32."""
    long_keys: Array
    """The postings of long texts, in which only whole words and beginnings are looked for; uint32."""
    posting_count: int
    """How many documents have these values, a document with several counted for each."""
    is_exact: bool
    """Whether each value has it whole or as a beginning, none only misspelt."""
    key: object = None
    """Under which the answers that are made from it are cached; None if none are."""

    def positions_in(self, wanted: Array) -> Array:
        """Its postings in those values for which `wanted`, by value, is true; sorted, each once; uint32."""
        found = [part[wanted[part >> POSITION_BITS]] for part in self.keys]
        if not found:
            return _NOTHING
        return sorted_unique(np.concatenate(found))


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
        parts, long_keys = (
            _word(segment, term, joined, fuzziness),
            _long_word(segment, term.words[0], is_prefix=term.is_prefix),
        )
    else:
        parts, long_keys = _phrase(segment, term), _long_phrase(segment, term)
        if not parts and fuzziness is not Fuzziness.NONE:
            parts = _as_read(segment, term)
    keys = tuple(part for _, part in parts)
    gather = _by_marking if sum(map(len, keys)) > _MANY else _by_sorting
    values, levels, is_first = gather(segment, parts)
    offsets = segment.value_postings.offsets
    count = int((offsets[values + np.uint32(1)] - offsets[values]).sum(dtype=np.int64))
    is_exact = all(level >= EXACT_MIN for level, _ in parts)
    return TermMatches(values, levels, is_first, keys, long_keys, count, is_exact, key)


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


def _marked_docs(segment: Segment, found: TermMatches) -> Array:
    marked = np.zeros(len(segment), np.bool_)
    for _, _, uses in member_blocks(segment.value_postings.offsets, found.values):
        marked[segment.value_postings.docs[uses]] = True
    marked[found.long_keys >> LONG_FIELD_BITS] = True
    return marked


def at_start(segment: Segment, keys: Array) -> Array:
    """Whether each posting is of the first word of its value, or of the first after an article; bool."""
    positions = keys & _POSITION
    found: Array = positions == 0
    second = (positions == 1).nonzero()[0]
    found[second] = segment.article_letters[keys[second] >> POSITION_BITS] > 0
    return found


def _by_marking(segment: Segment, parts: list[tuple[Level, Array]]) -> tuple[Array, Array, Array]:
    """Values, levels and whether at the start, by writing each level over the worse ones."""
    marks = np.zeros(len(segment.values.positions), np.uint8)
    first = []
    for level, keys in parts:
        texts = (keys >> POSITION_BITS).astype(np.intp)
        marks[texts] = level << 1
        first.append(texts[at_start(segment, keys)])
    for texts in first:
        marks[texts] |= 1
    found = (marks != 0).nonzero()[0]
    marks = marks[found]
    return found.astype(np.uint32), marks >> 1, (marks & 1).view(np.bool_)


def _by_sorting(segment: Segment, parts: list[tuple[Level, Array]]) -> tuple[Array, Array, Array]:
    """The same for few postings, whatever the number of texts."""
    if not parts:
        return _NOTHING, np.zeros(0, np.uint8), np.zeros(0, np.bool_)
    keys = np.concatenate([part for _, part in parts])
    levels = np.repeat(np.array([level for level, _ in parts], np.uint64), [len(part) for _, part in parts])
    pairs = (keys >> POSITION_BITS).astype(np.uint64) << np.uint64(5)
    pairs |= levels << np.uint64(1)
    pairs |= at_start(segment, keys)
    pairs.sort()
    texts = (pairs >> np.uint64(5)).astype(np.uint32)
    firsts = np.append(True, texts[1:] != texts[:-1]).nonzero()[0]
    lasts = np.append(firsts[1:], len(texts)) - 1
    is_first = np.logical_or.reduceat((pairs & np.uint64(1)).astype(np.bool_), firsts)
    return texts[firsts], ((pairs[lasts] >> np.uint64(1)) & np.uint64(15)).astype(np.uint8), is_first


def _word(segment: Segment, term: Term, joined: tuple[str, ...], fuzziness: Fuzziness) -> list[tuple[Level, Array]]:
    word = term.words[0]
    parts: list[tuple[Level, Array]] = []
    if fuzziness is not Fuzziness.NONE:
        parts = _postings(segment, segment.terms.expand(word, wide=fuzziness is Fuzziness.LAST_TRY))
    if fuzziness is Fuzziness.LAST_TRY and word.isalpha() and len(word) > 1:
        parts.append((Level.INITIALS, _initialled(segment, word)))
    low, high = segment.words.prefix_range(word.encode())
    whole = low < high and segment.words[low] == word.encode()
    if term.is_prefix:
        parts.append((Level.PREFIX, _slice(segment, low + whole, high)))
    if term.fuzzy:
        for other in joined:
            if (number := segment.words.find(other.encode())) is not None:
                parts.append((Level.JOINED, _slice(segment, number, number + 1)))
        parts.extend((Level.JOINED, keys) for keys in _split(segment, word, is_known=low < high))
    if whole:
        parts.append((Level.WHOLE, _slice(segment, low, low + 1)))
    return [(level, keys) for level, keys in parts if len(keys)]


def _initialled(segment: Segment, word: str) -> Array:
    """Postings at the start of the values whose initials begin with a word."""
    initials = segment.columns.initials
    low, high = initials.keys.prefix_range(word.encode())
    return np.sort(initials.values[low:high]) << np.uint32(POSITION_BITS)


def _slice(segment: Segment, low: int, high: int) -> Array:
    offsets = segment.postings.offsets
    return segment.postings.keys[offsets[low] : offsets[high]]


def _postings(segment: Segment, groups: list[tuple[Level, Array]]) -> list[tuple[Level, Array]]:
    """The postings of groups of words."""
    if not groups:
        return []
    words, offsets = np.concatenate([group for _, group in groups]), segment.postings.offsets
    starts = offsets[words]
    lengths = offsets[words + np.uint32(1)] - starts
    keys = segment.postings.keys[expand_ranges(starts, lengths)]
    ends = np.append(0, lengths.cumsum(dtype=np.int64))[np.cumsum([len(group) for _, group in groups])].tolist()
    return [(level, keys[low:high]) for (level, _), low, high in zip(groups, [0, *ends], ends, strict=False)]


def _split(segment: Segment, word: str, *, is_known: bool) -> list[Array]:
    """Postings of the first of neighbouring words that are `word` when joined.

    Args:
        segment: Where to look.
        word: What was typed.
        is_known: Whether some word begins so: then it may be two words, otherwise any number.
    """
    if len(word) < _SPLIT_FROM or not word.isascii():
        return []
    size = len(word)
    pieces: dict[int, list[tuple[int, Array]]] = {}  # by letter the words that `word` has from there on
    reached = [0]
    for start in reached:
        pieces[start] = list(_words_from(segment, word, start))
        if not is_known:
            reached += [end for end, _ in pieces[start] if end < size and end not in reached]
    rests: dict[int, Array] = {}  # by letter the postings of words that together are the rest from there on
    for start in sorted(pieces, reverse=True):
        found = []
        for end, keys in pieces[start]:
            rest = rests.get(end, _NOTHING)
            if is_known:
                second = segment.words.find(word[end:].encode())
                rest = _NOTHING if second is None else _slice(segment, second, second + 1)
            together = keys if end == size else _next_to(keys, rest, 1)
            if len(together):
                found.append(together)
        if found:
            rests[start] = sorted_unique(np.concatenate(found)) if len(found) > 1 else found[0]
    return [rests[0]] if 0 in rests else []


def _words_from(segment: Segment, word: str, start: int) -> Iterator[tuple[int, Array]]:
    """The words that `word` has from a letter on, but for itself: the letter after each, and its postings."""
    for end in range(start + 1, len(word) + (start > 0)):
        if end == start + 1 and word[start] not in _LETTER_WORDS:
            continue
        piece = word[start:end].encode()
        number = segment.words.lower_bound(piece)
        if number == len(segment.words) or not segment.words[number].startswith(piece):
            return
        if segment.words[number] == piece:
            yield end, _slice(segment, number, number + 1)


def _next_to(keys: Array, others: Array, distance: int) -> Array:
    """Those sorted `keys` for which there is one of the sorted `others` so many places after them."""
    if not len(keys) or not len(others):
        return _NOTHING
    sought = keys + np.uint32(distance)
    sought = sought[(keys & _POSITION) + distance <= _POSITION]
    found: Array = sought[isin_sorted(sought, others)] - np.uint32(distance)
    return found


def _phrase(segment: Segment, term: Term) -> list[tuple[Level, Array]]:
    keys: Array | None = None
    for distance, word in enumerate(term.words):
        low, high = segment.words.prefix_range(word.encode())
        is_last = distance == len(term.words) - 1
        if not (is_last and term.is_prefix):
            high = min(high, low + 1) if low < high and segment.words[low] == word.encode() else low
        own = _slice(segment, low, high)
        own = np.sort(own) if high - low > 1 else own
        keys = own if keys is None else _next_to(keys, own, distance)
        if not len(keys):
            return []
    return [(Level.WHOLE, keys)] if keys is not None else []


def _as_read(segment: Segment, term: Term) -> list[tuple[Level, Array]]:
    """Where characters stand that are read as those of a term: simplified ones for traditional ones and back."""
    readings = tuple(fold(word) for word in term.words)
    if not all(reading.isalpha() for reading in readings):
        return []
    found = _phrase(segment, Term(readings, is_prefix=False))
    return [(Level.VARIANT, keys) for _, keys in found]


def _long_word(segment: Segment, word: str, *, is_prefix: bool) -> Array:
    low, high = segment.long_texts.words.prefix_range(word.encode())
    if not is_prefix:
        high = min(high, low + 1) if low < high and segment.long_texts.words[low] == word.encode() else low
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
        low, high = segment.long_texts.words.prefix_range(term.words[-1].encode())
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
