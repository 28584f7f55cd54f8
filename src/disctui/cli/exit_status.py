"""Exit statuses. Scripts rely on these numbers."""

DONE = 0
NOT_FOUND = 1
"""Nothing was found, or `check` found an error."""
USAGE = 2
"""The command line makes no sense, or was not confirmed."""
UNREADABLE = 3
"""The library or a file can't be read or written."""
INTERRUPTED = 130
"""Ctrl+C, as shells number it."""
