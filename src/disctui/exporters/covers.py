"""Covers as a page carries them: within it, so that one file is the whole shelf, and small, so that it can be sent.

With pillow each is drawn anew at `ACROSS` x `DOWN` pixels, some 10 KB: nothing but its pixels gets in, no place where
it was photographed and no script. Without pillow the file itself goes along, if it is a picture and not big.
"""

import base64
import io
from importlib.util import find_spec

from disctui.exporters.exporter import Entry
from disctui.library.cover_files import read_cover
from disctui.library.cover_pictures import opened
from disctui.problem import Refused

ACROSS, DOWN = 280, 380
"""Pixels of an embedded cover at most."""
SIZE_LIMIT = 8 * 1024 * 1024
"""Bytes of the file that a cover is drawn from, at most."""
UNSHRUNK_LIMIT = 512 * 1024
"""Bytes of a file that is embedded as it is, at most."""
TOTAL_LIMIT = 48 * 1024 * 1024
"""Letters of all covers of a page: what phones still open."""
_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


class Covers:
    """The covers of one page."""

    def __init__(self, root: str | None) -> None:
        """Nothing is read yet.

        Args:
            root: The library's folder; None for a page without covers.
        """
        self._root = root
        self._is_shrunk = find_spec("PIL") is not None
        self._left = TOTAL_LIMIT
        self.left_out = 0
        """Covers that would have made the page too big."""

    def cover_of(self, entry: Entry) -> str | None:
        """The cover as a `data:` address; None where there is none inside the library that may be shown."""
        if self._root is None or not entry.release.cover:
            return None
        try:
            limit = SIZE_LIMIT if self._is_shrunk else UNSHRUNK_LIMIT
            data = read_cover(self._root, entry.release_id, entry.release.cover, limit)
            kind, data = ("image/jpeg", _shrunk(data)) if self._is_shrunk else (_kind(data), data)
        except Refused:
            return None
        if kind is None:
            return None
        address = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
        if len(address) > self._left:
            self.left_out += 1
            return None
        self._left -= len(address)
        return address


def _shrunk(data: bytes) -> bytes:
    """A picture drawn anew, small."""
    with opened(data) as image:
        image.draft("RGB", (2 * ACROSS, 2 * DOWN))
        small = image.convert("RGB")
        small.thumbnail((ACROSS, DOWN), reducing_gap=2.0)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def _kind(data: bytes) -> str | None:
    """What kind of picture a file begins as; None for what could hold more than pixels, and for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in _KINDS if data.startswith(sign)), None)
