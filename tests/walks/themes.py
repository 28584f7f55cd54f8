"""All walks, theme by theme."""

from . import (
    audit,
    counting,
    covers,
    editions,
    films,
    first_run,
    keys_and_themes,
    look,
    own_copy,
    pick,
    prices,
    saved_searches,
    shelves,
)
from .walk import WALKS

__all__ = [
    "WALKS", "audit", "counting", "covers", "editions", "films", "first_run", "keys_and_themes", "look", "own_copy",
    "pick", "prices", "saved_searches", "shelves",
]  # fmt: skip
