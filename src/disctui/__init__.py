"""disctui: a collector's disc shelf in plain text, browsed in a terminal."""

__version__ = "0.1.0"
