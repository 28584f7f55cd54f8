"""Print the JSON Schema of a release file, for editors that complete and check.

disctui schema > release.schema.json
"""

import argparse
import sys

from disctui.cli.exit_status import DONE
from disctui.release.schema import schema_text


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """The command has no words or flags of its own."""


def run(_arguments: argparse.Namespace) -> int:
    """Print the schema."""
    sys.stdout.write(schema_text())
    return DONE
