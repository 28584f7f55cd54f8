"""Bytes onto the disk: the old ones or the new ones, never a mix. Knows nothing of films."""
