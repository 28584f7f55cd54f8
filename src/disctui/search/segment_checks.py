"""Whether the columns of a segment fit one another, so that no search reaches past their ends.

A file's checksum says that it is as somebody wrote it, not that we did. What these checks let pass can be wrong in its
words and its order, and in nothing else: each number that is used as an index is in range.
"""

from disctui.columns.ragged import is_ragged
from disctui.search.segment_columns import LONG_FIELD_BITS, POSITION_BITS, SegmentColumns

MOST_FIELDS = 256
"""Codes of fields that there are."""


def is_sound(columns: SegmentColumns) -> bool:
    """Whether every column has the length that the others need, and every number in it what it counts."""
    terms, values, texts, numbers = columns.terms, columns.values, columns.long_texts, columns.numbers
    films = columns.films
    by_value, by_doc = columns.value_postings, columns.doc_values
    words, docs, kept = len(terms.words), len(columns.documents.by_id), len(values.checksums)
    strings = (
        (terms.words, words), (terms.phonetic_keys, len(terms.phonetic_words)), (terms.sounds, len(terms.sounds)),
        (values.shown, kept), (columns.initials.keys, len(columns.initials.values)), (texts.words, len(texts.words)),
        (columns.documents.ids, docs), (columns.documents.sort_keys, docs),
    )  # fmt: skip
    rows = (
        (terms.sound_offsets, len(terms.sounds), (terms.sounding_words,)),
        (columns.postings.offsets, words, (columns.postings.keys,)),
        (by_value.offsets, kept, (by_value.docs, by_value.fields)),
        (by_doc.offsets, docs, (by_doc.values, by_doc.fields)),
        (texts.postings.offsets, len(texts.words), (texts.postings.keys,)),
        (texts.offsets, docs, (texts.hashes,)),
        (numbers.offsets, MOST_FIELDS, (numbers.docs, numbers.values)),
    )
    limits = (
        (terms.by_length, words), (terms.phonetic_words, words), (terms.sounding_words, words),
        (columns.postings.keys, kept << POSITION_BITS), (by_value.docs, docs), (by_doc.values, kept),
        (columns.initials.values, kept), (texts.postings.keys, docs << LONG_FIELD_BITS), (numbers.docs, docs),
        (columns.documents.by_id, docs), (films.docs, docs), (films.sets, docs),
    )  # fmt: skip
    return (
        len(terms.by_length) == len(terms.masks) == words
        and len(values.letters) == len(values.positions) == kept
        and len(films.docs) == len(films.sets) == len(films.numbers)
        and all(is_ragged(one.offsets, count, one.data) for one, count in strings)
        and all(is_ragged(offsets, count, *members) for offsets, count, members in rows)
        and all(not len(one) or int(one.max()) < limit for one, limit in limits)
    )
