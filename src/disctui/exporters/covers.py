"""Covers as they are embedded: pictures inside the library, of a kind that holds no script, and not too big."""

import base64

from disctui.exporters.exporter import Entry
from disctui.library.cover_files import read_cover
from disctui.problem import Refused

SIZE_LIMIT = 2 * 1024 * 1024
"""Bytes of a cover that is embedded at most."""
_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def cover_of(entry: Entry, root: str) -> str | None:
    """The cover as a `data:` address; None where there is none inside the library that may be shown."""
    try:
        data = read_cover(root, entry.release_id, entry.release.cover or "", SIZE_LIMIT)
    except Refused:
        return None
    kind = next((kind for sign, kind in _KINDS if data.startswith(sign)), None)
    if kind is None and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "image/webp"
    if kind is None:
        return None
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
