"""What a release should say something of: one list for the rule that tells what is missing, and for `is:incomplete`."""

from typing import NamedTuple


class Part(NamedTuple):
    """A part of what is said of a release; any of its keys will do."""

    name: str
    keys: tuple[str, ...]
    """Dotted keys of the release."""
    film_keys: tuple[str, ...] = ()
    """Keys of its films, where it is a box set; any film will do."""


PARTS = (
    Part("synopsis", ("synopsis",), ("synopsis",)),
    Part("cast", ("cast",), ("cast",)),
    Part(
        "specs",
        ("specs.discs", "specs.length", "specs.video", "specs.audio", "specs.subtitles"),
        ("discs", "length"),
    ),
    Part("cover", ("cover",)),
)
"""The parts, in the order in which they are named."""
