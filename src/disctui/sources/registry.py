"""Every source there is: ours, and those that other packages bring by an entry point."""

import importlib
from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points
from typing import NamedTuple

from disctui.nearest import suggestion
from disctui.problem import Problem, Refused
from disctui.release.model import TOML
from disctui.sources.disc_db import TheDiscDb
from disctui.sources.other_library import OtherLibrary
from disctui.sources.source import Source
from disctui.sources.tmdb import TheMovieDatabase
from disctui.sources.wikidata import Wikidata

GROUP = "disctui.sources"
OPTIONS: Mapping[str, Mapping[str, str]] = {
    "thediscdb": {"folder": "thediscdb"},
    "library": {"folders": "libraries"},
    "tmdb": {"token": "tmdb_token", "address": "tmdb_address"},
    "wikidata": {"language": "wikidata", "address": "wikidata_address"},
}
"""What our own sources are made with: name of the source, its options, and their keys in `[sources]`."""


class Found(NamedTuple):
    """The sources by name, in the order in which they are asked, and what is wrong with those that would not load."""

    sources: dict[str, Source]
    problems: tuple[Problem, ...]


def sources(settings: Mapping[str, TOML]) -> Found:
    """Make every source; one of another package that fails costs only itself.

    Args:
        settings: The table `[sources]` of config.toml.
    """
    found: dict[str, Source] = {}
    for made in (OtherLibrary, TheDiscDb, TheMovieDatabase, Wikidata):
        options = {option: settings[key] for option, key in OPTIONS[made.name].items() if key in settings}
        found[made.name] = made(options)
    problems = []
    for point in entry_points(group=GROUP):
        module, _, attribute = point.value.partition(":")
        own = settings.get(point.name)
        try:
            source: Source = getattr(importlib.import_module(module.strip()), attribute.strip())(
                own if isinstance(own, Mapping) else {}
            )
            found[point.name] = source
        except (ImportError, AttributeError, TypeError, Refused) as error:
            message = f"the source {point.name} ({point.value}) can't be loaded: {error}"
            problems.append(Problem(path=point.value, severity="warning", code="importer", message=message))
    return Found(found, tuple(problems))


def chosen(found: Mapping[str, Source], names: Iterable[str]) -> list[Source]:
    """The sources to ask: those that are named, which must be ready, else all that are.

    Raises:
        Refused: there is none of a name, or one that is named is not ready, or none at all is.
    """
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name not in found:
            raise Refused(f"there is no source {name}", suggestion(name, found) or f"there are {', '.join(found)}")
        found[name].require_ready()
    ready = [found[name] for name in wanted] or [source for source in found.values() if _is_ready(source)]
    if not ready:
        raise Refused("no source is set up", "disctui sources says how")
    return ready


def _is_ready(source: Source) -> bool:
    try:
        source.require_ready()
    except Refused:
        return False
    return True
