"""Every command, with hostile names and texts in its library, its files and its words, sends a terminal text alone.

Which commands and flags there are is read from their parsers: one that is new fails here until it is tried too.
"""

import json
import os
import pty
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from disctui.cli import run
from disctui.cli.command_list import COMMANDS
from disctui.cli.parsers import WITHOUT_LIBRARY, command_parser

ATTACK = (
    "PWNED\x1b]52;c;UFdO\x07"  # clipboard
    "\x1b]0;owned\x1b\\"  # title
    "\x1b[2J\x1b[H"  # clear
    "\x9b2J\x9d0;owned\x9c\x90q\x9c"  # the same in C1
    "\b\b\v\f\x0e\x7f\x05\x00"
    "\u202emoc.live\u2066\u200b\u061c\U000e0041"  # bidi, and what isn't seen
)
"""What a text tries to do to a terminal."""
DRIVES = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
    rb"|\xd8\x9c|\xf3\xa0[\x80\x81]|(?<![\xc2-\xf4\x80-\xbf])[\x80-\xbf]|\xff"
)
"""Bytes that drive a terminal, or are no UTF-8; a line's end, a tab and a return do nothing but move on."""
_OWN = re.compile(rb"\r?\x1b\[K")
"""What the program itself sends: a line of progress taken back."""


def library_of(root: Path, attack: str) -> Path:
    """A library in which every name and text is hostile."""
    text = json.dumps(attack)
    release = (
        f"title = {text}\nyear = 1950\noriginal_title = {text}\ndirectors = [{text}]\ncast = [{text}, 5]\n"
        f"synopsis = {text}\n{text} = {text}\n[release]\nstudio = {text}\nupc = {text}\n"
        f"[collection]\nlocation = {json.dumps(attack + ' Attic')}\n"
        f"[price]\nstore_url = {text}\ncurrency = {text}\n[specs]\ndiscs = [{text}]\naspect_ratios = {{ {text} = 1 }}\n"
    )
    names = {b"plain.toml": release, b"second.toml": release, b"broken.toml": f"title = {attack}\n"}
    names |= {_name(attack): release, b"not utf-8 \xff\x9b2J.toml": release, b"l\nine.toml": release}
    names |= {b"broken-" + _name(attack): f"x = [\n{attack}"}
    names[b"people.toml"] = f"[[person]]\nname = {text}\nalso = [{text}, 7]\n"
    names[b".disctui.toml"] = f"[check]\n{text} = {text}\nignore = [{text}]\n"
    for name, content in names.items():
        (root / os.fsdecode(name)).write_text(content, "utf-8", "surrogateescape")
    (root / os.fsdecode(b"folder " + _name(attack))).mkdir()
    (root / "table.csv").write_text(f"title,{attack},{attack}\n{attack},{attack},1\nA,{attack},2\n", "utf-8")
    (root / "list.json").write_text(json.dumps([{"title": attack, attack: attack, "year": attack}]), "utf-8")
    (root / "page.html").write_text(f"<title>{attack}</title><h1>{attack}</h1><p>{attack}", "utf-8")
    return root


def _name(attack: str) -> bytes:
    return attack.replace("\0", "").replace("/", "").encode() + b".toml"


def calls_of(attack: str) -> dict[str, list[list[str]]]:
    """Each command with every one of its flags; what is wrong is as welcome as what is right."""
    evil = attack.replace("\0", "")
    name = os.fsdecode(_name(attack))
    raw = "raw \udc9b2J \udcff"
    fields = [word for one in command_parser("add")._actions for word in one.option_strings[:1]]
    return {
        "search": [
            [], ["pwned"], [evil], [f"year:{evil}"], [f"{evil}:x"], ["pwned", "--json", "--limit", "3"],
            ["pwned", "--sort", "title", "--reverse"], ["--ids"], ["--columns", f"title,path,{evil}"], ["--stdin"],
            ["--columns", "title,path,directors,id"], ["--format", "{title} {path} {cast}"],
            ["--format", f"{{{evil}}}"],
            ["pwned", "--explain"], ["pwned", "--films"],
            ["--shelf", evil],
            ["pwned", "--personal"], ["-0", "--ids"], ["--sort", evil], ["--limit", evil], [f"--{evil}"],
        ],
        "show": [["plain"], [evil], [raw], ["plain", "--json"], [name], ["broken"]],
        "path": [["pwned"], [evil], ["-0", "pwned"]],
        "open": [["plain"], [evil], ["plain", "--print"]],
        "edit": [["plain"], [evil], ["pwned", "--yes"]],
        "check": [
            [], [name], [evil], ["--json"], *(["--format", one] for one in ("text", "json", "github", evil)),
            ["--fix", "--dry-run"], ["--fix"], ["--explain"], ["--explain", evil],
            ["--also", "incomplete"], ["--also", evil],
        ],
        "add": [
            [f"{flag}={evil}" for flag in fields if flag not in {"-h", "-l", "--edit", "--from"}],
            *([f"{flag}={evil}"] for flag in ("--title", "--year", "--release-date", "--price-list", "--cover")),
            ["--from", "table.csv"], ["--from", evil], ["--title", "x", "--edit"], [evil],
        ],
        "set": [
            ["plain", f"title={evil}", "--dry-run"], ["plain", f"{evil}=1"], [evil, "year=1950"],
            ["plain", f"year={evil}"], ["plain", f"{evil}=1", "--force-key"],
            ["pwned", "collection.tags+=x", "--yes"], ["pwned", "year=1951"], ["plain", f"collection.tags+={raw}"],
        ],
        "undo": [["--json"], ["--dry-run"], [], [evil], ["--yes"]],
        "redo": [["--json"], ["--dry-run"], [], [evil]],
        "history": [[], ["--json", "-n", "3"], ["-n", evil]],
        "import": [
            ["table.csv", "--dry-run", "--verbose"], ["table.csv", "--propose"], ["list.json", "--dry-run"],
            ["page.html", "--dry-run"], ["table.csv", "--mapping", "broken.toml"], ["table.csv", "--format", evil],
            ["table.csv", "--encoding", evil], ["table.csv", "--dates", evil], ["table.csv", "--wishlist"],
            ["list.json", "--yes", "--overwrite"], [evil], ["--mapping", evil, "table.csv"], [name],
        ],
        "export": [
            *(["--format", one] for one in ("csv", "html", "json", "markdown", "ndjson", evil)),
            ["--format", "csv", "--raw", "--bom", "--delimiter", ";"], ["--delimiter", evil], ["--columns", evil],
            ["-o", f"no such/{evil}.csv"], ["-o", "out.csv", "--private"], [evil, "--format", "csv"],
        ],
        "people": [
            [], ["list", "--json", "--limit", "5"], ["accept", evil, "PWNED Other"], ["refuse", evil, raw],
            ["accept", evil, "B", "--dry-run"],
            ["list", evil],
        ],
        "init": [[f"new {evil}", "--dry-run"], [f"new {evil}"], ["plain.toml"], [f"new {evil}", "--sample"]],
        "watched": [["plain", "--on", evil], ["plain", "--json", "--rating", evil], [evil]],
        "rate": [["plain", evil], ["plain", "3", "--json"], [evil, "3"]],
        "lend": [["plain", evil], ["plain", evil, "--on", evil, "--json"], ["plain", "x", "--due", evil], [evil, "x"]],
        "return": [["plain", "--on", evil], ["plain", "--json"], [evil]],
        "loans": [[], ["--late"], ["--all", "--json"], [evil]],
        "diary": [[], [evil], ["--year", evil], ["--json"]],
        "audit": [
            [evil], ["PWNED Attic"], ["PWNED Attic", "--scan"], ["PWNED Attic", "--json", "--scan", "--write"],
        ],
        "stats": [[], ["--json"], ["--by", evil], ["--by", "label", "--top", "3", "pwned"], ["--top", evil], [evil]],
        "fill": [
            ["plain"], ["plain", "--source", evil], ["plain", "--only", evil, "--take", evil],
            ["plain", "--overwrite", "year", "--without", evil, "--dry-run"], ["plain", "--json", "--yes"], [evil],
        ],
        "sources": [[], ["--json"], [evil]],
        "pick": [
            [], ["--seed", "1", "--count", "3", "--seen"], ["--double", "--max", "500", "--json"], [evil],
            ["--max", evil], ["--seed", evil], ["--count", evil],
        ],
        "prices": [["plain"], ["plain", "--json"], [evil]],
        "editions": [[], ["--json"], [evil]],
        "compare": [
            ["plain", "pwned", "--all"], ["plain", "pwned", "--markdown"], ["plain", "pwned", "--json"],
            ["plain", evil],
        ],
        "shelves": [
            [], ["--json"], ["list"], ["add", evil, evil], ["add", "x", evil, "--sort", evil, "--key", evil], [evil],
            ["add", evil, "pwned", "--key", "x"], ["remove", evil],
        ],
        "config": [[], ["--json"], [evil]],
        "fields": [[], ["--json"], [evil]],
        "keys": [[], ["--json"], [evil]],
        "schema": [[], [evil]],
        "completions": [["bash"], [evil], ["bash", "disctui", "show", "P"], ["--", "3", "disctui", "show", evil]],
        "man": [[], [evil]],
        "help": [["search"], [evil], []],
    }  # fmt: skip


def sent_to_a_terminal(words: Sequence[str], folder: Path) -> bytes:
    """What a command line sends to the terminal that it runs on, in a folder."""
    pid, handle = pty.fork()
    if pid == 0:
        _be_the_program(words, folder)
    os.write(handle, b"n\nn\n\x04")  # to whatever is asked
    sent = bytearray()
    while True:
        try:
            data = os.read(handle, 65536)
        except OSError:
            break
        if not data:
            break
        sent += data
    os.close(handle)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status in {0, 1, 2, 3}, (words, status, bytes(sent[-2000:]))
    return bytes(sent)


def _be_the_program(words: Sequence[str], folder: Path) -> NoReturn:
    status = 99
    try:
        os.chdir(folder)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        status = run(words)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException as error:  # noqa: BLE001 - a second pytest must not go on from here
        os.write(2, f"\x1b not caught: {error!r}".encode(errors="replace"))
    finally:
        os._exit(status)


def test_every_command_and_every_flag_is_tried() -> None:
    calls = calls_of("x")
    assert set(calls) == set(COMMANDS)
    for name in COMMANDS:
        words = {word.partition("=")[0] for call in calls[name] for word in call}
        for action in command_parser(name)._actions:
            if action.dest not in {"help", "library"} and action.option_strings:
                assert words & set(action.option_strings), (name, action.option_strings)
            if action.choices and not action.option_strings:
                assert words & set(action.choices), (name, action.dest)


def _found_in(words: Sequence[str], library: Path) -> tuple[bool, list[bytes]]:
    """Whether a command line shows any of the attack, and what of it drives the terminal."""
    sent = _OWN.sub(b"", sent_to_a_terminal(words, library))
    sent = sent.replace(b"\0", b"") if {"-0", "--null"} & set(words) else sent  # asked for between paths
    places = [one.start() for one in DRIVES.finditer(sent)][:2]
    return b"PWNED" in sent, [sent[max(0, at - 30) : at + 9] for at in places]


def test_no_command_hands_a_terminal_what_a_file_or_a_word_wants_it_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("EDITOR", "/bin/true")
    monkeypatch.setenv("PATH", str(tmp_path / "no programs"))
    library = tmp_path / "library"
    library.mkdir()
    library_of(library, ATTACK)
    word = ATTACK.replace("\0", "")
    lines = [[word], [f"--{word}"], ["-l", word]]
    for name, calls in calls_of(ATTACK).items():
        with_library = [] if name in WITHOUT_LIBRARY else ["-l", str(library)]
        lines += [[name, *with_library, *words] for words in calls]
    answers = [(words, *_found_in(words, library)) for words in lines]
    assert [(words, found) for words, _, found in answers if found] == []
    assert sum(is_shown for _, is_shown, _ in answers) > len(answers) / 4, "or nothing was tried"
