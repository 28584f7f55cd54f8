"""One film to watch, or two, of what is found; another at each key, none twice before all were shown."""

import asyncio
import random

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from disctui.library.comparison import Held, held
from disctui.library.picking import Pool, Wish, pool
from disctui.safe_text import clean, clean_lines
from disctui.tui.commands import OWN_COPY, PICK
from disctui.tui.screens.dialog import Dialog
from disctui.tui.session import Session
from disctui.tui.target import Target
from disctui.tui.widgets.hint_bar import HintBar

_SYNOPSIS = 400
"""Characters of a synopsis that are shown."""
_SHORT = 16
"""Rows of the terminal below which there is no room for one."""
_LONGEST, _SIDES = 200, 6
"""Letters of a line about a film, and cells of the window beside it."""


class PickScreen(Dialog[str | None]):
    """Ends with the id of the film to go to, or None.

    Args:
        session: What all screens share.
        wish: What is wanted at first.
        words: What is picked from, as the user asked for it.
    """

    DEFAULT_CSS = """
    PickScreen {
        & > Vertical { width: 80; }
        & #film { padding: 1 1 0 1; height: auto; max-height: 16; }
        & #left { padding: 1 1 0 1; color: $text-muted; }
        & HintBar { margin-top: 1; }
    }
    """
    PLACES = PICK

    def __init__(self, session: Session, wish: Wish, words: str) -> None:
        super().__init__()
        self.share(session)
        self._wish = wish
        self._words = words
        self._seed = random.randrange(10_000)  # noqa: S311 - no secret
        self._pool = Pool()
        self._place = 0

    def compose(self) -> ComposeResult:
        """The film, how many are left, and the keys."""
        with Vertical():
            yield Static(id="film", markup=False)
            yield Static(id="left", markup=False)
            yield HintBar()

    def on_mount(self) -> None:
        """Find what there is to pick from."""
        self._fill()

    @work(group="pick", exclusive=True)
    async def _fill(self) -> None:
        self._pool = await asyncio.to_thread(pool, self.session.catalogue, self._wish, self._seed)
        self._place = 0
        self._show()

    @property
    def _films(self) -> tuple[Held, ...]:
        """What is proposed now."""
        picks = self._pool.picks
        names = picks[self._place] if self._place < len(picks) else ()
        return tuple(one for name in names if (one := held(self.session.catalogue, name)) is not None)

    def _show(self) -> None:
        found, count = self._pool, len(self._pool.picks)
        of = f" of: {self._words}" if self._words else ""
        self.query_one(Vertical).border_title = Content(clean(f"Tonight, from {found.in_words}{of}", 100))
        if found.why_none:
            text, left = Content(f"Nothing to pick from: {found.why_none}."), ""
        elif self._place >= count:
            text, left = Content("That was all. space begins again."), f"{count:,} shown · seed {self._seed}"
        else:
            is_short = self._wish.is_double or self.size.height < _SHORT
            most = self.size.width - _SIDES if self.size.height < _SHORT else _LONGEST
            text = Content("\n\n").join(_about(one, most, is_short=is_short) for one in self._films)
            left = f"{self._place + 1:,} shown, {count - self._place - 1:,} left · seed {self._seed}"
        self.query_one("#film", Static).update(text)
        self.query_one("#left", Static).update(Content(left))
        self.refresh_hints()

    @property
    def target(self) -> Target:
        """The film that is proposed; the first of two."""
        for one in self._films:
            entry = self.session.catalogue.entry(one.release_id)
            if entry is not None:
                name = one.release_id
                film = one.number or None
                named = Target(entry.path, release_id=name, release=one.release, film=film)
                return named._replace(release_ids=(name,), row_ids=(one.id,))
        return Target()

    def is_enabled(self, command_id: str) -> bool:
        """Whether a command does something now."""
        if command_id in OWN_COPY and self.session.editor.is_read_only:
            return False
        return bool(self._films) or command_id not in {"seen", "go-there"}

    def action_another(self) -> None:
        """Propose another; once all were shown, say so, and begin again."""
        count = len(self._pool.picks)
        self._place = 0 if self._place >= count else self._place + 1
        self._show()

    def action_seen_too(self) -> None:
        """Pick of what was seen already, too, or no more."""
        self._want(Wish(self._wish.query, not self._wish.with_seen, self._wish.is_double, self._wish.minutes))

    def action_double_bill(self) -> None:
        """Pick two, or one again."""
        self._want(Wish(self._wish.query, self._wish.with_seen, not self._wish.is_double, self._wish.minutes))

    def _want(self, wish: Wish) -> None:
        self._wish = wish
        self._fill()

    def action_go_there(self) -> None:
        """End with the film."""
        self.dismiss(self._films[0].id if self._films else None)

    def action_back(self) -> None:
        """End without one."""
        self.dismiss(None)


def _about(one: Held, most: int, *, is_short: bool) -> Content:
    """A film in a few lines.

    Args:
        one: The film.
        most: Letters of which box set it is a part of.
        is_short: Whether there is no room for its synopsis.
    """
    film, mine = one.film or one.release, one.release.collection
    directors = ", ".join(film.directors or one.release.directors)
    disc = "Blu-ray" if one.release.disc_format == "Blu-ray" else one.release.disc_format
    facts = (directors, one.length_in_words, disc, mine.location or "")
    parts: list[Content | tuple[str, str]] = [(one.title, "bold")]
    parts += [Content("\n"), (clean(" · ".join(filter(None, facts)), _LONGEST), "$text-muted")]
    if one.number:
        parts.append(Content("\n" + clean(f"film {one.number} of {one.release.title}", most)))
    synopsis = " ".join(clean_lines(film.synopsis or "").split())
    if synopsis and not is_short:
        shown = synopsis if len(synopsis) <= _SYNOPSIS else synopsis[:_SYNOPSIS].rpartition(" ")[0] + " …"
        parts += [Content("\n\n"), Content(shown)]
    return Content.assemble(*parts)
