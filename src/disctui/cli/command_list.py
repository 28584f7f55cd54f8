"""The commands by name, each with what it does in one line."""

COMMANDS = {
    "search": "find releases, best match first",
    "show": "show one release, all of it",
    "path": "print the paths of release files",
    "open": "open a release's page in its store",
    "edit": "open release files in your editor",
    "check": "list every problem, with its place and remedy",
    "add": "write a new release file",
    "set": "change fields of releases, carefully",
    "watched": "note that a film was seen",
    "rate": "rate a film",
    "lend": "note who has a release, and until when",
    "return": "note that a release is back",
    "loans": "list who has what",
    "diary": "list what was seen, and when",
    "undo": "take back disctui's last change of the library",
    "redo": "make again what was undone",
    "history": "list disctui's changes of the library",
    "import": "bring in releases from other programs and saved pages",
    "export": "write the library, or what a query finds, in another format",
    "shelves": "list the saved searches, save one or remove it",
    "people": "join the spellings of one person",
    "init": "make a new library",
    "config": "show what is set, and where",
    "fields": "list the keys of a release and the fields of a query",
    "schema": "print the JSON Schema of a release file",
    "completions": "print the completion script of a shell",
    "man": "show the manual page",
    "help": "tell what a command does",
}
MODULES = {"import": "importing", "return": "returning"}
"""Commands whose module can't have their name."""
