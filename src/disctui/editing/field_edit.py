"""Editing one field of one release: read when the form opens, compared again and written when it is saved."""

from disctui.editing.changes import Change
from disctui.editing.editor import Editor
from disctui.editing.file_operations import Outcome
from disctui.editing.typed_values import ChangeError, key_for, key_path
from disctui.library.files import read_file
from disctui.problem import Refused
from disctui.release.model import TOML, Key
from disctui.release_file.parsing import Broken, decode, parse
from disctui.release_file.writing import EditRefused, same, value_at


class FieldChanged(Refused):
    """Another program changed the field meanwhile; `theirs` is its value now. Saving again writes over it."""

    def __init__(self, theirs: TOML) -> None:
        super().__init__("another program has changed it meanwhile", "save again to write over that")
        self.theirs = theirs


class FieldEdit:
    """One field of one file, and what is known of it.

    Args:
        editor: Where edits of the library are made.
        path: The file, relative to the library.
        name: The dotted key, items of `films` counted from 1: `films[2].title`.

    Raises:
        ChangeError: the key is none of the format's, so there is no form for it.
        Unreadable: the file can't be read.
        EditRefused: it does not parse.
        ReadOnly: it is the sample library.
    """

    def __init__(self, editor: Editor, path: str, name: str) -> None:
        editor.require_writable()
        self._editor = editor
        self.path = path
        self.name = name
        self._key_path = key_path(name)
        key = key_for(self._key_path)
        if key is None:
            raise ChangeError(f"{name} is a key of your own", "edit it as text: E here, or e in your editor")
        self.key: Key = key
        self.value: TOML = self._value(read_file(str(editor.root), path)[0])
        """What the file said when it was read last; None where it said nothing."""

    def save(self, change: Change, title: str) -> Outcome:
        """Write a change into the file as it is by now, as one entry of the history.

        Changes of other fields, by whichever program, are kept. Nothing is written where the file says so already.

        Args:
            change: What shall become of the field.
            title: What the user does, in the words of the screen.

        Raises:
            FieldChanged: the field is not as it was read; a second call writes over it.
            Unreadable: the file can't be read any more.
            EditRefused: the change can't be made without harm.
            ChangedOnDisk: the file was changed while it was saved.
            WriteError: it can't be written.
            ReadOnly: it is the sample library.
        """
        data, _ = read_file(str(self._editor.root), self.path)
        theirs = self._value(data)
        if not same(theirs, self.value):
            self.value = theirs
            raise FieldChanged(theirs)
        planned = self._editor.plan({self.path: data}, [change])
        for refusal in planned.refused:
            raise EditRefused(refusal.message, refusal.hint)
        outcome = Outcome(())
        for edit in planned.edits:
            outcome = self._editor.save(edit, title)
            self.value = self._value(edit.after)
        return outcome

    def _value(self, data: bytes) -> TOML:
        try:
            return value_at(parse(decode(data, self.path), self.path), self._key_path)
        except Broken as broken:
            problem = broken.problem
            message = f"the file does not parse (line {problem.line}: {problem.message})"
            raise EditRefused(message, "edit its text: E here, or e in your editor") from None
