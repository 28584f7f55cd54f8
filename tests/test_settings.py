"""config.toml: what it sets holds, and a mistake costs that setting alone."""

import os
from pathlib import Path

import pytest

from disctui.library.locations import library_folder, sample_library, user_library
from disctui.settings import Settings, checked, config_file, read_settings, remember
from disctui.tui.commands import COMMANDS, EVERYWHERE, keys_of
from disctui.tui.keymap import read_keymap
from disctui.tui.keys import is_key, key_name, textual_key

THEMES = ("nord", "gruvbox")


def _config(text: str | bytes) -> Path:
    path = config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_it_stands_in_the_platforms_folder_for_settings(home: Path) -> None:
    assert config_file() == home / ".config" / "disctui" / "config.toml"


def test_without_a_file_nothing_is_set_and_nothing_is_wrong(home: Path) -> None:
    assert read_settings() == Settings()


def test_library_theme_and_keys_are_read(home: Path) -> None:
    _config('library = "~/discs"\ntheme = "nord"\n[keys]\nedit = "ctrl+e"\nquit = ["x", "Q"]\n')
    settings = read_settings()
    assert settings.library == "~/discs"
    assert settings.theme == "nord"
    assert settings.keys == {"edit": ("ctrl+e",), "quit": ("x", "Q")}
    assert settings.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ('# mine\nthem = "nord"\n', 2, "them is not a setting", "did you mean theme?"),
        ("\nlibrary = 3\n", 2, "library must be text", None),
        ('keys = "e"\n', 1, "keys must be a table", None),
        ("[keys]\nedit = 5\n", 2, "keys.edit must be a key", None),
        ('[keys]\nquit = ["x", 1]\n', 2, "keys.quit must be a key", None),
        ('theme = "nord\n', 1, "", None),
        ('theme = "nord"\nlend_days = "28"\n', 2, "lend_days must be a number of days", "write lend_days = 28"),
        ('columns = "price"\n', 1, "columns must be a list", None),
        ('[themes.mine]\nprimary = "blue"\n', 2, "primary must be a colour", 'write primary = "#1e88e5"'),
        ('[themes.mine]\nprimary = "#123"\nbackgruond = "#000"\n', 3, "backgruond is no colour", "did you mean back"),
        ("[themes.mine]\ndark = true\n", 1, "the theme mine needs a primary colour", None),
        ("themes = 3\n", 1, "themes must be tables", None),
        ("lend_days = -1\n", 1, "lend_days must be a number of days", None),
    ],
)
def test_a_mistake_is_told_with_its_line(home: Path, text: str, line: int, message: str, hint: str | None) -> None:
    path = _config(text)
    (problem,) = read_settings().problems
    assert problem.path == str(path)
    assert problem.line == line
    assert problem.message.startswith(message)
    assert hint is None or (problem.hint or "").startswith(hint)


def test_the_rest_holds(home: Path) -> None:
    _config('them = "nord"\nlibrary = "/discs"\n[keys]\nedit = 5\nquit = "x"\n')
    settings = read_settings()
    assert settings.library == "/discs"
    assert settings.keys == {"quit": ("x",)}
    assert len(settings.problems) == 2


def _checked() -> Settings:
    settings = read_settings()
    return checked(settings, THEMES, read_keymap(settings.keys)[1])


def test_unknown_commands_and_themes_are_told_with_the_nearest_name(home: Path) -> None:
    _config('theme = "nrod"\n\n[keys]\nrevers = "Y"\nedit = "Z"\n')
    settings = _checked()
    assert settings.theme is None
    assert [(problem.line, problem.hint) for problem in settings.problems] == [
        (1, "did you mean nord?"),
        (4, "did you mean reverse?"),
    ]
    assert read_keymap(settings.keys)[0] == {"edit": ("Z",)}


@pytest.mark.parametrize("key", ["ctrl+e", "ö", "f5", "!", "ctrl+shift+x", "alt+e", "ins", "Ctrl+Left", "ctrl+pgdn"])
def test_keys_that_a_terminal_sends_are_accepted(home: Path, key: str) -> None:
    _config(f"[keys]\nedit = '{key}'\n")
    assert _checked().problems == ()


@pytest.mark.parametrize("key", ["ctrl+nonsense", "crtl+x", "F99", "enterr", "ctrl+", "xy"])
def test_a_key_that_does_not_exist_is_told_at_its_line_and_the_commands_own_holds(home: Path, key: str) -> None:
    _config(f"[keys]\nedit = ['{key}', 'Z']\nreverse = '{key}'\n")
    settings = _checked()
    assert [(problem.line, problem.message) for problem in settings.problems] == [
        (2, f"there is no key {key}"),
        (3, f"there is no key {key}"),
    ]
    assert read_keymap(settings.keys)[0] == {"edit": ("Z",)}


def test_two_commands_given_one_key_are_told_with_both_names_and_the_first_has_it(home: Path) -> None:
    _config('[keys]\nedit = "Z"\n\nreverse = ["Z", "Y"]\n')
    (problem,) = _checked().problems
    assert problem.line == 4
    assert problem.message == "Z is the key of both edit and reverse"
    keymap, _ = read_keymap(read_settings().keys)
    assert keymap == {"edit": ("Z",), "reverse": ("Y",)}


def test_a_key_taken_from_a_command_that_was_not_named_is_told_too(home: Path) -> None:
    _config('[keys]\nreverse = "e"\n')
    (problem,) = _checked().problems
    assert problem.line == 2
    assert problem.message == "e is the key of both reverse and edit"
    keymap, _ = read_keymap(read_settings().keys)
    assert keymap["reverse"] == ("e",)
    assert keymap["edit"] == ()


def test_two_keys_may_change_places(home: Path) -> None:
    _config('[keys]\nedit = "E"\nedit-here = "e"\n')
    assert _checked().problems == ()


def test_one_key_may_mean_two_things_where_they_never_meet(home: Path) -> None:
    _config('[keys]\ntake = "w"\n')
    assert _checked().problems == (), "w notes a viewing in the list, and takes a row in the plan of an import"


def test_a_letter_for_a_command_of_a_box_of_text_is_told(home: Path) -> None:
    _config('[keys]\nshow-plan = "w"\n')
    (problem,) = _checked().problems
    assert problem.message == "w is typed as text where show-plan works"
    assert problem.hint == 'write "ctrl+w"'


def test_no_two_commands_share_a_key_where_both_work() -> None:
    for place in EVERYWHERE:
        heard = [(key, item.id) for item in COMMANDS if place in item.places for key in keys_of(item, {}, place)]
        keys = [key for key, _ in heard]
        assert len(keys) == len(set(keys)), f"{place}: {sorted(heard)}"


def test_every_key_of_the_table_is_a_key() -> None:
    assert all(is_key(key) for item in COMMANDS for key in item.keys)
    assert all(textual_key(key_name(key)) == key for item in COMMANDS for key in item.keys), "read as it is shown"


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[[[[", b"theme = 'caf\xe9'\n", b"\x00", b"a" * 100_000])
def test_whatever_it_holds_the_program_starts(home: Path, data: bytes) -> None:
    _config(data)
    settings = read_settings()
    assert settings.theme is None
    assert len(settings.problems) == 1


def test_a_config_that_cannot_be_read_is_told(home: Path) -> None:
    config_file().mkdir(parents=True)
    (problem,) = read_settings().problems
    assert "can't be read" in problem.message


def test_a_byte_order_mark_is_no_mistake(home: Path) -> None:
    _config(b'\xef\xbb\xbftheme = "nord"\n')
    assert read_settings().theme == "nord"
    assert read_settings().problems == ()


def test_a_chosen_theme_is_written_and_nothing_else_touched(home: Path) -> None:
    before = '# mine\nlibrary = "/discs"   # the big one\ntheme="nord" # cold\n\n[keys]\nquit = "x"\n'
    path = _config(before)
    assert remember("theme", "gruvbox")
    assert path.read_text() == before.replace('"nord"', '"gruvbox"')


def test_a_theme_is_added_above_the_tables(home: Path) -> None:
    path = _config('[keys]\nquit = "x" # leave\n')
    assert remember("theme", "nord")
    assert read_settings().theme == "nord"
    assert read_settings().keys == {"quit": ("x",)}
    assert 'quit = "x" # leave' in path.read_text()


def test_the_first_theme_makes_the_file(home: Path) -> None:
    assert remember("theme", "nord")
    assert read_settings() == Settings(theme="nord")


def test_a_broken_config_is_never_overwritten(home: Path) -> None:
    path = _config('theme = "nord\nlibrary = "/discs"\n')
    assert not remember("theme", "gruvbox")
    assert path.read_text() == 'theme = "nord\nlibrary = "/discs"\n'


def test_which_folder_is_the_library(home: Path, tmp_path: Path) -> None:
    """In this order: named, the environment, config.toml, the user's own, the sample."""
    nothing = Settings()
    assert library_folder(None, nothing, {}) == (str(sample_library()), True)
    user_library().mkdir(parents=True)
    assert library_folder(None, nothing, {}) == (str(sample_library()), True), "an empty one is passed over"
    (user_library() / "m.toml").write_text('title = "M"\n')
    assert library_folder(None, nothing, {}) == (str(user_library()), False)
    assert library_folder(None, Settings(library="~/discs"), {}) == (str(home / "discs"), False)
    environ = {"DISCTUI_LIBRARY": "~/others"}
    assert library_folder(None, Settings(library="~/discs"), environ) == (str(home / "others"), False)
    assert library_folder(str(tmp_path), Settings(library="~/discs"), environ) == (str(tmp_path), False)
    assert library_folder("here", nothing, environ) == (str(Path.cwd() / "here"), False)


def test_an_empty_variable_names_no_library(home: Path) -> None:
    assert library_folder(None, Settings(library="/discs"), {"DISCTUI_LIBRARY": ""}) == (f"{os.sep}discs", False)


def test_the_sample_library_is_there() -> None:
    assert (sample_library() / "the-cranes-are-flying.toml").is_file()
