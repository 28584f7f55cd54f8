"""Several segments made into one, without what no longer counts."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from disctui.columns.ragged import Array, Texts, bounds_of, rows_of
from disctui.search.fields import CODES, MOST_FIELDS, NAMES, OWN
from disctui.search.segment import LONG_FIELD_BITS, PLACE_BITS, Arrays, Segment
from disctui.search.segment_writer import sorted_pairs, sorted_places, uses_of
from disctui.search.term_dictionary import TermDictionary

_GONE = np.iinfo(np.uint32).max
_PLACES = np.uint32((1 << PLACE_BITS) - 1)
_LONG_FIELDS = np.uint32((1 << LONG_FIELD_BITS) - 1)


class _Postings(NamedTuple):
    """Words and postings of all segments, brought together."""

    words: Texts
    renumbered: list[Array]
    """By segment the new number of each word."""
    pairs: tuple[Array, Array]
    """The word and the key of each posting."""


def merged(segments: Sequence[Segment], alive: Sequence[Array]) -> Segment:
    """One segment of all documents that still count; no two of them have one id."""
    orders = [order for segment in segments for order in segment.orders]
    living = np.flatnonzero(np.concatenate(alive))
    ordered = np.array(sorted(living.tolist(), key=orders.__getitem__), np.int64)
    documents = np.full(len(orders), _GONE, np.uint32)
    documents[ordered] = np.arange(len(ordered), dtype=np.uint32)
    offsets = np.cumsum([0, *map(len, segments)])
    numbers = [documents[low:high] for low, high in pairwise(offsets)]
    own, codes = _fields(segments)

    postings, texts, kept_texts = _texts(segments, alive)
    units = rows_of(*_rows(segments, "unit_bounds", ordered))
    unit_texts = texts[_joined(segments, "unit_texts", _text_offsets(segments))[units]]
    unit_fields = np.concatenate(
        [code[segment.arrays.unit_fields] for segment, code in zip(segments, codes, strict=True)]
    )[units]
    unit_bounds = _lengths(segments, "unit_bounds", ordered)
    use_bounds, use_docs, use_fields = uses_of(unit_bounds, unit_texts, unit_fields, len(kept_texts))
    posting_bounds, posting_keys = sorted_pairs(*postings.pairs, len(postings.words))
    long_words, long_posting_bounds, long_postings = _long_postings(segments, numbers)
    by_length, masks = TermDictionary.parts_of(postings.words)
    skeletons, skeleton_words = _skeletons(segments, postings.renumbered)
    shown = Texts.of(_some(segments, "texts", kept_texts))
    ids, order_texts = (Texts.of(_some(segments, name, ordered)) for name in ("ids", "orders"))
    number_bounds, number_docs, number_values = _numbers(segments, numbers, codes)
    return Segment(
        Arrays(
            word_bytes=postings.words.data,
            word_bounds=postings.words.bounds,
            by_length=by_length,
            masks=masks,
            skeleton_bytes=skeletons.data,
            skeleton_bounds=skeletons.bounds,
            skeleton_words=skeleton_words,
            posting_bounds=posting_bounds,
            postings=posting_keys,
            text_bytes=shown.data,
            text_bounds=shown.bounds,
            text_checks=_joined(segments, "text_checks")[kept_texts],
            text_letters=_joined(segments, "text_letters")[kept_texts],
            text_places=_joined(segments, "text_places")[kept_texts],
            use_bounds=use_bounds,
            use_docs=use_docs,
            use_fields=use_fields,
            unit_bounds=unit_bounds,
            unit_texts=unit_texts,
            unit_fields=unit_fields,
            long_word_bytes=long_words.data,
            long_word_bounds=long_words.bounds,
            long_posting_bounds=long_posting_bounds,
            long_postings=long_postings,
            long_bounds=_lengths(segments, "long_bounds", ordered),
            long_hashes=_joined(segments, "long_hashes")[rows_of(*_rows(segments, "long_bounds", ordered))],
            number_bounds=number_bounds,
            number_docs=number_docs,
            number_values=number_values,
            id_bytes=ids.data,
            id_bounds=ids.bounds,
            by_id=sorted_places(ids),
            order_bytes=order_texts.data,
            order_bounds=order_texts.bounds,
        ),
        own,
    )


def _fields(segments: Sequence[Segment]) -> tuple[tuple[str, ...], list[Array]]:
    """The owner's own keys of all, and by segment the new number of each field."""
    own = tuple(dict.fromkeys(name for segment in segments for name in segment.own))[: MOST_FIELDS - len(NAMES)]
    numbers = {name: len(NAMES) + place for place, name in enumerate(own)}
    codes = []
    for segment in segments:
        code = np.arange(256, dtype=np.uint8)
        for place, name in enumerate(segment.own):
            code[len(NAMES) + place] = numbers.get(name, CODES[OWN])
        codes.append(code)
    return own, codes


def _text_offsets(segments: Sequence[Segment]) -> list[int]:
    return list(accumulate((len(segment.arrays.text_places) for segment in segments[:-1]), initial=0))


def _joined(segments: Sequence[Segment], name: str, offsets: Sequence[int] | None = None) -> Array:
    """One array of each segment after the other, each with its offset added."""
    arrays = [getattr(segment.arrays, name) for segment in segments]
    if offsets is not None:
        arrays = [array + np.uint32(offset) for array, offset in zip(arrays, offsets, strict=True)]
    return np.concatenate(arrays)


def _rows(segments: Sequence[Segment], name: str, rows: Array) -> tuple[Array, Array]:
    """Bounds of all segments' rows as one, and `rows` as `rows_of` takes them with it."""
    bounds = [getattr(segment.arrays, name).astype(np.int64) for segment in segments]
    offset, starts, shift = 0, [], []
    for place, one in enumerate(bounds):
        starts.append(one + offset)
        shift.append(np.full(len(one) - 1, place))
        offset += int(one[-1])
    return np.concatenate(starts), rows + np.concatenate(shift)[rows]


def _lengths(segments: Sequence[Segment], name: str, rows: Array) -> Array:
    lengths = np.concatenate([np.diff(getattr(segment.arrays, name)) for segment in segments])[rows]
    bounds = np.zeros(len(rows) + 1, np.uint32)
    np.cumsum(lengths, out=bounds[1:])
    return bounds


def _some(segments: Sequence[Segment], name: str, places: Array) -> list[bytes]:
    everything = [text for segment in segments for text in getattr(segment, name)]
    return [everything[place] for place in places.tolist()]


def _used_texts(segments: Sequence[Segment], alive: Sequence[Array]) -> list[Array]:
    """By segment which texts a document that counts uses."""
    found = []
    for segment, mask in zip(segments, alive, strict=True):
        used = np.zeros(len(segment.arrays.text_places), np.bool_)
        used[segment.arrays.unit_texts[np.repeat(mask, np.diff(segment.arrays.unit_bounds))]] = True
        found.append(used)
    return found


def _merged_words(words: Sequence[Texts], used: Sequence[Array]) -> tuple[Texts, list[Array]]:
    """All words that are used, sorted, and by segment the new number of each."""
    lists = [list(texts) for texts in words]
    together = sorted(
        {
            word
            for spelt, mask in zip(lists, used, strict=True)
            for word, wanted in zip(spelt, mask.tolist(), strict=True)
            if wanted
        }
    )
    numbers = {word: number for number, word in enumerate(together)}
    renumbered = [np.fromiter((numbers.get(word, _GONE) for word in spelt), np.uint32, len(spelt)) for spelt in lists]
    return Texts.of(together), renumbered


def _texts(segments: Sequence[Segment], alive: Sequence[Array]) -> tuple[_Postings, Array, Array]:
    """Postings of all, the new number of each text of all, and the texts that are kept, one of each."""
    used = _used_texts(segments, alive)
    offsets = _text_offsets(segments)
    words_of, keys_of, used_words = [], [], []
    for segment, mask, offset in zip(segments, used, offsets, strict=True):
        arrays = segment.arrays
        numbers_of = np.repeat(np.arange(len(segment.words), dtype=np.uint32), np.diff(arrays.posting_bounds))
        texts = arrays.postings >> PLACE_BITS
        living = mask[texts]
        words_of.append(numbers_of[living])
        keys_of.append((texts[living].astype(np.int64) + offset, arrays.postings[living] & _PLACES))
        present = np.zeros(len(segment.words), np.bool_)
        present[words_of[-1]] = True
        used_words.append(present)
    words, renumbered = _merged_words([segment.words for segment in segments], used_words)
    new_words = np.concatenate([new[own] for new, own in zip(renumbered, words_of, strict=True)])
    texts = np.concatenate([key[0] for key in keys_of])
    places = np.concatenate([key[1] for key in keys_of])
    numbers, kept = _same_texts(segments, np.concatenate(used), new_words, texts, places)
    keys = (numbers[texts] << np.uint32(PLACE_BITS)) | places
    return _Postings(words, renumbered, (new_words, keys)), numbers, kept


def _same_texts(
    segments: Sequence[Segment], used: Array, words: Array, texts: Array, places: Array
) -> tuple[Array, Array]:
    """The new number of each text, one for those that are the same, and the texts that are kept."""
    mixed = (words.astype(np.uint64) << np.uint64(PLACE_BITS)) | places
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    identity = np.zeros(len(used), np.uint64)
    np.add.at(identity, texts, mixed ^ (mixed >> np.uint64(31)))
    identity ^= _joined(segments, "text_checks").astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    living = np.flatnonzero(used)
    _, firsts, inverse = np.unique(identity[living], return_index=True, return_inverse=True)
    by_first = np.argsort(firsts, kind="stable")
    rank = np.zeros(len(firsts), np.uint32)
    rank[by_first] = np.arange(len(firsts), dtype=np.uint32)
    numbers = np.zeros(len(used), np.uint32)
    numbers[living] = rank[inverse]
    return numbers, living[firsts[by_first]]


def _long_postings(segments: Sequence[Segment], numbers: Sequence[Array]) -> tuple[Texts, Array, Array]:
    words_of, keys_of, used = [], [], []
    for segment, new in zip(segments, numbers, strict=True):
        arrays = segment.arrays
        numbers_of = np.repeat(np.arange(len(segment.long_words), dtype=np.uint32), np.diff(arrays.long_posting_bounds))
        docs = new[arrays.long_postings >> LONG_FIELD_BITS]
        living = docs != _GONE
        keys_of.append((docs[living] << np.uint32(LONG_FIELD_BITS)) | (arrays.long_postings[living] & _LONG_FIELDS))
        words_of.append(numbers_of[living])
        present = np.zeros(len(segment.long_words), np.bool_)
        present[words_of[-1]] = True
        used.append(present)
    words, renumbered = _merged_words([segment.long_words for segment in segments], used)
    new_words = np.concatenate([new[own] for new, own in zip(renumbered, words_of, strict=True)])
    return words, *sorted_pairs(new_words, np.concatenate(keys_of), len(words))


def _skeletons(segments: Sequence[Segment], renumbered: Sequence[Array]) -> tuple[Texts, Array]:
    found: dict[int, bytes] = {}
    for segment, new in zip(segments, renumbered, strict=True):
        found.update(zip(new[segment.arrays.skeleton_words].tolist(), segment.skeletons, strict=True))
    found.pop(int(_GONE), None)
    pairs = sorted((text, word) for word, text in found.items())
    return Texts.of([text for text, _ in pairs]), np.array([word for _, word in pairs], np.uint32)


def _numbers(
    segments: Sequence[Segment], numbers: Sequence[Array], codes: Sequence[Array]
) -> tuple[Array, Array, Array]:
    docs = np.concatenate([new[segment.arrays.number_docs] for segment, new in zip(segments, numbers, strict=True)])
    fields = np.concatenate(
        [
            code[np.repeat(np.arange(256), np.diff(segment.arrays.number_bounds))]
            for segment, code in zip(segments, codes, strict=True)
        ]
    )
    living = docs != _GONE
    docs, fields, values = docs[living], fields[living], _joined(segments, "number_values")[living]
    by_field = np.lexsort((docs, fields))
    return bounds_of(fields, 256), docs[by_field], values[by_field]
