"""What filling would do, before it does anything: for each release and each source, what is absent, same or differs.

Nothing that a file says is overwritten by itself. What is filled stands as a plan of the importers does, and is carried
out in the same way; each file keeps in a comment which source said what, and when, so that filling again changes
nothing.
"""

import datetime
import posixpath
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from disctui.importers.comments import of_own_block
from disctui.importers.importer import Imported, Unmapped
from disctui.importers.packed import pack
from disctui.importers.plan import Attached, Difference, Plan, Row, State, differences, names_kept
from disctui.library.files import read_file, release_id
from disctui.problem import Refused
from disctui.release.model import TABLES, TOML
from disctui.release_file.parsing import decode, parse
from disctui.sources.pictures import made_anew, waiting
from disctui.sources.ranking import clear_match, ranked
from disctui.sources.source import Candidate, NotReady, Source, Wanted

Outcome = Literal["fills", "same", "several", "unknown", "failed"]
"""What a source gives: something new, nothing new, several films of which none is clear, none, or no answer."""
_FILLED = "Filled on"
_NEVER = re.compile(r"title|collection(\..*)?|price(\..*)?|film_id")
"""Keys that no source fills: the owner's own, and what the file must have said already."""
Choose = Callable[[Wanted, Source, Sequence[Candidate]], Candidate | None]
"""Asked which of several candidates is meant; None for none of them."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one source gives for one release."""

    wanted: Wanted
    source: str
    """Its name."""
    outcome: Outcome
    candidate: Candidate | None = None
    others: tuple[Candidate, ...] = ()
    """What may be meant where none is clear, the surest first."""
    differences: tuple[Difference, ...] = ()
    """What is absent, and what the file says differently."""
    row: Row | None = None
    trouble: str = ""
    """Why it gave no answer, and what to do; beside an answer, why there is no cover."""

    @property
    def fills(self) -> dict[str, TOML]:
        """What would be written: dotted key to value."""
        return {one.key: one.theirs for one in self.differences if one.mine is None}


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """How releases are filled."""

    only: Container[str] | None = None
    """Keys that may be filled, or the tables in which they stand; None for all."""
    without: Container[str] = frozenset()
    """Keys, or tables, that are left as they are."""
    overwrite: frozenset[str] = frozenset()
    """Keys of which the source's value takes the place of the file's."""
    taken: frozenset[str] = frozenset()
    """Ids of candidates that the owner has named."""
    day: datetime.date
    """Today."""
    covers_for: Path | None = None
    """The library that is given covers; without one there are none."""

    def allows(self, key: str) -> bool:
        """Whether a key may be filled."""
        table = key.partition(".")[0]
        if _NEVER.fullmatch(key) or key in self.without or table in self.without:
            return False
        return self.only is None or key in self.only or table in self.only


def wanted_at(root: str, path: str) -> Wanted:
    """The release of a file of a library.

    Raises:
        Unreadable: it can't be read.
        Broken: it is no TOML.
    """
    data, _ = read_file(root, path)
    return Wanted(release_id(path), parse(decode(data, path), path))


def answers(
    releases: Iterable[Wanted],
    sources: Sequence[Source],
    text_of: Callable[[str], bytes],
    rules: Rules,
    choose: Choose = lambda _wanted, _source, _candidates: None,
) -> Iterator[Answer]:
    """What each source gives for each release, one after another; a source that fails costs its own answer.

    Args:
        releases: What is to be filled.
        sources: Asked in this order; a later one fills what the earlier ones left.
        text_of: The bytes of the file of a release id.
        rules: How.
        choose: Asked where several are meant.

    Raises:
        NotReady: a source finds that it can't be asked at all, such as when its key is refused.
    """
    for wanted in releases:
        known = wanted
        for source in sources:
            answer = _answer(known, source, text_of(wanted.release_id), rules, choose)
            known = Wanted(wanted.release_id, with_keys(known.document, answer.fills))
            yield answer


def plan_of(found: Iterable[Answer], *, with_differing: bool = False) -> Plan:
    """What is to be written, as the importers write it.

    Args:
        found: What the sources gave.
        with_differing: Whether releases in which nothing is absent but something differs are rows, too.
    """
    rows = [answer.row for answer in found if answer.row and (with_differing or answer.outcome == "fills")]
    return Plan(tuple(msgspec.structs.replace(row, number=number) for number, row in enumerate(rows)))


def narrowed(row: Row, taken: Container[str]) -> Row:
    """A row of which only some keys are taken: the comment that it leaves names these alone."""
    last = max((at for at, one in enumerate(row.kept) if one.field.startswith(_FILLED)), default=-1)
    names = ", ".join(one.key for one in row.differences if one.key in taken)
    kept = tuple(Unmapped(one.field, names) if at == last else one for at, one in enumerate(row.kept))
    packed = pack(msgspec.structs.replace(row.imported, kept=kept)) if row.state == "new" else row.packed
    return msgspec.structs.replace(row, comments=kept, kept_names=names_kept(kept), packed=packed)


def _answer(wanted: Wanted, source: Source, text: bytes, rules: Rules, choose: Choose) -> Answer:
    base = Answer(wanted=wanted, source=source.name, outcome="unknown")
    try:
        found = ranked(wanted, source.candidates(wanted))
        others = tuple(candidate for _, candidate in found)
        named = next((one for one in others if one.source_id in rules.taken), None)
        candidate = named or clear_match(found) or (choose(wanted, source, others) if others else None)
        if candidate is None:
            return msgspec.structs.replace(base, outcome="several" if others else "unknown", others=others)
        imported = source.fetch(candidate.source_id)
        differing = tuple(one for one in _differences(wanted, imported) if rules.allows(one.key))
        cover, trouble = cover_of(wanted, source, candidate, rules)
        base = msgspec.structs.replace(base, trouble=trouble)
        return with_row(base, candidate, imported, differing, text=text, rules=rules, cover=cover)
    except NotReady:
        raise
    except Refused as refused:
        return msgspec.structs.replace(base, outcome="failed", trouble=refused.advice)


def cover_of(wanted: Wanted, source: Source, candidate: Candidate, rules: Rules) -> tuple[Attached | None, str]:
    """The cover that a release without one may be given, made anew and put aside; and why there is none, if that is so.

    A picture that can't be had costs the cover alone, never the answer.
    """
    if rules.covers_for is None or wanted.text("cover") or not rules.allows("cover"):
        return None, ""
    try:
        data = source.picture(candidate.source_id)
        return (waiting(made_anew(data), wanted.release_id, rules.covers_for) if data else None), ""
    except Refused as refused:
        return None, refused.advice


def with_row(
    base: Answer,
    candidate: Candidate,
    imported: Imported,
    found: tuple[Difference, ...],
    *,
    text: bytes,
    rules: Rules,
    cover: Attached | None = None,
    state: State = "differs",
) -> Answer:
    """An answer with the row of a plan that carries it out.

    Args:
        base: The release and the source.
        candidate: What was taken for it.
        imported: What is said of that.
        found: What differs.
        text: The release's file; nothing of a new one.
        rules: How it is filled.
        cover: A picture that it is given.
        state: Whether a file is to be made of it.
    """
    if cover is not None:
        name = posixpath.relpath(cover.path, posixpath.dirname(base.wanted.release_id))
        found = (*found, Difference("cover", None, name))
    filled = [one.key for one in found if one.mine is None or one.key in rules.overwrite]
    earlier = [one for one in of_own_block(text, imported) if one.field.startswith(_FILLED)]
    comments = (*earlier, Unmapped(f"{_FILLED} {rules.day.isoformat()}", ", ".join(filled)), *imported.kept)
    if state == "new":
        added = {one.key: one.theirs for one in found if one.key == "cover"}
        imported = msgspec.structs.replace(imported, document=with_keys(imported.document, added), kept=comments)
    row = Row(
        number=0,
        state=state,
        title=base.wanted.text("title") or str(imported.document.get("title") or base.wanted.release_id),
        source=imported.source,
        packed=pack(imported),
        release_id=base.wanted.release_id,
        differences=found,
        comments=comments,
        kept_count=len(comments),
        kept_names=names_kept(comments),
        cover=cover,
    )
    return msgspec.structs.replace(
        base,
        outcome="fills" if filled else "same",
        candidate=candidate,
        differences=found,
        row=row if found else None,
    )


def _differences(wanted: Wanted, imported: Imported) -> Iterator[Difference]:
    """What differs, where it may: films of a set are filled one by one only where the file names none."""
    for one in differences(wanted.document, imported.document):
        if one.key == "films" and one.mine:
            continue
        if one.key == "cover":
            continue  # the name of a file that is not here
        if wanted.is_set and one.key in {"year", "directors", "writers", "cast", "synopsis"}:
            continue  # of one film among several
        yield one


def with_keys(document: Mapping[str, TOML], added: Mapping[str, TOML]) -> dict[str, TOML]:
    """A document with more keys, by dotted key."""
    found: dict[str, TOML] = dict(document)
    for key, value in added.items():
        table, dot, name = key.partition(".")
        if dot and table in TABLES:
            inner = found.get(table)
            found[table] = {**(inner if isinstance(inner, Mapping) else {}), name: value}
        else:
            found[key] = value
    return found
