"""Titles and the articles they begin with, which a list passes over when it sorts."""

import re

from disctui.release.model import Release

_ENGLISH = ("the", "an", "a")
_FOREIGN = (
    "le", "la", "les", "un", "une", "des", "el", "los", "las", "una", "il", "lo", "gli", "i", "uno", "der", "die",
    "das", "ein", "eine", "den", "det", "en", "ett", "o", "os", "as", "um", "uma",
)  # fmt: skip
ARTICLES = frozenset(_ENGLISH + _FOREIGN)
"""Articles in small letters, as a title may begin with them or a catalogue move them: `Cranes Are Flying, The`."""
_ENGLISH_FIRST = re.compile(rf"(?:{'|'.join(_ENGLISH)})\s+(?=\S)", re.IGNORECASE)
_FOREIGN_FIRST = re.compile(rf"(?:(?:{'|'.join(_FOREIGN)})\s+|l['’])(?=\S)", re.IGNORECASE)


def without_article(title: str, *, is_original: bool = False) -> str:
    """`title` without the article it begins with.

    Args:
        title: As on the cover.
        is_original: Whether it is the film's own title, so that an article of another language than English can be
            one; else "Die Hard" would stand under H.
    """
    found = _ENGLISH_FIRST.match(title)
    if found is None and is_original:
        found = _FOREIGN_FIRST.match(title)
    return title if found is None else title[found.end() :]


def sort_title(release: Release) -> str:
    """Where a release stands in a list: its `sort_title`, else its title without a leading article."""
    title = release.title.strip()
    return release.sort_title or without_article(title, is_original=release.original_title == title)
