"""Careful edits of release files: one change touches one place, all or nothing, undone at will."""
