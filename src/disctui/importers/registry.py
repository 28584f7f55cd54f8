"""Every importer there is: ours, and those that other packages bring by an entry point."""

import importlib
from importlib.metadata import entry_points
from typing import NamedTuple

from disctui.importers.importer import Importer
from disctui.problem import Problem

GROUP = "disctui.importers"
BUILT_IN = {
    "page": "disctui.importers.page:ReleasePage",
    "dvd-profiler": "disctui.importers.dvd_profiler:DvdProfiler",
    "clz-xml": "disctui.importers.clz_xml:ClzXml",
    "clz-csv": "disctui.importers.program_tables:clz_csv",
    "blu-ray.com": "disctui.importers.blu_ray_com:BluRayCom",
    "tellico-csv": "disctui.importers.program_tables:tellico_csv",
    "libib": "disctui.importers.program_tables:libib",
    "imdb": "disctui.importers.program_tables:imdb",
    "tmdb-csv": "disctui.importers.program_tables:tmdb_csv",
    "trakt-csv": "disctui.importers.program_tables:trakt_csv",
    "plex-csv": "disctui.importers.program_tables:plex_csv",
    "griffith-csv": "disctui.importers.program_tables:griffith_csv",
    "griffith-db": "disctui.importers.griffith_database:GriffithDatabase",
    "gcstar-csv": "disctui.importers.program_tables:gcstar_csv",
    "delicious-csv": "disctui.importers.program_tables:delicious_csv",
    "jellyfin-csv": "disctui.importers.program_tables:jellyfin_csv",
    "letterboxd": "disctui.importers.letterboxd:Letterboxd",
    "tellico": "disctui.importers.tellico:Tellico",
    "gcstar": "disctui.importers.gcstar:GCstar",
    "data-crow": "disctui.importers.data_crow:DataCrow",
    "kodi": "disctui.importers.kodi:Kodi",
    "xml": "disctui.importers.xml_records:XmlRecords",
    "json-list": "disctui.importers.json_records:JsonRecords",
    "json": "disctui.importers.disctui_json:DisctuiJson",
    "disctui-csv": "disctui.importers.disctui_csv:DisctuiCsv",
    "csv": "disctui.importers.generic_csv:GenericCsv",
    "titles": "disctui.importers.title_list:TitleList",
}
"""Ours by name; also what is found when the package is run without its metadata."""
LEAST = 0.3
"""How sure an importer must be to be chosen without being named."""


class Found(NamedTuple):
    """The importers by name, and what is wrong with those that would not load."""

    importers: dict[str, Importer]
    problems: tuple[Problem, ...]


def importers() -> Found:
    """Load every importer; one of another package that fails costs only itself."""
    wanted = dict(BUILT_IN)
    wanted |= {point.name: point.value for point in entry_points(group=GROUP)}
    found: dict[str, Importer] = {}
    problems = []
    for name, place in wanted.items():
        module, _, attribute = place.partition(":")
        try:
            made = getattr(importlib.import_module(module.strip()), attribute.strip())()
            found[name] = made
        except (ImportError, AttributeError, TypeError) as error:
            message = f"the importer {name} ({place}) can't be loaded: {error}"
            problems.append(Problem(path=place, severity="warning", code="importer", message=message))
    return Found(found, tuple(problems))


class Recognised(NamedTuple):
    """The importer that is surest of a file, and how sure it is, from 0 to 1."""

    importer: Importer
    sureness: float


def recognised(data: bytes, name: str, among: dict[str, Importer]) -> Recognised | None:
    """The importer that is surest of a file, or None where none is sure enough."""
    ranked = [(importer.recognises(data, name), -order, importer) for order, importer in enumerate(among.values())]
    sureness, _, best = max(ranked, key=lambda entry: entry[:2], default=(0.0, 0, None))
    return Recognised(best, sureness) if best is not None and sureness >= LEAST else None


def recognise(data: bytes, name: str, among: dict[str, Importer] | None = None) -> Importer | None:
    """The importer that is surest of a file, or None where none is sure enough."""
    found = recognised(data, name, importers().importers if among is None else among)
    return found.importer if found else None
