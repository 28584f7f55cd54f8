"""Walks: what a collector does at a real terminal, and what must then hold on the screen and in the files.

`python -m tests.walks` takes them all through every size and mode, on a copy of the sample library each; see
`command.py` for its options. A walk is a function with a sentence for a name and what must hold as its docstring.
"""
