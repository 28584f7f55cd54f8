"""Completes command lines for the completion scripts of the shells.

The scripts hold nothing of the program: they hand over the words and show what comes back, so that they never go out of
date. A key is waiting meanwhile: no module of the program is loaded but what finds the library, and of that only the
folder is listed that an id is in.
"""

import functools
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

Table = dict[str, Any]
Also = Literal["", "files", "folders"]


class Candidate(NamedTuple):
    """A word that the shell can offer."""

    word: str
    """The whole word, with what is typed of it."""
    help: str = ""
    is_whole: bool = True
    """Whether a space follows it; not so after `director:`."""


class Answer(NamedTuple):
    """The words to offer at the end of a command line."""

    candidates: tuple[Candidate, ...] = ()
    also: Also = ""
    """What the shell adds by itself: names of files, or of folders only."""


class _Line(NamedTuple):
    """A command line, read as far as it goes."""

    command: str | None
    options: Sequence[dict[str, Any]]
    value_of: dict[str, Any] | None
    """The flag that the word at the cursor is the value of."""
    given: frozenset[str]
    """Flags that were given already."""
    positionals: int
    """Words before the cursor that are no flags and no values of flags."""
    library: str | None
    is_open: bool
    """Whether flags can still come: no `--` stands before the cursor."""


@functools.cache
def command_line() -> Table:
    """The table of commands, flags, fields and values."""
    found: Table = json.loads(Path(__file__).with_name("command_line.json").read_text(encoding="utf-8"))
    return found


def answer(words: Sequence[str]) -> Answer:
    """What could stand in place of the last word.

    Args:
        words: The command line up to the cursor without quotes, `disctui` first; the last word is the one to be
            completed, and empty where none is begun.
    """
    before, word = list(words[1:-1]), words[-1] if len(words) > 1 else ""
    line = _read(before)
    if line.value_of is not None:
        found = _values(line.value_of, word, line)
        return found if not line.value_of.get("optional") or not word.startswith("-") else _flags(line, word)
    flag, equals, value = word.partition("=")
    if line.is_open and equals and word.startswith("--"):
        option = _flagged(line.options, flag)
        found = _values(option, value, line) if option else Answer()
        return Answer(tuple(one._replace(word=f"{flag}={one.word}") for one in found.candidates), found.also)
    if line.is_open and word.startswith("-") and not _is_excluding(line, word):
        return _flags(line, word)
    if line.command is None:
        return _first(word, before)
    words_taken = [option for option in line.options if "flags" not in option]
    if not words_taken or (line.positionals >= len(words_taken) and not words_taken[-1].get("many")):
        return Answer()
    return _values(words_taken[min(line.positionals, len(words_taken) - 1)], word, line)


def _read(before: Sequence[str]) -> _Line:
    table = command_line()
    command, options = None, table["root"]
    value_of, library = None, None
    given: set[str] = set()
    positionals, is_open = 0, True
    for word in before:
        if value_of is not None and not (value_of.get("optional") and word.startswith("-")):
            library = word if "--library" in value_of["flags"] else library
            value_of = None
            continue
        value_of = None
        if is_open and word == "--":
            is_open = False
        elif is_open and word.startswith("-") and word != "-":
            flag, equals, value = word.partition("=")
            option = _flagged(options, flag)
            given.update(option["flags"] if option else ())
            if option and "takes" in option and not equals:
                value_of = option
            if equals and option and "--library" in option["flags"]:
                library = value
        elif command is None and word in table["commands"]:
            command, options = word, table["commands"][word]["options"]
        else:
            positionals += 1
    return _Line(command, options, value_of, frozenset(given), positionals, library, is_open)


def _flagged(options: Sequence[dict[str, Any]], flag: str) -> dict[str, Any] | None:
    return next((option for option in options if flag in option.get("flags", ())), None)


def _is_excluding(line: _Line, word: str) -> bool:
    """Whether a word with a minus is a condition that excludes, as in `-genre:war`."""
    takes_query = any(option.get("takes") == "QUERY" for option in line.options)
    return takes_query and not word.startswith("--") and len(word) > 1


def _starting(word: str, candidates: Iterator[Candidate] | Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(one for one in candidates if one.word.startswith(word))


def _first(word: str, before: Sequence[str]) -> Answer:
    """The first word: a command, or the folder of a library."""
    if any(not each.startswith("-") for each in before[-1:]) and not _read(before).library:
        return Answer()
    commands = command_line()["commands"]
    return Answer(_starting(word, [Candidate(name, one["help"]) for name, one in commands.items()]), "folders")


def _flags(line: _Line, word: str) -> Answer:
    found = [
        Candidate(flag, option["help"])
        for option in line.options
        for flag in option.get("flags", ())
        if option.get("again") or not line.given & set(option["flags"])
    ]
    if not word.startswith("--"):
        return Answer(_starting(word, found))
    return Answer(_starting(word, [one for one in found if one.word.startswith("--")]))


def _values(option: dict[str, Any], word: str, line: _Line) -> Answer:
    """The values of a flag, or of a word that is no flag's."""
    table = command_line()
    takes = option.get("takes", "")
    if "choices" in option:
        return Answer(_starting(word, [Candidate(choice) for choice in option["choices"]]))
    if takes == "VALUE":
        values = table["keys"].get(option.get("key"), {}).get("values", ())
        return Answer(_starting(word, [Candidate(value) for value in values]))
    if takes == "NAME" and line.command in ("import", "export") and "--format" in option.get("flags", ()):
        return Answer(_starting(word, [Candidate(name) for name in table[line.command]]))
    answers = {
        "DIR": lambda: Answer(also="folders"),
        "LIBRARY": lambda: Answer(also="folders"),
        "FILE": lambda: Answer(also="files"),
        "TOML": lambda: Answer(also="files"),
        "PATH": lambda: Answer(_starting(word, list(_ids(word, line.library, ".toml"))), "files"),
        "ID": lambda: Answer(_starting(word, list(_ids(word, line.library)))),
        "WHICH": lambda: Answer(_starting(word, [*_ids(word, line.library), *_conditions(word)])),
        "QUERY": lambda: Answer(_starting(word, list(_conditions(word)))),
        "CHANGE": lambda: Answer(_starting(word, list(_changes(word)))),
        "CODE": lambda: Answer(_starting(word, [Candidate(code, about) for code, about in table["codes"].items()])),
        "KEY": lambda: Answer(_starting(word, list(_keys()))),
        "KEY,KEY": lambda: Answer(_starting(word, list(_listed(word)))),
        "COMMAND": lambda: Answer(
            _starting(word, [Candidate(name, one["help"]) for name, one in table["commands"].items()])
        ),
    }
    return answers[takes]() if takes in answers else Answer()


def _keys() -> Iterator[Candidate]:
    yield from (Candidate(name, key["help"]) for name, key in command_line()["keys"].items())


def _listed(word: str) -> Iterator[Candidate]:
    """Keys with commas between them; each stands there once."""
    head, comma, _ = word.rpartition(",")
    given = set(head.split(","))
    names = [Candidate("id", "The release's id."), *_keys()]
    yield from (Candidate(head + comma + one.word, one.help, is_whole=False) for one in names if one.word not in given)


def _conditions(word: str) -> Iterator[Candidate]:
    """Conditions of a query: fields, and after a field its values."""
    minus = "-" if word.startswith("-") else ""
    name, colon, _ = word.removeprefix("-").partition(":")
    fields: dict[str, list[str]] = command_line()["query"]
    if not colon:
        keys = command_line()["keys"]
        yield from (
            Candidate(f"{minus}{field}:", keys.get(field, {}).get("help", ""), is_whole=False) for field in fields
        )
        return
    for value in fields.get(name.lower(), ()):
        quoted = f'"{value}"' if " " in value else value
        yield Candidate(f"{minus}{name}:{quoted}")


def _changes(word: str) -> Iterator[Candidate]:
    """Changes of a field: keys, and after a key and a sign its values."""
    found = re.fullmatch(r"(?P<key>[\w.]+?)(?P<sign>\+=|-=|=)(?P<typed>.*)", word)
    keys = command_line()["keys"]
    if found is None:
        yield from (Candidate(f"{name}=", key["help"], is_whole=False) for name, key in keys.items())
        for name, key in keys.items():
            if "list" in key and word.startswith(name):
                yield from (Candidate(f"{name}{sign}", key["help"], is_whole=False) for sign in ("+=", "-="))
        return
    for value in keys.get(found["key"], {}).get("values", ()):
        yield Candidate(f"{found['key']}{found['sign']}{value}")


def _ids(word: str, library: str | None, ending: str = "") -> Iterator[Candidate]:
    """Ids in the folder that the word is in, and its folders; nothing where the library can't be listed."""
    from disctui.library.locations import library_folder  # noqa: PLC0415 - only where the library is asked
    from disctui.settings import read_settings  # noqa: PLC0415

    root, _ = library_folder(library, read_settings())
    folder = word.rpartition("/")[0]
    if ".." in folder.split("/") or folder.startswith("/"):
        return
    above = f"{folder}/" if folder else ""
    try:
        entries = sorted(os.scandir(Path(root) / folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        name = entry.name
        if (
            name.startswith((".", "_"))
            or not name.isprintable()
            or (not folder and name in {"people.toml", "searches.toml"})
        ):
            continue
        if entry.is_dir():
            yield Candidate(f"{above}{name}/", is_whole=False)
        elif name.endswith(".toml"):
            yield Candidate(above + name.removesuffix(".toml") + ending)
