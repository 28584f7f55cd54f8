"""What an import would do, before it does anything: each row new, the same, different, or not to be read.

Nothing of a file is ever overwritten by itself. A merge fills what is absent; a value that differs changes only where
the owner says so, field by field. What has been imported is found again, so that a second import changes nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from disctui.importers.comments import titled, unsaid
from disctui.importers.importer import Imported, Spelling, Unmapped
from disctui.importers.matching import Existing, FilmMatch, Known, Matcher, Sought, gtin, sought
from disctui.importers.packed import Packed, Spool, pack
from disctui.problem import Problem, Refused
from disctui.release.model import TABLES, TOML
from disctui.release_file.templates import file_name

State = Literal["new", "same", "differs", "can't read"]
ADDED_TO = frozenset({"collection.watched", "collection.tags"})
"""Lists to which an import adds what they lack: another evening, another word, takes nothing away."""
_NAMES_LENGTH = 400
"""Characters of names of kept values that a row holds."""
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d|people)$")


class Difference(msgspec.Struct, frozen=True):
    """One key that a file and an import say differently."""

    key: str
    mine: TOML
    """What the file says; None where it says nothing."""
    theirs: TOML

    @property
    def fills(self) -> bool:
        """Whether the import's value takes nothing away."""
        return self.mine is None or self.key in ADDED_TO


class Attached(msgspec.Struct, frozen=True):
    """A file that is to be made in the library together with a row."""

    path: str
    """Where, relative to the library."""
    kept: str
    """The file in which its bytes wait until then."""

    def take(self) -> bytes:
        """Its bytes.

        Raises:
            Refused: they are gone.
        """
        try:
            return Path(self.kept).read_bytes()
        except OSError:
            raise Refused(f"what was to be {self.path} is no longer there", "do it again") from None


class Row(msgspec.Struct, frozen=True):
    """One release of an import and what would become of it."""

    number: int
    state: State
    title: str
    """What to call it on screen."""
    source: str
    """Name of the file it comes from."""
    packed: Packed
    needs_release: bool = False
    """Whether it is only worth something for a release that is in the library already."""
    release_id: str | None = None
    """The release it is merged into, or the id that a new one gets."""
    differences: tuple[Difference, ...] = ()
    comments: tuple[Unmapped, ...] | None = None
    """What would be written as comments; None for all that the import keeps."""
    kept_count: int = 0
    """How many values would be written as comments."""
    kept_names: str = ""
    """What these are called, as far as a few lines hold it."""
    problems: tuple[Problem, ...] = ()
    """What was mended in it or is wrong with it."""
    cover: Attached | None = None
    """The picture that `cover` of the row names, where it is to be made a file of the library."""

    @property
    def imported(self) -> Imported:
        """What the source says; unpacked each time, so it is to be asked for once."""
        found: Imported = self.packed.unpack()
        return found

    @property
    def kept(self) -> tuple[Unmapped, ...]:
        """What would be written as comments."""
        return self.imported.kept if self.comments is None else self.comments


class Plan(msgspec.Struct, frozen=True):
    """What an import would do."""

    rows: tuple[Row, ...]
    asides: tuple[Imported, ...] = ()
    """What files say apart from their releases; it is shown, not written."""
    spellings: tuple[Spelling, ...] = ()
    """Spellings that sources show to be one person's."""
    formats: Mapping[str, str] = {}
    """By the name of a source the program that it is of, where its importer reads several."""

    def of(self, state: State) -> list[Row]:
        """The rows of one state."""
        return [row for row in self.rows if row.state == state]


def flat(document: Mapping[str, TOML]) -> dict[str, TOML]:
    """A document by dotted key, tables of the format opened."""
    found: dict[str, TOML] = {}
    for name, value in document.items():
        if name in TABLES and isinstance(value, dict):
            found |= {f"{name}.{inner}": item for inner, item in value.items()}
        else:
            found[name] = value
    return found


def same_value(key: str, mine: TOML, theirs: TOML) -> bool:
    """Whether a file and an import mean the same by a key."""
    if key == "release.upc":
        return gtin(mine) == gtin(theirs) != "" or mine == theirs
    if isinstance(theirs, list) and isinstance(mine, str):
        mine = [mine]  # a single text is a list of one
    if key in ADDED_TO and isinstance(mine, list) and isinstance(theirs, list):
        return all(item in mine for item in theirs)
    if key == "release.date":
        return str(mine) == str(theirs)
    return bool(mine == theirs) and isinstance(mine, bool) == isinstance(theirs, bool)


def differences(mine: Mapping[str, TOML], theirs: Mapping[str, TOML]) -> tuple[Difference, ...]:
    """The keys that an import says and a file does not say, or says differently."""
    present = flat(mine)
    return tuple(
        Difference(key, present.get(key), value)
        for key, value in flat(theirs).items()
        if not (key in present and same_value(key, present[key], value))
        and not (key == "collection.status" and value == "wishlist" and mine)  # a disc one owns is no wish
    )


def plan(
    imports: Iterable[Imported],
    existing: Iterable[Existing],
    text_of: Callable[[str], bytes] | None = None,
) -> Plan:
    """What importing would do.

    Args:
        imports: What the importers read, in order.
        existing: The releases of the library.
        text_of: The bytes of the file of a release id, to see which comments it has already; without it, comments
            are planned for new releases alone.
    """
    spool = Spool()
    matcher = Matcher(existing, spool)
    asides: list[Imported] = []
    spellings: dict[Spelling, None] = {}
    formats: dict[str, str] = {}
    gathered: list[_Gathered] = []
    for imported in imports:
        if imported.of_file:
            asides.append(imported)
            continue
        spellings |= dict.fromkeys(imported.spellings)
        if imported.document:
            formats.setdefault(imported.source, imported.format)
        kept = imported.kept
        brief = _brief(imported)
        gathered.append(_Gathered(pack(imported, spool), sought(imported), brief, len(kept), names_kept(kept)))
    settled = matcher.settled([one.wanted for one in gathered])
    rows: list[Row] = []
    for position, one in enumerate(gathered):
        for row in _rows(one, settled.get(position), matcher, text_of):
            rows.append(msgspec.structs.replace(row, number=len(rows)))
    return Plan(tuple(rows), tuple(asides), tuple(spellings), formats)


class _Gathered(NamedTuple):
    """Something imported that is put aside, and what of it is needed to find its release."""

    packed: Packed
    wanted: Sought
    brief: Imported
    """Without what it keeps, and of its document title and year alone: it takes little room."""
    kept_count: int
    kept_names: str


def _brief(imported: Imported) -> Imported:
    document = {key: imported.document[key] for key in ("title", "year") if key in imported.document}
    return msgspec.structs.replace(imported, document=document, kept=(), spellings=())


def names_kept(kept: Iterable[Unmapped]) -> str:
    """What kept values are called, as far as a few lines hold it."""
    names: dict[str, None] = {}
    length = 0
    for one in kept:
        if one.field not in names:
            names[one.field] = None
            length += len(one.field) + 2
            if length > _NAMES_LENGTH:
                break
    return ", ".join(names)


def _rows(
    gathered: _Gathered, settled: Known | None, matcher: Matcher, text_of: Callable[[str], bytes] | None
) -> Iterator[Row]:
    packed, wanted, brief = gathered.packed, gathered.wanted, gathered.brief
    if brief.of_film and (films := matcher.of_film(brief.document)):
        for film in films:
            yield _merged(_about_film(packed.unpack(), film), None, film.release, text_of)
        return
    match = settled or (matcher.find(wanted) if wanted.is_release else None)
    if match is not None:
        yield _merged(packed.unpack(), packed, match, text_of)
        return
    title = brief.document.get("title")
    if not isinstance(title, str) or not title.strip() or brief.needs_release:
        whole = packed.unpack()
        is_code = (
            wanted.is_release
            and wanted.identity.upc
            and TABLES.keys() >= whole.document.keys()
            and not brief.needs_release
        )
        if not is_code:
            yield _row("can't read", _explained(whole))
            return
        named = _named_by_code(whole)
        packed, brief = pack(named), _brief(named)
    release_id = matcher.ids.take(wanted_id(brief))
    matcher.add_new(release_id, wanted, packed)
    row = _row("new", brief, packed, release_id)
    yield msgspec.structs.replace(row, kept_count=gathered.kept_count, kept_names=gathered.kept_names)


def _named_by_code(imported: Imported) -> Imported:
    """A release of whose film nothing is known, as a scanner lists it by its bar code: the code stands for the title.

    Where the film's year or people are there, its title is so too, in a column that nobody knew.
    """
    document = imported.document
    return msgspec.structs.replace(imported, document={"title": document["release"]["upc"], **document})


def _row(
    state: State,
    imported: Imported,
    packed: Packed | None = None,
    release_id: str | None = None,
    found: tuple[tuple[Difference, ...], tuple[Unmapped, ...] | None] = ((), None),
) -> Row:
    """A row whose number is still to be given; `found` is what differs, and the comments that are missing."""
    differences, comments = found
    kept = imported.kept if comments is None else comments
    return Row(
        number=0,
        state=state,
        title=str(imported.document.get("title") or release_id or f"line {imported.line}"),
        source=imported.source,
        packed=packed or pack(imported),
        needs_release=imported.needs_release,
        release_id=release_id,
        differences=differences,
        comments=None if comments == imported.kept else comments,
        kept_count=len(kept),
        kept_names=names_kept(kept),
        problems=imported.problems,
    )


def _about_film(imported: Imported, match: FilmMatch) -> Imported:
    """What is said of a film as a release takes it: a box is watched with its film, but not rated or tagged by it."""
    document: dict[str, TOML] = {}
    kept = list(imported.kept)
    name = titled(imported.document)
    present = flat(match.release.document)
    for key, value in flat(imported.document).items():
        table, _, inner = key.rpartition(".")
        if key in {"title", "year", "collection.status"}:
            continue
        if key == "collection.watched" or (not match.is_box and (table == "collection" or key not in present)):
            (document.setdefault(table, {}) if table else document)[inner] = value
        elif match.is_box or present.get(key) != value:
            kept.append(Unmapped(f"{name}: {key}" if match.is_box else key, words_of(value)))
    document["title"] = match.release.document.get("title")
    return msgspec.structs.replace(imported, document=document, kept=tuple(kept))


def words_of(value: TOML) -> str:
    """A value as people write it: lists with commas, of the films of a box their titles, dates as in the file."""
    if isinstance(value, list | tuple):
        return ", ".join(words_of(item) for item in value)
    if isinstance(value, dict):
        return words_of(value.get("title", ""))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _explained(imported: Imported) -> Imported:
    """With the reason why nothing can come of it."""
    if imported.problems:
        return imported
    where, line = imported.source, imported.line
    problem = Problem(path=where, line=line, code="no-title", message="there is no title to file it under")
    if imported.document.get("title"):
        message = "no release in the library holds this film"
        problem = Problem(path=where, line=line, severity="warning", code="no-release", message=message)
    return msgspec.structs.replace(imported, problems=(problem,))


def _merged(imported: Imported, packed: Packed | None, match: Known, text_of: Callable[[str], bytes] | None) -> Row:
    found = differences(match.document, imported.document)
    comments: tuple[Unmapped, ...] = ()
    if match.source is not None:
        comments = imported.kept
    elif text_of is not None and imported.kept:
        comments = unsaid(text_of(match.release_id), imported)
    state: State = "differs" if found or comments else "same"
    return _row(state, imported, packed, match.release_id, (found, comments))


def wanted_id(imported: Imported) -> str:
    """The id that a new release has where it is free: its own, if a library may have it, else by title and year."""
    if imported.release_id and _is_safe(imported.release_id):
        return imported.release_id
    year = imported.document.get("year")
    title = str(imported.document.get("title"))
    return file_name(title, year if type(year) is int else None).removesuffix(".toml")


def _is_safe(release_id: str) -> bool:
    """Whether an id from a file stays inside the library and names what is read as a release."""
    parts = release_id.split("/")
    return len(release_id) < 400 and release_id.casefold() != "people" and all(
        part and part[0] not in "._ ~" and part[-1] not in ". ~" and not re.search(r'[\x00-\x1f\\:*?"<>|]', part)
        and not _RESERVED.match(part.casefold()) and len(part.encode()) < 200
        for part in parts
    )  # fmt: skip
