"""Pictures of covers, looked at before they are kept: what comes from others is decoded and written anew.

What is kept is a plain JPEG without anything that came along: no remarks, no places, no second picture, no program.
"""

import hashlib
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from disctui.importers.plan import Attached
from disctui.library.cover_pictures import NoPicture, opened
from disctui.problem import Refused
from disctui.safe_write.atomic import create_file
from disctui.sources.source import NotReady, Unanswered

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 8 << 20
"""Of a picture as it comes."""
MOST_KEPT = 1_000_000
"""Bytes of a picture as it is kept."""
FOLDER = "covers"
"""Where in a library covers are put."""
_LONGEST = 1500
"""Pixels of the longer side of what is kept."""
_QUALITIES = (88, 75, 60)
_KINDS = ("JPEG", "PNG")


def require_pillow() -> None:
    """Let it pass where pictures can be looked at.

    Raises:
        NotReady: the extra is not installed.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - only where a picture is wanted

    if find_spec("PIL") is None:
        raise NotReady("covers need pillow", "pip install 'disctui[covers]'")


def made_anew(data: bytes) -> bytes:
    """A JPEG or PNG decoded and written as a JPEG of at most `MOST_KEPT` bytes.

    Raises:
        NotReady: the extra is not installed.
        Unanswered: it is neither, is broken, or has too many bytes or pixels.
    """
    require_pillow()
    if len(data) > MOST_BYTES:
        raise Unanswered(f"the cover has more than {MOST_BYTES >> 20} MB", "it is left out")
    try:
        with opened(data, _KINDS) as image:
            return _small(image)
    except NoPicture:
        raise Unanswered("the cover is no JPEG and no PNG", "it is left out") from None
    except Refused as refused:
        raise Unanswered(f"the cover {refused.message.removeprefix('it ')}", "it is left out") from None


def _small(image: "Image") -> bytes:
    image.draft("RGB", (_LONGEST, _LONGEST))
    plain = image.convert("RGB")
    plain.thumbnail((_LONGEST, _LONGEST), reducing_gap=2.0)
    for quality in _QUALITIES:
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= MOST_KEPT:
            return out.getvalue()
    raise Refused("it can't be made small enough", "")


def waiting(data: bytes, release_id: str, root: Path) -> Attached:
    """A picture put aside until its owner agrees to it, and the place in the library that it would have.

    A file that is there is never written over: one that holds the same is taken as it is, beside another the picture
    gets a number.

    Args:
        data: What `made_anew` gave.
        release_id: Of the release whose cover it is.
        root: The library.

    Raises:
        Unanswered: it can't be kept, or no name is free.
    """
    folder = Path(platformdirs.user_cache_dir("disctui")) / FOLDER
    kept = folder / f"{hashlib.sha256(data).hexdigest()}.jpg"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not kept.is_file() or kept.read_bytes() != data:
            kept.unlink(missing_ok=True)
            create_file(kept, data)
    except (OSError, Refused):
        raise Unanswered(f"the cover can't be kept in {folder}", "it is left out") from None
    stem = release_id.replace("/", "-")
    for number in range(1, 100):
        name = f"{FOLDER}/{stem}{'' if number == 1 else f'-{number}'}.jpg"
        if not os.path.lexists(root / name) or _holds(root / name, data):
            return Attached(name, str(kept))
    raise Unanswered(f"{FOLDER} has a hundred pictures of {stem}", "it is left out")


def _holds(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
