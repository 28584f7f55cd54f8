"""A release that the library does not have yet: found by its bar code, or by the title that somebody types.

What comes of it is a plan as for filling: a row that makes the file, and rows of the other sources that complete it.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

import msgspec

from disctui.importers.importer import Imported
from disctui.importers.plan import Difference, flat, wanted_id
from disctui.problem import Refused
from disctui.release.model import TOML
from disctui.sources.filling import Answer, Rules, answers, cover_of, with_keys, with_row
from disctui.sources.source import Candidate, Source, Wanted

MOST = 12
"""Candidates that are shown of one source."""


class Find(NamedTuple):
    """A candidate, and the source that knows it."""

    source: Source
    candidate: Candidate

    @property
    def words(self) -> str:
        """It in one line; not cleaned for a terminal."""
        return f"{self.candidate.words} · {self.source.title}"


def by_code(digits: str, sources: Iterable[Source]) -> list[Find]:
    """The releases of a bar code that the first source names which knows it.

    Raises:
        Refused: a source could not be asked.
    """
    wanted = Wanted("", {"release": {"upc": digits}})
    for source in sources:
        if source.knows_codes:
            found = [Find(source, one) for one in source.candidates(wanted) if one.is_certain]
            if found:
                return found[:MOST]
    return []


def by_title(typed: str, sources: Iterable[Source]) -> list[Find]:
    """What sources know of films of which somebody types the title; the first source first.

    Raises:
        Refused: a source could not be asked.
    """
    return [Find(source, one) for source in sources for one in islice(source.titled(typed), MOST)]


def new_answers(
    find: Find, begun: Mapping[str, TOML], folder: str, sources: Iterable[Source], rules: Rules
) -> Iterator[Answer]:
    """What would make a file of a candidate: the first answer begins it, those of the other sources complete it.

    Args:
        find: The candidate.
        begun: Dotted keys that are known already, such as the bar code that was scanned.
        folder: Where in the library the file is to stand; "" for the top.
        sources: Which others may complete it.
        rules: How.

    Raises:
        Refused: the candidate can't be fetched, or has no title.
    """
    imported = find.source.fetch(find.candidate.source_id)
    found = {key: value for key, value in flat(imported.document).items() if key == "title" or rules.allows(key)}
    found |= begun
    found.pop("cover", None)
    if not found.get("title"):
        raise Refused(f"{find.source.title} has no title for it", "make the release by hand")
    document = with_keys({}, found)
    release_id = wanted_id(msgspec.structs.replace(imported, document=document, release_id=None))
    wanted = Wanted(f"{folder}/{release_id}" if folder else release_id, {})
    first = _first(wanted, find, msgspec.structs.replace(imported, document=document), rules)
    known = Wanted(wanted.release_id, with_keys(document, first.fills))
    others = [one for one in sources if one.name != find.source.name]
    yield first
    yield from answers([known], others, lambda _: b"", rules)


def _first(wanted: Wanted, find: Find, imported: Imported, rules: Rules) -> Answer:
    """The answer that makes the file."""
    cover, trouble = cover_of(wanted, find.source, find.candidate, rules)
    base = Answer(wanted=wanted, source=find.source.name, outcome="fills", trouble=trouble)
    keys = tuple(Difference(key, None, value) for key, value in flat(imported.document).items())
    return with_row(base, find.candidate, imported, keys, text=b"", rules=rules, cover=cover, state="new")
