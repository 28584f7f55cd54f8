"""Saved searches: put at the end of searches.toml or taken out of it; all else in the file is kept."""

import os
from collections.abc import Callable

from disctui.editing.changes import Edit
from disctui.editing.editor import Editor
from disctui.editing.file_operations import Outcome
from disctui.editing.people import appended
from disctui.library.files import SEARCHES_FILE, read_file
from disctui.library.searches_file import Shelf, parse_searches
from disctui.problem import Refused
from disctui.release_file.literals import literal
from disctui.release_file.writing import remove_key


def add(editor: Editor, shelf: Shelf) -> Outcome:
    """Save a search, in the place of one that has its name.

    Raises:
        Refused: the search is wrong in itself, or the file can't be written; it is not touched.
    """

    def added(data: bytes) -> bytes:
        found = parse_searches(data)
        before = found.named(shelf.name)
        if before is not None and before.is_own:
            data = remove_key(data, ("search", before.place))
        lines = [f"name = {literal(shelf.name)}", f"query = {literal(shelf.query)}"]
        lines += [
            f"{name} = {literal(value)}"
            for name in ("sort", "columns", "key", "films")
            if (value := getattr(shelf, name))
        ]
        data = appended(data, "[[search]]\n" + "\n".join(lines) + "\n", SEARCHES_FILE)
        after = parse_searches(data)
        known = {problem.message for problem in found.problems}
        wrong = next((one for one in after.problems if one.message not in known), None)
        if wrong is not None:
            raise Refused(wrong.message, wrong.hint)
        return data

    return _change(editor, added, f"shelf {shelf.name} saved")


def remove(editor: Editor, name: str) -> Outcome:
    """Take a saved search out of the file.

    Raises:
        Refused: the file has none of that name, or can't be written; it is not touched.
    """

    def removed(data: bytes) -> bytes:
        shelf = parse_searches(data).named(name)
        if shelf is None or not shelf.is_own:
            raise Refused(f"{SEARCHES_FILE} has no search {name}", "disctui shelves lists them")
        return remove_key(data, ("search", shelf.place))

    return _change(editor, removed, f"shelf {name} removed")


def _change(editor: Editor, change: Callable[[bytes], bytes], title: str) -> Outcome:
    editor.require_writable()
    is_there = os.path.lexists(editor.root / SEARCHES_FILE)
    before = read_file(str(editor.root), SEARCHES_FILE)[0] if is_there else None
    after = change(before or b"")
    if after == (before or b""):
        return Outcome(())
    return editor.save(Edit(path=SEARCHES_FILE, before=before, after=after), title)
