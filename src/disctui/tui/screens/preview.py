"""What would change, exactly, before it does: a difference to agree to or not."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from disctui.editing.changes import Plan
from disctui.safe_text import clean, clean_lines

SHOWN_LIMIT = 60_000
"""Characters of differences that are shown; past it, the rest is only counted."""


def difference(diff: str) -> Content:
    """A unified diff, what comes and goes marked by more than colour."""
    parts: list[Content | tuple[str, str]] = []
    for line in clean_lines(diff, SHOWN_LIMIT).split("\n"):
        style = ""
        if line.startswith(("---", "+++")):
            style = "bold"
        elif line.startswith("@@"):
            style = "dim"
        elif line.startswith("+"):
            style = "bold $text-success"
        elif line.startswith("-"):
            style = "$text-error"
        parts += [(line, style), Content("\n")]
    return Content.assemble(*parts)


def plan_text(plan: Plan) -> Content:
    """What a plan does to each file, and what it can't do."""
    parts: list[Content] = []
    for refusal in plan.refused:
        hint = f"; {refusal.hint}" if refusal.hint else ""
        parts.append(Content(f"! {clean(refusal.path)}: {clean(refusal.message)}{clean(hint)}"))
    if plan.unchanged:
        parts.append(Content(f"{len(plan.unchanged)} say so already and stay as they are"))
    length = 0
    for number, edit in enumerate(plan.edits):
        diff = edit.diff
        length += len(diff)
        if length > SHOWN_LIMIT:
            parts.append(Content(f"… and {len(plan.edits) - number} more files"))
            break
        parts.append(difference(diff))
    return Content("\n").join(parts)


class PreviewScreen(ModalScreen[bool]):
    """Ends with True where the user agrees."""

    DEFAULT_CSS = """
    PreviewScreen {
        align: center middle;
        & > Vertical {
            width: 100; max-width: 100%; height: auto; max-height: 100%;
            border: round $accent; border-title-style: bold; background: $surface; padding: 0 1;
        }
        & VerticalScroll { height: auto; max-height: 100%; }
        & Static { height: auto; }
        & #keys { color: $text-muted; dock: bottom; }
    }
    """
    BINDINGS: ClassVar = [
        ("enter,y", "agree", "Do it"),
        ("escape,n,q", "refuse", "Leave it"),
        ("j,down", "scroll(1)", "Down"),
        ("k,up", "scroll(-1)", "Up"),
        ("ctrl+d,pagedown,space", "page(1)", "Page down"),
        ("ctrl+u,pageup", "page(-1)", "Page up"),
    ]

    def __init__(self, title: str, body: Content, *, can_agree: bool = True) -> None:
        super().__init__()
        self._title = title
        self._body = body
        self._can_agree = can_agree

    def compose(self) -> ComposeResult:
        """The difference, and the two answers."""
        with Vertical() as box:
            box.border_title = Content(clean(self._title, 90))
            with VerticalScroll(can_focus=False):
                yield Static(self._body)
            keys = "enter  do it     esc  leave it as it is" if self._can_agree else "esc  back"
            yield Static(keys, id="keys", markup=False)

    def action_agree(self) -> None:
        """Go on, where there is something to do."""
        self.dismiss(self._can_agree)

    def action_refuse(self) -> None:
        """Change nothing."""
        self.dismiss(False)

    def action_page(self, pages: int) -> None:
        """Scroll the difference by its height."""
        body = self.query_one(VerticalScroll)
        body.scroll_relative(y=pages * max(1, body.size.height - 1), animate=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll the difference."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
