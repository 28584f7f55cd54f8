"""The user's config.toml: its settings and its mistakes. A mistake makes only its own setting invalid."""

import codecs
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import platformdirs

from disctui.nearest import suggestion

if TYPE_CHECKING:
    from disctui.problem import Problem
    from disctui.release.model import TOML

KNOWN = ("library", "theme", "themes", "density", "covers", "keys", "start", "columns", "lend_days", "sources")
_COLOURS = (
    *("primary", "secondary", "accent", "foreground", "background", "surface", "panel", "boost"),
    *("warning", "error", "success"),
)
_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")
Colours = Mapping[str, str | bool]
"""The colours of a theme, each as "#1e88e5", and whether it is `dark`."""
SOURCES: "Mapping[str, type]" = MappingProxyType(
    {
        "thediscdb": str,
        "libraries": list,
        "tmdb_token": str,
        "tmdb_address": str,
        "wikidata": str,
        "wikidata_address": str,
    }
)
"""Keys of `[sources]`, and what they take: a text, or a list of texts; a table is a source's of another package."""
_LEND_DAYS = 28
_MOST_DAYS = 3650
CHOICES = {"density": ("roomy", "compact"), "covers": ("auto", "off", "blocks", "kitty")}
"""Settings that take one of some words."""


class Settings(NamedTuple):
    """The valid settings, and the problems of the others."""

    library: str | None = None
    theme: str | None = None
    density: str | None = None
    """"roomy", with frames where there is room, or "compact", without any."""
    covers: str | None = None
    """"auto", as the terminal can, "off", or how pictures are painted: "blocks" or "kitty"."""
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Command id to the keys given to it, as written."""
    themes: Mapping[str, Colours] = MappingProxyType({})
    """Themes of the user's own, by name."""
    start: str = ""
    """Name of the shelf that is open at first; "" for all releases."""
    columns: tuple[str, ...] = ()
    """Orders whose values the list shows in place of the director where a shelf names none."""
    lend_days: int = _LEND_DAYS
    """Days after which the form for a loan proposes that it is back; 0 for no day."""
    problems: "tuple[Problem, ...]" = ()
    sources: "Mapping[str, TOML]" = MappingProxyType({})
    """What `[sources]` says: where what is missing in a file can be asked for."""

    @property
    def hides_library(self) -> bool:
        """Whether a mistake in the file makes it unknown which library is the user's."""
        return any(problem.code != "setting" or problem.key == "library" for problem in self.problems)


class Mistake(NamedTuple):
    """Something wrong with a setting."""

    where: tuple[str, ...]
    """The setting's key, with the tables around it."""
    message: str
    hint: str | None = None


def config_file() -> Path:
    """Where config.toml stands."""
    return Path(platformdirs.user_config_dir("disctui")) / "config.toml"


def read_settings(path: Path | None = None) -> Settings:
    """Read config.toml; never raises. A file that isn't there sets nothing."""
    path = path or config_file()
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        mistake = Mistake((), f"can't be read: {error.strerror}")
        return Settings(problems=(_problem(path, b"", mistake, "unreadable"),))
    from disctui.release_file.parsing import Broken, decode, parse  # noqa: PLC0415 - only where there are settings

    try:
        document = parse(decode(data, str(path)), str(path))
    except Broken as broken:
        return Settings(problems=(broken.problem,))
    return _settings(document, data, path)


def _settings(document: "Mapping[str, TOML]", data: bytes, path: Path) -> Settings:
    unknown = document.keys() - set(KNOWN)
    mistakes = [Mistake((name,), f"{name} is not a setting", suggestion(name, KNOWN)) for name in unknown]
    texts: dict[str, str] = {}
    for name in ("library", "theme", "start", *CHOICES):
        if name in document and not isinstance(document[name], str):
            mistakes.append(Mistake((name,), f"{name} must be text", f'write {name} = "..."'))
        elif name in document:
            texts[name] = document[name]
    mistakes += _none_of_the_choices(texts)
    settings = Settings(
        keys=_keys(document.get("keys", {}), mistakes),
        themes=_themes(document.get("themes", {}), mistakes),
        columns=_columns(document.get("columns", []), mistakes),
        lend_days=_lend_days(document.get("lend_days", _LEND_DAYS), mistakes),
        sources=_sources(document.get("sources", {}), mistakes),
        problems=(),
        **texts,
    )
    return settings._replace(problems=tuple(_problem(path, data, mistake) for mistake in mistakes))


def _lend_days(value: "TOML", mistakes: list[Mistake]) -> int:
    if type(value) is int and 0 <= value <= _MOST_DAYS:
        return value
    message = f"lend_days must be a number of days from 0 to {_MOST_DAYS}"
    mistakes.append(Mistake(("lend_days",), message, "write lend_days = 28, or 0 for no day"))
    return _LEND_DAYS


def _columns(value: "TOML", mistakes: list[Mistake]) -> tuple[str, ...]:
    """The names of columns; whether there are such is for who knows them to say."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return tuple(value)
    mistakes.append(Mistake(("columns",), "columns must be a list of columns", 'write columns = ["price", "off"]'))
    return ()


def _keys(given: "TOML", mistakes: list[Mistake]) -> dict[str, tuple[str, ...]]:
    keys: dict[str, tuple[str, ...]] = {}
    if not isinstance(given, dict):
        mistakes.append(
            Mistake(("keys",), "keys must be a table", "write [keys] on its own line, then one command a line")
        )
        return keys
    for name, value in given.items():
        wanted = [value] if isinstance(value, str) else value
        if isinstance(wanted, list) and all(isinstance(key, str) and key for key in wanted):
            keys[name] = tuple(wanted)
        else:
            message = f"keys.{name} must be a key or a list of keys"
            mistakes.append(Mistake(("keys", name), message, f'write {name} = "ctrl+e"'))
    return keys


def _none_of_the_choices(texts: dict[str, str]) -> list[Mistake]:
    """The mistakes of settings that take one of some words; they are taken out of `texts`."""
    return [
        Mistake((name,), f"{name} is none of {', '.join(choices)}", suggestion(texts.pop(name), choices))
        for name, choices in CHOICES.items()
        if texts.get(name, choices[0]) not in choices
    ]


def _sources(given: "TOML", mistakes: list[Mistake]) -> "dict[str, TOML]":
    """The valid keys of `[sources]`; the mistakes of the others are added."""
    if not isinstance(given, dict):
        mistakes.append(Mistake(("sources",), "sources must be a table", "write [sources] on its own line"))
        return {}
    valid: dict[str, TOML] = {}
    for name, value in given.items():
        wanted = SOURCES.get(name)
        fits = isinstance(value, str) if wanted is str else _are_texts(value)
        if isinstance(value, dict) or (wanted and fits):
            valid[name] = value
        elif wanted is None:
            hint = suggestion(name, SOURCES)
            mistakes.append(Mistake(("sources", name), f"sources.{name} is not a setting", hint))
        else:
            form = f'{name} = "..."' if wanted is str else f'{name} = ["..."]'
            kind = "text" if wanted is str else "a list of texts"
            mistakes.append(Mistake(("sources", name), f"sources.{name} must be {kind}", f"write {form}"))
    return valid


def _are_texts(value: "TOML") -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _themes(given: "TOML", mistakes: list[Mistake]) -> dict[str, Colours]:
    """The themes of the user's own; a colour that is none costs itself, one without its first colour the theme."""
    themes: dict[str, Colours] = {}
    hint = 'write [themes.mine] on its own line, then primary = "#1e88e5"'
    if not isinstance(given, dict):
        mistakes.append(Mistake(("themes",), "themes must be tables", hint))
        return themes
    for name, table in given.items():
        if not isinstance(table, dict):
            mistakes.append(Mistake(("themes", name), f"themes.{name} must be a table", hint))
            continue
        colours: dict[str, str | bool] = {}
        for key, value in table.items():
            mistake = _wrong_colour(key, value)
            if mistake is not None:
                mistakes.append(Mistake(("themes", name, key), *mistake))
            elif isinstance(value, str | bool):
                colours[key] = value
        if "primary" in colours:
            themes[name] = colours
        elif "primary" not in table:
            mistakes.append(Mistake(("themes", name), f"the theme {name} needs a primary colour", hint))
    return themes


def _wrong_colour(key: str, value: "TOML") -> tuple[str, str | None] | None:
    """What is wrong with a line of a theme, and what to write; None where it is right."""
    if key == "dark":
        return None if isinstance(value, bool) else ("dark must be true or false", "write dark = true")
    if key not in _COLOURS:
        return f"{key} is no colour of a theme", suggestion(key, (*_COLOURS, "dark"))
    if isinstance(value, str) and _COLOUR.fullmatch(value):
        return None
    return f"{key} must be a colour", f'write {key} = "#1e88e5"'


def checked(
    settings: Settings, themes: Collection[str], mistakes: Iterable[Mistake] = (), path: Path | None = None
) -> Settings:
    """The settings without a theme that doesn't exist, and with every mistake as a problem at its line.

    Args:
        settings: What config.toml says.
        themes: The themes that there are.
        mistakes: What else is wrong with them: the keys are read by who knows the commands.
        path: config.toml; the user's own where it isn't given.
    """
    theme, found = settings.theme, list(mistakes)
    if theme is not None and theme not in themes:
        found.append(Mistake(("theme",), f"there is no theme {theme}", suggestion(theme, themes)))
        theme = None
    if not found:
        return settings
    path = path or config_file()
    try:
        data = path.read_bytes()
    except OSError:  # it went away meanwhile
        data = b""
    problems = [*settings.problems, *(_problem(path, data, mistake) for mistake in found)]
    return settings._replace(theme=theme, problems=tuple(sorted(problems, key=lambda problem: problem.sort_key)))


def _problem(path: Path, data: bytes, mistake: Mistake, code: str = "setting") -> "Problem":
    """A mistake as a problem at its place in config.toml, whose bytes are `data`."""
    from disctui.problem import Problem  # noqa: PLC0415 - only where there is a mistake, as below
    from disctui.release_file.layout import line_and_column_at, places_of  # noqa: PLC0415

    text = data.removeprefix(codecs.BOM_UTF8)
    place = places_of(text).get(mistake.where) if mistake.where else None
    line, column = line_and_column_at(text, (place.key or place.value).start) if place else (1, 1)
    return Problem(
        path=str(path),
        line=line,
        column=column,
        code=code,
        key=".".join(mistake.where) or None,
        message=mistake.message,
        hint=mistake.hint,
    )


def remember(name: str, value: str, path: Path | None = None) -> bool:
    """Write a setting into config.toml, touching nothing else there; False where that can't be done.

    Args:
        name: Of the setting: "theme", "library".
        value: What it is to be.
        path: config.toml; the user's own where it isn't given.
    """
    import tomli  # noqa: PLC0415 - only when something is chosen, as what follows

    from disctui.problem import Refused  # noqa: PLC0415
    from disctui.release_file.literals import literal  # noqa: PLC0415
    from disctui.release_file.writing import set_value  # noqa: PLC0415
    from disctui.safe_write.atomic import create_file, replace_file  # noqa: PLC0415

    path = path or config_file()
    try:
        before = path.read_bytes() if path.exists() else None
        if before is not None and tomli.loads(before.removeprefix(codecs.BOM_UTF8).decode()).get(name) == value:
            return True
        path.parent.mkdir(parents=True, exist_ok=True)
        if before is None:
            create_file(path, f"{name} = {literal(value)}\n".encode())
        else:
            replace_file(path, before, set_value(before, (name,), value))
    except (OSError, ValueError, Refused):
        return False
    return True
