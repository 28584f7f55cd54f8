"""All walks, theme by theme."""

from . import editions, films, own_copy, saved_searches, shelves
from .walk import WALKS

__all__ = ["WALKS", "editions", "films", "own_copy", "saved_searches", "shelves"]
