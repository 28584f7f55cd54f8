"""Makes src/disctui/cli/command_line.json: what completion has to know of the command line and of the format.

Completion answers while someone types, so it reads this table instead of loading every command.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from disctui.checks.rules import codes
from disctui.cli.command_list import COMMANDS
from disctui.cli.parsers import command_parser, root_parser
from disctui.exporters.formats import EXPORTERS
from disctui.importers.registry import BUILT_IN
from disctui.release.model import Kind, keys
from disctui.search.fields import FIELDS, QUERY_NAMES, STATUSES, Takes

TABLE = Path(__file__).parents[1] / "src" / "disctui" / "cli" / "command_line.json"
_LISTS = {Kind.TEXTS, Kind.DATES}
_FORMATS = ("4K", "Blu-ray", "DVD", "HD DVD", "LaserDisc", "VCD")
_USUAL = {
    "release.regions": ("A", "B", "C", "Free", "1", "2"),
    "specs.discs": ("4K Ultra HD", "Blu-ray Disc", "DVD"),
    "specs.hdr": ("Dolby Vision", "HDR10", "HDR10+"),
    "specs.aspect_ratios": ("1.33:1", "1.37:1", "1.66:1", "1.78:1", "1.85:1", "2.35:1", "2.39:1"),
    "price.currency": ("EUR", "GBP", "JPY", "USD"),
    "collection.rating": tuple(str(halves / 2) for halves in range(1, 11)),
}
"""Values that a key takes as a rule, where any other is valid too."""


def _option(action: argparse.Action) -> dict[str, Any]:
    """A flag, or a word without one, as the table has it."""
    option: dict[str, Any] = {"help": _plain(action.help)}
    if action.option_strings:
        option["flags"] = list(action.option_strings)
    if action.nargs != 0:
        metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
        option["takes"] = metavar
    if action.choices:
        option["choices"] = [str(choice) for choice in action.choices]
    if action.nargs == "?" and action.option_strings:
        option["optional"] = True
    if action.nargs in ("*", "+"):
        option["many"] = True
    if not action.option_strings or isinstance(action, argparse._AppendAction):  # noqa: SLF001 - nothing public says so
        option["again"] = True
    if option.get("takes") == "VALUE":
        option["key"] = action.dest
    return option


def _plain(text: str | None) -> str:
    return (text or "").replace("%%", "%")


def _options(parser: argparse.ArgumentParser) -> list[dict[str, Any]]:
    actions = parser._actions  # noqa: SLF001 - argparse has no public way to list them
    return [_option(action) for action in actions if action.help != argparse.SUPPRESS]


def _key_values() -> dict[str, dict[str, Any]]:
    found = {}
    for key in keys().values():
        if key.kind is Kind.FILMS:
            continue
        entry: dict[str, Any] = {"help": key.description}
        values = {Kind.CHOICE: STATUSES, Kind.BOOLEAN: ("true", "false")}.get(key.kind, _USUAL.get(key.name))
        if values:
            entry["values"] = list(values)
        if key.kind in _LISTS:
            entry["list"] = True
        found[key.name] = entry
    return found


def _query_values() -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, fields in QUERY_NAMES.items():
        takes = FIELDS[fields[0]].takes
        if fields == ("specs.discs",):
            values[name] = list(_FORMATS)
        elif takes is Takes.CHOICE:
            values[name] = list(STATUSES)
        elif takes is Takes.YES_NO:
            values[name] = ["yes", "no"]
        elif fields[0] in _USUAL and takes is Takes.WORDS:
            values[name] = list(_USUAL[fields[0]])
        else:
            values[name] = []
    return values


def table() -> dict[str, Any]:
    """The whole table."""
    return {
        "root": _options(root_parser()),
        "commands": {
            name: {"help": words, "options": _options(command_parser(name))} for name, words in COMMANDS.items()
        },
        "keys": _key_values(),
        "query": dict(sorted(_query_values().items())),
        "codes": {code.name: code.about.partition(". ")[0].rstrip(".") for code in codes().values()},
        "import": list(BUILT_IN),
        "export": list(EXPORTERS),
    }


def text() -> str:
    """The table as the text of its file."""
    return json.dumps(table(), indent=1, ensure_ascii=False) + "\n"
