"""Small libraries for the tests of the search, made of a few words each."""

from collections.abc import Sequence
from typing import Any

import msgspec

from disctui.release.model import EXTRA, Release
from disctui.search.document import Document, document
from disctui.search.film_documents import film_documents
from disctui.search.folding import fold
from disctui.search.hits import Hits
from disctui.search.index import Index
from disctui.search.query import parse


def release(title: str, **keys: Any) -> Release:
    """A release; tables are given as dictionaries."""
    if "own" in keys:
        keys[EXTRA] = keys.pop("own")
    return msgspec.convert({"title": title, **keys}, Release)


def doc(name: str, title: str, **keys: Any) -> Document:
    """A release as the index takes it, in the order of title, year and id."""
    one = release(title, **keys)
    return document(name, one, f"{fold(title)}\0{one.year or 9999}\0{name}")


def index(**shelf: Document | Release | str) -> Index:
    """An index of releases by id; a text is a release of that title."""
    return Index.build(entries(shelf))


def entries(shelf: dict[str, Document | Release | str]) -> list[Document]:
    found = []
    for name, one in shelf.items():
        if isinstance(one, str):
            found.append(doc(name, one))
        elif isinstance(one, Release):
            found.append(document(name, one, f"{fold(one.title)}\0{one.year or 9999}\0{name}"))
            keys = [f"{fold(film.title)}\0{film.year or 9999}\0{name}#{place}" for place, film in enumerate(one.films)]
            found.extend(film_documents(name, one, keys))
        else:
            found.append(one)
    return found


def search(index: Index, text: str) -> Hits:
    return index.search(parse(text))


def ids(index: Index, text: str) -> list[str]:
    """The ids that a query finds, best first."""
    return search(index, text).ids()


def true_ids(index: Index, text: str) -> Sequence[str]:
    """Those of them that have every word, whole or begun."""
    found = search(index, text)
    return found.exact_ids()
