"""What no eye can see never reaches a screen, and what scripts need stays."""

import unicodedata

import pytest

from disctui.safe_text import clean, clean_lines

NEEDED = "\u200c\u200d"
"""Joiners that Persian and many emoji need."""
SEEN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)}
"""Format characters that have a shape of their own."""


@pytest.mark.parametrize("function", [clean, clean_lines])
def test_no_character_of_format_is_shown_but_those_with_a_use(function: object) -> None:
    assert callable(function)
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in {"Cf", "Cs"} and character not in NEEDED and code not in SEEN:
            assert character not in function(f"a{character}b"), hex(code)


def test_fillers_that_look_like_nothing_are_taken_out() -> None:
    assert clean("a\u115f\u1160\u3164\uffa0\u034f\u2061\u2064b") == "ab"


def test_what_scripts_need_stays() -> None:
    for text in ("می\u200cخواهم", "👩\u200d🚀", "é", "ไม่", "क्षि"):
        assert clean(text) == text
