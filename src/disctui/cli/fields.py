"""List the keys that a release file may have, and the names by which a query asks for them.

disctui fields
disctui fields --json | jq -r '.keys[].key'   {"keys": [{"key", "label", "description", ...}, ...]}
"""

import argparse

from disctui.cli.exit_status import DONE
from disctui.cli.output import print_json
from disctui.release.model import Key, keys
from disctui.search.fields import QUERY_NAMES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """List them."""
    listed = list(keys().values())
    if arguments.json:
        rows = [
            {"key": key.name, "label": key.label, "description": key.description, "query": _names(key)}
            for key in listed
        ]
        print_json({"keys": rows})
        return DONE
    width = max(len(key.name) for key in listed)
    for key in listed:
        names = ", ".join(f"{name}:" for name in _names(key))
        print(f"{key.name:<{width}}  {key.description}" + (f"  [{names}]" if names else ""))
    return DONE


def _names(key: Key) -> list[str]:
    """The field names that search one key and no other, the shortest first."""
    found = (name for name, fields in QUERY_NAMES.items() if fields[0] == key.name and name != key.name)
    return sorted(found, key=lambda name: (len(name), name))
