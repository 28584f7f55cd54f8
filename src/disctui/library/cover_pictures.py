"""Pictures of covers, opened with care: a trap with too many pixels, or a file that is no picture, is refused."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from disctui.problem import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS = 40_000_000
"""Of a picture, at most: more is no cover, or a trap."""
_KINDS = ("JPEG", "PNG", "WEBP", "GIF")


class NoPicture(Refused):
    """A file that is no picture of a kind that is wanted."""


@contextmanager
def opened(data: bytes, kinds: tuple[str, ...] = _KINDS) -> Iterator["Image"]:
    """A picture, to be decoded within the `with` block, which also says what is wrong with it.

    Args:
        data: The bytes of its file.
        kinds: Which it may be, as pillow names them.

    Raises:
        NoPicture: it is of none of these kinds.
        Refused: pillow is missing, or it is no picture that can be shown; why, and what to do.
    """
    try:
        from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - 80 ms, and an extra that need not be there
    except ImportError as error:
        raise Refused("pictures need pillow", "pip install 'disctui[covers]'") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=kinds) as image:
                width, height = image.size
                if width * height > PIXELS or not width or not height:
                    raise Refused(f"it has {width:,} x {height:,} pixels", "make it smaller")
                yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("it has too many pixels", "make it smaller") from error
    except UnidentifiedImageError as error:
        raise NoPicture("it is no JPEG, PNG, WebP or GIF", "save it as one of these") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Refused("it is cut off or broken", "fetch it again") from error
