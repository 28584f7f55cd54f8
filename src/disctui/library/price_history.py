"""What a release was asked for over time, as the history of its file under git tells."""

import os
from collections.abc import Mapping, Sequence

import msgspec

from disctui.library.git_log import Commit, GitLog, NoHistory
from disctui.release.details import money
from disctui.release.model import Price
from disctui.release_file.reading import read_release
from disctui.safe_text import clean

__all__ = ["NoHistory", "PriceHistories", "PriceHistory", "PricePoint", "price_lines"]

_TENFOLD = 10
"""An amount this many times the one in the middle, or a part of it as small, is a slip, and is not drawn."""
_LEVELS = "▁▂▃▄▅▆▇█"
_MOST_DRAWN = 24
_NO_AMOUNT = "–"
_LEAST_WORDS = 12
"""Cells that the words of a commit have behind its prices at least."""


class PricePoint(msgspec.Struct, frozen=True):
    """The prices that a commit brought."""

    date: str
    price: Price
    commit: str
    subject: str


class PriceHistory(msgspec.Struct, frozen=True):
    """The prices of a release, the newest first; one for each commit that changed any."""

    points: tuple[PricePoint, ...] = ()

    @property
    def drawn(self) -> tuple[PricePoint, ...]:
        """What a line of them shows, the oldest first: those in the currency of now, without slips."""
        if not self.points:
            return ()
        currency = self.points[0].price.currency
        asked = [point for point in reversed(self.points) if point.price.currency == currency and point.price.asked]
        if not asked:
            return ()
        amounts = sorted(point.price.asked or 0.0 for point in asked)
        middle = amounts[len(amounts) // 2]
        kept = [one for one in asked if middle / _TENFOLD < (one.price.asked or 0.0) < middle * _TENFOLD]
        return tuple(kept[-_MOST_DRAWN:])

    @property
    def lowest(self) -> PricePoint | None:
        """When the least was asked; the first time, where it was several."""
        return min(self.drawn, key=lambda point: point.price.asked or 0.0, default=None)

    @property
    def sparkline(self) -> str:
        """A bar for each of `drawn`, as high as what was asked then."""
        amounts = [point.price.asked or 0.0 for point in self.drawn]
        highest = max(amounts, default=0.0)
        return "".join(_LEVELS[max(0, round(amount / highest * len(_LEVELS)) - 1)] for amount in amounts)

    @property
    def in_words(self) -> str:
        """The line in one text: its bars, the last amounts, and since when; "" where there are no two."""
        return f"{self.sparkline}  {self.last_in_words}   {self.since_in_words}" if len(self.drawn) >= 2 else ""

    @property
    def last_in_words(self) -> str:
        """The last amounts, the newest last: "27.88 → 19.98 → 24.00"."""
        return " → ".join(f"{point.price.asked or 0:,.2f}" for point in self.drawn[-4:])

    @property
    def since_in_words(self) -> str:
        """The month of the first amount that is drawn: "since 2024-03"."""
        return f"since {self.drawn[0].date[:7]}" if self.drawn else ""

    @property
    def lowest_in_words(self) -> str:
        """The least that was asked, and when: "lowest $19.98 on 2025-11-28"; "" where there are no two amounts."""
        lowest = self.lowest
        if lowest is None or len({point.price.asked for point in self.drawn}) < 2:
            return ""
        return f"lowest {money(lowest.price.asked or 0.0, lowest.price.currency)} on {lowest.date}"


class PriceHistories:
    """The price histories of a library, each kept as long as the same commit is checked out."""

    def __init__(self, root: str, environ: Mapping[str, str] = os.environ) -> None:
        self._root, self._environ = root, environ
        self._kept: dict[str, tuple[str, PriceHistory]] = {}

    def of(self, path: str) -> PriceHistory:
        """The history of the file at a path relative to the library; takes as long as git does.

        Raises:
            NoHistory: there is none; the text says why.
        """
        log = GitLog(self._root, self._environ)
        head = log.head(path)
        kept = self._kept.get(path)
        if kept is not None and kept[0] == head:
            return kept[1]
        commits = [commit for commit in log.commits(path) if commit.blob]
        versions = log.versions(path, [commit.blob for commit in commits])
        history = PriceHistory(tuple(_points(commits, versions, path)))
        self._kept[path] = head, history
        return history


def _points(commits: Sequence[Commit], versions: Mapping[str, bytes], path: str) -> list[PricePoint]:
    """The commits that brought other prices than the one before, the newest first."""
    points: list[PricePoint] = []
    read: dict[str, Price | None] = {}
    for commit in reversed(commits):
        if commit.blob not in read:
            release = read_release(versions[commit.blob], path).release if commit.blob in versions else None
            read[commit.blob] = None if release is None else release.price
        price = read[commit.blob]
        if price is None:
            continue
        before = points[-1].price if points else Price()
        if _amounts(price) != _amounts(before):
            points.append(PricePoint(commit.date, price, commit.commit, commit.subject))
    return points[::-1]


def _amounts(price: Price) -> tuple[object, ...]:
    return price.currency if price.asked is not None else None, price.list, price.sale, price.third_party


def price_lines(history: PriceHistory, width: int | None = None) -> list[str]:
    """The history as a table: the line of all, then a row for each commit.

    Args:
        history: What is listed.
        width: Cells of a line. Where a commit's words have no room behind its prices, columns without any amount are
            left out, and words that still have none stand below them; None for no limit.
    """
    rows = [
        (
            point.date,
            *(_NO_AMOUNT if amount is None else money(amount, point.price.currency) for amount in _each(point.price)),
            point.subject,
        )
        for point in history.points
    ]
    if not rows:
        return []
    lines = [(f"{'date':<10}", "list", "sale", "third party", "commit"), *rows]
    columns = [1, 2, 3]
    table = _beside(lines, columns)
    if width is not None and len(table[0]) > width - _LEAST_WORDS:
        columns = [column for column in columns if any(row[column] != _NO_AMOUNT for row in rows)]
        table = _beside(lines, columns)
    if width is not None and len(table[0]) > width - _LEAST_WORDS:
        table = [part for prices, row in zip(table, lines, strict=True) for part in (prices, f"  {clean(row[4], 200)}")]
    else:
        table = [f"{prices}  {clean(row[4], 200)}".rstrip() for prices, row in zip(table, lines, strict=True)]
    words = [*filter(None, (history.in_words, history.lowest_in_words))]
    if width is None or len(" · ".join(words)) <= width:
        words = [*filter(None, [" · ".join(words)])]
    elif len(words[0]) > width:
        words[:1] = [f"{history.sparkline}  {history.since_in_words}", history.last_in_words]
    return [*words, *([""] if words else []), *table]


def _beside(lines: Sequence[Sequence[str]], columns: Sequence[int]) -> list[str]:
    """The date and some columns of each line, below one another."""
    widths = {column: max(len(line[column]) for line in lines) for column in columns}
    return ["  ".join([line[0], *(f"{line[column]:>{widths[column]}}" for column in columns)]) for line in lines]


def _each(price: Price) -> tuple[float | None, ...]:
    return price.list, price.sale, price.third_party
