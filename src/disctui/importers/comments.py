"""What has no key of ours, as comments at the end of a release file: the source and, line by line, its fields."""

import re
from collections.abc import Iterable, Sequence

from disctui.importers.importer import Imported, Unmapped

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]|[\u0085\u2028\u2029]")
_NAMES = {"\n": r"\n", "\t": r"\t", "\r": r"\r", "\\": r"\\"}
INDENT = "#   "


def _escaped(text: str) -> str:
    return _UNSAFE.sub(lambda found: _NAMES.get(found[0]) or f"\\u{ord(found[0]):04x}", text)


def line_of(kept: Unmapped) -> str:
    """One field as a comment: no text of a source can end it and begin a key."""
    return f"{INDENT}{_escaped(kept.field)}: {_escaped(kept.value)}"


def block(imported: Imported, kept: Iterable[Unmapped]) -> bytes:
    """The comment block for what was kept; empty where nothing was."""
    lines = [line_of(one) for one in kept]
    if not lines:
        return b""
    source = _escaped(imported.source)
    head = f"# Unmapped from {_escaped(imported.format)}, {source}, line {imported.line}; the format has no key for:"
    return "\n".join([head, *lines, ""]).encode("utf-8", "replace")


def missing(text: bytes, kept: Sequence[Unmapped]) -> list[Unmapped]:
    """Those of `kept` that no comment of a release file says yet."""
    if not kept:
        return []
    present = {line.strip() for line in text.decode("utf-8", "replace").splitlines() if line.startswith("#")}
    return [one for one in kept if line_of(one).strip() not in present]


def appended(text: bytes, added: bytes) -> bytes:
    """`text` with a comment block after a blank line at its end, in the file's own line ends."""
    if not added:
        return text
    ending = b"\r\n" if b"\r\n" in text else b"\n"
    gap = b"\n" if text.endswith(b"\n") else b"\n\n"
    return text + (gap + added if text else added).replace(b"\n", ending)
