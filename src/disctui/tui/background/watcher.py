"""Tells when files of the library may have changed. An event is only a hint to look again.

`watchfiles` goes deaf when the folder is replaced, dies on a file name that isn't UTF-8, and has no way back from
the system's limits. So it runs under a supervisor: what ends it starts it again, what keeps ending it is replaced
by looking now and then, and a swapped folder is noticed by its inode.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable

from watchfiles import DefaultFilter, watch

from disctui.library.files import PEOPLE_FILE, SEARCHES_FILE, is_release_name

POLL_SECONDS = 2.0
"""Seconds between two scans where the system reports no changes."""
RECONCILE_SECONDS = 30.0
"""Seconds after which the folder is looked through whatever was told: events get lost, and linked files have none."""
_STEP_MS = 30
_DEBOUNCE_MS = 60
_CHECK_MS = 1000
_TRIES = 3
_LONGEST_STOP = 1.0
"""Seconds that the end of the program waits for the thread."""


class Watcher:
    """Watches a folder in a thread of its own.

    Args:
        root: The library's folder.
        on_paths: Told the release files that may have changed, relative to `root`.
        on_anything: Told that anything may have changed.
        on_fallback: Told, in words, that the system can't be asked and the folder is looked at now and then.
    """

    def __init__(
        self,
        root: str,
        on_paths: Callable[[set[str]], None],
        on_anything: Callable[[], None],
        on_fallback: Callable[[str], None],
    ) -> None:
        self.root = root
        self._on_paths = on_paths
        self._on_anything = on_anything
        self._on_fallback = on_fallback
        self._stopped = threading.Event()
        self._restart = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for it, as a rule some hundredths of a second.

        A thread that is inside watchfiles' compiled part when Python ends takes the whole program down with it.
        """
        self._stopped.set()
        self._restart.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(_LONGEST_STOP)

    def _run(self) -> None:
        failures = 0
        while not self._stopped.is_set():
            began = time.monotonic()
            try:
                self._watch_once()
            except Exception as error:  # noqa: BLE001 - watchfiles raises what its Rust side likes, ExceptionGroups too
                failures = failures + 1 if time.monotonic() - began < 60 else 1
                if failures >= _TRIES and os.path.isdir(self.root):  # noqa: PTH112
                    self._on_fallback(f"changes are looked for every {POLL_SECONDS:g} s: {_why(error)}")
                    self._poll()
                    return
            self._on_anything()
            self._stopped.wait(0.25 * (1 + failures))

    def _watch_once(self) -> None:
        """Watch until the folder is another one or gone, or until told to stop."""
        itself = _identity(self.root)
        if itself is None:
            self._stopped.wait(POLL_SECONDS / 2)
            return
        looked = 0.0  # the first look covers what changed before the watch was set up
        for changes in watch(
            self.root,
            watch_filter=DefaultFilter(ignore_dirs=(".git",), ignore_entity_patterns=()),
            debounce=_DEBOUNCE_MS,
            step=_STEP_MS,
            rust_timeout=_CHECK_MS,
            yield_on_timeout=True,
            stop_event=self._stopped,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            if changes:
                self._announce(path for _, path in changes)
            if _identity(self.root) != itself:
                return
            if not looked or time.monotonic() - looked > RECONCILE_SECONDS:
                looked = time.monotonic()
                self._on_anything()

    def _announce(self, changed: Iterable[str]) -> None:
        paths: set[str] = set()
        for path in changed:
            relative = os.path.relpath(path, self.root).replace(os.sep, "/")
            name = relative.rpartition("/")[2]
            if relative in {PEOPLE_FILE, SEARCHES_FILE} or (not is_release_name(name) and "." not in name.strip(".")):
                self._on_anything()  # a folder, or a name that could be one: what is in it was not told
                return
            if is_release_name(name) and not any(part[:1] in {".", "_"} for part in relative.split("/")):
                if os.path.isdir(path):  # noqa: PTH112
                    self._on_anything()
                    return
                paths.add(relative)
            elif os.path.isdir(path):  # noqa: PTH112
                self._on_anything()
                return
        if paths:
            self._on_paths(paths)

    def _poll(self) -> None:
        while not self._stopped.wait(POLL_SECONDS):
            self._on_anything()


def _identity(root: str) -> tuple[int, int] | None:
    try:
        status = os.stat(root)  # noqa: PTH116
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _why(error: BaseException) -> str:
    text = str(error).split("\n", 1)[0]
    return "the system's limit of watched folders is reached" if "watch limit" in text or "instances" in text else text
