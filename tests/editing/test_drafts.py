"""Promise 4: what was typed is not lost, whether it parses or not."""

from pathlib import Path

import pytest

from disctui.editing.drafts import Drafts
from disctui.safe_write.atomic import WriteError


def test_a_draft_is_there_after_a_restart_until_it_is_dropped(tmp_path: Path) -> None:
    Drafts(tmp_path / "state", tmp_path).keep("a/ran.toml", 'title = "Ran', b"before")
    draft = Drafts(tmp_path / "state", tmp_path).get("a/ran.toml")
    assert draft is not None
    assert (draft.file, draft.typed, draft.base) == ("a/ran.toml", 'title = "Ran', b"before")
    Drafts(tmp_path / "state", tmp_path).drop("a/ran.toml")
    Drafts(tmp_path / "state", tmp_path).drop("a/ran.toml")
    assert Drafts(tmp_path / "state", tmp_path).get("a/ran.toml") is None


@pytest.mark.parametrize("text", ["", "\0", "half \ud800 of one", "\r\n\t\x1b", "x" * 1_000_000])
def test_whatever_was_typed_comes_back(tmp_path: Path, text: str) -> None:
    drafts = Drafts(tmp_path / "state", tmp_path)
    drafts.keep("bad\udcff.toml", text, None)
    assert [(draft.file, draft.typed) for draft in drafts.all()] == [("bad\udcff.toml", text)]


def test_libraries_and_files_have_drafts_of_their_own(tmp_path: Path) -> None:
    state, one, two = tmp_path / "state", tmp_path / "one", tmp_path / "two"
    two.symlink_to(one)
    one.mkdir()
    Drafts(state, one).keep("a.toml", "first", None)
    Drafts(state, one).keep("b.toml", "second", None)
    Drafts(state, one).keep("a.toml", "third", None)
    assert [draft.typed for draft in Drafts(state, two).all()] == ["third", "second"]
    assert Drafts(state, tmp_path / "three").all() == []


def test_a_damaged_draft_hides_no_other_and_a_full_disk_is_said(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "state", tmp_path)
    drafts.keep("a.toml", "first", None)
    drafts.keep("b.toml", "second", None)
    next((tmp_path / "state").rglob("*.draft")).write_bytes(b"\xff")
    assert len(drafts.all()) == 1
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteError, match="state folder"):
        Drafts(tmp_path / "file", tmp_path).keep("a.toml", "text", None)
