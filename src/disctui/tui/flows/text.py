"""Editing the text of a file in the browser, beginning with its draft if there is one."""

from typing import Any

from disctui.editing.changes import Edit
from disctui.problem import Refused
from disctui.tui.flows.writing import meant_line
from disctui.tui.messages import ReleaseExpected
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.field_form import is_plain
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.screens.toml_editor import TomlEditor
from disctui.tui.target import Target


async def edit_target(screen: CommandScreen[Any], target: Target) -> None:
    """Edit a file's text right here, at the film that is meant, or else at its problem if it has one."""
    if target.path is not None:
        screen.session.editor.require_writable()
        await edit_here(screen, target.path, meant_line(screen, target))


async def edit_new(screen: CommandScreen[Any], edit: Edit) -> None:
    """Open the text of a file that does not exist yet; it is written when it is saved, and not before."""
    screen.post_message(ReleaseExpected(edit.path))
    await screen.ask(TomlEditor(screen.session, edit.path, None, proposed=edit.after))


async def edit_here(screen: CommandScreen[Any], path: str, line: int = 1) -> None:
    """Open a file of the library in the editor that is part of the browser, with what was typed there before.

    Args:
        screen: The screen in front.
        path: The file, relative to the library.
        line: Where to begin, from 1.
    """
    editor = screen.session.editor
    files, problems = editor.read([path])
    try:
        is_safe = all(is_plain(data.decode("utf-8").replace("\r\n", "\n")) for data in files.values())
    except UnicodeDecodeError:
        is_safe = False
    if not is_safe:
        raise Refused("It is not UTF-8, or holds rare line ends that would be changed here", "open it with e")
    if not files:
        raise Refused(problems[0].advice)
    await _open(screen, path, files[path], line)


async def _open(screen: CommandScreen[Any], path: str, data: bytes, line: int) -> None:
    """Open the editor, with the draft of this file where there is one and the user wants it."""
    drafts = screen.session.editor.drafts
    draft = drafts.get(path)
    typed = draft.typed if draft is not None else None
    if draft is not None and draft.base != data:
        choices = [
            Choice("d", "go on with the draft; saving it shows the difference first", "draft"),
            Choice("f", "edit the file as it is now, and keep the draft", "file"),
            Choice("x", "drop the draft", "drop"),
        ]
        title = "There is a draft, and the file has changed since"
        answer = await screen.ask(MenuScreen(title, choices))
        if answer is None:
            return
        if answer == "drop":
            drafts.drop(path)
        if answer == "draft" and draft.base is not None:
            data = draft.base  # saving finds the file changed, and asks
        elif answer != "draft":
            typed = None
    await screen.ask(TomlEditor(screen.session, path, data, line, typed))
