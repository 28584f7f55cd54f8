"""Complete releases from sources: whatever a file does not say and a source does. Nothing is overwritten.

Shows a plan first, and notes in a comment which source said what, and when; filling again changes nothing. Without a
bar code only what is true of the film is taken, since nothing says which edition is the owner's. See `disctui sources`.

  disctui fill 0715515271318
  disctui fill -synopsis: --source tmdb --dry-run
  disctui fill --json stalker      {"releases": [{"id", ...}, ...], "problem", "written"}
"""

import argparse
import functools
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from disctui.cli.asking import is_agreed
from disctui.cli.exit_status import DONE, INTERRUPTED, NOT_FOUND, UNREADABLE, USAGE
from disctui.cli.library_option import root_of
from disctui.cli.output import print_json, say, say_problems
from disctui.cli.progress import shown
from disctui.cli.which import paths_of
from disctui.editing.editor import Editor, ReadOnly
from disctui.importers.apply import Decision, Tally, apply
from disctui.importers.existing import text_reader
from disctui.importers.plan import words_of
from disctui.library.files import Unreadable
from disctui.nearest import suggestion
from disctui.problem import Refused
from disctui.release.days import this_day
from disctui.release.model import TABLES, keys
from disctui.release_file.parsing import Broken
from disctui.safe_text import clean
from disctui.settings import read_settings
from disctui.sources.filling import Answer, Rules, answers, plan_of, wanted_at
from disctui.sources.registry import chosen, sources
from disctui.sources.source import Candidate, Source, Wanted

_MOST_LISTED = 9
_WIDTH = 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument(
        "which", metavar="WHICH", help="an id, a path, a bar code, or a query of any number of releases"
    )
    parser.add_argument(
        "--source", action="append", default=[], metavar="NAME", help="ask this one; all that are ready without"
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="KEY", help="fill this key, or the keys of this table"
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="KEY",
        help="leave this key out, e.g. cover, or a table's keys",
    )
    parser.add_argument("--take", action="append", default=[], metavar="ID", help="the candidate of this id is the one")
    parser.add_argument("--overwrite", action="append", default=[], metavar="KEY", help="the source wins for this key")
    parser.add_argument("--dry-run", action="store_true", help="show the plan, and write nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask before writing several files")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """Fill them; the exit status is 1 where something stays open, 3 where a source or a file fails."""
    root, _ = root_of(arguments)
    try:
        asked = chosen(_sources(), arguments.source)
        rules = _rules(arguments, root)
        if not arguments.dry_run:
            Editor(root).require_writable()
        releases = list(_wanted(root, paths_of(root, arguments, arguments.which)))
    except Refused as refused:
        say(refused.advice)
        return UNREADABLE if isinstance(refused, ReadOnly) else USAGE
    if not releases:
        say(f"no release is {arguments.which}")
        return NOT_FOUND
    found: list[Answer] = []
    failure = ""
    try:
        with shown("") as tell:
            choose = functools.partial(_ask, tell.erase) if sys.stdin.isatty() and not arguments.json else _leave
            for answer in answers(releases, asked, text_reader(root), rules, choose):
                found.append(answer)
                tell("asking", len(found), len(releases) * len(asked))
    except Refused as refused:
        failure = refused.advice
    except KeyboardInterrupt:
        asking = f"stopped after {len(found):,} of {len(releases) * len(asked):,} answers"
        say(f"{asking}; nothing was written, and what was answered is kept for the next time")
        return INTERRUPTED
    if not arguments.json:
        _print(found)
    if failure:
        say(failure)
    written = _write(arguments, root, found, rules)
    if arguments.json:
        print_json(
            {"releases": [_listed(answer) for answer in found], "problem": failure or None, "written": written == DONE}
        )
    if failure or written == UNREADABLE or any(answer.outcome == "failed" for answer in found):
        return UNREADABLE
    return written if written != DONE or not _open(found) else NOT_FOUND


def _open(found: Sequence[Answer]) -> bool:
    """Whether for some release no source gave a clear answer."""
    settled = {answer.wanted.release_id for answer in found if answer.outcome in {"fills", "same"}}
    return any(answer.wanted.release_id not in settled for answer in found)


def _sources() -> dict[str, Source]:
    made = sources(read_settings().sources)
    for problem in made.problems:
        say(problem.advice)
    return made.sources


def _rules(arguments: argparse.Namespace, root: str) -> Rules:
    """What the flags say.

    Raises:
        Refused: a key is none of the format.
    """
    known = {*keys(), *TABLES}
    for key in (*arguments.only, *arguments.overwrite, *arguments.without):
        if key not in known:
            raise Refused(f"{key} is no key of a release", suggestion(key, known))
    return Rules(
        only=frozenset(arguments.only) or None,
        without=frozenset(arguments.without),
        overwrite=frozenset(arguments.overwrite),
        taken=frozenset(arguments.take),
        day=this_day(),
        covers_for=Path(root),
    )


def _wanted(root: str, paths: Sequence[str]) -> Iterator[Wanted]:
    for path in paths:
        try:
            yield wanted_at(root, path)
        except (Unreadable, Broken) as error:
            say(f"{path} is left as it is: {error.problem.advice}")


def _leave(_wanted: Wanted, _source: Source, _candidates: Sequence[Candidate]) -> None:
    """Where nobody can be asked, what is not clear stays open."""


def _ask(
    erase: Callable[[], None], wanted: Wanted, source: Source, candidates: Sequence[Candidate]
) -> Candidate | None:
    """Which candidate the person at the terminal means; None for none of them."""
    erase()
    print(clean(f"{wanted.text('title')}: which one is it at {source.title}?"), file=sys.stderr)
    shown = candidates[:_MOST_LISTED]
    for number, candidate in enumerate(shown, 1):
        print(clean(f"  {number}  {_described(candidate)}"), file=sys.stderr)
    print("number, or enter for none: ", end="", file=sys.stderr, flush=True)
    said = sys.stdin.readline().strip()
    return shown[int(said) - 1] if said.isdecimal() and 0 < int(said) <= len(shown) else None


def _described(candidate: Candidate) -> str:
    return f"{candidate.words}  [{candidate.source_id}]"


def _print(found: Sequence[Answer]) -> None:
    for answer in found:
        name = f"{answer.wanted.text('title')}  ({answer.wanted.release_id})"
        match answer.outcome:
            case "fills":
                print(
                    clean(
                        f"~ {name}  from {answer.source}: {_described(answer.candidate)}" if answer.candidate else name
                    )
                )
            case "several":
                print(clean(f"? {name}  {answer.source}: none of these is clear; --take ID says which"))
                for candidate in answer.others[:_MOST_LISTED]:
                    print(clean(f"    {_described(candidate)}"))
            case "unknown":
                print(clean(f"- {name}  {answer.source} does not know it"))
            case "failed":
                print(clean(f"! {name}  {answer.source}: {answer.trouble}"))
        for one in answer.differences:
            if one.mine is None:
                print(clean(f"    fills in {one.key}: {_short(one.theirs)}"))
            else:
                print(clean(f"    keeps {one.key}: {_short(one.mine)} | theirs {_short(one.theirs)}"))
    for trouble in dict.fromkeys(answer.trouble for answer in found if answer.trouble and answer.outcome != "failed"):
        say(trouble)
    counted: Counter[str] = Counter(answer.outcome for answer in found)
    words = {"fills": "to fill", "same": "complete", "several": "not clear", "unknown": "not known", "failed": "failed"}
    say(", ".join(f"{counted[name]:,} {said}" for name, said in words.items() if counted[name]))


def _short(value: object) -> str:
    text = words_of(value)
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def _write(arguments: argparse.Namespace, root: str, found: Sequence[Answer], rules: Rules) -> int:
    """Write what is filled as one entry of the history; the exit status."""
    plan = plan_of(found)
    if arguments.dry_run or not plan.rows:
        return DONE
    files = len({row.release_id for row in plan.rows})
    if files > 1 and not arguments.yes:
        refusal = f"{files:,} files would be changed; --yes writes them without asking"
        if not is_agreed(f"Write {files:,} files", refusal):
            return USAGE
    names = ", ".join(dict.fromkeys(answer.source for answer in found if answer.outcome == "fills"))
    decisions = {row.number: Decision("merge", rules.overwrite) for row in plan.rows}
    tally = Tally()
    try:
        with shown("") as tell:
            for step in apply(plan, Editor(root), decisions, tell, f"fill from {names}"):
                tally.count(step)
                tell("writing", len(tally.merged), files)
    except KeyboardInterrupt:
        say(f"stopped after {len(tally.merged):,} of {files:,} files; each is whole, and disctui undo takes them back")
        return INTERRUPTED
    except Refused as refused:
        say(refused.advice)
        return UNREADABLE
    say_problems(tally.problems)
    if not tally.problems:
        say(f"filled {files:,} file{'' if files == 1 else 's'}; disctui undo takes it back")
    return UNREADABLE if tally.problems else DONE


def _listed(answer: Answer) -> dict[str, object]:
    """An answer as JSON has it."""
    return {
        "id": answer.wanted.release_id,
        "source": answer.source,
        "outcome": answer.outcome,
        "candidate": answer.candidate.source_id if answer.candidate else None,
        "candidates": [
            {name: getattr(one, name) for name in ("source_id", "title", "year", "directors", "edition")}
            for one in (answer.others if answer.outcome == "several" else ())
        ],
        "fills": answer.fills,
        "differs": {
            one.key: {"mine": one.mine, "theirs": one.theirs} for one in answer.differences if one.mine is not None
        },
        "problem": answer.trouble or None,
    }
