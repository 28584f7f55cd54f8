"""Careful edits of release files: one change touches one place, is made whole or not at all, and can be undone."""
