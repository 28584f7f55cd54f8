"""Open the page of a release in its store, in your web browser.

disctui open the-cranes-are-flying
disctui open --print 715515240512
"""

import argparse
import os

from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.library_option import root_of
from disctui.cli.output import say
from disctui.cli.query import joined
from disctui.cli.which import paths_of
from disctui.external_browser import NoBrowser, open_page
from disctui.library.files import Unreadable, read_file, release_id
from disctui.release_file.reading import read_release
from disctui.release_file.value_checks import is_openable
from disctui.safe_text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("query", nargs="+", metavar="QUERY", help="an id, a path, a bar code, or a query")
    parser.add_argument("--print", action="store_true", dest="is_printed", help="print the address, and open nothing")


def run(arguments: argparse.Namespace) -> int:
    """Open the page; the exit status is 1 where there is none, 2 where several releases are meant."""
    root, _ = root_of(arguments)
    paths = paths_of(root, arguments, joined(arguments.query))
    if len(paths) != 1:
        say(
            f"{len(paths):,} releases are meant, and one page is opened; name one: {_ids(paths)}"
            if paths
            else "nothing found"
        )
        return USAGE if paths else NOT_FOUND
    try:
        data, _ = read_file(root, paths[0])
    except Unreadable as unreadable:
        say(f"{unreadable.problem.place}: {unreadable.advice}")
        return UNREADABLE
    release = read_release(data, paths[0]).release
    url = release.price.store_url if release is not None else None
    if not url:
        say(f"{release_id(paths[0])} has no price.store_url")
        return NOT_FOUND
    if not is_openable(url):
        say(f"not opened, only http and https are: {clean(url, 80)}")
        return NOT_FOUND
    if arguments.is_printed:
        print(url)
        return DONE
    try:
        open_page(url, os.environ)
    except NoBrowser as refused:
        say(f"{refused.advice}: {url}")
        return UNREADABLE
    say(f"opened {url}")
    return DONE


def _ids(paths: list[str]) -> str:
    shown = ", ".join(release_id(path) for path in paths[:5])
    return shown + (", ..." if len(paths) > 5 else "")
