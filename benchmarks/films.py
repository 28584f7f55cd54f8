"""The releases that are measured: real films where their facts are at hand, else the sample library."""

import gzip
import importlib.util
import json
import random
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

from disctui.library.listing import sort_key_of
from disctui.release.model import Release
from disctui.release_file.reading import read_release
from disctui.search.document import Document, document

PROJECT = Path(__file__).resolve().parent.parent
FACTS = PROJECT.parent / "shared" / "data" / "films.jsonl.gz"
MAKER = PROJECT.parent / "shared" / "tools" / "make_library.py"


class Item(NamedTuple):
    """One release as it is measured."""

    id: str
    release: Release
    upc: str

    @property
    def people(self) -> tuple[str, ...]:
        """Directors and cast."""
        return self.release.directors + self.release.cast

    @property
    def row(self) -> str:
        """What a finder of whole rows is given."""
        release = self.release
        parts = (release.title, release.original_title or "", *self.people, str(release.year or ""), self.upc)
        return " ".join(filter(None, parts))


def plain(text: str) -> str:
    """Text without accents and capitals, by the standard library alone."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _upc(number: int) -> str:
    digits = f"7{number:010d}"
    check = -sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(digits)) % 10
    return f"{digits}{check}"


def items(count: int) -> list[Item]:
    """`count` releases of real films, each a full file's worth; all of the sample library where there are no facts."""
    if not (FACTS.exists() and MAKER.exists()):
        return _sample()
    spec = importlib.util.spec_from_file_location("make_library", MAKER)
    assert spec is not None and spec.loader is not None  # noqa: PT018 - one thing: the module is there
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    with gzip.open(FACTS, "rt", encoding="utf-8") as lines:
        films = [film for film in map(json.loads, lines) if film["directors"] and film["cast"]]
    random.Random(1).shuffle(films)
    return [_item(number, maker.release(number, film)) for number, film in enumerate(films[:count])]


def _item(number: int, content: dict[str, Any]) -> Item:
    import tomli_w

    upc = _upc(number)
    content["release"]["upc"] = upc
    reading = read_release(tomli_w.dumps(content).encode(), f"{number}.toml")
    assert reading.release is not None
    return Item(f"{number:06d}", reading.release, upc)


def _sample() -> list[Item]:
    found = []
    for path in sorted((PROJECT / "library").rglob("*.toml")):
        release = read_release(path.read_bytes(), path.name).release
        if release is not None:
            found.append(Item(path.stem, release, release.release.upc or ""))
    return found


def documents(measured: list[Item]) -> list[Document]:
    """What the index takes of them."""
    return [document(item.id, item.release, sort_key_of(item.release, item.id)) for item in measured]
