"""Covers as they are embedded: pictures inside the library, of a kind that holds no script, and not too big."""

import base64
import posixpath
from pathlib import Path

from disctui.exporters.exporter import Entry
from disctui.library.files import Unreadable, read_file

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
    cover = entry.release.cover
    if not cover or "\\" in cover or "\0" in cover or cover.startswith("/") or ":" in cover:
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.release_id), cover))
    if path.startswith(".."):
        return None
    try:
        inside = Path(root).resolve()
        if not (inside / path).resolve().is_relative_to(inside):  # a link that leads out
            return None
        data, _ = read_file(root, path)
    except (Unreadable, OSError, RuntimeError):
        return None
    kind = next((kind for sign, kind in _KINDS if data.startswith(sign)), None)
    if kind is None and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "image/webp"
    if kind is None or len(data) > SIZE_LIMIT:
        return None
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
