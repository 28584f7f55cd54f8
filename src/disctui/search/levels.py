"""How well a word fits one that was typed."""

import enum


class Level(enum.IntEnum):
    """How well a word fits one that was typed; higher is better. Fits in four bits."""

    NONE = 0
    FAR_SOUND = 1
    """It sounds nearly alike, or alike though spelt quite differently, or is three letters off."""
    TWO_TYPOS_PREFIX = 2
    """The beginning of it is two letters off."""
    WEAK_TYPO = 3
    """As `ONE_TYPO`, but for the first letter, or a short word."""
    TWO_TYPOS = 4
    """Two letters off."""
    SOUND = 5
    """It sounds alike, and is not spelt too differently."""
    INSIDE = 6
    """It has the typed letters, but not at its beginning."""
    ONE_TYPO_PREFIX = 7
    """The beginning of it is one letter off."""
    INITIALS = 8
    """The typed letters are the first ones of its value's words."""
    ONE_TYPO = 9
    """One letter off: missing, added, changed, or changed places with the next."""
    VARIANT_PREFIX = 10
    """The beginning of it is another transliteration."""
    VARIANT = 11
    """Another transliteration."""
    PREFIX = 12
    """It begins so."""
    JOINED = 13
    """The typed word is several words in one, or several typed words are one."""
    WHOLE = 14


EXACT_MIN = Level.PREFIX
"""The lowest level of a true match; those below are near ones."""

SHORT = 4
"""Letters up to which a word is a short one."""
_TWO_EDITS_FROM = 6
_THREE_EDITS_FROM = 8
_TWO = 2
PREFIX_FROM, _PREFIX_TWO_TYPOS_FROM = 5, 9
"""Letters of a word from which on those are found of which it is the beginning, one or two letters off."""


def edits_allowed(word: str, *, wide: bool = False) -> int:
    """How many letters a word of the library may be off the typed one; more if `wide`."""
    if len(word) < SHORT - wide or not (word.isascii() and word.isalpha()):
        return 0
    if len(word) < _TWO_EDITS_FROM - wide:
        return 1
    return 3 if wide and len(word) >= _THREE_EDITS_FROM else 2


def prefix_edits_allowed(word: str) -> int:
    """How many letters the beginning of a longer word of the library may be off the typed one."""
    if len(word) < PREFIX_FROM or not edits_allowed(word):
        return 0
    return 1 if len(word) < _PREFIX_TWO_TYPOS_FROM else 2


def level_of(size: int, distance: int, *, is_prefix: bool) -> Level:
    """The level of a word of the same first letter, or of the beginning of one.

    Args:
        size: How many letters the typed word has.
        distance: How many edits the word is off it.
        is_prefix: Whether it is the beginning of the word that is so far off.
    """
    if is_prefix:
        return Level.TWO_TYPOS_PREFIX if distance > 1 else Level.ONE_TYPO_PREFIX
    if distance > _TWO:
        return Level.FAR_SOUND
    if size <= SHORT:
        return Level.WEAK_TYPO if distance == 1 else Level.TWO_TYPOS_PREFIX
    return Level.ONE_TYPO if distance == 1 else Level.TWO_TYPOS
