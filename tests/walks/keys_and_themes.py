"""Help, the palette, keys of one's own, and colours."""

from .person import Person
from .seen import CURSOR, expects, line, no
from .walk import walk


@walk
def help_finds_a_command_and_does_it(person: Person) -> None:
    """`?`, "lend", enter lends what is under the cursor."""
    with person.opens_the_library():
        person.goes_to("parasite", "Parasite")
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
    with person.opens_the_library():
        person.goes_to("parasite", "Parasite")
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
