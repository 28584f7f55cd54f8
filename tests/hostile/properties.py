"""What holds for any file whatever: the short test and the long run of `make fuzz` both go through here."""

import json
import tempfile
from pathlib import Path

from disctui.checks.codes import codes
from disctui.checks.mending import mended
from disctui.checks.silencing import Silence
from disctui.library.files import SIZE_LIMIT
from disctui.release_file.reading import read_release
from disctui.release_file.source import BOM

from .test_battery import command


def holds_for_reading(data: bytes) -> None:
    """Reading never raises; what it reports stands within the file, and says what to do."""
    assert len(data) <= SIZE_LIMIT
    reading = read_release(data, "x.toml")
    lines = data.removeprefix(BOM).decode("utf-8", "replace").split("\n")
    for problem in reading.problems:
        assert problem.code in codes()
        assert 1 <= problem.line <= len(lines) + 1
        assert 1 <= problem.column <= max(map(len, lines)) + 2
        assert problem.message
        assert problem.hint
    assert reading.release is not None or any(problem.severity == "error" for problem in reading.problems)
    assert repr(reading) == repr(read_release(data, "x.toml"))  # nan is unequal to itself
    if reading.release is not None:
        assert reading.release.title.strip()


def holds_for_mending(data: bytes) -> None:
    """Mending never raises, never adds a problem, and has nothing left to do the second time."""
    before = read_release(data, "x.toml")
    after = mended(data, "x.toml", Silence())
    then = read_release(after.data, "x.toml")
    assert len(then.problems) <= len(before.problems) - len(after.problems)
    assert mended(after.data, "x.toml", Silence()).data == after.data
    assert after.problems or after.data == data


def holds_for_commands(data: bytes, query: str) -> None:
    """Every command ends with a documented status and prints nothing that drives a terminal."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "x.toml").write_bytes(data)
        (root / "good.toml").write_text('title = "A Good One"\n', "utf-8")
        status, out, _ = command("check", "--json", "-l", folder)
        document = json.loads(out)
        assert status == int(document["errors"] > 0)
        is_listed = document["releases"] == 2
        assert command("check", "-l", folder)[0] == status
        assert command("check", "--format", "github", "-l", folder)[0] == status
        assert command("show", "-l", folder, "x")[0] == (0 if is_listed else 3)
        status, out, _ = command("show", "--json", "-l", folder, "x")
        assert not is_listed or json.loads(out)["title"]
        status, out, _ = command("search", "--json", "-l", folder, "--", query or "x")
        assert status in {0, 1}
        assert json.loads(out)["total"] >= 0
        assert (root / "x.toml").read_bytes() == data
