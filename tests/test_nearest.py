"""One rule for the name that a misspelt one stands for."""

import pytest

from disctui.nearest import CERTAIN, nearest_name, suggestion

KEYS = ("title", "year", "date", "cast", "length", "directors", "special_features")
COMMANDS = ("search", "show", "check", "add", "set", "export", "import")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("serch", "search"),
        ("exprot", "export"),
        ("shwo", "show"),
        ("SEARCH", "search"),
        ("tset", "set"),
        ("films", None),
        ("", None),
    ],
)
def test_a_misspelt_command_is_known(written: str, meant: str | None) -> None:
    assert nearest_name(written, COMMANDS) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("speical_features", "special_features"),
        ("Titel", "title"),
        ("yer", "year"),
        ("dat", "date"),
        ("regisseur", None),
        ("case", None),
        ("cost", None),
        ("leather", None),
    ],
)
def test_where_any_name_may_stand_only_slips_are_told(written: str, meant: str | None) -> None:
    assert nearest_name(written, KEYS, CERTAIN) == meant


def test_a_suggestion_names_the_nearest_or_all() -> None:
    assert suggestion("serch", COMMANDS) == "did you mean search?"
    assert suggestion("xyz", ("a", "b")) == "one of: a, b"
