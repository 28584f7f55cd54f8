"""Where edits of one library are made: its files, its history and its drafts, for both front doors."""

import contextlib
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import platformdirs

from disctui.editing.changes import Change, Edit, Plan, carry_out, plan
from disctui.editing.drafts import Drafts
from disctui.editing.file_operations import Outcome
from disctui.editing.history import History
from disctui.library.files import Unreadable, read_file
from disctui.problem import Problem, Refused
from disctui.safe_write.atomic import clean_litter
from disctui.settings import sample_library


class ReadOnly(Refused):
    """The library is the sample that comes with the program; nothing is written there."""


class Editor:
    """The edits of one library.

    Args:
        root: The library's folder.
        state: Where history and drafts are kept; the platform's state folder without.
    """

    def __init__(self, root: str, state: Path | None = None) -> None:
        state = state or Path(platformdirs.user_state_dir("disctui"))
        digest = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:24]
        self.root = Path(root)
        self.history = History(state / "history" / digest)
        self.drafts = Drafts(state / "drafts", self.root)

    @property
    def is_read_only(self) -> bool:
        """Whether this is the sample library that comes with the program; in a checkout it is a folder like any."""
        sample = sample_library()
        is_checkout = (sample.parent / "pyproject.toml").exists()
        return os.path.realpath(self.root) == os.path.realpath(sample) and not is_checkout

    def require_writable(self) -> None:
        """Let only a library of the user's own pass.

        Raises:
            ReadOnly: it is the sample.
        """
        if self.is_read_only:
            raise ReadOnly("this is the sample library", "disctui init --sample DIR makes a copy to edit")

    def clean_litter(self) -> None:
        """Remove or finish what a program that was killed while writing left behind."""
        with contextlib.suppress(OSError):
            clean_litter(self.root)

    def read(self, paths: Iterable[str]) -> tuple[dict[str, bytes], list[Problem]]:
        """The bytes of files of the library, and the problems of those that can't be read."""
        files: dict[str, bytes] = {}
        problems = []
        for path in paths:
            try:
                files[path], _ = read_file(str(self.root), path)
            except Unreadable as unreadable:
                problems.append(unreadable.problem)
        return files, problems

    def plan(self, files: Mapping[str, bytes], changes: Sequence[Change]) -> Plan:
        """What changes would do to files as they were read."""
        return plan(files, changes)

    def carry_out(self, edits: Sequence[Edit], title: str) -> Outcome:
        """Write what was planned, so that it can be undone.

        Raises:
            ReadOnly: it is the sample library.
            WriteError: no copy can be kept for undoing, so no file was touched.
        """
        self.require_writable()
        return carry_out(edits, self.root, self.history, title)
