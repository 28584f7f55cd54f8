"""What git knows of one file: its commits, and the file as it was in each. Nothing that a repository names is run.

A library is a folder from anywhere, and its `.git/config` can name programs: for signatures, for differences, for
watching files, for fetching what is not there. The calls below switch all of them off, and a repository that would
fetch what it lacks is refused.
"""

import re
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

SECONDS = 3.0
"""That all calls about one file may take."""
MOST_COMMITS = 500
_MOST_BYTES = 1 << 20
"""Bytes of a version of a file from which on it is not read."""
_SAFE = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "log.showSignature=false"),
    *("-c", "safe.bareRepository=explicit"),
)
_COMMIT, _FIELD = b"\x01", b"\x02"
_FORMAT = "--format=%x01%H%x02%as%x02%<(200,trunc)%s"
_OBJECT = re.compile(rb":\d+ \d+ [0-9a-f]+ (?P<new>[0-9a-f]{40,64}) ")
_NO_OBJECT = re.compile(rb"0+")
_PROMISE = r"^(remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone)$"


class Commit(msgspec.Struct, frozen=True):
    """One commit that changed a file."""

    commit: str
    date: str
    """The day on which it was made, as ISO text."""
    subject: str
    blob: str
    """The object that the file was then; "" where it was removed."""


class NoHistory(Exception):  # noqa: N818 - it is no error
    """There is nothing to be told of a file; the text says why, in words."""


class GitLog:
    """The history of one file. Calls take as long as git does, so call it from a thread; their time begins with it.

    Args:
        root: The library's folder.
        environ: The environment; what it says to git of repositories counts for nothing.
    """

    def __init__(self, root: str, environ: Mapping[str, str]) -> None:
        self._root = Path(root)
        self._until = time.monotonic() + SECONDS
        self._environ = {name: value for name, value in environ.items() if not name.startswith("GIT_")} | {
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        }

    def head(self, path: str) -> str:
        """The commit that is checked out where a file stands.

        Raises:
            NoHistory: there is none.
        """
        return self._run(path, "rev-parse", "HEAD").decode("ascii", "replace").strip()

    def commits(self, path: str) -> list[Commit]:
        """The commits that changed a file, under any name that it had; the newest first.

        Args:
            path: Relative to the library.

        Raises:
            NoHistory: there are none, or none that can be read.
        """
        promised = self._call(path, "config", "--get-regexp", _PROMISE)
        if promised.returncode == 0:
            raise NoHistory("its repository is a partial copy, and would fetch the rest")
        words = ("log", "--follow", "--no-ext-diff", "--no-textconv", "--raw", "--no-abbrev", "-z", _FORMAT)
        found = self._run(path, *words, f"--max-count={MOST_COMMITS}", "--", Path(path).name)
        commits = [_commit(part) for part in found.split(_COMMIT)[1:]]
        if not commits:
            raise NoHistory("no commit holds it yet")
        return [one for one in commits if one is not None]

    def versions(self, path: str, blobs: Sequence[str]) -> dict[str, bytes]:
        """The bytes of some objects; those that are not there, or too large for a release, are left out."""
        sizes = self._call(path, "cat-file", "--batch-check", asked=_lines(dict.fromkeys(blobs))).stdout
        described = (line.split() for line in sizes.decode("ascii", "replace").split("\n"))
        small = [words[0] for words in described if len(words) == 3 and int(words[2]) <= _MOST_BYTES]
        data = self._call(path, "cat-file", "--batch", asked=_lines(small)).stdout if small else b""
        found: dict[str, bytes] = {}
        at = 0
        while (end := data.find(b"\n", at)) >= 0:
            words = data[at:end].split()
            at = end + 1
            if len(words) == 3 and words[2].isdigit():
                size = int(words[2])
                if words[1] == b"blob" and at + size <= len(data):
                    found[words[0].decode("ascii", "replace")] = data[at : at + size]
                at += size + 1
        return found

    def _run(self, path: str, *words: str) -> bytes:
        done = self._call(path, *words)
        if done.returncode:
            said = done.stderr.decode(errors="replace")
            if "not a git repository" in said:
                raise NoHistory("the library is not under git")
            if "dubious ownership" in said:
                raise NoHistory("its repository belongs to somebody else, and git does not trust it")
            raise NoHistory("git tells nothing of it")
        return done.stdout

    def _call(self, path: str, *words: str, asked: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        folder = (self._root / path).parent
        try:
            return subprocess.run(  # noqa: S603 - git, and nothing that a file of the library says
                ["git", *_SAFE, "-C", str(folder), *words],  # noqa: S607 - the user's own
                input=asked,
                capture_output=True,
                timeout=max(0.01, self._until - time.monotonic()),
                env=self._environ,
                check=False,
            )
        except FileNotFoundError:
            raise NoHistory("git is not installed") from None
        except subprocess.TimeoutExpired:
            raise NoHistory(f"git took more than {SECONDS:g} seconds") from None
        except (OSError, ValueError):
            raise NoHistory("git can't be run") from None


def _lines(blobs: Iterable[str]) -> bytes:
    return "".join(f"{blob}\n" for blob in blobs).encode()


def _commit(part: bytes) -> Commit | None:
    """One commit as `_FORMAT` and `--raw` print it; None where it tells of no version, as a merge."""
    head, _, rest = part.partition(b"\0")
    fields = head.split(_FIELD, 2)
    version = _OBJECT.search(rest)
    if len(fields) < 3 or version is None:
        return None
    commit, date, subject = (field.decode(errors="replace") for field in fields)
    blob = version["new"]
    return Commit(commit, date, subject.rstrip(), "" if _NO_OBJECT.fullmatch(blob) else blob.decode())
