"""Print the whole table of the browser's keys as config.toml has it, each line commented out but those you set.

disctui keys >> ~/.config/disctui/config.toml
disctui keys | less
disctui keys --json      {"keys": [{"command", "keys", "does", "is_yours"}, ...]}
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

from disctui.cli.exit_status import DONE
from disctui.cli.output import print_json, say
from disctui.release_file.literals import literal
from disctui.safe_text import clean
from disctui.settings import read_settings

TABLE = Path(__file__).with_name("keys.toml")
"""Made from the browser's table of commands, which no command may load, as it needs the screen."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """Print them; the exit status is 0."""
    settings = read_settings()
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    if arguments.json:
        print_json({"keys": [key for line in lines if (key := _parsed(line, settings.keys)) is not None]})
    else:
        for line in lines:
            print(clean(_marked(line, settings.keys)))
    known = {_name(line) for line in lines}
    for name in settings.keys:
        if name not in known:
            say(clean(f"config.toml gives a key to {name}, which is no command"))
    return DONE


def _name(line: str) -> str:
    """The command of a line of the table; "" for one that has none."""
    name, equals, _ = line.removeprefix("# ").partition("=")
    return name.strip() if equals and line.startswith("# ") else ""


def _marked(line: str, own: Mapping[str, tuple[str, ...]]) -> str:
    """A line of the table, in force and said to be the user's where config.toml has one."""
    name = _name(line)
    if name not in own:
        return line
    head = f"{name} = {literal(list(own[name]))}"
    return f"{head}  # yours; without it {line.removeprefix('# ').partition('=')[2].strip()}"


def _parsed(line: str, own: Mapping[str, tuple[str, ...]]) -> dict[str, object] | None:
    """A line of the table as JSON has it; None for one without a command."""
    name = _name(line)
    if not name:
        return None
    keys, _, does = line.partition("=")[2].partition("  # ")
    usual = [key.strip().strip('"') for key in keys.strip(" []").split('", ') if key.strip(' "')]
    return {"command": name, "keys": list(own.get(name, usual)), "does": does.strip(), "is_yours": name in own}
