"""Show the manual page: in a pager on a terminal, as it is to a file or a pipe.

disctui man
disctui man > disctui.1
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from disctui.cli.exit_status import DONE

PAGE = Path(__file__).with_name("disctui.1")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """The command has no words or flags of its own."""


def run(_arguments: argparse.Namespace) -> int:
    """Show the page."""
    reader = shutil.which("man") if sys.stdout.isatty() else None
    if reader is not None and subprocess.run([reader, str(PAGE)], check=False).returncode == 0:  # noqa: S603 - our page
        return DONE
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))
    return DONE
