"""What the commands about one's own copy share: one release or film is meant, and its file is changed at once."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.library_option import Ended, root_of
from disctui.cli.output import print_json, say
from disctui.cli.which import matching, named
from disctui.editing.changes import Change
from disctui.editing.editor import Editor
from disctui.editing.own_copy import NoSuchFilm, planned_for
from disctui.library.files import release_id
from disctui.library.lookup import Named
from disctui.problem import Refused
from disctui.release.film_id import film_id
from disctui.release.model import Release
from disctui.safe_text import clean

_MOST_LISTED = 10


def add_which(parser: ArgumentParser) -> None:
    """The word that names one release or film."""
    parser.add_argument(
        "which", metavar="WHICH", help="an id, ID#2 for a film of a set, a path, a bar code, or a query of one hit"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def change_one(arguments: Namespace, what: str, changes_of: Callable[[Release, int | None], list[Change]]) -> int:
    """Change the release or film that is meant as one change of the library; the exit status.

    Args:
        arguments: Of the command line, with those of `add_which`.
        what: What is done, for the history: "seen 2026-11-27".
        changes_of: From the release and the number of the film, or None, to the changes; raises `Refused`.
    """
    root, _ = root_of(arguments)
    meant = _one(root, arguments)
    editor = Editor(root)
    title = ""

    def changes(release: Release) -> list[Change]:
        nonlocal title
        found = _changes(release, meant.film, changes_of)
        title = release.films[meant.film - 1].title if meant.film else release.title
        return found

    try:
        editor.require_writable()
        name = film_id(release_id(meant.path), meant.film or 0)
        planned = planned_for(editor, meant.path, changes)
        outcome = editor.apply(planned.edits, clean(f"{what}: {name}", 200)) if planned.edits else None
    except Refused as refused:
        say(refused.advice)
        return UNREADABLE
    for failure in outcome.failed if outcome else ():
        say(f"{failure.file.name}: not written: {failure.advice}")
    if arguments.json:
        print_json({"id": name, "path": meant.path, "film": meant.film, "title": title, "changed": outcome is not None})
    else:
        print(clean(f"{title}: {what}" + ("" if outcome else " (the file says so already)")))
    return UNREADABLE if outcome and outcome.failed else DONE


def _changes(
    release: Release, film: int | None, changes_of: Callable[[Release, int | None], list[Change]]
) -> list[Change]:
    """What shall change.

    Raises:
        Ended: there is no such film, or it can't be so; said on standard error.
    """
    try:
        return changes_of(release, film)
    except Refused as refused:
        say(refused.advice)
        raise Ended(NOT_FOUND if isinstance(refused, NoSuchFilm) else USAGE) from refused


def _one(root: str, arguments: Namespace) -> Named:
    """The release or film that is meant.

    Raises:
        Ended: none is, or several are; said on standard error.
    """
    meant = named(root, arguments.which)
    if meant is not None:
        return meant
    from disctui.cli.whole_library import catalogue_of  # noqa: PLC0415 - numpy, for which one release need not wait

    catalogue = catalogue_of(arguments, is_told=False)
    try:
        found = matching(catalogue, arguments.which)
    except Refused as refused:
        say(refused.advice)
        raise Ended(USAGE) from refused
    if len(found) == 1:
        return Named(catalogue.listings[found[0]].path)
    if not found:
        say(f"nothing found for {clean(arguments.which.strip(), 200)!r}")
    else:
        say(f"{len(found):,} releases may be meant; name one of them")
        for name in found[:_MOST_LISTED]:
            say(clean(f"  {name}  {catalogue.listings[name].title}"))
        if len(found) > _MOST_LISTED:
            say(f"  and {len(found) - _MOST_LISTED:,} more")
    raise Ended(NOT_FOUND)
