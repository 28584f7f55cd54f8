"""disctui's own JSON and NDJSON: what was exported comes back as it was."""

import json
from collections.abc import Iterator
from typing import Any

from disctui.exporters import json_values
from disctui.importers.encoding import decode, head_of
from disctui.importers.importer import Imported, Progress, no_progress, unreadable


class DisctuiJson:
    """Reads disctui's JSON and NDJSON."""

    name = "json"
    title = "disctui JSON"

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By its first keys."""
        head = head_of(data).lstrip()
        if head.startswith("{") and '"disctui"' in head[:200]:
            return 1.0
        if head.startswith("{") and '"id"' in head[:200] and '"document"' in head:
            return 0.9
        return 0.2 if head.startswith(("{", "[")) else 0.0

    def read(self, data: bytes, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each entry; an entry that is none is said to be, and costs no other."""
        text = decode(data).text
        number = 0
        for number, (line, entry) in enumerate(_entries(text), 1):
            yield self._imported(entry, name, line)
            if number % 200 == 0:
                on_progress(number, 0)
        on_progress(max(number, 1), max(number, 1))
        if not number:
            yield unreadable(name, self.title, 1, "there are no releases in it")

    def _imported(self, entry: Any, name: str, line: int) -> Imported:
        if isinstance(entry, json.JSONDecodeError):
            row = line + entry.lineno - 1
            return unreadable(name, self.title, row, f"no JSON: {entry.msg} at column {entry.colno}")
        document = entry.get("document") if isinstance(entry, dict) else None
        if not isinstance(document, dict):
            return unreadable(name, self.title, line, "no release: it has no document")
        try:
            found = json_values.decode(document)
        except ValueError as error:
            return unreadable(name, self.title, line, f"a value is not what it says it is: {error}")
        release_id = entry.get("id")
        if not isinstance(found, dict) or not isinstance(found.get("title"), str):
            return unreadable(name, self.title, line, "there is no title to file it under")
        return Imported(
            document=found,
            source=name,
            format=self.title,
            line=line,
            release_id=release_id if isinstance(release_id, str) else None,
        )


def _entries(text: str) -> Iterator[tuple[int, Any]]:
    """The entries of a document or of lines, or the error in place of what can't be read."""
    if text.lstrip()[:1] == "{" and '"disctui"' not in text[:200]:
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield number, _loaded(line)
        return
    found = _loaded(text)
    if isinstance(found, dict) and isinstance(found.get("releases"), list):
        found = found["releases"]
    yield from ((1, entry) for entry in (found if isinstance(found, list) else [found]))


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        return error
    except (RecursionError, ValueError) as error:
        return json.JSONDecodeError(str(error), text, 0)
