"""List where what is missing in a release file can be asked for, and what each source needs.

disctui sources
disctui sources --json       {"sources": [{"name", "title", "ready", "why", ...}, ...]}
"""

import argparse
import textwrap

from disctui.cli.exit_status import DONE
from disctui.cli.output import print_json, say
from disctui.problem import Refused
from disctui.safe_text import clean
from disctui.settings import read_settings
from disctui.sources.registry import sources
from disctui.sources.source import Source


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """List them; nothing is asked of any."""
    found = sources(read_settings().sources)
    for problem in found.problems:
        say(problem.advice)
    why = {name: _why_not(source) for name, source in found.sources.items()}
    if arguments.json:
        listed = [
            {
                "name": name,
                "title": source.title,
                "ready": not why[name],
                "why": why[name] or None,
                "online": source.is_online,
                "about": source.about,
            }
            for name, source in found.sources.items()
        ]
        print_json({"sources": listed})
        return DONE
    for name, source in found.sources.items():
        print(clean(f"{name:<10} {source.title}: {'ready' if not why[name] else 'not set up'}"))
        for line in textwrap.wrap(f"{source.about}", 88):
            print(clean(f"    {line}"))
        if why[name]:
            print(clean(f"    {why[name]}"))
    return DONE


def _why_not(source: Source) -> str:
    """Why a source can't be asked, and what to do; "" where it can."""
    try:
        source.require_ready()
    except Refused as refused:
        return refused.advice
    return ""
