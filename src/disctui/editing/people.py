"""Spellings of one person: joined in people.toml, or remembered there as two persons'; all else in the file is kept."""

import os
import re
from collections import Counter
from collections.abc import Callable, Sequence, Set

from disctui.editing.changes import Edit
from disctui.editing.editor import Editor
from disctui.editing.file_operations import Outcome
from disctui.library.files import PEOPLE_FILE, read_file
from disctui.library.people_file import parse_people
from disctui.release.model import TOML
from disctui.release_file.literals import CannotWrite, literal
from disctui.release_file.parsing import BOM, Broken, decode, parse
from disctui.release_file.writing import EditRefused, add_to_list, remove_from_list, remove_key


def joined(data: bytes, name: str, also: Sequence[str]) -> bytes:
    """The bytes of people.toml with `also` as spellings of `name`; unchanged where they are joined already.

    Where the file says of two of them that they are different persons, that goes.

    Raises:
        EditRefused: the file is broken.
    """
    data = _without_refusals(data, {name, *also})
    people = parse_people(data)
    also = [one for one in dict.fromkeys(also) if not people.is_one(name, one)]
    if not also:
        return data
    for table, person in zip(people.tables, people.persons, strict=True):
        if name in person.names:
            return add_to_list(data, ("person", table, "also"), also)
    return _with_table(data, "person", {"name": name, "also": also})


def _without_refusals(data: bytes, names: Set[str]) -> bytes:
    """The bytes of people.toml without what tells two of `names` apart; other names of such a list stay in it."""
    groups = parse_people(data).different.groups
    numbers = Counter(number for name in names for number in groups.get(name, ()))
    for number in sorted((number for number, count in numbers.items() if count > 1), reverse=True):
        listed = [name for name, found in groups.items() if number in found]
        others = [name for name in listed if name in names][1:]
        if len(listed) - len(others) < 2:
            data = remove_key(data, ("different", number))
        else:
            data = remove_from_list(data, ("different", number, "names"), others)
    return data


def _with_table(data: bytes, name: str, table: dict[str, TOML]) -> bytes:
    """The bytes of people.toml with another `[[name]]`, written as those that it has."""
    if re.search(rf"^[ \t]*{name}[ \t]*=".encode(), data, re.MULTILINE):
        return add_to_list(data, (name,), [table])
    return appended(data, "".join([f"[[{name}]]\n", *(f"{key} = {literal(table[key])}\n" for key in table)]))


def told_apart(data: bytes, name: str, others: Sequence[str]) -> bytes:
    """The bytes of people.toml, remembering that none of `others` is a spelling of `name`; what joins them goes.

    Raises:
        EditRefused: the file is broken.
    """
    for other in dict.fromkeys(others):
        data = _without_joint(data, name, other)
    known = parse_people(data).different
    for other in dict.fromkeys(others):
        if frozenset((name, other)) not in known:
            data = _with_table(data, "different", {"names": [name, other]})
    return data


def _without_joint(data: bytes, name: str, other: str) -> bytes:
    """The bytes of people.toml in which no person goes by both names."""
    people = parse_people(data)
    if not people.is_one(name, other):
        return data
    for table, person in zip(people.tables, people.persons, strict=True):
        if name in person.names and other in person.names:
            data = remove_from_list(data, ("person", table, "also"), [name if other == person.name else other])
    return data


def accept(editor: Editor, name: str, also: Sequence[str]) -> Outcome:
    """Join spellings with a name.

    Raises:
        ChangedOnDisk: the file changed meanwhile.
        WriteError: it can't be written.
        Unreadable: it can't be read.
        EditRefused: it is broken, or would be too large, or can't hold a name; it is not touched.
        ReadOnly: it is the sample library.
    """
    return _save(editor, accepted(editor, name, also), f"people: {name} is also {', '.join(also)}")


def accepted(editor: Editor, name: str, also: Sequence[str]) -> Edit:
    """The edit that joins spellings with a name; nothing is written.

    Raises:
        Unreadable: people.toml can't be read.
        EditRefused: it is broken.
    """
    return _edit(editor, lambda data: joined(data, name, also))


def refuse(editor: Editor, name: str, others: Sequence[str]) -> Outcome:
    """Remember that names are those of different persons.

    Raises:
        ChangedOnDisk: the file changed meanwhile.
        WriteError: it can't be written.
        Unreadable: it can't be read.
        EditRefused: it is broken, or would be too large, or can't hold a name; it is not touched.
        ReadOnly: it is the sample library.
    """
    return _save(editor, refused(editor, name, others), f"people: {name} is not {', '.join(others)}")


def refused(editor: Editor, name: str, others: Sequence[str]) -> Edit:
    """The edit that remembers that names are those of different persons; nothing is written.

    Raises:
        Unreadable: people.toml can't be read.
        EditRefused: it is broken.
    """
    return _edit(editor, lambda data: told_apart(data, name, others))


def current(editor: Editor) -> bytes | None:
    """What people.toml holds, or None where there is none.

    Raises:
        Unreadable: it can't be read.
    """
    if not os.path.lexists(editor.root / PEOPLE_FILE):
        return None
    return read_file(str(editor.root), PEOPLE_FILE)[0]


def _edit(editor: Editor, change: Callable[[bytes], bytes]) -> Edit:
    before = current(editor)
    try:
        after = change(before or b"")
    except CannotWrite as error:
        raise EditRefused(f"{PEOPLE_FILE} can't hold the name: {error}") from None
    return Edit(path=PEOPLE_FILE, before=before, after=after)


def _save(editor: Editor, edit: Edit, title: str) -> Outcome:
    editor.require_writable()
    return Outcome(()) if edit.after == (edit.before or b"") else editor.save(edit, title)


def appended(data: bytes, block: str, name: str = PEOPLE_FILE) -> bytes:
    """`data` with tables at the end, where they disturb nothing that stands before."""
    ending = b"\r\n" if b"\r\n" in data else b"\n"
    gap = b"" if not data.removeprefix(BOM) else b"\n" if data.endswith(b"\n") else b"\n\n"
    new = data + (gap + block.encode("utf-8")).replace(b"\n", ending)
    try:
        parse(decode(new, name), name)  # an inline `person = []` above would not bear it
    except Broken as broken:
        message = f"{name} can't be added to: {broken.problem.message}"
        raise EditRefused(message, broken.problem.hint) from None
    return new
