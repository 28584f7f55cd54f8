"""What a half-typed query may become: names of fields and their values, most likely first."""

from collections import Counter
from collections.abc import Iterable

import msgspec
import numpy as np

from disctui.columns.declaration import Array
from disctui.columns.ragged import row_members
from disctui.search.conditions import STATES, Term
from disctui.search.fields import FIELDS, QUERY_NAMES, STATUSES, Takes
from disctui.search.index import Index
from disctui.search.segment import Segment
from disctui.search.term_matches import match_term
from disctui.search.tokenizer import query_words

MOST = 20
"""Completions that are offered."""
_FIRST = ("director", "actor", "year", "genre", "studio", "country", "format", "status", "tag", "location", "rating")
"""Names that are offered before the others that begin alike."""


class Completion(msgspec.Struct, frozen=True):
    """One way to go on."""

    start: int
    end: int
    """The part of the query that it replaces."""
    replacement: str
    hint: str = ""
    """A word about it, e.g. how many releases it finds."""


def complete(index: Index, text: str, cursor: int) -> list[Completion]:
    """What the part of `text` before `cursor` may become, most likely first."""
    start = _start(text[:cursor])
    part = text[start:cursor].removeprefix("-")
    start = cursor - len(part)
    name, colon, value = part.partition(":")
    if not colon:
        names = [known for known in _names(index) if part and known.startswith(part.casefold())]
        names.sort(key=lambda known: (known not in _FIRST, "." in known, known))
        return [Completion(start, cursor, f"{known}:") for known in names[:MOST]]
    begun = value.strip('"')
    return [
        Completion(start, cursor, f"{name}:{quoted(one)}", f"{count:,}" if count else "")
        for one, count in values(index, name, begun)
    ]


def values(index: Index, name: str, begun: str = "", most: int = MOST) -> list[tuple[str, int]]:
    """Values that the library has for a field, with their numbers of uses, most used first.

    Args:
        index: The library's index.
        name: Of a field, as a query has it.
        begun: How the value begins, or one of its words.
        most: How many at most.
    """
    fields = QUERY_NAMES.get(name.casefold()) or tuple(
        own for own in index.own_fields if own.casefold() == name.casefold()
    )
    takes = FIELDS[fields[0]].takes if fields and fields[0] in FIELDS else Takes.WORDS
    fixed: tuple[str, ...] = ()
    if name.casefold() == "is":
        return [(word, 0) for word in STATES if word.startswith(begun.casefold())]
    if takes is Takes.CHOICE:
        fixed = STATUSES
    elif takes in (Takes.YES_NO, Takes.DATE) or name.casefold() == "loaned":
        fixed = ("yes", "no")
    found = [(one, 0) for one in fixed if one.startswith(begun.casefold())]
    if takes is Takes.WORDS or fields == ("year",):
        found += _counted(index, fields, begun, most)
    return found[:most]


def _counted(index: Index, fields: tuple[str, ...], begun: str, most: int) -> list[tuple[str, int]]:
    """Values that have the words of `begun`, the last perhaps only begun, those of most releases first."""
    terms = [Term(tuple(run)) for run in query_words(begun)]
    counts: Counter[str] = Counter()
    for segment, alive in index.segments:
        texts, uses = _uses(segment, alive, fields, terms, most)
        for text, count in zip(segment.values.shown.take(texts.tolist()), uses.tolist(), strict=True):
            if text:
                counts[text.decode(errors="replace")] += count
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0]))[:most]


def _uses(segment: Segment, alive: Array, fields: tuple[str, ...], terms: list[Term], most: int) -> tuple[Array, Array]:
    """Values of fields that have all terms, most used first, and how many releases that count use each."""
    offsets = segment.value_postings.offsets
    wanted = np.zeros(256, np.bool_)
    wanted[[segment.codes[name] for name in fields if name in segment.codes]] = True
    if terms:
        texts = match_term(segment, terms[0]).values
        for term in terms[1:]:
            texts = np.intersect1d(texts, match_term(segment, term).values)
        members = row_members(offsets, texts)
        users = np.repeat(texts, (offsets[texts + np.uint32(1)] - offsets[texts]).astype(np.int64))
    else:
        members = np.flatnonzero(wanted[segment.value_postings.fields])
        users = (np.searchsorted(offsets, members, side="right") - 1).astype(np.uint32)
    counting = wanted[segment.value_postings.fields[members]] & alive[segment.value_postings.docs[members]]
    users, members = users[counting], members[counting]
    if segment.has_films:  # a release counts once, by whichever of its films it has the value
        owners = segment.owners[segment.value_postings.docs[members]]
        pairs = np.unique(users.astype(np.int64) << 32 | owners)
        users = (pairs >> 32).astype(np.uint32)
    found, counts = np.unique(users, return_counts=True)
    first = np.argsort(-counts, kind="stable")[: 4 * most]  # texts that differ only in segments may be one
    return found[first], counts[first]


def _start(typed: str) -> int:
    """Where the word under the cursor begins; blanks within quotes are part of it."""
    is_quoted = False
    start = 0
    for at, letter in enumerate(typed):
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == " " and not is_quoted:
            start = at + 1
    return start


def _names(index: Index) -> Iterable[str]:
    return dict.fromkeys((*QUERY_NAMES, "has", "is", *index.own_fields))


def quoted(value: str, *, always: bool = False) -> str:
    """A value as a query has it: in quotation marks where it holds a blank or a sign of the language, or `always`."""
    plain = value.replace('"', "")
    return f'"{plain}"' if always or any(sign.isspace() or sign in '":' for sign in value) else plain
