"""How often the owner opened each release, which decides between hits that are equally good; kept between runs.

One small file a library in the state folder. It can be deleted at any time.
"""

import contextlib
import hashlib
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import msgspec

from disctui.safe_write.posix import WriteError
from disctui.safe_write.state_files import locked_state_dir, state_dir, write_state

_MOST_RELEASES = 5_000
"""Releases that are remembered; of more, those that were opened most."""
_decoder = msgspec.json.Decoder(dict[str, int])


class Opened:
    """The counts of one library, as they were kept and as they have grown since."""

    def __init__(self, root: str) -> None:
        """Take the library's folder; its file is read when first needed."""
        digest = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:24]
        self._file = state_dir() / "opened" / f"{digest}.json"
        self._counts: dict[str, int] | None = None
        self._since: Counter[str] = Counter()

    @property
    def counts(self) -> Mapping[str, int]:
        """By id how often a release was opened."""
        if self._counts is None:
            self._counts = _read(self._file)
        return self._counts

    def note(self, release_id: str) -> None:
        """Count that a release was opened; not where the name of its file is not UTF-8, which JSON can't hold."""
        if not release_id.isascii() and any("\ud800" <= letter <= "\udfff" for letter in release_id):
            return
        self._counts = {**self.counts, release_id: self.counts.get(release_id, 0) + 1}
        self._since[release_id] += 1

    def keep(self) -> None:
        """Add what was opened since to the file, which another disctui may have written meanwhile.

        Where that can't be done, nothing is: a search without it is as good.
        """
        if not self._since:
            return
        with contextlib.suppress(WriteError), locked_state_dir(self._file.parent):
            together = Counter(_read(self._file))
            together.update(self._since)
            write_state(self._file, msgspec.json.encode(dict(together.most_common(_MOST_RELEASES))))
            self._since.clear()


def _read(file: Path) -> dict[str, int]:
    try:
        return _decoder.decode(file.read_bytes())
    except (OSError, msgspec.MsgspecError, ValueError):
        return {}
