"""Pictures decoded to the size that they are shown in; called in a thread, as is the import of what decodes them."""

import io
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from disctui.library.cover_files import read_cover
from disctui.library.cover_pictures import opened
from disctui.tui.covers.painter import KITTY

if TYPE_CHECKING:
    from PIL.Image import Image

BYTES = 8 * 1024 * 1024
"""Of a picture's file, at most."""
RGB = tuple[int, int, int]
_GAMMA = 2.2
_FINER = 4
"""How many times as many pixels across and down are looked at for each that is shown."""


class Wanted(NamedTuple):
    """A cover in a size."""

    path: str
    """Of the release's file, relative to the library."""
    cover: str
    """The picture, as the file names it."""
    columns: int
    """Cells that it may fill."""
    rows: int


class Picture(NamedTuple):
    """A picture that fills whole cells."""

    columns: int
    rows: int
    pixels: tuple[RGB, ...] = ()
    """For half blocks: `columns` x 2 `rows` pixels, row by row from the top."""
    png: bytes = b""
    """For a terminal that draws pictures."""


def load(root: str, wanted: Wanted, kind: str, cell: tuple[int, int]) -> Picture:
    """Read and decode a cover.

    Args:
        root: The library's folder.
        wanted: The cover, and the cells that it may fill; it keeps its proportions and so leaves some empty.
        kind: How it is painted.
        cell: Pixels of a cell across and down.

    Raises:
        Refused: it can't be shown; why, and what to do.
    """
    data = read_cover(root, wanted.path, wanted.cover, BYTES)
    with opened(data) as image:
        return _fitted(image, wanted, kind, cell)


def _fitted(image: "Image", wanted: Wanted, kind: str, cell: tuple[int, int]) -> Picture:
    """A picture as large as its cells allow."""
    width, height = image.size
    across, down = cell
    scale = min(wanted.columns * across / width, wanted.rows * down / height)
    columns = max(1, min(wanted.columns, round(width * scale / across)))
    rows = max(1, min(wanted.rows, round(height * scale / down)))
    size = (columns * across, rows * down) if kind == KITTY else (columns, 2 * rows)
    image.draft("RGB", (_FINER * size[0], _FINER * size[1]))
    whole = image.convert("RGB")
    if kind == KITTY:
        out = io.BytesIO()
        whole.resize(size, reducing_gap=2.0).save(out, "PNG")
        return Picture(columns, rows, png=out.getvalue())
    raw = _averaged(whole, size).tobytes()
    return Picture(columns, rows, pixels=tuple(zip(raw[::3], raw[1::3], raw[2::3], strict=True)))


def _averaged(image: "Image", size: tuple[int, int]) -> "Image":
    """A picture made so small that a letter is a few pixels: each is the mean of the light of all that it covers.

    The numbers of a picture grow with the root of the light; their own mean would make thin bright lines too dark.
    """
    from PIL import Image  # noqa: PLC0415 - as `opened` imports it

    steps = max(1, min(image.width // (_FINER * size[0]), image.height // (_FINER * size[1])))
    fine = np.asarray(image.reduce(steps) if steps > 1 else image)
    light = (fine.astype(np.float32) / 255) ** _GAMMA
    means = [Image.fromarray(light[..., part]).resize(size, Image.Resampling.BOX) for part in range(3)]
    mean = np.clip(np.stack([np.asarray(one) for one in means], axis=-1), 0, 1)
    return Image.fromarray((mean ** (1 / _GAMMA) * 255).round().astype(np.uint8))
