"""The pictures that are shown, made ready in a thread and kept for a while."""

import asyncio
import fcntl
import struct
import sys
import termios
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from textual.strip import Strip

from disctui.library.cover_files import cover_stamp
from disctui.problem import Refused
from disctui.tui.covers import half_blocks, kitty
from disctui.tui.covers.painter import KITTY, Painter
from disctui.tui.covers.pictures import Picture, Wanted, load

KEPT = 32
"""Pictures that are kept."""
_CELL = 8, 16
"""Pixels of a cell across and down where the terminal's driver does not know them."""


class Shown(NamedTuple):
    """What is shown in the place of a cover."""

    strips: tuple[Strip, ...] = ()
    columns: int = 0
    """Cells of each strip."""
    trouble: str = ""
    """Why there is no picture."""


class Gallery:
    """The pictures of one program, on one terminal.

    Args:
        root: The library's folder.
        painter: How pictures are painted.
        write: Sends the terminal what is not text.
        kept: Pictures that are kept at most.
    """

    def __init__(self, root: str, painter: Painter, write: Callable[[str], object], kept: int = KEPT) -> None:
        self.painter = painter
        self.decoded = 0
        """How many pictures were decoded so far."""
        self._root = root
        self._write = write
        self._kept: OrderedDict[Wanted, tuple[Shown, int, Picture | None]] = OrderedDict()
        self._stamps: dict[Wanted, tuple[int, ...]] = {}
        """What changes when the file of a picture that is kept does."""
        self._limit = kept
        self._sent = 0
        self._is_over = False
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="covers")

    def known(self, wanted: Wanted) -> Shown | None:
        """What is ready to be shown; None where it has to be decoded first."""
        found = self._kept.get(wanted)
        if found is None:
            return None
        self._kept.move_to_end(wanted)
        return found[0]

    async def ready(self, wanted: Wanted) -> Shown:
        """What is shown for a cover, decoded in a thread if it must be."""
        known = self.known(wanted)
        if known is not None or self._is_over:
            return known or Shown()
        size = wanted._replace(columns=min(wanted.columns, kitty.MOST), rows=min(wanted.rows, kitty.MOST))
        cell = _cell_pixels() if self.painter.kind == KITTY else (1, 2)
        loop = asyncio.get_running_loop()
        self._stamps[wanted] = await loop.run_in_executor(self._pool, self._stamp, wanted)
        try:
            picture = await loop.run_in_executor(self._pool, load, self._root, size, self.painter.kind, cell)
        except Refused as error:
            return self._keep(wanted, Shown(trouble=error.advice), 0, None)
        if self._is_over:
            return Shown()
        self.decoded += 1
        if self.painter.kind != KITTY:
            return self._keep(wanted, Shown(tuple(half_blocks.strips(picture)), picture.columns), 0, None)
        image = kitty.number(self._sent)
        self._sent += 1
        self._write(kitty.sent(image, picture))
        return self._keep(wanted, Shown(tuple(kitty.strips(image, picture)), picture.columns), image, picture)

    def _stamp(self, wanted: Wanted) -> tuple[int, ...]:
        return cover_stamp(self._root, wanted.path, wanted.cover)

    async def forget_changed(self) -> list[Wanted]:
        """Forget the pictures whose files are not as they were; which those are."""
        stamps = [(wanted, self._stamps.get(wanted)) for wanted in self._kept]
        loop = asyncio.get_running_loop()
        if self._is_over:
            return []
        now = await loop.run_in_executor(self._pool, lambda: [self._stamp(wanted) for wanted, _ in stamps])
        changed = [wanted for (wanted, before), after in zip(stamps, now, strict=True) if before != after]
        for wanted in changed:
            _, image, _ = self._kept.pop(wanted, (None, 0, None))
            if image:
                self._write(kitty.forgotten(image))
        return changed

    def _keep(self, wanted: Wanted, shown: Shown, image: int, picture: Picture | None) -> Shown:
        self._kept[wanted] = shown, image, picture
        while len(self._kept) > self._limit:
            gone, (_, old, _) = self._kept.popitem(last=False)
            self._stamps.pop(gone, None)
            if old:
                self._write(kitty.forgotten(old))
        return shown

    def keep(self, count: int) -> None:
        """Keep this many pictures from now on, if that is more than before."""
        self._limit = max(self._limit, count)

    def leave(self) -> None:
        """Let the terminal forget the pictures: another program gets it, or this one ends."""
        for _, image, _ in self._kept.values():
            if image:
                self._write(kitty.forgotten(image))

    def come_back(self) -> None:
        """Send the pictures again that are kept."""
        for _, image, picture in self._kept.values():
            if image and picture is not None:
                self._write(kitty.sent(image, picture))

    def stop(self) -> None:
        """Let the terminal forget the pictures and the thread end; a second time does nothing."""
        self.leave()
        self._kept.clear()
        self._is_over = True
        self._pool.shutdown(wait=False, cancel_futures=True)


def _cell_pixels() -> tuple[int, int]:
    """Pixels of a cell across and down, as the terminal's driver knows them; the terminal is not asked."""
    try:
        answer = fcntl.ioctl(sys.__stdout__ or 1, termios.TIOCGWINSZ, b"\0" * 8)
    except (OSError, ValueError):
        return _CELL
    rows, columns, across, down = struct.unpack("HHHH", answer)
    if not (rows and columns and across >= columns and down >= rows):
        return _CELL
    return min(across // columns, 40), min(down // rows, 80)
