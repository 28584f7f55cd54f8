"""The thread that reads the library: all of it once, then what has changed, one request after the other.

It owns the catalogue that the next one is made of, so that two changes never start from the same one.
"""

import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterable

from textual.message import Message

from disctui.library import compact
from disctui.library.catalogue import Catalogue, Progress, Reader
from disctui.library.files import LibraryUnreadable
from disctui.tui.messages import LibraryFailed, LibraryProgress, WorkFailed

_GONE_GRACE = 0.2
"""Seconds that a missing file is waited for: vim moves the old one away before it writes the new one."""
_BURST = 200
"""Changed files from which on the whole folder is scanned instead."""
_MANY = 5
"""Changed files at once that count as a burst: reading waits until no more come."""
_QUIET = 0.25
"""Seconds without another change that end a burst."""
_TELLING = 0.4
"""Seconds between two tellings of how far reading has come: showing what there is takes time from reading on."""
_BURST_SECONDS = 5.0
"""Seconds after which a burst is read as far as it has come, and the rest later."""


class Loader:
    """Reads in a thread of its own and posts `LibraryProgress`, `LibraryFailed` or `WorkFailed`."""

    def __init__(self, root: str, post: Callable[[Message], object], *, is_cached: bool = True) -> None:
        self.reader = Reader(root)
        self._post = post
        self._is_cached = is_cached
        self._requests: queue.SimpleQueue[set[str] | None] = queue.SimpleQueue()
        self._compacting: subprocess.Popen[bytes] | None = None
        self._may_compact = is_cached
        self._stopped = threading.Event()
        self._halted = threading.Event()
        self._is_partial = False
        """Whether reading was halted, so that the next request goes on with it."""
        self._catalogue = Catalogue(self.reader.root)
        self._thread = threading.Thread(target=self._run, name="library", daemon=True)

    def start(self) -> None:
        """Begin to read the library."""
        self._thread.start()

    def stop(self) -> None:
        """End as soon as possible; a second call does nothing."""
        self._stopped.set()
        self._requests.put(None)
        if self._compacting is not None:
            self._compacting.kill()

    def halt(self) -> None:
        """Let the first reading be, with what it has read so far; the next look through the folder goes on with it."""
        self._halted.set()

    def read_changes(self) -> None:
        """Ask for a look through the whole folder."""
        self._halted.clear()
        self._requests.put(None)

    def read_paths(self, paths: Iterable[str]) -> None:
        """Ask for these files to be read again; an empty set asks for nothing."""
        if wanted := set(paths):
            self._requests.put(wanted)

    def _run(self) -> None:
        try:
            self._read_all()
            while not self._stopped.is_set():
                self._next()
        except Exception as error:  # noqa: BLE001 - the boundary: what nobody foresaw is shown, and the browser lives
            if not self._stopped.is_set():
                self._post(WorkFailed("reading the library", error))

    def _read_all(self, *, is_begun: bool = False) -> None:
        """Read all of it, or what is left of it."""
        self._is_partial = False
        try:
            told = 0.0
            progress = None
            steps = (
                self.reader.read_on(self._catalogue, cancelled=self._is_over)
                if is_begun
                else self.reader.read_all(is_cached=self._is_cached, cancelled=self._is_over)
            )
            for progress in steps:
                self._catalogue = progress.catalogue
                if progress.is_complete or time.monotonic() - told > _TELLING:
                    self._post(LibraryProgress(progress))
                    told = time.monotonic() if progress.done else 0.0  # the first releases are told at once
            if self._halted.is_set() and (progress is None or not progress.is_complete):
                self._is_partial = True
                self._post(
                    LibraryProgress(progress or Progress(self._catalogue, 0, 0, is_complete=False), is_halted=True)
                )
                return
            self._compact(is_kept=not is_begun)
            self._warm()
        except LibraryUnreadable as error:
            self._post(LibraryFailed(error))

    def _is_over(self) -> bool:
        return self._stopped.is_set() or self._halted.is_set()

    def _warm(self) -> None:
        """Make ready what the first searches need, unless the index is about to be another one."""
        if self._compacting is None:
            self._catalogue.index.warm()

    def _compact(self, *, is_kept: bool = False) -> None:
        """Have the index made into one part, where it has many, in a process of its own."""
        catalogue = self._catalogue
        if not self._may_compact or not catalogue.is_in_parts or self._compacting is not None:
            return
        if self._stopped.is_set() or not (is_kept or self.reader.keep(catalogue)):
            return
        self._compacting = compact.start(self.reader.root, catalogue.people.stamp)
        if self._compacting is not None:
            threading.Thread(target=self._await_compaction, args=(self._compacting,), daemon=True).start()

    def _await_compaction(self, process: "subprocess.Popen[bytes]") -> None:
        process.wait()
        self._requests.put(set())  # nothing to read: the thread that reads takes what was made

    def _take_compacted(self) -> None:
        """Use the merged index, once there is one; what has changed since it was kept is read again."""
        process = self._compacting
        if process is None or process.poll() is None:
            return
        self._compacting = None
        kept = self.reader.kept(self._catalogue) if process.returncode == 0 else None
        if kept is None or kept.is_in_parts:
            self._may_compact = False  # it would fail again
        else:
            self._catalogue = self.reader.read_changes(kept, cancelled=self._stopped.is_set)

    def _next(self) -> None:
        """Do all that was asked for meanwhile; a scan of the folder includes single files."""
        wanted = self._requests.get()
        if self._is_partial:
            self._halted.clear()
            self._read_all(is_begun=True)
            return
        whole = wanted is None
        paths = set(wanted or ())
        begun = time.monotonic()
        while True:
            try:  # a burst is waited for, so that it is read once and not file by file
                patience = _QUIET if whole or len(paths) > _MANY else 0.0
                more = self._requests.get(timeout=patience) if patience else self._requests.get_nowait()
            except queue.Empty:
                break
            whole = whole or more is None
            paths |= more or set()
            if self._stopped.is_set() or time.monotonic() - begun > _BURST_SECONDS:
                break
        if self._stopped.is_set():
            return
        try:
            self._take_compacted()
            catalogue = self._whole() if whole or len(paths) > _BURST else self._patiently(paths)
        except LibraryUnreadable as error:
            self._post(LibraryFailed(error))
            return
        self._catalogue = catalogue
        self._compact()
        size = len(catalogue.entries)
        self._post(LibraryProgress(Progress(catalogue, size, size, is_complete=True)))
        self._warm()

    def _whole(self) -> Catalogue:
        """Look through the folder; where a file has gone or broken a moment ago, a second time."""
        catalogue = self.reader.read_changes(self._catalogue, cancelled=self._stopped.is_set)
        changed = catalogue.entries.differing_from(self._catalogue.entries)
        if any(self._is_worse(path, catalogue) for path in changed):
            time.sleep(_GONE_GRACE)
            catalogue = self.reader.read_changes(self._catalogue, cancelled=self._stopped.is_set)
        return catalogue

    def _patiently(self, paths: set[str]) -> Catalogue:
        """Read files again; one that is missing, or broken since a moment ago, gets a second look."""
        catalogue = self.reader.read_paths(self._catalogue, paths)
        unsettled = {path for path in paths if self._is_worse(path, catalogue)}
        if unsettled:
            time.sleep(_GONE_GRACE)
            catalogue = self.reader.read_paths(self._catalogue, paths)
        return catalogue

    def _is_worse(self, path: str, catalogue: Catalogue) -> bool:
        before, after = self._catalogue.entries.get(path), catalogue.entries.get(path)
        if before is None or before.listing is None:
            return False
        return after is None or (after.is_stale and not before.is_stale)
