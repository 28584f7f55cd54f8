"""Releases from other programs' exports: one small file per format, one plan before anything is written."""
