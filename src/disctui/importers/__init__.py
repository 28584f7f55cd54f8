"""Releases from other programs' exports: a plan first, then new files and careful merges."""
