"""The one table of commands: keys, footer, palette and help of every screen come from it, and the README's table."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import Binding

from disctui.tui.keys import is_text, key_name

Places = tuple[str, ...]
"""Where a command works: a screen, or a part of one."""

BROWSER: Places = ("search", "list", "details")
"""The main screen's search box, list and details."""
PROBLEMS: Places = ("problems",)
PLAN: Places = ("plan",)
"""The plan of an import."""
FILLING: Places = ("filling",)
"""The plan of what is filled in, key by key."""
WORKING: Places = ("working",)
"""While something takes long."""
EDITOR: Places = ("editor",)
"""The editor of a file's text."""
FIELD_FORM: Places = ("form", "choices")
"""The box of text of a field's form, or its list of choices."""
VIEWING_FORM: Places = ("form", "viewings")
"""The boxes of text of a viewing's form, and its list of viewings."""
FORM: Places = (*FIELD_FORM, *VIEWING_FORM[1:])
"""Any form."""
IMPORT: Places = ("import",)
"""The dialog that asks what to import."""
PREVIEW: Places = ("preview",)
"""What would change, or was changed, with a question."""
MENU: Places = ("menu", "filter")
"""A menu, and one with a box that finds its lines."""
SHELF_LIST: Places = ("shelf-list",)
"""The list of shelves, whose letters open them."""
HISTORY: Places = ("history",)
COMPARE: Places = ("compare",)
"""Editions of a film side by side."""
PICK: Places = ("pick",)
"""A film to watch."""
RATING_BAR = "rating"
"""Id of the bar in which digits give stars: keys that mean nothing there do what they do in the list."""
STATISTICS: Places = ("statistics", "narrow")
"""The panels of bars, and the box that narrows them."""
DIARY: Places = ("diary",)
_BARS: Places = STATISTICS[:1]
AUDIT: Places = ("audit",)
AUDIT_REPORT: Places = ("audit-report",)
TEXT_PLACES = frozenset({"search", "editor", "form", "import", "filter", "narrow"})
"""Places in which letters are text."""

_SHELF: Places = ("list", "details")
_LIST: Places = ("list",)
_OVER: Places = (
    *PROBLEMS, *PLAN, *FILLING, *PREVIEW, *HISTORY, *COMPARE, *PICK, "menu", "choices", "viewings", *_BARS, *DIARY,
    *AUDIT, *AUDIT_REPORT, *SHELF_LIST,
)  # fmt: skip
"""Screens over the main one, in which letters are commands."""
_ROWS: Places = (*_SHELF, *_OVER)
_LISTS: Places = (*_ROWS, "search", "filter")
_OUTSIDE: Places = (*_SHELF, *PROBLEMS, *COMPARE)
_CHOSEN: Places = (*MENU, *SHELF_LIST, "choices", "viewings")
EVERYWHERE: Places = (
    *BROWSER, *PROBLEMS, *PLAN, *FILLING, *WORKING, *EDITOR, *FORM, *IMPORT, *PREVIEW, *HISTORY, *COMPARE, *PICK,
    *MENU, *STATISTICS, *DIARY, *AUDIT, *AUDIT_REPORT, *SHELF_LIST,
)  # fmt: skip
_NOT_MAIN: Places = EVERYWHERE[len(BROWSER) :]


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
    def action(self) -> tuple[str, tuple[object, ...]]:
        """What does it: a method of a screen, or of a part of one, without its `action_`, and what that is given."""
        if self.id in FLOWS:
            return "flow", (self.id,)
        name, *arguments = _ACTIONS.get(self.id, (self.id.replace("-", "_"),))
        return str(name), tuple(arguments)

    @property
    def waits(self) -> bool:
        """Whether it is about the row under the cursor, so that a search under way comes first: its first hit is."""
        return self.id in FLOWS or self.id in _ABOUT_THE_ROW


COMMANDS: tuple[Command, ...] = (
    Command("search", ("slash",), "search", "Go to the search box, the old query selected", "Find", _SHELF, 2),
    Command("accept", ("enter",), "to list", "Leave the search box for the list", "Find", ("search",), 1, False),
    Command("sort", ("s",), "sort", "Choose an order by its letter; s again takes the next", "Find", _SHELF, 7),
    Command("shelves", ("f",), "shelf", "Open a shelf: a search that has a name", "Find", _SHELF, 3),
    Command("previous-shelf", ("comma",), "shelf before", "Open the shelf before", "Find", _SHELF),
    Command("next-shelf", ("full_stop",), "next shelf", "Open the next shelf", "Find", _SHELF),
    Command("save-search", ("F",), "save search", "Save the search as a shelf", "Find", _SHELF),
    Command("edit-shelf", ("e",), "edit the file", "Edit searches.toml, at the shelf under the cursor", "Find", SHELF_LIST, 2),  # noqa: E501
    Command("save-shelf", ("F",), "save the search", "Save what is asked now as a shelf", "Find", SHELF_LIST, 3),
    Command("by-film", ("z",), "by film", "A row for each film of each set, or a row a release", "Find", _SHELF, 7),
    Command("reverse", ("S",), "reverse", "Reverse the order", "Find", _SHELF),
    Command("explain", ("x",), "why found", "Say which words were found where, and how", "Find", _SHELF),
    Command("down", ("j", "down"), "down", "Down", "Move", _LISTS, 0, False),
    Command("up", ("k", "up"), "up", "Up", "Move", _LISTS, 0, False),
    Command("half-down", ("ctrl+d",), "half down", "Half a page down", "Move", _ROWS, 0, False),
    Command("half-up", ("ctrl+u",), "half up", "Half a page up", "Move", _ROWS, 0, False),
    Command("page-down", ("pagedown", "ctrl+f"), "page down", "A page down", "Move", _LISTS, 0, False),
    Command("page-up", ("pageup", "ctrl+b"), "page up", "A page up", "Move", _LISTS, 0, False),
    Command("top", ("g", "home", "less_than_sign"), "top", "To the first", "Move", _ROWS, 0, False),
    Command("bottom", ("G", "end", "greater_than_sign"), "bottom", "To the last", "Move", _ROWS, 0, False),
    Command("next-pane", ("tab",), "pane", "To the next part of the screen", "Move", (*BROWSER, *FORM), 0, False),
    Command("previous-pane", ("shift+tab",), "pane back", "To the part before", "Move", (*BROWSER, *FORM), 0, False),
    Command("tab-1", ("1",), "synopsis", "Synopsis", "Details", _SHELF),
    Command("tab-2", ("2",), "release", "Release", "Details", _SHELF),
    Command("tab-3", ("3",), "specs", "Specs", "Details", _SHELF),
    Command("tab-4", ("4",), "features", "Special features", "Details", _SHELF),
    Command("tab-5", ("5",), "my copy", "My copy", "Details", _SHELF),
    Command("next-tab", ("right_square_bracket", "right", "l"), "tabs", "The next tab", "Details", _SHELF, 0, False),
    Command("previous-tab", ("left_square_bracket", "left", "h"), "back", "The tab before", "Details", _SHELF, 0, False),  # noqa: E501
    Command("scroll-down", ("J",), "scroll", "Scroll the details, from the list too", "Details", _SHELF, 0, False),
    Command("scroll-up", ("K",), "scroll up", "Scroll back, from the list too", "Details", _SHELF, 0, False),
    Command("film-before", ("left_parenthesis",), "film before", "The film before in the box set", "Details", _SHELF),
    Command("film-after", ("right_parenthesis",), "next film", "The next film of the box set", "Details", _SHELF),
    Command("cover", ("C",), "cover", "Show the cover large, not at all, or beside the text", "Details", _SHELF),
    Command("wall", ("V",), "wall", "Show covers in a grid, or the list again", "Details", _SHELF),
    Command("open", ("enter",), "open", "To the details; there, edit the field", "Edit", _SHELF, 0, False),
    Command("edit", ("e",), "edit", "Open the file in $VISUAL or $EDITOR", "Do", _OUTSIDE, 4),
    Command("copy", ("y",), "copy", "Copy the title, path, id or store link", "Do", _SHELF, 8),
    Command("compare", ("equals_sign",), "compare", "Compare the film's editions, or what is marked", "Do", _SHELF, 8),
    Command("pick", ("P",), "pick", "Pick a film to watch, of what is shown", "Find", _SHELF),
    Command("prices", ("dollar_sign",), "prices", "List what it was asked for over time", "Do", _SHELF),
    Command("store", ("o",), "store", "Open the store's page in the web browser", "Do", _SHELF, 9),
    Command("reload", ("R",), "reload", "Read the library again", "Do", _OUTSIDE),
    Command("problems", ("p",), "problems", "Show what is wrong in the library, and where", "Do", _SHELF, 10),
    Command("export", ("X",), "export", "Write what is found in another format", "Do", _SHELF),
    Command("statistics", ("T",), "statistics", "Count what is found: decades, labels, what was paid", "Do", _SHELF),
    Command("audit", ("A",), "audit", "Tell what stands in a place, one by one or by bar codes", "Do", _SHELF),
    Command("edit-here", ("E",), "edit here", "Edit the file's text right here", "Edit", _OUTSIDE, 0),
    Command("add-field", ("a",), "add field", "Fill in a field that the file does not have yet", "Edit", _SHELF),
    Command("new", ("n",), "new", "A new release from a commented template", "Edit", _SHELF),
    Command("new-library", ("N",), "new library", "Make a library of your own", "Edit", _SHELF, 1),
    Command("copy-edition", ("c",), "copy edition", "Copy it as a new edition of the same film", "Edit", _SHELF),
    Command("delete", ("D",), "delete", "Move the file to the bin, the marked ones if any", "Edit", _SHELF),
    Command("rename", ("f2",), "rename", "Name the file after its title and year", "Edit", _SHELF),
    Command("mark", ("space",), "mark", "Mark it, and go on to the next", "Edit", _LIST),
    Command("mark-range", ("v",), "range", "Mark a range: v at one end, v at the other", "Edit", _LIST),
    Command("mark-all", ("ctrl+a",), "mark all", "Mark all that is found, or none of them", "Edit", _LIST),
    Command("change-marked", ("m",), "change", "Change a field of all marked, after a preview", "Edit", _SHELF),
    Command("fill", ("i",), "fill in", "Fill in what is missing, from sources", "Edit", _SHELF),
    Command("import", ("I",), "import", "Import an export, or a pasted release page", "Edit", _SHELF),
    Command("undo", ("u",), "undo", "Undo disctui's last change", "Edit", (*_OUTSIDE, *HISTORY)),
    Command("redo", ("ctrl+r",), "redo", "Do again what was undone", "Edit", (*_OUTSIDE, *HISTORY)),
    Command("history", ("H",), "history", "List disctui's changes to this library", "Edit", _SHELF),
    Command("seen", ("w",), "seen", "Seen today", "My copy", (*_SHELF, *PICK), 3),
    Command("seen-on", ("W",), "seen on", "Seen on another day; the viewings so far", "My copy", (*_SHELF, *DIARY)),
    Command("rate", ("r",), "rate", "Rate it: 1 to 5 stars, the same digit again half less, 0 none", "My copy", _SHELF, 3),  # noqa: E501
    Command("lend", ("L",), "lend", "Lend it; what is lent is back, or goes on", "My copy", _SHELF, 3),
    Command("status", ("b",), "status", "Owned, on the wishlist, ordered or sold", "My copy", _SHELF),
    Command("show-rows", ("enter",), "its rows", "Show what the bar under the cursor counts", "Statistics", _BARS, 1),
    Command("next-panel", ("tab",), "panel", "The next panel", "Statistics", _BARS, 2, False),
    Command("previous-panel", ("shift+tab",), "panel back", "The panel before", "Statistics", _BARS, 0, False),
    Command("narrow", ("slash",), "narrow", "Count only what is found by what you type", "Statistics", _BARS, 3),
    Command("diary", ("d",), "diary", "Show what was seen, and when", "Statistics", _BARS, 3),
    Command("copy-bars", ("y",), "copy", "Copy all panels as text", "Statistics", _BARS, 3),
    Command("go-there", ("enter",), "go there", "To the film, in the list", "Statistics", (*DIARY, *PICK), 2),
    Command("year-before", ("left_square_bracket", "left"), "year before", "The year before", "Statistics", DIARY, 2),
    Command("year-after", ("right_square_bracket", "right"), "year after", "The year after", "Statistics", DIARY, 2),
    Command("is-here", ("space",), "here", "It is here; on to the next", "Audit", AUDIT, 1),
    Command("not-here", ("n",), "not here", "It is not here; on to the next", "Audit", AUDIT, 1),
    Command("stays", ("m",), "stays", "What was scanned last belongs here from now on", "Audit", AUDIT, 1),
    Command("take-back", ("u",), "one back", "Take back what was told last", "Audit", AUDIT, 2),
    Command("end-audit", ("enter",), "end", "End a bar code; without one, the audit", "Audit", AUDIT, 2),
    Command("end-code", ("tab",), "end code", "End a bar code", "Audit", AUDIT, 0, False),
    Command("write-audit", ("w",), "write", "Write what was found into the files", "Audit", AUDIT_REPORT, 1),
    Command("rest-missing", ("n",), "rest missing", "What was not looked at is missing", "Audit", AUDIT_REPORT, 2),
    Command("release-of-code", ("r",), "make a release", "Make a release of a bar code that none has", "Audit", AUDIT_REPORT, 2),  # noqa: E501
    Command("copy-report", ("y",), "copy", "Copy the report", "Audit", AUDIT_REPORT, 3),
    Command("save", ("ctrl+s",), "save", "Save what was typed", "Forms and text", (*FORM, *EDITOR), 1),
    Command("remove-viewing", ("x",), "take out", "Take the viewing out once the form is saved", "Forms and text", ("viewings",), 2, False),  # noqa: E501
    Command("next-problem", ("f8",), "next problem", "To the next problem of the text", "Forms and text", EDITOR, 3),
    Command("another", ("space",), "another", "Propose another film", "Pick", PICK, 1),
    Command("seen-too", ("s",), "seen too", "Of what was seen already, too, or no more", "Pick", PICK, 4),
    Command("double-bill", ("d",), "double bill", "Two for one evening, or one", "Pick", PICK, 4),
    Command("next-edition", ("l", "right"), "edition", "The next edition", "Compare", COMPARE, 1, False),
    Command("previous-edition", ("h", "left"), "edition back", "The edition before", "Compare", COMPARE, 0, False),
    Command("go-to", ("enter",), "go to it", "Show this edition in the list", "Compare", COMPARE, 2),
    Command("all-rows", ("a",), "all rows", "Show what is the same in all, too, or hide it", "Compare", COMPARE, 3),
    Command("without", ("x",), "if it goes", "Say what would be gone without this edition", "Compare", COMPARE, 3),
    Command("copy-table", ("y",), "copy", "Copy the table as Markdown", "Compare", COMPARE, 3),
    Command("show-plan", ("ctrl+s",), "show the plan", "Show what the import would do", "Import", IMPORT, 1),
    Command("take", ("t",), "take", "Take the row as a release of its own", "Import", PLAN, 1),
    Command("merge", ("m",), "merge", "Merge the row into the release that it is", "Import", PLAN, 1),
    Command("skip", ("s",), "skip", "Leave the row out", "Import", PLAN, 1),
    Command("overwrite", ("o",), "let it win", "Let the import win where both say something", "Import", PLAN, 2),
    Command("write", ("ctrl+s",), "write", "Do what the plan says", "Import", PLAN, 3),
    Command("columns", ("c",), "columns", "Say which column of the table is which field", "Import", PLAN, 3),
    Command("encoding", ("e",), "encoding", "Say in which encoding the file is written", "Import", PLAN, 3),
    Command("dates", ("d",), "dates", "Say whether days or months come first", "Import", PLAN, 3),
    Command("format", ("f",), "format", "Say which program the file is of", "Import", PLAN, 3),
    Command("tick", ("space",), "tick", "Take it or leave it; on a heading, all below it", "Fill in", FILLING, 1),
    Command("write-filled", ("enter", "ctrl+s"), "write", "Write what is ticked as one change", "Fill in", FILLING, 1),
    Command("agree", ("enter", "y"), "do it", "Agree to what is shown", "Questions", (*PREVIEW, *HISTORY), 1),
    Command("refuse", ("n",), "leave it", "Leave it as it is", "Questions", PREVIEW, 2),
    Command("choose", ("enter",), "choose", "Take the line under the cursor", "Questions", _CHOSEN, 1, False),
    Command("back", ("escape",), "back", "A step back: takes back what is typed, clears marks and query", "Program", EVERYWHERE, 4, False),  # noqa: E501
    Command("close", ("q",), "close", "Close what is in front", "Program", _OVER, 0, False),
    Command("help", ("question_mark", "f1"), "help", "Show the keys that work now", "Program", EVERYWHERE, 5),
    Command("theme", (), "theme", "Choose other colours", "Program", (*_SHELF, *PROBLEMS)),
    Command("palette", ("colon", "ctrl+p"), "commands", "Every command by name", "Program", EVERYWHERE, 6, False),
    Command("copy-text", ("ctrl+c",), "copy text", "Copy the selected text; without any, say how to quit", "Program", EVERYWHERE, 0, False),  # noqa: E501
    Command("suspend", ("ctrl+z",), "to shell", "Back to the shell until fg; in a text of lines, undo typing", "Program", EVERYWHERE),  # noqa: E501
    Command("quit", ("q", "ctrl+q"), "quit", "Quit", "Program", BROWSER, 12),
    Command("exit", ("ctrl+q",), "quit", "Quit, from any other screen", "Program", _NOT_MAIN, 12),
)  # fmt: skip

FLOWS = frozenset({
    "sort", "shelves", "save-search", "edit", "edit-here", "copy", "store", "reload", "problems", "add-field",
    "change-marked", "new", "copy-edition", "delete", "rename", "undo", "redo", "history", "fill", "import", "export",
    "help", "palette", "theme", "explain", "compare", "prices", "pick", "statistics", "audit", "new-library", "seen",
    "seen-on",
    "rate", "lend", "status", "columns", "encoding", "dates", "format",
})  # fmt: skip
"""Commands that may take several steps: the module `flows` has what they do."""
OWN_COPY = frozenset({"seen", "seen-on", "rate", "lend", "status"})
"""Commands about the owner's own copy; where nothing may be written, help and footer leave them out."""
FOR_A_RELEASE = OWN_COPY | {
    "edit", "edit-here", "copy", "open", "add-field", "copy-edition", "delete", "rename", "mark", "mark-range",
    "mark-all", "change-marked", "tab-1", "tab-2", "tab-3", "tab-4", "tab-5", "next-tab", "previous-tab",
    "scroll-down", "scroll-up", "compare", "prices", "cover",
}  # fmt: skip
"""Commands that need a release under the cursor."""
_ACTIONS: Mapping[str, tuple[object, ...]] = {
    "tab-1": ("open_tab", 0), "tab-2": ("open_tab", 1), "tab-3": ("open_tab", 2), "tab-4": ("open_tab", 3),
    "tab-5": ("open_tab", 4), "next-tab": ("turn_tab", 1), "previous-tab": ("turn_tab", -1),
    "next-pane": ("focus_pane", 1), "previous-pane": ("focus_pane", -1), "next-shelf": ("turn_shelf", 1),
    "previous-shelf": ("turn_shelf", -1), "next-panel": ("turn_panel", 1), "previous-panel": ("turn_panel", -1),
    "year-before": ("turn_year", -1), "year-after": ("turn_year", 1), "next-edition": ("turn_edition", 1),
    "previous-edition": ("turn_edition", -1), "film-before": ("turn_film", -1), "film-after": ("turn_film", 1),
    "scroll-down": ("scroll_details", 2), "scroll-up": ("scroll_details", -2),
}  # fmt: skip
"""Actions that are not called as their commands are, each with what it is given."""
_ABOUT_THE_ROW = frozenset({
    "down", "up", "half-down", "half-up", "page-down", "page-up", "top", "bottom", "next-tab", "previous-tab",
    "by-film", "film-before", "film-after", "mark", "open",
})  # fmt: skip
"""Commands of one step that are about the release under the cursor, or move the cursor."""
_AT_ONCE = {"accept", "back", "next-pane", "previous-pane", "search"}
"""Commands that move the focus: done before the next key is looked at, so that what is typed ahead goes where it
should."""
_TURNS: Mapping[str, Mapping[str, int]] = {"history": {"undo": 1, "redo": 1}}
"""By place, turns in the footer that are others there: the history is shown for the sake of these."""
Keymap = Mapping[str, tuple[str, ...]]
"""Command id to the keys that the user gave it, as Textual names them."""
_BY_ID = {item.id: item for item in COMMANDS}
DOES = "do"
"""The one action of every screen that the table's keys are bound to; it is given the command's id."""


def command(command_id: str) -> Command:
    """The command of this id.

    Raises:
        KeyError: there is none.
    """
    return _BY_ID[command_id]


def works_in(action: str, parameters: tuple[object, ...], place: str) -> bool:
    """Whether an action that a key is bound to works in a place; what is no command works everywhere."""
    return action != DOES or any(place in _BY_ID[str(command_id)].places for command_id in parameters)


def keys_of(item: Command, keymap: Keymap, place: str = "list") -> tuple[str, ...]:
    """The keys of a command in a place: the user's, else its own; letters are text in a box of text."""
    keys = keymap.get(item.id, item.keys)
    return tuple(key for key in keys if not is_text(key)) if place in TEXT_PLACES else keys


def bindings(places: Places, keymap: Keymap | None = None) -> list[Binding]:
    """Textual's bindings of the commands that work in any of `places`."""
    given = keymap or {}
    return [
        Binding(
            ",".join(keys), f"{DOES}('{item.id}')", item.title, show=False, id=item.id, priority=item.id in _AT_ONCE
        )
        for item in COMMANDS
        if (shared := set(item.places) & set(places))
        and (keys := dict.fromkeys(key for place in shared for key in keys_of(item, given, place)))
    ]


def hints(place: str, keymap: Keymap, works: Iterable[str]) -> list[tuple[Command, str]]:
    """The commands that the footer names in a place, in their turn, each with its key."""
    now, turns = set(works), _TURNS.get(place, {})
    asked = [(turns.get(item.id, item.hint), item) for item in COMMANDS if place in item.places and item.id in now]
    chosen = [item for turn, item in sorted(asked, key=lambda one: one[0]) if turn]
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
