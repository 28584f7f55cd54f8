"""What the main screen does to files: forms, new and copied releases, changes of many, undo and redo."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content

from disctui.problem import Refused
from disctui.safe_text import clean
from disctui.tui import flows
from disctui.tui.screens.command_screen import after_search
from disctui.tui.screens.marking import MarkingActions

if TYPE_CHECKING:
    from disctui.editing.changes import Change, Plan
    from disctui.editing.file_operations import Outcome
    from disctui.release.model import Release
    from disctui.tui.results import View
    from disctui.tui.widgets.details import Details


class EditingActions(MarkingActions):
    """The actions of the main screen that write; each goes through the editor, so each can be undone."""

    if TYPE_CHECKING:
        view: View

        @property
        def details(self) -> Details:
            """The details of the release under the cursor."""

        @property
        def chosen(self) -> "tuple[str, Release] | None":
            """Id and contents of the release under the cursor."""

    def _paths(self, names: Sequence[str]) -> list[str]:
        return [self._catalogue.listings[name].path for name in names]

    def _is_writable(self) -> bool:
        from disctui.editing.editor import ReadOnly  # noqa: PLC0415 - only where something is edited

        try:
            self.session.editor.require_writable()
        except ReadOnly as error:
            self.notify(clean(error.advice, 300), title="Read-only", severity="warning", markup=False)
            return False
        return True

    def _tell(self, outcome: "Outcome", done: str) -> None:
        """Say what was done, and read the files again."""
        for failure in outcome.failed:
            message = clean(f"{failure.file.name}: {failure.advice}", 300)
            self.notify(message, severity="error", timeout=10, markup=False)
        if outcome.done:
            self.notify(clean(done, 200), timeout=3, markup=False)
        self.session.loader.read_paths(self.session.editor.relative(outcome.files))

    def _attempt(self, action: "Callable[[], Outcome]", done: str) -> bool:
        """Do something that writes, and say how it went."""
        try:
            outcome = action()
        except Refused as error:
            self.notify(clean(error.advice, 400), severity="error", timeout=8, markup=False)
            return False
        self._tell(outcome, done)
        return not outcome.failed

    @after_search
    def action_open(self) -> None:
        """From the list to the details; there, edit the field under the cursor."""
        if self.place != "details":
            self.details.body.focus()
        elif (field := self.details.chosen_field) is not None:
            self._edit_field(field.key.partition("[")[0] if field.key.startswith("special_features") else field.key)

    @after_search
    def action_add_field(self) -> None:
        """Choose a field that the file does not have yet, and fill it in."""
        self._choose_field()

    @work
    async def _choose_field(self) -> None:
        from disctui.release.model import Kind, keys, value_of  # noqa: PLC0415 - only where something is edited
        from disctui.tui.screens.menu import Choice, MenuScreen  # noqa: PLC0415

        chosen = self.chosen
        if chosen is None:
            return
        release = chosen[1]
        absent = [key for key in keys().values() if value_of(release, key.name) is None and key.kind is not Kind.FILMS]
        choices = [Choice("", f"{key.label}  ({key.name})", key.name) for key in absent]
        name = await self.app.push_screen_wait(MenuScreen("Add a field", choices))
        if name is not None:
            self._edit_field(name)

    @work
    async def _edit_field(self, name: str) -> None:
        from disctui.editing.field_edit import FieldChanged, FieldEdit  # noqa: PLC0415 - only where something is edited
        from disctui.editing.typed_values import ChangeError  # noqa: PLC0415
        from disctui.release.model import Kind  # noqa: PLC0415
        from disctui.tui.screens.field_form import FieldForm, as_typed, is_plain  # noqa: PLC0415

        chosen = self.chosen
        if chosen is None or not name or not self._is_writable():
            return
        release_id, release = chosen
        try:
            field = FieldEdit(self.session.editor, self._paths([release_id])[0], name)
        except ChangeError:
            self.notify("This is a key of your own: E edits it as text.", markup=False)
            return
        except Refused as error:
            self.notify(clean(error.advice, 300), severity="error", markup=False)
            return
        if field.key.kind in {Kind.LONG_TEXT, Kind.TEXTS} and not is_plain(as_typed(field.value)):
            self.notify("It holds rare line ends that a form would change: edit it with e.", markup=False)
            return
        title = f"set {name} of {release_id}"

        def save(change: "Change") -> str | None:
            """Write the change into the file as it is by now; why not, in words."""
            try:
                outcome = field.save(change, title)
            except FieldChanged as error:
                shown = clean(as_typed(error.theirs).replace("\n", ", "), 120) or "nothing"
                return f"Another program has changed it meanwhile, to: {shown}. Save again to write over that."
            except Refused as error:
                return f"not saved: {error.advice}"
            if outcome.done:
                self._tell(outcome, f"{title} (u undoes it)")
            return None

        form = FieldForm(field.key, name, field.value, self._known(field.key.name), release.title, save=save)
        await self.app.push_screen_wait(form)

    def _known(self, name: str) -> list[str]:
        """Values that the library has for a key, for completion."""
        from disctui.release.model import Kind, keys  # noqa: PLC0415 - only where something is edited

        plain = name.rpartition(".")[2] if name.startswith("films[") else name
        if plain in keys() and keys()[plain].kind in {Kind.LONG_TEXT, Kind.FILMS}:
            return []
        from disctui.search.completion import values  # noqa: PLC0415 - only when a form opens

        return [value for value, _ in values(self._catalogue.index, plain, most=2_000)]

    async def _carry_out(self, planned: "Plan", title: str) -> bool:
        """Show what would change in which file, and do it once the user agrees."""
        from disctui.tui.screens.preview import PreviewScreen, plan_text  # noqa: PLC0415 - only where something is edited

        number = len(planned.edits)
        heading = f"{title}: {number} file{'' if number == 1 else 's'} would change"
        agreed = await self.app.push_screen_wait(PreviewScreen(heading, plan_text(planned), can_agree=bool(number)))
        if not agreed or not planned.edits:
            return False
        editor = self.session.editor
        return self._attempt(lambda: editor.apply(planned.edits, title), f"{title} (u undoes it)")

    @work
    async def action_change_marked(self) -> None:
        """Change a field of all marked releases, after a preview."""
        from disctui.editing.changes import Change  # noqa: PLC0415 - only when a form opens
        from disctui.release.model import Kind, keys  # noqa: PLC0415
        from disctui.tui.screens.field_form import FieldForm  # noqa: PLC0415
        from disctui.tui.screens.menu import Choice, MenuScreen  # noqa: PLC0415

        names = self._targets()
        if not names or not self._is_writable():
            return
        offered = [key for key in keys().values() if key.kind != Kind.FILMS and key.name != "title"]
        choices = [Choice("", f"{key.label}  ({key.name})", key.name) for key in offered]
        count = f"{len(names)} release{'' if len(names) == 1 else 's'}"
        name = await self.app.push_screen_wait(MenuScreen(f"Change which field of {count}?", choices))
        if name is None:
            return
        key = keys()[name]
        how: str | None = "="
        if key.kind in {Kind.TEXTS, Kind.DATES}:
            ways = [
                Choice("a", "add values", "+="),
                Choice("r", "remove values", "-="),
                Choice("s", "set it whole", "="),
            ]
            how = await self.app.push_screen_wait(MenuScreen(f"{key.label} of {count}", ways))
            if how is None:
                return
        change = await self.app.push_screen_wait(FieldForm(key, name, None, self._known(name), count))
        if change is None:
            return
        if how not in (None, "=") and change.operation == "=":
            change = Change.with_value(change.path, str(how), change.value)
        files, problems = self.session.editor.read(self._paths(names))
        for problem in problems:
            self.notify(clean(f"{problem.path}: {problem.message}", 300), severity="warning", markup=False)
        planned = self.session.editor.plan(files, [change])
        if await self._carry_out(planned, f"{clean(str(change), 60)} in {count}"):
            self._show_marks(frozenset())

    @work
    async def action_new(self) -> None:
        """A new release: its title and year, then the file as a commented template in the editor."""
        from disctui.release.model import keys  # noqa: PLC0415 - only where something is edited
        from disctui.tui.screens.field_form import FieldForm  # noqa: PLC0415

        if not self._is_writable():
            return
        title = await self.app.push_screen_wait(FieldForm(keys()["title"], "title", None, [], "new release"))
        if title is None or not title.value:
            return
        year = await self.app.push_screen_wait(FieldForm(keys()["year"], "year", None, [], str(title.value)))
        begun = {"title": title.value} | ({"year": year.value} if year is not None and year.value else {})
        entry = self._catalogue.entry(self.shelf.chosen or "")
        folder = entry.path.rpartition("/")[0] if entry is not None else ""
        editor = self.session.editor
        self._make(lambda: editor.begin(begun, folder), f"new release {title.value}")

    def _make(self, action: "Callable[[], Outcome]", done: str) -> None:
        """Make a new file, and open it."""
        made: list[str] = []

        def make() -> "Outcome":
            outcome = action()
            made.extend(self.session.editor.relative(step.result for step in outcome.done))
            return outcome

        if self._attempt(make, done):
            self._select_when_read(made[0])
            self.run_worker(flows.text.edit_here(self, made[0]), description="edit_here")

    @after_search
    @work
    async def action_copy_edition(self) -> None:
        """Copy the release as a new edition of the same film, and open it."""
        entry = self._catalogue.entry(self.shelf.chosen or "")
        if entry is None or not self._is_writable():
            return
        editor = self.session.editor
        self._make(lambda: editor.copy_as_edition(entry.path), f"copied as a new edition of {entry.path}")

    def _select_when_read(self, path: str) -> None:
        """Let the cursor go to a file's release once it is read."""
        self.shelf.expect(path.removesuffix(".toml"))

    @after_search
    @work
    async def action_delete(self) -> None:
        """Move files to the platform's bin, after a question."""
        from disctui.tui.screens.preview import PreviewScreen  # noqa: PLC0415 - only where something is edited

        names = self._targets()
        if not names or not self._is_writable():
            return
        titles = [self._catalogue.listings[name].title for name in names[:10]]
        body = "\n".join(f"  {clean(title, 80)}" for title in titles)
        more = f"\n  … and {len(names) - 10} more" if len(names) > 10 else ""
        question = f"To the bin: {len(names)} file{'' if len(names) == 1 else 's'}"
        text = Content(f"{body}{more}\n\nThe files go to the platform's bin, and u brings them back.")
        if await self.app.push_screen_wait(PreviewScreen(question, text)):
            paths = self._paths(names)
            if self._attempt(lambda: self.session.editor.delete(paths), f"{question} (u undoes it)"):
                self._show_marks(frozenset())

    @after_search
    @work
    async def action_rename(self) -> None:
        """Name the file after its title and year, after a question."""
        from disctui.tui.screens.preview import PreviewScreen  # noqa: PLC0415 - only where something is edited

        chosen = self.chosen
        if chosen is None or not self._is_writable():
            return
        release_id, release = chosen
        path = self._paths([release_id])[0]
        name = self.session.editor.wanted_name(path, release)
        if name is None:
            self.notify("The file is named after its title already.", markup=False)
            return
        text = Content(f"  {clean(path)}\n→ {clean(name)}\n\nIts id changes with it.")
        if await self.app.push_screen_wait(PreviewScreen("Rename the file after its title", text)):
            editor = self.session.editor

            def renamed() -> "Outcome":
                outcome = editor.rename({path: name})
                for made in editor.relative(step.result for step in outcome.done):
                    self._select_when_read(made)
                return outcome

            self._attempt(renamed, f"renamed after its title, {name}")

    def action_undo(self) -> None:
        """Take the program's last change back."""
        self._turn(self.session.editor.undo, "undone")

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self._turn(self.session.editor.redo, "done again")

    def _turn(self, turn: "Callable[[], tuple[object, Outcome]]", words: str) -> None:
        said: list[str] = []

        def act() -> "Outcome":
            entry, outcome = turn()
            said.append(f"{words}: {getattr(entry, 'title', '')}")
            return outcome

        try:
            outcome = act()
        except Refused as error:
            self.notify(clean(error.advice, 400), severity="warning", timeout=8, markup=False)
            return
        self._tell(outcome, said[0])

    def action_history(self) -> None:
        """List what was changed, the newest first."""
        from disctui.tui.screens.preview import PreviewScreen  # noqa: PLC0415 - only where something is edited

        entries = self.session.editor.entries()
        undone = ("", "undone  ")
        lines = [
            f"{entry.at.astimezone():%Y-%m-%d %H:%M}  {undone[entry.state != 'done']}{clean(entry.title, 200)}"
            for entry in entries[:200]
        ]
        text = Content("\n".join(lines) or "Nothing was changed by disctui in this library yet.")
        self.app.push_screen(PreviewScreen("History: u undoes the last, ctrl+r redoes", text, can_agree=False))

    @work
    async def action_import(self) -> None:
        """Import a file or a pasted page, after a plan in which each row is taken, merged or skipped."""
        from disctui.tui.screens.importing import ImportDialog, ImportScreen, plan_for  # noqa: PLC0415 - rarely needed

        if not self._is_writable():
            return
        source = await self.app.push_screen_wait(ImportDialog())
        if source is None:
            return
        self.notify("reading …", timeout=2, markup=False)
        plan = await asyncio.to_thread(plan_for, self._catalogue, source)
        if not plan.rows:
            self.notify("There are no releases in it.", severity="warning", markup=False)
            return
        await self.app.push_screen_wait(ImportScreen(self.session, plan))

    @work
    async def action_export(self) -> None:
        """Write what is found to a file beside the library, in a format of choice."""
        from disctui.exporters.formats import EXPORTERS  # noqa: PLC0415 - rarely needed
        from disctui.tui.screens.menu import Choice, MenuScreen  # noqa: PLC0415

        choices = [Choice(name[0], f"{name}: {one.title}", name) for name, one in EXPORTERS.items()]
        name = await self.app.push_screen_wait(MenuScreen("Export what is found as", choices))
        if name is None:
            return
        target = Path.cwd() / f"disctui-export{EXPORTERS[name].ending}"
        query = self.view.query.text
        words = await asyncio.to_thread(self._export, name, query, target)
        self.notify(clean(words, 300), timeout=8, markup=False)

    def _export(self, name: str, query: str, target: Path) -> str:
        """Write an export; what was done, in words. Called in a thread."""
        from disctui.exporters.exporter import Options, count_private  # noqa: PLC0415
        from disctui.exporters.formats import EXPORTERS  # noqa: PLC0415
        from disctui.exporters.selection import entries_of, write  # noqa: PLC0415 - rarely needed

        entries, _ = entries_of(self._catalogue, query)
        options = Options(root=self._catalogue.root)
        try:
            write(EXPORTERS[name].export(entries, options), target)
        except OSError as error:
            return f"{target} can't be written: {error.strerror}"
        private = count_private(entries, options)
        more = f"; {private:,} private values stayed out" if private else ""
        return f"{len(entries):,} releases written to {target}{more}"

    @after_search
    def action_edit_here(self) -> None:
        """Edit the file's text right here."""
        entry = self._catalogue.entry(self.shelf.chosen or "")
        if entry is not None and self._is_writable():
            self.run_worker(
                flows.text.edit_here(self, entry.path, entry.problems[0].line if entry.problems else 1),
                description="edit_here",
            )


__all__ = ["EditingActions"]
