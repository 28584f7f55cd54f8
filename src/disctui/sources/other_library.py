"""Another disctui library: a friend's, or a public one under git; what is absent here is taken from its files."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from disctui.importers.existing import existing
from disctui.importers.importer import Imported
from disctui.importers.matching import folded_title
from disctui.library.cover_files import read_cover
from disctui.problem import Refused
from disctui.release.model import TOML
from disctui.sources.pictures import MOST_BYTES
from disctui.sources.source import Candidate, NotReady, Unanswered, Wanted, begins

_OF_FILM = frozenset({
    "title", "original_title", "also_known_as", "year", "directors", "cast", "writers", "genres", "countries",
    "synopsis",
})  # fmt: skip
_OF_RELEASE = _OF_FILM | {"special_features", "release", "specs", "films"}
"""All but what is the owner's: the copy, its price, the notes, the picture, the film's name here."""
_OF_A_FILM = frozenset(_OF_FILM | {"length", "discs", "special_features"})


class OtherLibrary:
    """The libraries that config.toml names."""

    name = "library"
    title = "another disctui library"
    about = 'folders of release files (config.toml: [sources] libraries = ["DIR"]); each says itself whose it is'
    is_online = False
    knows_codes = True

    def __init__(self, options: Mapping[str, TOML]) -> None:
        folders = options.get("folders")
        self._roots = [Path(folder).expanduser() for folder in folders] if isinstance(folders, list) else []

    def require_ready(self) -> None:
        """Let it pass where each library is there.

        Raises:
            NotReady: none is named, or one of them is no folder.
        """
        if not self._roots:
            raise NotReady("no other library is named", 'write [sources] and libraries = ["DIR"] in config.toml')
        for root in self._roots:
            if not root.is_dir():
                raise NotReady(f"{root} is no folder", "mend libraries in config.toml")

    def candidates(self, wanted: Wanted) -> Sequence[Candidate]:
        """The releases with its bar code; else those of a film of its titles, for the film alone."""
        found = []
        titles = set(map(folded_title, wanted.titles))
        for source_id, about in self._releases.items():
            is_same = bool(wanted.bar_code) and about.bar_code == wanted.bar_code
            if is_same or (wanted.is_set == about.is_set and titles & set(map(folded_title, about.titles))):
                found.append(_candidate(source_id if is_same else f"film {source_id}", about, is_certain=is_same))
        certain = [candidate for candidate in found if candidate.is_certain]
        return certain or found

    def fetch(self, source_id: str) -> Imported:
        """What one of its files says; of a film alone, what is true of each release of it.

        Raises:
            Unanswered: it is gone.
        """
        is_film, whole = source_id.startswith("film "), source_id.removeprefix("film ")
        if whole not in self._releases:
            raise Unanswered(f"no other library has {whole}")
        document = self._releases[whole].document
        keys = _OF_FILM if is_film else _OF_RELEASE
        taken = {key: value for key, value in document.items() if key in keys}
        if isinstance(films := taken.get("films"), list):
            taken["films"] = [{key: film[key] for key in film if key in _OF_A_FILM} for film in films]
        return Imported(document=taken, source=whole, format=self.title, source_id=source_id)

    def titled(self, typed: str) -> Sequence[Candidate]:
        """Its releases whose titles begin as it was typed."""
        return [
            _candidate(source_id, about, is_certain=False)
            for source_id, about in self._releases.items()
            if begins(typed, about.titles)
        ]

    def picture(self, source_id: str) -> bytes | None:
        """The cover of one of its releases; a film has none of its own.

        Raises:
            Unanswered: it can't be read.
        """
        about = self._releases.get(source_id)
        root = next((one for one in reversed(self._roots) if source_id.startswith(f"{one.name}/")), None)
        if root is None or about is None or not about.text("cover"):
            return None
        try:
            return read_cover(str(root), f"{about.release_id}.toml", about.text("cover"), MOST_BYTES)
        except Refused as refused:
            raise Unanswered(refused.message, refused.hint) from None

    @cached_property
    def _releases(self) -> dict[str, Wanted]:
        self.require_ready()
        found = {}
        for root in self._roots:
            for one in existing(str(root)):
                found[f"{root.name}/{one.release_id}"] = Wanted(one.release_id, one.document)
        return found


def _candidate(source_id: str, about: Wanted, *, is_certain: bool) -> Candidate:
    return Candidate(
        source_id=source_id,
        title=about.text("title"),
        original_title=about.text("original_title"),
        year=about.year,
        directors=about.texts("directors"),
        length=about.length,
        edition=", ".join(filter(None, (about.text("release.edition"), about.text("release.studio")))),
        is_certain=is_certain,
    )
