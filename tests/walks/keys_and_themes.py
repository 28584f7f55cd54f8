"""Help, the palette, keys of one's own, and colours."""

import json
import shutil
import subprocess
from typing import Any

from .person import Person
from .seen import CURSOR, expects, line, no
from .walk import walk


@walk
def help_finds_a_command_and_does_it(person: Person) -> None:
    """`?`, "lend", enter lends what is under the cursor."""
    with person.opens_at("parasite", "Parasite"):
        person.presses("?")
        person.sees("Keys that work now" if person.is_at_least(60) else "Keys")
        person.keeps_a_picture("help")
        person.presses(*"lend")
        person.sees(line(CURSOR, "L", "Lend it"), no("save-search"))
        person.keeps_a_picture("found")
        person.presses("enter")
        person.sees("Lend: Parasite")


@walk
def the_palette_names_commands_and_keys(person: Person) -> None:
    """`:` lists our own commands by their names; typing finds one, and enter does it."""
    with person.opens_the_library():
        person.presses(":")
        person.sees("earch")
        person.presses(*"statist")
        person.sees("tatistics")
        person.keeps_a_picture("palette")
        person.presses("enter")
        person.sees("FILMS BY DECADE")


@walk
def two_commands_on_one_key_are_a_problem(person: Person) -> None:
    """`edit = "s"` and `sort = "s"` in config.toml are a problem with both names; the first keeps the key."""
    person.sets('[keys]\nedit = "s"\nsort = "s"\n')
    with person.opens_the_library():
        person.presses("p")
        person.sees("config.toml", "edit", "sort")
        person.keeps_a_picture("problem")


@walk
def menus_of_many_lines_are_searched(person: Person) -> None:
    """`a` lists what the file does not say yet; typing finds a field, and enter asks for it."""
    with person.opens_at("parasite", "Parasite"):
        person.presses("a")
        person.sees("type to find" if person.is_at_least(60) else "find")
        person.keeps_a_picture("fields")
        person.presses(*"(release.edition")
        person.sees("dition")
        person.presses("enter")
        person.sees("Edition")


@walk
def colours_are_chosen_and_remembered(person: Person) -> None:
    """A theme of one's own in config.toml is among the themes of the palette, and stays once it is chosen."""
    person.sets('[themes.dusk]\nprimary = "#d08770"\n')
    config = person.home / "config" / "disctui" / "config.toml"
    with person.opens_the_library():
        person.presses(":")
        person.sees("earch")
        person.presses(*"theme")
        person.sees("heme")
        person.presses("enter")
        if person.mode.name == "no-color":
            person.sees("NO_COLOR is set")
            return
        person.sees("dusk" if person.is_at_least(60, 20) else "heme")
        person.presses(*"dusk")
        person.sees(line("dusk"))
        person.presses("enter")
        person.sees_that(lambda: 'theme = "dusk"' in config.read_text("utf-8"), "the theme in config.toml")


@walk
def manual_keys_and_completions_are_printed(person: Person) -> None:
    """`disctui keys`, `man` and `completions` print what is asked for, and nothing that goes wrong."""
    for words, part in (
        (("keys",), "[keys]"), (("man",), ".TH"), (("completions", "bash"), "complete"),
        (("completions", "zsh"), "#compdef"), (("completions", "fish"), "__disctui_complete"),
    ):  # fmt: skip
        printed = person.runs_alone(*words)
        expects(printed.returncode == 0 and part in printed.stdout, f"{part} of {words}", printed)


@walk
def scripts_and_the_manual_are_sound(person: Person) -> None:
    """What `man` and `completions` print is what mandoc, groff, bash, zsh and fish call sound, where they are there."""
    for words, checker in (
        (("man",), ("mandoc", "-T", "lint", "-W", "warning")),
        (("man",), ("groff", "-K", "utf8", "-T", "utf8", "-man", "-ww", "-z")),
        (("completions", "bash"), ("bash", "-n")), (("completions", "zsh"), ("zsh", "-n")),
        (("completions", "fish"), ("fish", "--no-execute")),
    ):  # fmt: skip
        file = person.home / "-".join(words)
        file.write_text(person.runs_alone(*words).stdout, "utf-8")
        if shutil.which(checker[0]):
            asked = subprocess.run([*checker, str(file)], capture_output=True, text=True, check=False)
            said = [text for text in (asked.stdout + asked.stderr).splitlines() if "missing date" not in text]
            expects(not said, f"{checker[0]} content", said)


@walk
def answers_for_scripts_are_one_document_each(person: Person) -> None:
    """`--json` prints one document and nothing else, of a place, its audit, prices, shelves and the rest."""
    document = _asked(person, "audit", "Study")
    expects({disc["location"] for disc in document["discs"]} == {"Study"}, "the discs of that place", document)
    document = _asked(person, "audit", "Nowhere", status=1)
    expects(document is None, "nothing for a place that is none", document)
    for words in ("stats", "shelves", "pick --seed 7", "history", "loans", "diary", "editions", "config", "sources"):
        document = _asked(person, *words.split(), status=1 if words == "history" else 0)
        expects(isinstance(document, dict) and document, f"a document of {words}", document)
    document = _asked(person, "prices", "stalker", status=1)
    expects(document == [], "no prices without git", document)
    _asked(person, "rate", "stalker", "4")
    document = _asked(person, "undo")
    expects(document["files"] == ["stalker.toml"], "the file that was taken back", document)
    expects(person.differences() == {}, "every byte as it was", person.differences())
    keys = json.loads(person.runs_alone("keys", "--json").stdout)["keys"]
    expects({"audit", "new-library", "statistics"} <= {key["command"] for key in keys}, "every command", keys)


def _asked(person: Person, *words: str, status: int = 0) -> Any:
    """The document that a command line prints; None for nothing."""
    ran = person.runs(words[0], "--json", *words[1:])
    expects(ran.returncode == status, f"status {status} of {' '.join(words)}", ran)
    return json.loads(ran.stdout) if ran.stdout else None
