"""Stub."""


def edits_allowed(word: str) -> int:
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2
