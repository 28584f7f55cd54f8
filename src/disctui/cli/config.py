"""Show what is set, and where: the library and what named it, theme, keys, editor, and the program's own folders.

disctui config
disctui config --json    {"settings": [{"name", "value", "from"}, ...], "problems": [{...}, ...]}
"""

import argparse
import os
from typing import NamedTuple

import platformdirs

from disctui.cli.exit_status import DONE, UNREADABLE
from disctui.cli.output import print_json, say
from disctui.external_editor import NoEditor, editor_command
from disctui.library.locations import library_folder
from disctui.safe_text import clean
from disctui.settings import Settings, config_file, read_settings


class _Row(NamedTuple):
    name: str
    value: str | list[str] | None
    source: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """Show the settings; the exit status is 3 where config.toml can't be read."""
    settings = read_settings()
    rows = _rows(arguments.library, settings)
    if arguments.json:
        print_json(
            {
                "settings": [{"name": row.name, "value": row.value, "from": row.source} for row in rows],
                "problems": [
                    {"line": one.line, "column": one.column, "key": one.key, "message": one.message, "hint": one.hint}
                    for one in settings.problems
                ],
            }
        )
    else:
        width = max(len(row.name) for row in rows)
        for row in rows:
            value = ", ".join(row.value) if isinstance(row.value, list) else row.value
            print(clean(f"{row.name:<{width}}  {value or 'not set'}  ({row.source})"))
    for problem in settings.problems:
        say(f"{problem.place}: {problem.advice}")
    return UNREADABLE if settings.hides_library else DONE


def _rows(named: str | None, settings: Settings) -> list[_Row]:
    path = config_file()
    there = "there" if path.exists() else "not there; all of it is optional"
    rows = [_Row("config.toml", str(path), there), _library(named, settings)]
    rows.append(_Row("theme", settings.theme, "config.toml" if settings.theme else "the program's own"))
    rows += [_Row(f"keys.{name}", list(keys), "config.toml") for name, keys in settings.keys.items()]
    rows.append(_editor())
    for name, folder in (
        ("cache", platformdirs.user_cache_dir("disctui")),
        ("state", platformdirs.user_state_dir("disctui")),
    ):
        rows.append(_Row(name, folder, "the platform's folder"))
    return rows


def _library(named: str | None, settings: Settings) -> _Row:
    if settings.hides_library and not named and not os.environ.get("DISCTUI_LIBRARY"):
        return _Row("library", None, "config.toml can't be read")
    folder, is_sample = library_folder(named, settings)
    if named:
        source = "--library"
    elif os.environ.get("DISCTUI_LIBRARY"):
        source = "$DISCTUI_LIBRARY"
    elif settings.library:
        source = "config.toml"
    else:
        source = "the sample that comes with the program" if is_sample else "the platform's folder for data"
    return _Row("library", folder, source)


def _editor() -> _Row:
    source = next((f"${name}" for name in ("VISUAL", "EDITOR") if os.environ.get(name, "").strip()), "found here")
    try:
        return _Row("editor", editor_command(os.environ), source)
    except NoEditor as refused:
        return _Row("editor", None, refused.advice)
