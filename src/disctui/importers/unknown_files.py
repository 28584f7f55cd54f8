"""What a file is that no importer reads, and what to do with it instead."""

import re
import zipfile
from io import BytesIO

from disctui.importers.encoding import head_of
from disctui.problem import Refused


class UnknownFormat(Refused):
    """No importer knows the file, or the one that was named does not exist."""


_KINDS = (
    (b"%PDF", "is a PDF", "copy its text into a file, or paste it in the browser"),
    (b"SQLite format 3", "is a database of another program than Griffith", "export it from there as CSV or XML"),
    (b"\x89PNG", "is a picture", "its text has to be typed"),
    (b"\xff\xd8\xff", "is a picture", "its text has to be typed"),
    (b"GIF8", "is a picture", "its text has to be typed"),
    (b"Rar!", "is an archive", "unpack it first"),
    (b"7z\xbc\xaf", "is an archive", "unpack it first"),
    (b"\x1f\x8b", "is packed", "unpack it first"),
    (b"BZh", "is packed", "unpack it first"),
    (b"bplist00", "is a binary property list", "turn it into XML: plutil -convert xml1 FILE"),
    (b"AMC_", "is a catalogue of Ant Movie Catalog", "export it from there as XML or CSV"),
    (b"{\\rtf", "is a rich text document", "save it as plain text"),
    (b"\x7fELF", "is a program", None),
    (b"MZ", "is a program", None),
)  # fmt: skip


def refused(name: str, data: bytes, formats: list[str]) -> UnknownFormat:
    """Why a file can't be imported."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return UnknownFormat(f"{name}: the file is empty", "export it again")
    for sign, what, hint in _KINDS:
        if data.startswith(sign):
            return UnknownFormat(f"{name}: this {what}, not an export", hint)
    if data.startswith(b"PK"):
        return UnknownFormat(f"{name}: {_zip(data)}", "unpack it, and import the file in it")
    head = head_of(data)
    if re.match(r"\s*(?:<!doctype html|<html)", head, re.IGNORECASE):
        hint = "open it in a web browser, copy the text of the release, and import that"
        return UnknownFormat(f"{name}: this is a web page", hint)
    if re.match(r"\s*<", head):
        root = re.search(r"<([A-Za-z_][\w.:-]*)", re.sub(r"<\?.*?\?>|<!--.*?-->|<![^>]*>", "", head, flags=re.DOTALL))
        what = f"this is XML of another kind: its root is <{root[1]}>" if root else "this is XML of another kind"
        return UnknownFormat(f"{name}: {what}", "export it as CSV, or name its format with --format")
    if re.match(r"\s*[{\[]", head):
        return UnknownFormat(f"{name}: this is JSON of another kind", "export it as CSV")
    signs = sum(ord(sign) < 32 and sign not in "\t\r\n" for sign in head)
    if signs * 50 > len(head):
        return UnknownFormat(f"{name}: this is no text", "export it from its program as CSV or XML")
    hint = f"a table needs a heading with Title or UPC; --format names one of: {', '.join(formats)}"
    return UnknownFormat(f"{name}: neither a table of films nor a release page is recognised in it", hint)


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "this is a zip that is broken or cut off"
    if "word/document.xml" in names:
        return "this is a document of a word processor"
    shown = ", ".join(names[:3])
    return f"this is a zip without an export that is known; it holds {shown}" if shown else "this is an empty zip"
