"""What holds for any file whatever: the short test and the long run of `make fuzz` both go through here."""

import json
import tempfile
from pathlib import Path

import tomli

from disctui.checks.fixes import fix_all
from disctui.checks.rules import codes
from disctui.checks.suppressions import Suppressions
from disctui.editing.changes import Change, plan
from disctui.exporters.formats import EXPORTERS
from disctui.library.files import SIZE_LIMIT
from disctui.release_file.parsing import BOM
from disctui.release_file.reading import read_release

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
    after = fix_all(data, "x.toml", Suppressions())
    then = read_release(after.data, "x.toml")
    assert len(then.problems) <= len(before.problems) - len(after.problems)
    assert fix_all(after.data, "x.toml", Suppressions()).data == after.data
    assert after.problems or after.data == data


def holds_for_editing(data: bytes) -> None:
    """A change is made or refused, never raised; what it makes reads as intended, and nothing else has changed."""
    for text in ("year=1999", "collection.tags+=seen", "release.studio!", 'synopsis="a\\nb"'):
        change = Change.parse(text)
        planned = plan({"x.toml": data}, [change])
        assert len(planned.edits) + len(planned.refused) + len(planned.unchanged) == 1
        for edit in planned.edits:
            before, after = (tomli.loads(one.removeprefix(BOM).decode()) for one in (edit.before or b"", edit.after))
            top = change.path[0]
            assert repr({name: before[name] for name in before if name != top}) == repr(
                {name: after[name] for name in after if name != top}
            )
            assert plan({"x.toml": edit.after}, [change]).unchanged == ("x.toml",)


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
        answer = json.loads(out)
        assert status in ({2} if "problem" in answer else {0, 1})
        assert answer["total"] >= 0
        for name in EXPORTERS:
            status, out, _ = command("export", "--private", "--format", name, "-o", f"{folder}.export", "-l", folder)
            assert (status, out) == (0, "")
            Path(f"{folder}.export").unlink()
        assert (root / "x.toml").read_bytes() == data
