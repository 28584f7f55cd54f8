"""Print the script by which a shell completes commands, flags, fields, values, ids and codes of disctui.

eval "$(disctui completions bash)"                   in ~/.bashrc
eval "$(disctui completions zsh)"                    in ~/.zshrc, after compinit
disctui completions fish | source                    in ~/.config/fish/config.fish
disctui completions powershell | Out-String | Invoke-Expression      in $PROFILE
"""

import argparse
import re
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from disctui.cli.completion_answers import Answer, Candidate, answer
from disctui.cli.exit_status import DONE

SCRIPTS = {"bash": "disctui.bash", "zsh": "_disctui", "fish": "disctui.fish", "powershell": "disctui.ps1"}
"""Shell to its script beside this module."""
_PLAIN = re.compile(r"[\w@%+=:,./~-]+", re.ASCII)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("shell", metavar="SHELL", choices=SCRIPTS, help=f"one of: {', '.join(SCRIPTS)}")
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)  # the line to be completed, as the scripts ask


def run(arguments: argparse.Namespace) -> int:
    """Print the script of a shell, or what such a script asks for."""
    if arguments.words:
        lines = _ANSWERS[arguments.shell](arguments.words)
        sys.stdout.write("".join(f"{line}\n" for line in lines))
    else:
        sys.stdout.write((Path(__file__).parent / "shells" / SCRIPTS[arguments.shell]).read_text(encoding="utf-8"))
    return DONE


def _for_bash(words: Sequence[str]) -> list[str]:
    """Bash hands over the line as it is typed and the signs that part words for it.

    What it replaces begins after the last of these signs, so that is left out of each candidate.
    """
    typed, breaks = words[0], words[1] if len(words) > 1 else ""
    found, quote = split(typed)
    cut = 0
    if not quote:
        cut = max((found[-1].rfind(sign) + 1 for sign in ":=" if sign in breaks), default=0)
    made = answer(found)
    lines = [_bash_word(one, cut, quote) for one in made.candidates]
    return [f"\t{made.also}", *lines] if made.also else lines


def _bash_word(one: Candidate, cut: int, quote: str) -> str:
    word = one.word[cut:]
    if quote:
        return word + quote if one.is_whole else word
    escaped = word if _PLAIN.fullmatch(word) else re.sub(r"([^\w@%+=:,./~-])", r"\\\1", word)
    return escaped + " " if one.is_whole else escaped


def split(typed: str) -> tuple[list[str], str]:
    """The words of a line that may end within a word, the last one empty after a space; and the quote that is open."""
    if (len(typed) - len(typed.rstrip("\\"))) % 2:
        return split(typed[:-1])  # a backslash whose letter is still to come
    for quote in ("", '"', "'"):
        lexer = shlex.shlex(typed + quote, posix=True, punctuation_chars=False)
        lexer.whitespace_split, lexer.commenters = True, ""
        try:
            words = list(lexer)
        except ValueError:  # another quote is open
            continue
        if quote or not typed or not typed[-1].isspace() or typed.endswith("\\ "):
            return words or [""], quote
        return [*words, ""], quote
    raise AssertionError(typed)  # one of the three closes any line


def _tabbed(words: Sequence[str]) -> list[str]:
    made = answer(words)
    lines = [f"{'whole' if one.is_whole else 'begun'}\t{one.word}\t{_line(one.help)}" for one in made.candidates]
    return [*lines, f"also\t{made.also}"] if made.also else lines


def _for_fish(words: Sequence[str]) -> list[str]:
    made: Answer = answer(words)
    lines = [f"{one.word}\t{_line(one.help)}" if one.help else one.word for one in made.candidates]
    return [*lines, f"\t{made.also}"] if made.also else lines


def _line(text: str) -> str:
    return " ".join(text.split())


_ANSWERS: Mapping[str, Callable[[Sequence[str]], list[str]]] = MappingProxyType(
    {"bash": _for_bash, "zsh": _tabbed, "fish": _for_fish, "powershell": _tabbed}
)
