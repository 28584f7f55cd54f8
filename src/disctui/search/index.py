"""A plain first version of the index."""

import time
from collections.abc import Callable, Iterable

from disctui.search.document import Document
from disctui.search.folding import fold
from disctui.search.query import Query

import msgspec


class Found:
    def __init__(self, ids: list[str], ms: float, true: int, missed: bool = False) -> None:
        self._ids, self.ms, self.true, self.missed = ids, ms, true, missed
        self.total = len(ids)
        self.near = self.total - true

    def ids(self, start: int = 0, stop: int | None = None) -> list[str]:
        return self._ids[start:stop]

    def score(self, i: int) -> float:
        return 1 - i / max(self.total, 1)

    def position(self, release_id: str) -> int | None:
        return self._ids.index(release_id) if release_id in self._ids else None


class Index:
    def __init__(self, documents: dict[str, Document]) -> None:
        self._documents = documents

    @classmethod
    def empty(cls) -> "Index":
        return cls({})

    @classmethod
    def build(cls, documents: Iterable[Document]) -> "Index":
        return cls({one.id: one for one in documents})

    def updated(self, changed: Iterable[Document], removed: Iterable[str] = ()) -> "Index":
        documents = dict(self._documents)
        for gone in removed:
            documents.pop(gone, None)
        return Index(documents | {one.id: one for one in changed})

    def __len__(self) -> int:
        return len(self._documents)

    def search(self, query: Query, *, near: bool = True, cancelled: Callable[[], bool] | None = None) -> Found:
        began = time.perf_counter()
        hits = []
        words = [word for term in query.terms for word in term.words]
        for one in sorted(self._documents.values(), key=lambda d: d.order):
            text = " ".join(fold(text) for _, text in one.texts)
            if all(word in text for word in words):
                hits.append(one.id)
        return Found(hits, 1000 * (time.perf_counter() - began), len(hits))

    def to_bytes(self) -> bytes:
        return msgspec.msgpack.encode(list(self._documents.values()))

    @classmethod
    def from_buffer(cls, buffer: memoryview) -> "Index":
        try:
            return cls.build(msgspec.msgpack.decode(buffer, type=list[Document]))
        except msgspec.DecodeError as error:
            raise ValueError(str(error)) from error
