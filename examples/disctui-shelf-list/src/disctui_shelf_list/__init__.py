"""Reads shelf lists: a disc a line, `Title (year) [disc] @ location; whatever else`."""

import re
from collections.abc import Iterator

from disctui.importers.importer import Imported, Progress, Unmapped, no_progress, unreadable

_FIRST_LINE = b"# shelf list"
_LINE = re.compile(
    r"(?P<title>[^(\[@;]+?)"
    r"(?:\s*\((?P<year>\d{4})\))?"
    r"(?:\s*\[(?P<disc>[^]]+)\])?"
    r"(?:\s*@\s*(?P<location>[^;]+?))?"
    r"(?:\s*;\s*(?P<rest>.+))?"
)


class ShelfList:
    """The importer: made without arguments, and named by the entry point in pyproject.toml."""

    name = "shelf-list"
    title = "Shelf list"

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By its first line."""
        return 1.0 if data.removeprefix(b"\xef\xbb\xbf").startswith(_FIRST_LINE) else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each line that is neither empty nor a comment."""
        lines = data.decode("utf-8-sig", "replace").splitlines()
        for number, line in enumerate(lines, start=1):
            on_progress(number, len(lines))
            if line.strip() and not line.startswith("#"):
                yield self._release(line.strip(), name, number)

    def _release(self, line: str, source: str, number: int) -> Imported:
        found = _LINE.fullmatch(line)
        if found is None:
            return unreadable(source, self.title, number, "this is no title", "write: Title (year) [disc] @ location")
        document: dict[str, object] = {"title": found["title"]}
        if found["year"]:
            document["year"] = int(found["year"])
        if found["disc"]:
            document["specs"] = {"discs": [found["disc"]]}
        if found["location"]:
            document["collection"] = {"location": found["location"]}
        kept = (Unmapped("rest", found["rest"]),) if found["rest"] else ()  # becomes a comment: nothing is lost
        return Imported(document=document, kept=kept, source=source, format=self.title, line=number)
