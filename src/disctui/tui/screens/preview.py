"""A preview of a change as a diff, to agree to or not."""

from textual.content import Content

from disctui.editing.changes import Plan
from disctui.problem import advised
from disctui.safe_text import clean, clean_lines
from disctui.tui.commands import PREVIEW
from disctui.tui.screens.dialog import TextDialog

SHOWN_LIMIT = 60_000
"""Characters of diffs that are shown; files past that are only counted."""


def difference(diff: str) -> Content:
    """A unified diff with its lines marked by colour and weight."""
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
    parts = [Content(f"! {clean(one.path)}: {clean(advised(one.message, one.hint))}") for one in plan.refused]
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


class PreviewScreen(TextDialog[bool]):
    """Ends with True where the user agrees.

    Args:
        title: What is asked.
        body: What would change.
        can_agree: Whether there is something to agree to.
    """

    PLACES = PREVIEW

    def __init__(self, title: str, body: Content, *, can_agree: bool = True) -> None:
        super().__init__(title, body)
        self._can_agree = can_agree

    def is_enabled(self, command_id: str) -> bool:
        """Whether there is something to agree to, for the answers."""
        return self._can_agree or command_id not in {"agree", "refuse"}

    def action_agree(self) -> None:
        """Go on, where there is something to do."""
        self.dismiss(self._can_agree)

    def action_refuse(self) -> None:
        """Change nothing."""
        self.dismiss(False)

    def action_back(self) -> None:
        """Change nothing."""
        self.dismiss(False)
