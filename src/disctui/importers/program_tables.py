"""Tables of programs and sites whose headings nobody else writes: what theirs mean, if it is not what they say.

A program is recognised by several headings that no hand-made sheet has. Whatever it calls as everybody does is read
by the general headings, and a column that no one knows is kept as a comment.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from disctui.importers.clz_xml import unnumbered
from disctui.importers.columns import ColumnMapping, ColumnTarget
from disctui.importers.generic_csv import propose, read_rows
from disctui.importers.headings import plain
from disctui.importers.importer import Imported, Progress, no_progress, unreadable
from disctui.importers.table import Table, headings, read_table
from disctui.release.model import TOML


class Program(NamedTuple):
    """What is known of one program's table."""

    name: str
    title: str
    telling: frozenset[str]
    """Plain headings that tell the program."""
    least: int
    """How many of them must be there."""
    columns: Mapping[str, ColumnTarget | None]
    """What its plain headings mean; None where our format has no key for it."""
    kind_column: str = ""
    """The plain heading of the column that says whether a row is a film."""
    kinds: frozenset[str] = frozenset()
    """What that column says of films."""
    of_films: bool = False
    """Whether its rows are films that someone saw, not discs that someone has."""
    adapt: Callable[[Table, dict[str, ColumnTarget | None]], None] | None = None
    """Changes the columns by what else the table has."""
    are_numbered: bool = False
    """Whether entries of lists may begin with the number that the program sorts them by."""


class ProgramTable:
    """Reads the table of one program.

    Args:
        program: What is known of it.
        wishes: Whether films of a list become releases on the wishlist.
        day_first: Whether 3/4/2020 is in April; found out where it is None.
    """

    def __init__(self, program: Program, wishes: bool = False, day_first: bool | None = None) -> None:
        self.program = program
        self.name = program.name
        self.title = program.title
        self.wishes = wishes
        self.day_first = day_first
        self.mapping: ColumnMapping | None = None
        """Which column goes where, where the owner said it."""

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By the headings that only this program writes."""
        if data.startswith(b"PK"):
            return 0.0
        telling = len({plain(name) for name in headings(data)} & self.program.telling)
        return min(0.6 + telling / 10, 0.95) if telling >= self.program.least else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release, or one film, for each row; a row that is something else is said to be."""
        table = read_table(data)
        is_said = self.mapping is not None
        mapping = self.mapping or self.proposed(table)
        kinds = self._kinds(table)
        order = self.day_first
        for imported in read_rows(table, mapping, name, self.title, on_progress, day_first=order, is_said=is_said):
            kind = kinds.get(imported.line, "")
            if imported.of_file or not kind or plain(kind) in self.program.kinds:
                yield self._finished(imported)
            else:
                title = imported.document.get("title") or "the row"
                message = f"{title}: {kind}, which is no film"
                left = unreadable(name, self.title, imported.line, message)
                yield msgspec.structs.replace(left, kept=imported.kept)

    def proposed(self, table: Table) -> ColumnMapping:
        """The mapping that is used unless there is another."""
        columns = dict(self.program.columns)
        if self.program.adapt is not None:
            self.program.adapt(table, columns)
        return propose(table, columns)

    def _kinds(self, table: Table) -> dict[int, str]:
        """What each row is, by its line."""
        at = next((at for at, name in enumerate(table.header) if plain(name) == self.program.kind_column), None)
        if at is None or not self.program.kind_column:
            return {}
        return {row.line: row.cells[at].strip() for row in table.rows if at < len(row.cells)}

    def _finished(self, imported: Imported) -> Imported:
        document = imported.document
        if self.program.are_numbered:
            _take_numbers_off(document)
        collection = document.get("collection")
        if isinstance(collection, dict) and collection.get("status") == "owned":
            del collection["status"]  # absent means owned
            if not collection:
                del document["collection"]
        if not self.program.of_films or imported.of_file:
            return imported
        if self.wishes and "title" in document:
            document.setdefault("collection", {})["status"] = "wishlist"
        return msgspec.structs.replace(imported, of_film=True, needs_release=not self.wishes)


def _take_numbers_off(document: dict[str, TOML]) -> None:
    """`010 Dolby Digital Mono` without its number."""
    specs = document.get("specs", {})
    for holder, name in ((specs, "audio"), (specs, "subtitles"), (document, "special_features")):
        if name in holder:
            holder[name] = [unnumbered(entry) or entry for entry in holder[name]]


def _clz(table: Table, columns: dict[str, ColumnTarget | None]) -> None:
    """The web's `Release Date` is the film's; the Windows program's is the disc's."""
    plainly = {plain(name) for name in table.header}
    is_windows = bool(plainly & _CLZ_WINDOWS)
    columns["releasedate"] = ColumnTarget("release.date") if is_windows else ColumnTarget("year")
    columns["releaseyear"] = ColumnTarget("release.date" if is_windows and "releasedate" not in plainly else "year")
    if "moviereleaseyear" in plainly:
        columns["moviereleasedate"] = None  # the day of the premiere has no key of ours
    if "distributor" in plainly:
        columns["studio"] = columns["studios"] = None


_CLZ_WINDOWS = frozenset({
    "moviereleaseyear", "moviereleasedate", "runningtime", "noofdiscstapes", "noofdiskstapes", "noofdiscs",
})  # fmt: skip
_CLZ = Program(
    "clz-csv",
    "CLZ Movies",
    frozenset({
        "nrdisks", "nrdiscs", "nrofdiscs", "nrofdisks", "noofdiscstapes", "noofdiskstapes", "moviereleaseyear",
        "moviereleasedate", "storagedevice", "storageslot", "storagedeviceslot", "clzmovieid", "clzid", "titlesort",
        "seenit", "cinematography", "audiencerating", "addeddate", "collectionstatus", "imdbnumber", "seenwhen",
    }),
    2,
    MappingProxyType({
        "moviereleasedate": ColumnTarget("year"), "moviereleaseyear": ColumnTarget("year"),
        "myrating": ColumnTarget("collection.rating", reads="rating of 10"),
        "loanedto": ColumnTarget("collection.loaned_to", reads="person"),
        "viewingdate": ColumnTarget("collection.watched", splits=";"),
        "seenwhen": ColumnTarget("collection.watched", splits=";"), "audiencerating": None, "extras": None,
        "extrafeatures": ColumnTarget("special_features", splits=",;"), "rating": None, "index": None, "language": None,
    }),
    adapt=_clz,
    are_numbered=True,
)  # fmt: skip
_TELLICO = Program(
    "tellico-csv",
    "Tellico CSV",
    frozenset({
        "languagetracks", "subtitlelanguages", "plotsummary", "nationality", "certification", "widescreen",
        "directorscut", "createddate", "modifieddate", "colormode",
    }),
    3,
    MappingProxyType({
        "medium": ColumnTarget("specs.discs"), "format": ColumnTarget("specs.video"), "languagetracks": None,
        "nationality": ColumnTarget("countries"), "certification": None, "loaned": None, "id": None,
        "personalrating": ColumnTarget("collection.rating", reads="rating of 5"), "gift": None,
        "productionyear": ColumnTarget("year"), "keywords": ColumnTarget("collection.tags"),
    }),
)  # fmt: skip
_LIBIB = Program(
    "libib",
    "Libib",
    frozenset({
        "itemtype", "eanisbn13", "upcisbn10", "numberofdiscs", "numberofplayers", "esrb", "agegroup", "begandate",
        "completeddate", "ensemble",
    }),
    2,
    MappingProxyType({
        "status": None, "collection": None, "group": None, "creators": ColumnTarget("directors"), "agegroup": None,
        "added": None,
        "completed": ColumnTarget("collection.watched"), "completeddate": ColumnTarget("collection.watched"),
        "length": ColumnTarget("specs.length", reads="minutes"), "firstname": None, "lastname": None,
    }),
    kind_column="itemtype",
    kinds=frozenset({"movie", "movies", "film", "video", "dvd", "bluray", "tv", "tvshow"}),
)  # fmt: skip
_OF_A_FILM = {"releasedate": None, "released": None, "type": None, "format": None, "url": None, "description": None}
_IMDB = Program(
    "imdb",
    "IMDb",
    frozenset({"const", "titletype", "imdbrating", "numvotes", "daterated", "yourrating"}),
    3,
    MappingProxyType({
        **_OF_A_FILM, "yourrating": ColumnTarget("collection.rating", reads="rating of 10"), "imdbrating": None,
        "titletype": None, "runtime": None,
    }),
    kind_column="titletype",
    kinds=frozenset({
        "movie", "tvmovie", "short", "video", "tvshort", "tvspecial", "tvminiseries", "tvseries", "musicvideo",
    }),
    of_films=True,
)  # fmt: skip
_TMDB = Program(
    "tmdb-csv",
    "TMDb",
    frozenset({"tmdbid", "seasonnumber", "episodenumber", "daterated", "yourrating"}),
    3,
    MappingProxyType({
        **_OF_A_FILM, "yourrating": ColumnTarget("collection.rating", reads="rating of 10"), "rating": None,
        "releasedate": ColumnTarget("year"),
    }),
    kind_column="type",
    kinds=frozenset({"movie"}),
    of_films=True,
)  # fmt: skip
_TRAKT = Program(
    "trakt-csv",
    "Trakt",
    frozenset({"traktrating", "traktid", "collectedat", "watchedat", "listedat", "ratedat", "lastwatchedat", "plays"}),
    2,
    MappingProxyType({
        **_OF_A_FILM, "rating": ColumnTarget("collection.rating", reads="rating of 10"), "traktrating": None,
        "watchedat": ColumnTarget("collection.watched"), "lastwatchedat": ColumnTarget("collection.watched"),
        "runtime": None, "country": None,
    }),
    kind_column="type",
    kinds=frozenset({"movie", "movies"}),
    of_films=True,
)  # fmt: skip
_PLEX = Program(
    "plex-csv",
    "Plex",
    frozenset({"mediaid", "contentrating", "originallyavailable", "videoresolution", "audiocodec", "videocodec"}),
    3,
    MappingProxyType({
        "rating": None, "studio": None, "originallyavailable": None, "added": None, "contentrating": None,
        "genres": ColumnTarget("genres", splits=" - "), "directors": ColumnTarget("directors", splits=" - "),
        "cast": ColumnTarget("cast", splits=" - "), "writers": ColumnTarget("writers", splits=" - "),
        "videoresolution": ColumnTarget("specs.video"), "audiocodec": ColumnTarget("specs.audio"),
        "roles": ColumnTarget("cast", splits=" - "), "labels": ColumnTarget("collection.tags", splits=" - "),
        "country": ColumnTarget("countries", splits=" - "), "countries": ColumnTarget("countries", splits=" - "),
        "audiolanguages": ColumnTarget("specs.audio", splits=" - "),
        "subtitlelanguages": ColumnTarget("specs.subtitles", splits=" - "), "collections": None,
    }),
)  # fmt: skip
GRIFFITH = Program(
    "griffith-csv",
    "Griffith",
    frozenset({
        "otitle", "medianum", "mediumid", "mediumname", "collectionname", "volumename", "cond", "cameraman", "layers",
        "classification", "osite",
    }),
    3,
    MappingProxyType({
        "otitle": ColumnTarget("original_title"), "mediumname": ColumnTarget("specs.discs"), "number": None,
        "rating": ColumnTarget("collection.rating", reads="rating of 10"), "color": None, "site": None, "loaned": None,
        "volume": ColumnTarget("collection.location"), "volumename": ColumnTarget("collection.location"),
    }),
)  # fmt: skip
_GCSTAR = Program(
    "gcstar-csv",
    "GCstar",
    frozenset({
        "subt", "ratingpress", "backpic", "webpage", "original", "seen", "added", "borrower", "lenddate", "favourite",
        "serie", "rank", "identifier",
    }),
    3,
    MappingProxyType({
        "date": ColumnTarget("year"), "original": ColumnTarget("original_title"),
        "subt": ColumnTarget("specs.subtitles"), "number": None, "place": ColumnTarget("collection.location"),
        "rating": ColumnTarget("collection.rating", reads="rating of 10"), "ratingpress": None, "added": None,
        "webpage": None, "serie": None, "age": None,
        "borrower": ColumnTarget("collection.loaned_to", reads="person"),
    }),
)  # fmt: skip
_DELICIOUS = Program(
    "delicious-csv",
    "Delicious Library",
    frozenset({
        "currentvalue", "theatricalreleasedate", "theatricaldate", "mediacount", "experienced", "hasexperienced",
        "netrating", "audiencerating", "bookscouternumber", "used", "signed", "rare",
    }),
    3,
    MappingProxyType({
        "theatricalreleasedate": ColumnTarget("year"), "theatricaldate": ColumnTarget("year"), "audiencerating": None,
        "published": ColumnTarget("release.date"), "creator": ColumnTarget("directors"),
        "creators": ColumnTarget("directors"),
        "currentvalue": None, "netrating": None,
        "rating": ColumnTarget("collection.rating", reads="rating of 5"),
    }),
)  # fmt: skip
_JELLYFIN = Program(
    "jellyfin-csv",
    "Jellyfin",
    frozenset({
        "communityrating", "criticrating", "officialrating", "runtimeticks", "premieredate", "datecreated",
        "productionyear",
    }),
    3,
    MappingProxyType({
        "runtimeticks": ColumnTarget("specs.length", reads="ticks"), "studios": None, "premieredate": None,
        "type": None, "communityrating": None, "criticrating": None, "officialrating": None, "people": None,
    }),
)  # fmt: skip


def clz_csv() -> ProgramTable:
    """CLZ Movies as a table, with the labels of the Windows program and of the web app, which differ."""
    return ProgramTable(_CLZ)


def tellico_csv() -> ProgramTable:
    """Tellico's CSV, whose `Format` is NTSC or PAL and whose tables of cast are parted by `::`."""
    return ProgramTable(_TELLICO)


def libib() -> ProgramTable:
    """Libib's CSV, in which books and games stand among the films."""
    return ProgramTable(_LIBIB)


def imdb() -> ProgramTable:
    """IMDb's lists and ratings: films, with their premieres and what everybody thinks of them."""
    return ProgramTable(_IMDB)


def tmdb_csv() -> ProgramTable:
    """TMDb's ratings, lists and watchlists as tables: films, and shows among them."""
    return ProgramTable(_TMDB)


def trakt_csv() -> ProgramTable:
    """Trakt's tables: films that were seen, rated or listed."""
    return ProgramTable(_TRAKT)


def plex_csv() -> ProgramTable:
    """The table of a Plex library: files, whose studio is the film's and whose rating is the public's."""
    return ProgramTable(_PLEX)


def griffith_csv() -> ProgramTable:
    """Griffith's CSV, whose columns are those of its database."""
    return ProgramTable(GRIFFITH)


def gcstar_csv() -> ProgramTable:
    """GCstar's CSV, whose `date` is the film's year."""
    return ProgramTable(_GCSTAR)


def delicious_csv() -> ProgramTable:
    """Delicious Library's table of text."""
    return ProgramTable(_DELICIOUS)


def jellyfin_csv() -> ProgramTable:
    """The table of a Jellyfin or Emby library: files, whose lengths are ticks."""
    return ProgramTable(_JELLYFIN)
