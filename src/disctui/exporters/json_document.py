"""JSON and NDJSON, in ASCII: every key as the file has it, so that an import gives back the same library."""

import json
from collections.abc import Iterable, Iterator

from disctui.exporters import json_values
from disctui.exporters.exporter import Entry, Options, shown


def _entry(entry: Entry, options: Options) -> str:
    document = json_values.encode(shown(entry.document, options))
    return json.dumps({"id": entry.release_id, "document": document}).replace("\x7f", "\\u007f")


class JsonDocument:
    """Writes one JSON document."""

    name = "json"
    title = "JSON"
    ending = ".json"

    def export(self, entries: Iterable[Entry], options: Options = Options()) -> Iterator[bytes]:  # noqa: B008 - frozen
        """One document: what wrote it, then the releases, one a line."""
        yield b'{"disctui": 1, "releases": ['
        gap = "\n"
        for entry in entries:
            yield (gap + _entry(entry, options)).encode("utf-8", "replace")
            gap = ",\n"
        yield b"\n]}\n"


class JsonLines:
    """Writes NDJSON, one release a line."""

    name = "ndjson"
    title = "NDJSON"
    ending = ".ndjson"

    def export(self, entries: Iterable[Entry], options: Options = Options()) -> Iterator[bytes]:  # noqa: B008 - frozen
        """One line for each release."""
        for entry in entries:
            yield (_entry(entry, options) + "\n").encode("utf-8", "replace")
