"""The tabs of the details, over a rule."""

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from disctui.tui import deferred
from disctui.tui.messages import TabChosen

_SHORT = ("Synopsis", "Release", "Specs", "Extras", "My copy")
TAB_COUNT = len(_SHORT)
_BESIDE = 1
"""Cells before the first tab, and at least behind the last."""
_APART = 2
"""Cells between two tabs where there is room for them."""


class TabBar(Widget):
    """The tabs on one line, each with its key; where they don't fit, only the open one has its name."""

    DEFAULT_CSS = """
    TabBar { height: 2; color: $text-muted; }
    """

    active: reactive[int] = reactive(0)
    counted: reactive[tuple[int, ...]] = reactive((0,) * TAB_COUNT)
    names: reactive[tuple[str, ...]] = reactive(())
    """The whole names; empty before any release is shown."""

    def labels(self, width: int) -> tuple[list[str], list[int]]:
        """The tabs in `width` cells, and the cells before each: always all of them, and as wide for every release."""
        short = (*self.names[:1], *_SHORT[1:]) if self.names else _SHORT
        between = TAB_COUNT - 1
        for names, least in ((self.names or deferred.TABS, _APART), (short, 1)):
            labels = [f"{number + 1} {name}" for number, name in enumerate(names)]
            shorter = max(0, len(_SHORT[0]) - len(names[0]))  # a box set's is, and the others stay where they are
            room = width - sum(map(len, labels)) - shorter - 2 * _BESIDE
            if room >= least * between:
                wide = min(room - between, between)
                return labels, [_BESIDE, *[_APART] * wide, *[1] * (between - wide)]
        labels = [f"{n + 1} {name}" if n == self.active else f"{n + 1}" for n, name in enumerate(short)]
        return labels, [_BESIDE, *[_APART] * between]

    def _at(self, width: int) -> list[tuple[int, int]]:
        """Where each tab begins and ends."""
        found, at = [], 0
        for label, gap in zip(*self.labels(width), strict=True):
            found.append((at + gap, at + gap + len(label)))
            at += gap + len(label)
        return found

    def render(self) -> Content:
        """The tabs, the empty ones quiet, over a rule that is thick under the open one; on one line, it is reversed."""
        width = self.content_size.width
        is_ruled = self.content_size.height > 1
        line = Content("")
        for number, (label, gap) in enumerate(zip(*self.labels(width), strict=True)):
            style = "" if self.counted[number] else "$text-faint"
            if number == self.active:
                style = "bold $text-accent" if is_ruled else "bold reverse"
            line = Content.assemble(line, " " * gap, (label, style))
        if not is_ruled:
            return line
        start, end = self._at(width)[self.active]
        thick = ("━" * (end - start), "$text-accent")
        return Content.assemble(line, "\n", ("─" * start, "$rule"), thick, ("─" * (width - end), "$rule"))

    def on_click(self, event: events.Click) -> None:
        """Open the tab under the mouse."""
        for number, (start, end) in enumerate(self._at(self.content_size.width)):
            if start - 1 <= event.x <= end:
                self.post_message(TabChosen(number))
                return
