"""A library of one's own: the folder, what editors complete by, and if wanted the releases of the sample."""

import os
from collections.abc import Iterator
from pathlib import Path

from disctui.editing.changes import Edit
from disctui.editing.editor import Editor
from disctui.editing.file_operations import Failure
from disctui.library.files import PEOPLE_FILE, SEARCHES_FILE
from disctui.library.locations import sample_library
from disctui.problem import Refused
from disctui.release.schema import NAME, schema_text

TOMBI = f"""# Tells Tombi, a TOML language server, how a release file is made up.
toml-version = "v1.0.0"

[files]
exclude = ["{PEOPLE_FILE}", "{SEARCHES_FILE}", ".*", "**/.*", "**/_*"]

[[schemas]]
path = "{NAME}"
include = ["**/*.toml"]
"""
TAPLO = f"""# Tells Taplo and Even Better TOML how a release file is made up.
exclude = ["{PEOPLE_FILE}", "{SEARCHES_FILE}", ".*", "**/.*", "**/_*"]

[[rule]]
include = ["**/*.toml"]

[rule.schema]
path = "{NAME}"
"""
_OF_SAMPLE = frozenset({".toml", ".png"})
"""Release files, and the covers that they name."""


def folder_meant(text: str) -> Path:
    """The folder that is meant by what was typed, `~` being the home; links stay links."""
    return Path(os.path.abspath(os.path.expanduser(text.strip())))  # noqa: PTH100, PTH111 - ~x need not be a user's


def files_of(*, with_sample: bool) -> dict[str, bytes]:
    """What a new library holds, by path: files by which editors complete and check, and the sample's."""
    made = ((NAME, schema_text()), (".tombi.toml", TOMBI), (".taplo.toml", TAPLO))
    files = {name: text.encode() for name, text in made}
    if with_sample:
        source = sample_library()
        found = sorted(file for file in source.rglob("*") if file.suffix in _OF_SAMPLE and file.is_file())
        files |= {file.relative_to(source).as_posix(): file.read_bytes() for file in found}
    return files


def missing_files(folder: Path, *, with_sample: bool) -> list[Edit]:
    """What is to be written there; what stands there already is left as it is."""
    files = files_of(with_sample=with_sample)
    return [
        Edit(path=path, before=None, after=data) for path, data in files.items() if not os.path.lexists(folder / path)
    ]


def write_files(editor: Editor, edits: list[Edit]) -> Iterator[tuple[Edit, Failure | None]]:
    """Write them as one change, telling of each how it went.

    Raises:
        Refused: nothing may be written there; nothing was.
    """
    editor.require_writable()
    yield from zip(edits, editor.apply_in_batches(edits, "init"), strict=True)


def make_library(folder: Path, *, with_sample: bool) -> None:
    """Make a library, or make one of a folder that is there.

    Raises:
        Refused: it can't be made.
    """
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file", "name a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} can't be made: {error.strerror}", "name another folder") from error
    for _, failure in write_files(Editor(str(folder)), missing_files(folder, with_sample=with_sample)):
        if failure is not None:
            raise Refused(f"{folder} can't be written: {failure.advice}", "name another folder")
