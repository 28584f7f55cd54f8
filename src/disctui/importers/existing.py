"""The library as a plan compares with it: each release file's document as it is written, not as it is read."""

from collections.abc import Callable, Iterable, Iterator

from disctui.importers.comments import origins
from disctui.importers.matching import Existing
from disctui.library.files import Unreadable, read_file, release_id, scan
from disctui.release_file.parsing import Broken, decode, parse


def existing(root: str, paths: Iterable[str] | None = None) -> Iterator[Existing]:
    """The releases of a library that can be read; a broken file is no release, and is never written over.

    Args:
        root: The library's folder.
        paths: Its release files; found where they are not given.

    Raises:
        OSError: `root` can't be listed.
    """
    for path in scan(root).paths if paths is None else paths:
        try:
            data, _ = read_file(root, path)
            yield Existing(release_id(path), parse(decode(data, path), path), origins=origins(data))
        except (Unreadable, Broken):
            continue


def text_reader(root: str) -> Callable[[str], bytes]:
    """A function from a release's id to the bytes of its file, empty where it can't be read, for `plan`."""

    def text_of(its_id: str) -> bytes:
        try:
            return read_file(root, f"{its_id}.toml")[0]
        except Unreadable:
            return b""

    return text_of
