"""An editor for the TOML of one file: highlighted, its problems shown while typing, saved with care.

What is typed is kept as a draft until it is saved or dropped, so that neither a crash nor a quit loses it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static, TextArea

from disctui.editing.changes import Edit
from disctui.library.files import PEOPLE_FILE, SEARCHES_FILE
from disctui.problem import Problem, Refused
from disctui.release_file.differences import Difference, differences
from disctui.release_file.parsing import BOM
from disctui.release_file.reading import Reading, read_release
from disctui.safe_text import clean
from disctui.safe_write.atomic import ChangedOnDisk, WriteError, current_bytes
from disctui.tui.commands import EDITOR
from disctui.tui.flows.outside import edit_both
from disctui.tui.messages import LibraryChanged
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.screens.preview import PreviewScreen, difference
from disctui.tui.session import Session
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.text_box import TextBox
from disctui.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from textual.timer import Timer


_KEEP_SECONDS = 1.0
"""Seconds from the first unsaved key until what was typed is kept as a draft, whether typing goes on or not."""
_LONG, _PAUSE = 16_384, 0.3
"""Letters of a text from which on it is looked at for problems only in a pause of so many seconds, not at each key."""


class TomlEditor(CommandScreen[None]):
    """The text of one file.

    Args:
        session: What all screens share.
        path: The file, relative to the library.
        before: Its bytes when editing began; None where there is no file yet.
        line: Where to begin, from 1.
        draft: Text that was typed before and not saved.
        proposed: What a file that does not exist yet is begun with.
    """

    DEFAULT_CSS = """
    TomlEditor {
        & > TextBox { height: 1fr; border: none; padding: 0; &:focus { border: none; } }
        & > #problems { height: auto; max-height: 5; padding: 0 1; color: $text-warning; }
    }
    """
    PLACES = EDITOR

    def __init__(
        self,
        session: Session,
        path: str,
        before: bytes | None,
        line: int = 1,
        draft: str | None = None,
        *,
        proposed: bytes = b"",
    ) -> None:
        super().__init__(session)
        self._editor = session.editor
        self._path = path
        self._before = before
        data = proposed if before is None else before
        self._bom = BOM if data.startswith(BOM) else b""
        text = data.removeprefix(BOM).decode("utf-8")
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._saved = text.replace("\r\n", "\n")
        self._lines = text.split("\n")
        self._text = self._saved if draft is None else draft
        self._line = line
        self._draft = draft
        self._has_draft = draft is not None
        self._is_settled = False
        self._timer: Timer | None = None
        self._pause: Timer | None = None
        self._problems: tuple[Problem, ...] = ()

    @property
    def _colours(self) -> str:
        """What the text is coloured by: the terminal's own colours, or none, where the program has no others."""
        if self.app.current_theme.ansi:
            return "css"
        return "monokai" if self.app.current_theme.dark else "github_light"

    def compose(self) -> ComposeResult:
        """Title, text, problems and keys."""
        yield TitleLine(clean(self._path, 300))
        box = TextBox.code_editor(self._text, language="toml", soft_wrap=False, tab_behavior="focus")
        box.theme = self._colours
        yield box
        yield Static("", id="problems", markup=False)
        yield HintBar()

    @property
    def area(self) -> TextBox:
        """The text."""
        return self.query_one(TextBox)

    def on_mount(self) -> None:
        """Stand at the line that was asked for."""
        self.area.move_cursor((max(0, self._line - 1), 0), center=True)
        self._check()
        if self._draft is not None:
            self.notify("This is what you typed last time and did not save.", markup=False)

    @property
    def _bytes(self) -> bytes:
        """The text as bytes, with the file's own line ends and byte-order mark."""
        text = with_line_ends(self._text, self._lines, self._newline)
        return self._bom + text.encode("utf-8", "surrogatepass")

    @property
    def _is_changed(self) -> bool:
        return self._text != self._saved

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._take_text()
        if self._timer is None:
            self._timer = self.set_timer(_KEEP_SECONDS, self._keep_typed)
        if self._pause is not None:
            self._pause.stop()
        if len(self._text) < _LONG:
            self._check()
        else:
            self._show_title()
            self._pause = self.set_timer(_PAUSE, self._check)

    def _take_text(self) -> None:
        """Take what stands there now: of keys that came together, a message about the text may still be on its way."""
        self._text = self.area.text

    def _reading(self) -> Reading:
        """The release that the text describes, and its problems; people.toml need only be TOML."""
        reading = read_release(self._bytes, self._path)
        if self._path not in {PEOPLE_FILE, SEARCHES_FILE}:
            return reading
        return Reading(reading.release, tuple(item for item in reading.problems if item.code in {"syntax", "not-utf8"}))

    def _check(self) -> None:
        """Show the first problem in full, and how many more there are."""
        self._problems = self._reading().problems
        self._show_title()
        line = self.query_one("#problems", Static)
        if not self._problems:
            line.update("")
            return
        shown = [
            f"{problem.line}:{problem.column} {problem.severity}: {clean(problem.message, 300)}"
            + (f" → {clean(problem.hint, 200)}" if problem.hint else "")
            for problem in self._problems[:3]
        ]
        more = f"\n… and {len(self._problems) - 3} more" if len(self._problems) > 3 else ""
        line.update("\n".join(shown) + more)

    def _show_title(self) -> None:
        """Show the file's name, and whether the text differs from what is saved."""
        mark = "* " if self._is_changed else ""
        self.query_one("#title", Static).update(mark + clean(self._path, 300))

    def action_next_problem(self) -> None:
        """To the next problem below the cursor, or the first."""
        if self._pause is not None:
            self._check()
        if not self._problems:
            return
        row, column = self.area.cursor_location
        below = [item for item in self._problems if (item.line - 1, item.column - 1) > (row, column)]
        target = (below or list(self._problems))[0]
        self.area.move_cursor((target.line - 1, target.column - 1), center=True)

    def _keep_typed(self) -> None:
        self._timer = None
        self._keep_draft()

    def _keep_draft(self) -> None:
        try:
            if self._is_changed:
                self._editor.drafts.keep(self._path, self._text, self._before)
                self._has_draft = True
            else:
                self._drop_draft()
        except (WriteError, OSError) as error:
            self.notify(clean(f"no draft can be kept: {error}", 300), severity="warning", markup=False)

    def _drop_draft(self) -> None:
        """Forget what was typed here; a draft of another time that wasn't opened stays."""
        if self._has_draft:
            self._editor.drafts.drop(self._path)
            self._has_draft = False

    def _settle_text(self) -> None:
        """The text is saved, kept or dropped: nothing more is to be done for it."""
        self._is_settled = True
        if self._timer is not None:
            self._timer.stop()

    def on_unmount(self) -> None:
        """Keep a draft of what was typed if the program ends before it is saved or dropped."""
        if not self._is_settled and self._is_changed:
            self._keep_draft()

    @on(LibraryChanged)
    def _library_changed(self) -> None:
        """Tell that the file has changed elsewhere while it is edited here; nothing is applied."""
        try:
            now = current_bytes(self._editor.root / self._path)
        except WriteError as error:
            self.notify(clean(error.advice, 300), severity="warning", markup=False)
            return
        if now is None and self._before is not None:
            self.notify("The file is gone; what you typed is still here.", severity="warning", markup=False)
        elif now != self._before:
            self.notify(
                "The file was changed by another program meanwhile; saving will show the difference.",
                severity="warning",
                markup=False,
            )

    def action_save(self) -> None:
        """Save, asking first where the text is broken or someone else changed the file."""
        self.begin(self._save())

    async def _save(self) -> None:
        self._take_text()
        if not self._is_changed and self._before is not None:
            self.dismiss()
            return
        self._problems = self._reading().problems
        errors = [problem for problem in self._problems if problem.severity == "error"]
        if errors and self._reading().release is None:
            choices = [
                Choice("e", "go on editing", "edit"),
                Choice("d", "keep it as a draft, and leave the file as it is", "draft"),
                Choice("b", "save it broken: it will be listed under Problems", "save"),
            ]
            title = f"Line {errors[0].line}: {errors[0].message}"
            answer = await self.ask(MenuScreen(title, choices))
            if answer == "draft":
                self._keep_draft()
                self._settle_text()
                self.dismiss()
            if answer != "save":
                return
        await self._write(self._before)

    async def _write(self, expected: bytes | None) -> None:
        try:
            edit = Edit(path=self._path, before=expected, after=self._bytes)
            self._editor.save(edit, f"{'new file' if edit.before is None else 'edit'} {self._path}")
        except ChangedOnDisk as error:
            await self._settle(error.current)
        except Refused as error:
            self.notify(clean(f"not saved: {error.advice}", 300), severity="error", timeout=10, markup=False)
            self._keep_draft()
        except UnicodeEncodeError:
            self.notify("not saved: the text holds half a character", severity="error", timeout=10, markup=False)
            self._keep_draft()
        else:
            self._finish()

    async def _settle(self, theirs: bytes) -> None:
        """Let the user choose between the two texts; neither is lost."""
        self._keep_draft()
        mine = self._bytes
        choices = [
            Choice("s", "show the difference", "show"),
            Choice("m", "keep mine: write over theirs (u undoes it)", "mine"),
            Choice("t", "take theirs: drop what I typed", "theirs"),
            Choice("b", "open both in my editor", "both"),
            Choice("e", "go on editing", "edit"),
        ]
        answer: str | None = "show"
        while answer == "show":
            answer = await self.ask(MenuScreen("The file was changed by another program", choices))
            if answer == "show":
                diff = Edit(path=self._path, before=theirs, after=mine).diff
                title = "- theirs, on disk     + mine, as typed"
                await self.ask(PreviewScreen(title, difference(diff), can_agree=False))
        if answer == "mine":
            await self._write(theirs)
        elif answer == "theirs":
            self._settle_text()
            self._drop_draft()
            self.dismiss()
        elif answer == "both":
            edit_both(self, Path(self._path), mine)

    def _finish(self) -> None:
        self._settle_text()
        self._drop_draft()
        self.session.read_again(self._path)
        self.dismiss()

    def action_back(self) -> None:
        """Leave; asks only if there is something to lose."""
        self.begin(self._leave())

    async def _leave(self) -> None:
        self._take_text()
        if not self._is_changed:
            self._settle_text()
            self._drop_draft()
            self.dismiss()
            return
        choices = [
            Choice("s", "save", "save"),
            Choice("d", "keep it as a draft: it is offered again", "draft"),
            Choice("x", "drop what I typed", "drop"),
            Choice("e", "go on editing", "edit"),
        ]
        answer = await self.ask(MenuScreen("Not saved yet", choices))
        if answer == "save":
            await self._save()
        elif answer == "draft":
            self._keep_draft()
            self._settle_text()
            self.dismiss()
        elif answer == "drop":
            self._settle_text()
            self._drop_draft()
            self.dismiss()


def with_line_ends(text: str, before: Sequence[str], newline: str) -> str:
    """`text` with the line ends that its lines had before; new lines end as the file's first ones do.

    Args:
        text: What was typed, its lines parted by line feeds.
        before: The lines of the file, each with the carriage return that it may end in.
        newline: How a new line ends.
    """
    if newline == "\n" and not any(line.endswith("\r") for line in before):
        return text
    lines = text.split("\n")
    known = [line.removesuffix("\r") for line in before]
    ended = [line + newline.removesuffix("\n") for line in lines[:-1]] + lines[-1:]
    at = new_at = 0
    for found in [*differences(known, lines), Difference(len(known), len(known), len(lines), len(lines))]:
        for old, new in zip(range(at, found.end), range(new_at, found.new_end), strict=False):
            if new < len(lines) - 1:
                ended[new] = lines[new] + before[old][len(known[old]) :]
        at, new_at = found.end, found.new_end
    return "\n".join(ended)
