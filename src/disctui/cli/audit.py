"""List what should stand in a place; with --scan, tell what does by the bar codes on standard input, one a line.

  disctui audit "Study"
  disctui audit "Study" --scan < codes.txt
  disctui audit "Study" --scan --write < codes.txt
  disctui audit "Study" --json                  {"location", "discs": [{"id", ...}, ...]}
  disctui audit "Study" --json --scan < codes.txt
      {"location", "here": [{"id", ...}, ...], "missing", "lent", "elsewhere", "unknown", "written"}

Of a disc it tells "id", "title", "year", "disc", "location", "slot" and "lent"; "unknown" are codes, "written" is
how many files, or null.
What was not scanned counts as missing, but for what is lent. With --write it is noted in the files, as one change that
one undo takes back: `audited` where a disc was found, `missing` where it was not.
"""

import argparse
import sys

from disctui.cli.exit_status import DONE, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.output import print_json, say
from disctui.cli.whole_library import catalogue_of
from disctui.editing.audit import audit_plan
from disctui.editing.editor import Editor
from disctui.library.audit import Place, Step, Tally, place_of, places, scanned, titled
from disctui.library.catalogue import Catalogue
from disctui.nearest import suggestion
from disctui.problem import Refused
from disctui.release.days import counted, this_day
from disctui.safe_text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("location", metavar="LOCATION", help="the place, as the files have it")
    parser.add_argument("--scan", action="store_true", help="read bar codes from standard input, one a line")
    parser.add_argument("--write", action="store_true", help="with --scan: note in the files what was found")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """List or audit; the exit status is 1 where there is no such place, 3 where a file could not be written."""
    if arguments.write and not arguments.scan:
        say("--write needs --scan: without bar codes everything would be missing")
        return USAGE
    catalogue = catalogue_of(arguments)
    place = place_of(catalogue, arguments.location)
    if not place.listings:
        names = [name for name, _ in places(catalogue)]
        hint = suggestion(arguments.location, names) if names else "no release has a location"
        say(f"nothing belongs to {clean(arguments.location, 100)}; {clean(hint, 300)}")
        return NOT_FOUND
    if not arguments.scan:
        _print_place(catalogue, place, is_json=arguments.json)
        return DONE
    tally = Tally.of(place, _steps(catalogue, place)).all_told()
    written, status = _write(catalogue, place, tally) if arguments.write else (None, DONE)
    if arguments.json:
        print_json(_document(catalogue, place, tally) | {"written": written})
    else:
        _print_report(catalogue, tally)
    return status


def _steps(catalogue: Catalogue, place: Place) -> list[Step]:
    """What the bar codes on standard input mean; each disc is named at once, as a misread code shows only by that."""
    steps: list[Step] = []
    for line in sys.stdin.buffer:
        code = line.decode("utf-8", "replace").strip()
        if not code:
            continue
        step = scanned(catalogue, place, steps, code)
        steps.append(step)
        if not step.release_id:
            say(f"{code}: no release has this bar code")
        else:
            listing = catalogue.listings[step.release_id]
            where = "here" if step.release_id in place else f"belongs to {listing.location or 'no place'}"
            say(f"{code}: {titled(listing)}, {where}")
    return steps


def _write(catalogue: Catalogue, place: Place, tally: Tally) -> tuple[int, int]:
    """Note what was found; how many files were changed, and the exit status."""
    editor = Editor(catalogue.root)
    try:
        editor.require_writable()
        planned = audit_plan(editor, catalogue, place, tally, this_day())
        for refusal in planned.refused:
            say(f"{refusal.path}: not changed: {refusal.advice}")
        outcome = editor.apply(planned.edits, clean(f"audit of {place.name}", 200)) if planned.edits else None
    except Refused as refused:
        say(refused.advice)
        return 0, UNREADABLE
    for failure in outcome.failed if outcome else ():
        say(f"{failure.file.name}: not written: {failure.advice}")
    number = len(outcome.done) if outcome else 0
    say(f"{counted(number, 'file')} changed")
    return number, UNREADABLE if planned.refused or (outcome and outcome.failed) else DONE


def _print_place(catalogue: Catalogue, place: Place, *, is_json: bool) -> None:
    if is_json:
        print_json({"location": place.name, "discs": [_disc(catalogue, one.id) for one in place.listings]})
        return
    width = max(len(str(one.slot)) for one in place.listings)
    for one in place.listings:
        state = "  lent" if one.is_lent else "  missing" if one.is_missing else ""
        print(clean(f"{one.slot!s:>{width}}  {titled(one)}{state}  {one.id}"))


def _print_report(catalogue: Catalogue, tally: Tally) -> None:
    print(tally.words)
    for word, names in (("missing", tally.missing), ("elsewhere", tally.elsewhere)):
        for name in names:
            listing = catalogue.listings[name]
            of = f"  belongs to {listing.location or 'no place'}" if word == "elsewhere" else ""
            print(clean(f"{word:<10} {titled(listing)}{of}  {name}"))
    for code in tally.unknown:
        print(clean(f"{'unknown':<10} {code}"))


def _document(catalogue: Catalogue, place: Place, tally: Tally) -> dict[str, object]:
    lists = {name: getattr(tally, name) for name in ("here", "missing", "lent", "elsewhere")}
    discs = {name: [_disc(catalogue, one) for one in ids] for name, ids in lists.items()}
    return {"location": place.name, **discs, "unknown": tally.unknown}


def _disc(catalogue: Catalogue, release_id: str) -> dict[str, object]:
    one = catalogue.listings[release_id]
    return {
        "id": one.id,
        "title": one.title,
        "year": one.year,
        "disc": one.disc,
        "location": one.location,
        "slot": one.slot,
        "lent": one.is_lent,
    }
