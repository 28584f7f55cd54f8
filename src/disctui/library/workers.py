"""Reads many files at once: on every core, in processes of their own, so that the screen keeps its thread.

A worker is this module run as a program: it is told the library and then paths, as messages on its standard input,
and answers on its standard output. It ends when its input does, so none outlives the program that started it.
"""

import contextlib
import gc
import mmap
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from disctui.library.cache import part_file
from disctui.library.entries import Read, Spellings, read_entry
from disctui.library.packed_entries import PackedEntries, is_packable
from disctui.search.index import Index

PARALLEL_FROM = 1500
"""Files from which starting processes pays."""
_FIRST, _MOST = 400, 6400
"""Files of the first messages, so that something can be searched soon, and of the largest ones: each answer is a part
of the index, and many parts are slow to search."""

_SIZE = struct.Struct("<I")
_encoder = msgspec.msgpack.Encoder()


class _Answer(msgspec.Struct, frozen=True):
    """What a worker makes of one message: the files' entries, the index of their releases, and what it leaves."""

    block: int
    """Bytes of the block of entries; the index follows, both in a file or here."""
    file: str
    """Path of a file that the asker removes; mapped, it takes no memory. "" where none can be written."""
    data: bytes
    left: list[bytes]
    """Files whose names are out of the ordinary; the asker reads these itself."""

    def opened(self) -> tuple[PackedEntries, Index] | None:
        """The block and the index; None where they are not as they were written."""
        try:
            view = memoryview(self.data)
            if self.file:
                path = Path(self.file)
                with path.open("rb") as file:
                    view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
                path.unlink()
            return PackedEntries.from_buffer(view[: self.block]), Index.from_buffer(view[self.block :])
        except (OSError, ValueError):
            return None


_decoder = msgspec.msgpack.Decoder(_Answer)


class Batch(msgspec.Struct, frozen=True):
    """Some files that were read: each with its documents to be indexed, or all together with their index."""

    read: list[Read]
    block: PackedEntries | None = None
    index: Index | None = None

    @property
    def count(self) -> int:
        """How many files."""
        return len(self.read) + (0 if self.block is None else len(self.block))


class _Task(msgspec.Struct, frozen=True):
    """What a worker is told first."""

    root: str
    spellings: dict[str, list[str]]
    is_packed: bool


def _send(stream: IO[bytes], message: bytes) -> None:
    stream.write(_SIZE.pack(len(message)))
    stream.write(message)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        return None
    (size,) = _SIZE.unpack(head)
    message = stream.read(size)
    return message if len(message) == size else None


def read_many(
    root: str, paths: Sequence[str], spellings: Spellings, *, is_packed: bool, cancelled: Callable[[], bool]
) -> Iterator[Batch]:
    """Read files, some at a time and in order; in processes, which index them too, where there are many."""
    workers = _start(root, spellings, is_packed=is_packed) if len(paths) >= PARALLEL_FROM else []
    chunks = _chunks(paths, len(workers))
    askers = [
        threading.Thread(target=_ask, args=(worker, chunks[number :: len(workers)]), daemon=True)
        for number, worker in enumerate(workers)
    ]
    try:
        for asker in askers:
            asker.start()
        for number, chunk in enumerate(chunks):
            if cancelled():
                return
            answer = _answer(workers[number % len(workers)]) if workers else None
            found = answer.opened() if answer is not None else None
            if answer is None or found is None:  # no workers, or one that was killed: read here
                yield Batch([read_entry(root, path, spellings, is_packed=is_packed) for path in chunk])
                continue
            left = [read_entry(root, os.fsdecode(path), spellings, is_packed=is_packed) for path in answer.left]
            yield Batch(left, *found)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
        for asker in askers:
            asker.join()
        for worker in workers:
            for stream in (worker.stdin, worker.stdout):
                if stream is not None:
                    _close(stream)


def _chunks(paths: Sequence[str], workers: int) -> list[Sequence[str]]:
    """Paths in messages that grow, and shrink again towards the end, so that all workers end at the same time."""
    chunks: list[Sequence[str]] = []
    size, at = _FIRST, 0
    while at < len(paths):
        fair = (len(paths) - at) // (2 * max(workers, 1))
        for _ in range(max(workers, 1)):
            count = max(_FIRST, min(size, fair))
            chunks.append(paths[at : at + count])
            at += count
        size = min(2 * size, _MOST)
    return [chunk for chunk in chunks if chunk]


def _close(stream: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        stream.close()


def _start(root: str, spellings: Spellings, *, is_packed: bool) -> list[subprocess.Popen[bytes]]:
    task = _encoder.encode(_Task(root, {name: list(others) for name, others in spellings.items()}, is_packed))
    workers: list[subprocess.Popen[bytes]] = []
    for _ in range(min(4, os.cpu_count() or 1)):
        try:
            worker = subprocess.Popen(
                [sys.executable, "-P", "-m", "disctui.library.workers"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            break
        workers.append(worker)
        assert worker.stdin is not None
        with contextlib.suppress(OSError):
            _send(worker.stdin, task)
    return workers


def _ask(worker: subprocess.Popen[bytes], chunks: list[Sequence[str]]) -> None:
    """Ask a worker all that it is to answer; in a thread, since neither end of a pipe may wait for the other."""
    assert worker.stdin is not None
    with contextlib.suppress(OSError):
        for chunk in chunks:
            _send(worker.stdin, _encoder.encode([os.fsencode(path) for path in chunk]))


def _answer(worker: subprocess.Popen[bytes]) -> _Answer | None:
    assert worker.stdout is not None
    message = _receive(worker.stdout)
    return _decoder.decode(message) if message else None


def _answer_of(read: list[Read], left: list[str]) -> _Answer:
    block = PackedEntries.of(item.entry for item in read).to_parts()
    block.append(bytes(-sum(map(len, block)) % 64))  # so that the arrays of the index are aligned
    parts = [*block, *Index.build(one for item in read for one in item.documents).to_parts()]
    size, names = sum(map(len, block)), list(map(os.fsencode, left))
    handle, path = part_file()
    if handle is not None:
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(parts)
            return _Answer(size, path, b"", names)
        except OSError:
            with contextlib.suppress(OSError):
                Path(path).unlink()
    return _Answer(size, "", b"".join(parts), names)


def _work() -> None:
    """The worker: answer until there are no more questions."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program that asked
    source, target = sys.stdin.buffer, sys.stdout.buffer
    first = _receive(source)
    if first is None:
        return
    task = msgspec.msgpack.decode(first, type=_Task)
    gc.freeze()
    gc.disable()  # nothing that is made here is in a circle
    while (message := _receive(source)) is not None:
        paths: list[str] = []
        left: list[str] = []
        for raw in msgspec.msgpack.decode(message, type=list[bytes]):
            path = os.fsdecode(raw)
            (paths if path.endswith(".toml") and is_packable(path) else left).append(path)
        read = [read_entry(task.root, path, task.spellings, is_packed=task.is_packed) for path in paths]
        _send(target, _encoder.encode(_answer_of(read, left)))


if __name__ == "__main__":
    try:
        _work()
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(1)
