"""Reads many files at once: on every core, in processes of their own, so that the screen keeps its thread.

A worker is this module run as a program: it is told the library and then paths, as messages on its standard input,
and answers on its standard output. It ends when its input does, so none outlives the program that started it.
"""

import contextlib
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import IO

import msgspec

from disctui.library.reading import Entry, Read, Spellings, read_entry
from disctui.search.index import Index

PARALLEL_FROM = 1500
"""Files from which starting processes pays."""
CHUNK = 400
"""Files of one message."""

_SIZE = struct.Struct("<I")
_encoder = msgspec.msgpack.Encoder()


class _Answer(msgspec.Struct, frozen=True):
    """What a worker makes of one message: the files' entries, and the index of their releases."""

    entries: list[Entry]
    index: bytes


_decoder = msgspec.msgpack.Decoder(_Answer)


class Batch(msgspec.Struct, frozen=True):
    """Some files that were read: each with its document to be indexed, or all together with their index."""

    read: list[Read]
    index: Index | None = None


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
    chunks = [paths[at : at + CHUNK] for at in range(0, len(paths), CHUNK)]
    workers = _start(root, spellings, is_packed=is_packed) if len(paths) >= PARALLEL_FROM else []
    try:
        pending = 0
        for number, chunk in enumerate(chunks):
            while workers and pending < min(len(chunks), number + 2 * len(workers)):
                _ask(workers[pending % len(workers)], chunks[pending])
                pending += 1
            if cancelled():
                return
            answer = _answer(workers[number % len(workers)]) if workers else None
            if answer is None:  # no workers, or one that was killed: read here
                answer = Batch([read_entry(root, path, spellings, is_packed=is_packed) for path in chunk])
            yield answer
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
            for stream in (worker.stdin, worker.stdout):
                if stream is not None:
                    _close(stream)


def _close(stream: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        stream.close()


def _start(root: str, spellings: Spellings, *, is_packed: bool) -> list[subprocess.Popen[bytes]]:
    task = _encoder.encode(_Task(root, {name: list(others) for name, others in spellings.items()}, is_packed))
    workers: list[subprocess.Popen[bytes]] = []
    for _ in range(min(4, os.cpu_count() or 1)):
        try:
            worker = subprocess.Popen(
                [sys.executable, "-P", "-m", "disctui.library.parallel"],
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


def _ask(worker: subprocess.Popen[bytes], chunk: Sequence[str]) -> None:
    assert worker.stdin is not None
    with contextlib.suppress(OSError):
        _send(worker.stdin, _encoder.encode([os.fsencode(path) for path in chunk]))


def _answer(worker: subprocess.Popen[bytes]) -> Batch | None:
    assert worker.stdout is not None
    message = _receive(worker.stdout)
    if not message:
        return None
    answer = _decoder.decode(message)
    return Batch([Read(entry, None) for entry in answer.entries], Index.from_buffer(memoryview(answer.index)))


def _work() -> None:
    """The worker: answer until there are no more questions."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program that asked
    source, target = sys.stdin.buffer, sys.stdout.buffer
    first = _receive(source)
    if first is None:
        return
    task = msgspec.msgpack.decode(first, type=_Task)
    while (message := _receive(source)) is not None:
        paths = msgspec.msgpack.decode(message, type=list[bytes])
        read = [read_entry(task.root, os.fsdecode(path), task.spellings, is_packed=task.is_packed) for path in paths]
        try:
            index = Index.build([item.document for item in read if item.document is not None])
            answer = _encoder.encode(_Answer([item.entry for item in read], index.to_bytes()))
        except (UnicodeEncodeError, OverflowError, TypeError):  # a name that isn't UTF-8: the asker reads these itself
            answer = b""
        _send(target, answer)


if __name__ == "__main__":
    try:
        _work()
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(1)
