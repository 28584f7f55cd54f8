"""The one table of commands: key bindings, footer, palette, help and the README's key table are made from it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import Binding

Places = tuple[str, ...]
"""Where a command works: "search" (the box), "list", "details", "problems"."""

BROWSER: Places = ("search", "list", "details")
_LETTERS: Places = ("list", "details")
_LIST: Places = ("list",)
_OUTSIDE: Places = (*_LETTERS, "problems")
_EVERYWHERE: Places = (*BROWSER, "problems")


class Command(NamedTuple):
    """Something the user can do, said once."""

    id: str
    """The name under which config.toml can give it other keys."""
    keys: tuple[str, ...]
    """As Textual names them; the first is the one that hints show."""
    title: str
    """Two words at most, for the footer."""
    help: str
    group: str
    """The heading it stands under in the help and the README."""
    places: Places
    hint: int = 0
    """Its turn in the footer, from 1; 0 keeps it out."""
    in_palette: bool = True

    @property
    def action(self) -> str:
        """The screen's action, as Textual writes it."""
        if self.id in FLOWS:
            return f"flow('{self.id}')"
        return _ACTIONS.get(self.id, self.id.replace("-", "_"))


COMMANDS: tuple[Command, ...] = (
    Command("search", ("slash",), "search", "Go to the search box, the old query selected", "Find", _LETTERS, 2),
    Command("back", ("escape",), "back", "A step back: leave the box, clear the query", "Find", _EVERYWHERE, 0, False),
    Command("accept", ("enter",), "to list", "Leave the search box for the list", "Find", ("search",), 1, False),
    Command("open", ("enter",), "open", "To the details; there, edit the field", "Edit", _LETTERS, 0, False),
    Command("sort", ("s",), "sort", "Sort by the next of year, director, date, studio, price", "Find", _LETTERS, 6),
    Command("reverse", ("S",), "reverse", "Reverse the order", "Find", _LETTERS),
    Command("down", ("j", "down"), "down", "Down", "Move", _EVERYWHERE, 0, False),
    Command("up", ("k", "up"), "up", "Up", "Move", _EVERYWHERE, 0, False),
    Command("half-down", ("ctrl+d",), "half down", "Half a page down", "Move", _OUTSIDE, 0, False),
    Command("half-up", ("ctrl+u",), "half up", "Half a page up", "Move", _OUTSIDE, 0, False),
    Command("page-down", ("pagedown", "ctrl+f"), "page down", "A page down", "Move", _EVERYWHERE, 0, False),
    Command("page-up", ("pageup", "ctrl+b"), "page up", "A page up", "Move", _EVERYWHERE, 0, False),
    Command("top", ("g", "home", "less_than_sign"), "top", "To the first", "Move", _OUTSIDE, 0, False),
    Command("bottom", ("G", "end", "greater_than_sign"), "bottom", "To the last", "Move", _OUTSIDE, 0, False),
    Command("next-pane", ("tab",), "pane", "To the next of search, list and details", "Move", BROWSER, 0, False),
    Command("previous-pane", ("shift+tab",), "pane back", "To the one before", "Move", BROWSER, 0, False),
    Command("tab-1", ("1",), "synopsis", "Synopsis", "Details", _LETTERS),
    Command("tab-2", ("2",), "release", "Release", "Details", _LETTERS),
    Command("tab-3", ("3",), "specs", "Specs", "Details", _LETTERS),
    Command("tab-4", ("4",), "features", "Special features", "Details", _LETTERS),
    Command("tab-5", ("5",), "my copy", "My copy", "Details", _LETTERS),
    Command("next-tab", ("right_square_bracket", "right", "l"), "tabs", "The next tab", "Details", _LETTERS, 0, False),
    Command("previous-tab", ("left_square_bracket", "left", "h"), "back", "The tab before", "Details", _LETTERS, 0, False),  # noqa: E501
    Command("scroll-down", ("J",), "scroll", "Scroll the details, from the list too", "Details", _LETTERS, 0, False),
    Command("scroll-up", ("K",), "scroll up", "Scroll back, from the list too", "Details", _LETTERS, 0, False),
    Command("edit", ("e",), "edit", "Open the file in $VISUAL or $EDITOR", "Do", _OUTSIDE, 3),
    Command("copy", ("y",), "copy", "Copy the title, path, id or store link", "Do", _LETTERS, 7),
    Command("store", ("o",), "store", "Open the store's page in the web browser", "Do", _LETTERS, 8),
    Command("reload", ("R",), "reload", "Read the library again", "Do", _OUTSIDE),
    Command("problems", ("p",), "problems", "Show what is wrong in the library, and where", "Do", _LETTERS, 9),
    Command("edit-here", ("E",), "edit here", "Edit the file's text right here", "Edit", _OUTSIDE, 0),
    Command("add-field", ("a",), "add field", "Fill in a field that the file does not have yet", "Edit", _LETTERS),
    Command("new", ("n",), "new", "A new release from a commented template", "Edit", _LETTERS),
    Command("copy-edition", ("c",), "copy edition", "Copy it as a new edition of the same film", "Edit", _LETTERS),
    Command("delete", ("D",), "delete", "Move the file to the bin, the marked ones if any", "Edit", _LETTERS),
    Command("rename", ("f2",), "rename", "Name the file after its title and year", "Edit", _LETTERS),
    Command("mark", ("space",), "mark", "Mark it, and go on to the next", "Edit", _LIST),
    Command("mark-range", ("v",), "range", "Mark a range: v at one end, v at the other", "Edit", _LIST),
    Command("mark-all", ("ctrl+a",), "mark all", "Mark all that is found, or none of them", "Edit", _LIST),
    Command("change-marked", ("m",), "change", "Change a field of all marked, after a preview", "Edit", _LETTERS),
    Command("import", ("I",), "import", "Import an export, or a pasted release page", "Edit", _LETTERS),
    Command("export", ("X",), "export", "Write what is found in another format", "Do", _LETTERS),
    Command("undo", ("u",), "undo", "Undo disctui's last change", "Edit", _LETTERS),
    Command("redo", ("ctrl+r",), "redo", "Do again what was undone", "Edit", _LETTERS),
    Command("history", ("H",), "history", "List disctui's changes to this library", "Edit", _LETTERS),
    Command("help", ("question_mark", "f1"), "help", "Show the keys that work now", "Program", _EVERYWHERE, 4),
    Command("palette", ("colon", "ctrl+p"), "commands", "Every command by name", "Program", _EVERYWHERE, 5, False),
    Command("quit", ("q", "ctrl+q"), "quit", "Quit", "Program", _EVERYWHERE, 10),
)  # fmt: skip

FLOWS = frozenset({
    "edit", "edit-here", "copy", "store", "reload", "problems", "add-field", "change-marked", "new", "copy-edition",
    "delete", "rename", "undo", "redo", "history", "import", "export",
})  # fmt: skip
"""Commands that may take several steps: the module `flows` has what they do."""
_ACTIONS = {
    "tab-1": "open_tab(0)", "tab-2": "open_tab(1)", "tab-3": "open_tab(2)", "tab-4": "open_tab(3)",
    "tab-5": "open_tab(4)", "next-tab": "turn_tab(1)", "previous-tab": "turn_tab(-1)", "next-pane": "focus_pane(1)",
    "previous-pane": "focus_pane(-1)", "scroll-down": "scroll_details(2)", "scroll-up": "scroll_details(-2)",
}  # fmt: skip
"""Actions that are not called as their commands are."""
_AT_ONCE = {"accept", "back", "next-pane", "previous-pane", "search"}
"""Commands that move the focus: done before the next key is looked at, so that what is typed ahead goes where it
should."""
_NAMES = {
    "slash": "/", "question_mark": "?", "colon": ":", "less_than_sign": "<", "greater_than_sign": ">",
    "left_square_bracket": "[", "right_square_bracket": "]", "escape": "esc", "pagedown": "pgdn", "pageup": "pgup",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "f1": "F1", "f2": "F2",
    "exclamation_mark": "!", "full_stop": ".",
    "comma": ",", "minus": "-", "plus": "+", "at": "@",
}  # fmt: skip
_KEYS = {name: key for key, name in _NAMES.items()} | {"esc": "escape"}
Keymap = Mapping[str, tuple[str, ...]]
"""Command id to the keys that the user gave it, as Textual names them."""


def key_name(key: str) -> str:
    """A key as a person reads it: `slash` is "/"."""
    return _NAMES.get(key, key)


def textual_key(name: str) -> str:
    """A key as Textual names it, from what a person writes in config.toml: "/" is `slash`."""
    name = name.strip()
    return _KEYS.get(name, _KEYS.get(name.lower(), name if len(name) == 1 else name.lower()))


def command(command_id: str) -> Command:
    """The command of this id.

    Raises:
        KeyError: there is none.
    """
    return _BY_ID[command_id]


_BY_ID = {item.id: item for item in COMMANDS}


def keys_of(item: Command, keymap: Keymap, place: str = "list") -> tuple[str, ...]:
    """The keys of a command in a place: the user's, else its own; letters are text in the search box."""
    keys = keymap.get(item.id, item.keys)
    return tuple(key for key in keys if not is_text(key)) if place == "search" else keys


def is_text(key: str) -> bool:
    """Whether a key types a character, and so means nothing else in a box of text."""
    return len(_NAMES.get(key, key)) == 1 and key not in {"up", "down", "left", "right"}


def bindings(places: Places) -> list[Binding]:
    """Textual's bindings of the commands that work in any of `places`."""
    return [
        Binding(",".join(item.keys), item.action, item.title, show=False, id=item.id, priority=item.id in _AT_ONCE)
        for item in COMMANDS
        if set(item.places) & set(places)
    ]


def hints(place: str, keymap: Keymap, works: Iterable[str]) -> list[tuple[Command, str]]:
    """The commands that the footer names in a place, in their turn, each with its key."""
    now = set(works)
    chosen = [item for item in COMMANDS if item.hint and place in item.places and item.id in now]
    chosen.sort(key=lambda item: item.hint)
    keyed = [(item, keys_of(item, keymap, place)) for item in chosen]
    return [(item, key_name(keys[0])) for item, keys in keyed if keys]


def groups(works: Iterable[str] | None = None) -> dict[str, list[Command]]:
    """The commands by heading; only those that work now, if told which."""
    now = None if works is None else set(works)
    found: dict[str, list[Command]] = {}
    for item in COMMANDS:
        if now is None or item.id in now:
            found.setdefault(item.group, []).append(item)
    return found
