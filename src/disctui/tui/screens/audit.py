"""An audit of one place: its discs are ticked off by hand, or wherever they stand by their bar codes."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from disctui.library.audit import Audits, Place, Step, Tally, scanned, titled
from disctui.release_file.value_checks import scanned as bar_code
from disctui.safe_text import clean
from disctui.tui.commands import AUDIT, AUDIT_REPORT
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.dialog import TextDialog
from disctui.tui.session import Session
from disctui.tui.widgets.audit_list import AuditList
from disctui.tui.widgets.hint_bar import HintBar
from disctui.tui.widgets.title_line import TitleLine

_MARGINS = 4
"""Cells beside what is said below the list."""
_WHOLE = frozenset({8, 12, 13, 14})
"""Digits of a bar code of which the last one tells of misreading."""
_LEAST_NAME = 6
"""Letters of a place that are worth their room."""
_LONGEST_CODE = 40
"""Digits that are taken for one bar code; a scanner that never ends one must not fill the memory."""


class AuditScreen(CommandScreen[bool]):
    """Ends with True where the audit is ended, and False where it is left for later.

    Args:
        session: What all screens share.
        place: What should be here.
        audits: Keeps what was told.
    """

    DEFAULT_CSS = """
    AuditScreen {
        layout: vertical;
        & > AuditList { margin: 1 0 0 0; }
        & > #scanned { height: auto; min-height: 2; max-height: 5; padding: 1 2 0 2; }
    }
    """
    PLACES = AUDIT
    AUTO_FOCUS = "AuditList"
    _is_long = False
    """Whether what is said below the list takes more than a line."""

    def __init__(self, session: Session, place: Place, audits: Audits) -> None:
        super().__init__(session)
        self._place = place
        self._audits = audits
        self._steps = list(audits.steps(place.name))
        self._digits = ""

    @property
    def cursor_owner(self) -> AuditList:
        """The discs."""
        return self.query_one(AuditList)

    def compose(self) -> ComposeResult:
        """The place and how far it is, its discs, what was scanned last, the keys."""
        yield TitleLine()
        yield AuditList(self._place, self._borrowers())
        yield Static(id="scanned", markup=False)
        yield HintBar()

    def _borrowers(self) -> dict[str, str]:
        """Who has what is lent, by release."""
        found = {one.id: self.session.catalogue.release(one.id) for one in self._place.listings if one.is_lent}
        return {name: release.collection.loaned_to or "" for name, release in found.items() if release is not None}

    def on_mount(self) -> None:
        """Go on where it was left."""
        self._show()
        self.query_one(AuditList).go_to_untold(self._tally)

    @property
    def _tally(self) -> Tally:
        return Tally.of(self._place, self._steps)

    @property
    def _foreign(self) -> str:
        """The disc of another place that was scanned last, if nothing was told since; else ""."""
        last = self._steps[-1] if self._steps else None
        is_foreign = last is not None and last.kind == "scan" and last.release_id and last.release_id not in self._place
        return last.release_id if last is not None and is_foreign else ""

    def _tell(self, steps: Sequence[Step], release_id: str = "") -> None:
        """Take other steps, and keep them."""
        self._steps = list(steps)
        self._audits.keep(self._place.name, self._steps)
        self._show(release_id)

    def _show(self, release_id: str = "") -> None:
        tally = self._tally
        self.query_one(AuditList).show(tally, release_id)
        foreign = len(tally.elsewhere) + len(tally.staying)
        parts = [f"{len(tally.here)} of {len(self._place.listings)}"]
        parts += [f"{len(tally.missing)} missing"] if tally.missing else []
        parts += [f"{foreign} elsewhere"] if foreign else []
        parts += [f"{len(tally.unknown)} unknown"] if tally.unknown else []
        self.query_one("#title", Static).update(Content(self._heading(" · ".join(parts))))
        self._show_scanned()
        self.refresh_hints()

    def _heading(self, counts: str) -> str:
        """The place and the counts in one line; where there is little room, the counts come first."""
        name = clean(self._place.name, 60)
        room = self.app.size.width - len(counts) - 5
        for heading in (f"Audit: {name}", name):
            if len(heading) <= room:
                return f"{heading}   {counts}"
        return f"{name[: room - 1]}…   {counts}" if room > _LEAST_NAME else counts

    def _show_scanned(self) -> None:
        """Say what is being scanned, or what was scanned last: a code that was misread shows only by its title."""
        last = self._steps[-1] if self._steps else None
        if self._digits:
            said = f"bar code {self._digits}"
        elif last is None or last.kind not in {"scan", "stays"}:
            said = ""
        elif not last.release_id:
            said = f"scanned {last.code}: no release has this bar code; it is kept in the report"
        else:
            listing = self.session.catalogue.listings.get(last.release_id)
            said = f"scanned: {titled(listing) if listing is not None else last.release_id}"
            if last.kind == "stays":
                said += " · stays here"
            elif self._foreign:
                said += f" · belongs to {(listing.location if listing else '') or 'no place'}    m it stays here"
        self._say_below(clean(said, 300))

    def _say_below(self, words: str) -> None:
        """Say something below the list; only what is longer than a line has the screen laid out anew."""
        is_long = cell_len(words) > self.size.width - _MARGINS
        self.query_one("#scanned", Static).update(Content(words), layout=is_long or self._is_long)
        self._is_long = is_long

    def on_key(self, event: events.Key) -> None:
        """Take the digits of a bar code, and let the last one be taken back."""
        if (digits := AuditList.digits_of(event)) is not None:
            self._digits = (self._digits + digits)[-_LONGEST_CODE:]
        elif event.key == "backspace" and self._digits:
            self._digits = self._digits[:-1]
        else:
            return
        event.stop()
        event.prevent_default()
        self._show_scanned()

    def action_end_code(self) -> None:
        """End a bar code."""
        if self._digits:
            code, self._digits = self._digits, ""
            step = scanned(self.session.catalogue, self._place, self._steps, code)
            read = bar_code(code)
            if not step.release_id and len(code) in _WHOLE and read is not None and read.mistake is not None:
                self.app.bell()
                self._say_below(f"{code}: {read.mistake.message}. Scan it again.")
                return
            self._tell([*self._steps, step], step.release_id)

    def action_end_audit(self) -> None:
        """End a bar code; where none is begun, the audit."""
        if self._digits:
            self.action_end_code()
        else:
            self.dismiss(True)

    def action_is_here(self) -> None:
        """Tick the disc under the cursor, and go on to the next."""
        self._tell_of_chosen("here")

    def action_not_here(self) -> None:
        """Note that the disc under the cursor is not here, and go on to the next."""
        self._tell_of_chosen("missing")

    def _tell_of_chosen(self, kind: str) -> None:
        chosen = self.query_one(AuditList).chosen
        if chosen is not None:
            self._tell([*self._steps, Step("here" if kind == "here" else "missing", chosen.id)])
            self.query_one(AuditList).move(1)

    def action_stays(self) -> None:
        """Let the disc of another place that was scanned last stay here."""
        if self._foreign:
            self._tell([*self._steps, Step("stays", self._foreign)])

    def action_take_back(self) -> None:
        """Take back what was told last."""
        if self._steps:
            gone = self._steps[-1]
            self._tell(self._steps[:-1], gone.release_id)

    def is_enabled(self, command_id: str) -> bool:
        """Whether a command does something now."""
        if command_id == "stays":
            return bool(self._foreign)
        if command_id == "take-back":
            return bool(self._steps)
        return command_id != "end-code" or bool(self._digits)

    def action_back(self) -> None:
        """Forget the digits that were typed; without any, leave the audit for later."""
        if self._digits:
            self._digits = ""
            self._show_scanned()
        else:
            self.dismiss(False)


class AuditReport(TextDialog[str | None]):
    """Ends with the id of the command that was pressed, or None.

    Args:
        title: Which place, and when.
        body: What was found, and what would be written.
        has_left: Whether there are discs that were not told of.
        has_unknown: Whether there are bar codes that no release has.
    """

    PLACES = AUDIT_REPORT

    def __init__(self, title: str, body: Content, *, has_left: bool, has_unknown: bool) -> None:
        super().__init__(title, body)
        self._has_left, self._has_unknown = has_left, has_unknown

    def is_enabled(self, command_id: str) -> bool:
        """Whether a command does something now."""
        if command_id == "release-of-code":
            return self._has_unknown
        return command_id != "rest-missing" or self._has_left

    def action_release_of_code(self) -> None:
        """Make a release of a bar code that none has."""
        if self._has_unknown:
            self.dismiss("make")

    def action_write_audit(self) -> None:
        """Write what was found."""
        self.dismiss("write")

    def action_copy_report(self) -> None:
        """Copy the report."""
        self.dismiss("copy")

    def action_rest_missing(self) -> None:
        """Count what was not told of as missing."""
        if self._has_left:
            self.dismiss("rest")
