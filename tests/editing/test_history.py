"""Undo and redo: across files and restarts, among several programs, and never over someone's change."""

import itertools
import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from disctui.editing import file_operations as steps_module
from disctui.editing.changes import Edit
from disctui.editing.editor import Editor
from disctui.editing.file_operations import Discard, FileOperation
from disctui.editing.history import History, NothingLeft, TakesManyAway
from disctui.editing.history_store import BYTES_LIMIT, HistoryRefused
from disctui.editing.merging import merge
from disctui.editing.operations import OF_THE_EDITION, wanted_name
from disctui.long_work import Stopped, Tell
from disctui.release_file.reading import read_release
from disctui.release_file.templates import file_name, template
from disctui.release_file.writing import EditRefused, new_file
from disctui.safe_write.atomic import WriteError

RAN = b'title = "Ran" # \xe4\xb9\xb1\nyear = 1985\n\n[release]\nstudio = "Toho"\n\n[collection]\nrating = 5\n'


class Shelf:
    """A library, its history, and a bin."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "library"
        self.root.mkdir()
        self.state = folder / "state" / "history"
        self.bin = folder / "bin"
        self.bin.mkdir()

    def history(self, **limits: Any) -> History:
        """As a program that was just started has it."""
        return History(self.state, discard=self.discard, **limits)

    def editor(self, discard: Discard | None = None) -> Editor:
        """As a program that was just started has it."""
        return Editor(str(self.root), self.state.parent, discard or self.discard)

    def discard(self, path: Path) -> None:
        path.rename(self.bin / f"{len(list(self.bin.iterdir()))}-{path.name}")

    def write(self, name: str, data: bytes) -> Path:
        path = self.root / name
        path.write_bytes(data)
        return path

    def change(self, files: Mapping[str, tuple[bytes | None, bytes | None]], title: str = "change") -> None:
        steps = [FileOperation.of(self.root / name, before, after) for name, (before, after) in files.items()]
        outcome = self.history().perform(title, steps)
        assert not outcome.failed

    def now(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.root.iterdir()}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def in_another_process(work: Callable[[], object]) -> None:
    child = os.fork()
    if not child:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0


def test_what_was_done_is_undone_and_redone_byte_for_byte(shelf: Shelf) -> None:
    shelf.write("a.toml", b"a = 1\r\n")
    shelf.write("b.toml", b"b = 1")
    states = [shelf.now()]
    shelf.change({"a.toml": (b"a = 1\r\n", b"a = 2\r\n"), "b.toml": (b"b = 1", b"b = 2")})
    states.append(shelf.now())
    shelf.change({"c.toml": (None, b"c = 1\n"), "b.toml": (b"b = 2", None)})
    states.append(shelf.now())
    for state in reversed(states[:-1]):
        shelf.history().undo()
        assert shelf.now() == state
    with pytest.raises(HistoryRefused, match="nothing to undo"):
        shelf.history().undo()
    for state in states[1:]:
        shelf.history().redo()
        assert shelf.now() == state
    with pytest.raises(HistoryRefused, match="nothing to redo"):
        shelf.history().redo()


def stopped_at(*place: object) -> Tell:
    """Stops work once it has come so far."""

    def tell(*told: object) -> None:
        if told == place:
            raise Stopped

    return tell


def test_undo_and_redo_that_are_stopped_leave_nothing_half_done_and_go_on_where_they_were(shelf: Shelf) -> None:
    new = {f"{name}.toml": f'title = "{name}"\n'.encode() for name in "abc"}
    shelf.change({name: (None, data) for name, data in new.items()})
    history = shelf.history()
    with pytest.raises(Stopped):
        history.undo(tell=stopped_at("looking at files", 2, 3))
    assert shelf.now() == new
    entry, outcome = history.undo(tell=stopped_at("writing files", 2, 3))
    assert (len(outcome.done), len(entry.undone), shelf.now()) == (2, 2, {"a.toml": new["a.toml"]})
    entry, outcome = history.undo()
    assert (len(outcome.done), entry.state, shelf.now()) == (1, "undone", {})
    with pytest.raises(Stopped):
        history.redo(stopped_at("looking at files", 2, 3))
    assert shelf.now() == {}
    entry, outcome = history.redo(stopped_at("writing files", 1, 3))
    assert (len(outcome.done), len(entry.undone), len(shelf.now())) == (1, 2, 1)
    history.redo()
    assert shelf.now() == new


def test_undo_removes_the_folders_that_it_leaves_empty_and_that_the_action_made(shelf: Shelf) -> None:
    (shelf.root / "mine").mkdir()
    editor = shelf.editor()
    names = ["mine/a/b/one.toml", "mine/a/two.toml", "new/three.toml", "mine/four.toml"]
    editor.apply([Edit(path=name, before=None, after=RAN) for name in names], "import")
    (shelf.root / "new" / "notes.txt").write_text("mine")
    editor.undo()
    assert sorted(path.relative_to(shelf.root).as_posix() for path in shelf.root.rglob("*")) == [
        "mine",
        "new",
        "new/notes.txt",
    ]
    editor.redo()
    assert all((shelf.root / name).read_bytes() == RAN for name in names)


def test_undo_of_what_made_the_library_leaves_its_folder(shelf: Shelf) -> None:
    shelf.root.rmdir()
    shelf.editor().apply([Edit(path="a/one.toml", before=None, after=RAN)], "init")
    shelf.editor().undo()
    assert list(shelf.root.iterdir()) == []


def test_undo_takes_many_files_away_only_where_that_is_agreed_to(shelf: Shelf) -> None:
    editor = shelf.editor()
    editor.apply([Edit(path=f"{number}.toml", before=None, after=RAN) for number in range(4)], "import")
    (shelf.root / "0.toml").write_bytes(b"theirs")
    with pytest.raises(TakesManyAway, match="made 3 files") as caught:
        editor.undo(2)
    assert len(shelf.now()) == 4
    assert caught.value.entry.state == "done"
    editor.apply([Edit(path="more.toml", before=None, after=RAN)], "new")
    assert editor.undo(2, caught.value.entry)[0].title == "new", "a change that came meanwhile comes first"
    assert len(shelf.now()) == 4
    editor.undo(2, caught.value.entry)
    assert shelf.now() == {"0.toml": b"theirs"}


def test_another_program_undoes_what_this_one_did(shelf: Shelf) -> None:
    path = shelf.write("a.toml", b"a = 1\n")
    shelf.change({"a.toml": (b"a = 1\n", b"a = 2\n")})
    in_another_process(lambda: shelf.history().undo())
    assert path.read_bytes() == b"a = 1\n"
    in_another_process(lambda: shelf.history().redo())
    assert path.read_bytes() == b"a = 2\n"


def test_two_programs_at_once_leave_every_action_in_the_history(shelf: Shelf) -> None:
    def work(name: str) -> None:
        for number in range(40):
            shelf.change({f"{name}{number}.toml": (None, b"n = 1\n")}, f"{name}{number}")

    children = []
    for name in "ab":
        child = os.fork()
        if not child:
            status = 1
            try:
                work(name)
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert all(os.waitpid(child, 0)[1] == 0 for child in children)
    entries = shelf.history().entries()
    assert [entry.number for entry in entries] == list(range(80, 0, -1))
    assert {entry.title for entry in entries} == {f"{name}{number}" for name in "ab" for number in range(40)}
    for _ in range(80):
        shelf.history().undo()
    assert shelf.now() == {}


@pytest.mark.parametrize("theirs", [b"theirs = 1\n", b"", None])
def test_a_file_that_changed_since_is_left_and_the_others_are_undone(shelf: Shelf, theirs: bytes | None) -> None:
    shelf.write("a.toml", b"a = 1\n")
    shelf.write("b.toml", b"b = 1\n")
    shelf.change({"a.toml": (b"a = 1\n", b"a = 2\n"), "b.toml": (b"b = 1\n", b"b = 2\n")})
    if theirs is None:
        (shelf.root / "b.toml").unlink()
    else:
        shelf.write("b.toml", theirs)
    left = {} if theirs is None else {"b.toml": theirs}
    _, outcome = shelf.history().undo()
    assert [failure.file.name for failure in outcome.failed] == ["b.toml"]
    assert shelf.now() == {"a.toml": b"a = 1\n"} | left
    with pytest.raises(HistoryRefused, match=r"b\.toml changed since"):
        shelf.history().undo()
    with pytest.raises(NothingLeft):
        shelf.history().undo()
    shelf.history().redo()
    assert shelf.now() == {"a.toml": b"a = 2\n"} | left
    shelf.write("b.toml", b"b = 2\n")
    shelf.history().undo()
    assert shelf.now() == {"a.toml": b"a = 1\n", "b.toml": b"b = 1\n"}


def test_undo_passes_over_what_another_program_changed_and_reaches_all_before_it(shelf: Shelf) -> None:
    for name in "abc":
        shelf.write(f"{name}.toml", b"n = 1\n")
        shelf.change({f"{name}.toml": (b"n = 1\n", b"n = 2\n")}, name)
    shelf.write("c.toml", b"n = 9\n")
    with pytest.raises(HistoryRefused, match=r"c\.toml changed since “c”.*|undo again") as caught:
        shelf.history().undo()
    assert "undo again" in str(caught.value.hint)
    assert [shelf.history().undo()[0].title for _ in "ba"] == ["b", "a"]
    assert shelf.now() == {"a.toml": b"n = 1\n", "b.toml": b"n = 1\n", "c.toml": b"n = 9\n"}
    assert [shelf.history().redo()[0].title for _ in "ab"] == ["a", "b"]
    assert shelf.now() == {"a.toml": b"n = 2\n", "b.toml": b"n = 2\n", "c.toml": b"n = 9\n"}
    shelf.write("c.toml", b"n = 2\n")
    assert [shelf.history().undo()[0].title for _ in "cba"] == ["c", "b", "a"]
    assert set(shelf.now().values()) == {b"n = 1\n"}


def test_a_failure_that_may_pass_is_tried_twice_before_undo_goes_on(shelf: Shelf) -> None:
    path = shelf.write("a.toml", b"n = 1\n")
    shelf.write("b.toml", b"n = 1\n")
    shelf.change({"b.toml": (b"n = 1\n", b"n = 2\n")}, "older")
    shelf.change({"a.toml": (b"n = 1\n", b"n = 2\n")}, "locked")
    path.chmod(0o444)
    with pytest.raises(HistoryRefused, match="read-only") as caught:
        shelf.history().undo()
    assert "chmod" in str(caught.value.hint)
    with pytest.raises(HistoryRefused) as caught:
        shelf.history().undo()
    assert "undo again" in str(caught.value.hint)
    assert shelf.history().undo()[0].title == "older"
    assert shelf.now() == {"a.toml": b"n = 2\n", "b.toml": b"n = 1\n"}
    path.chmod(0o644)
    assert shelf.history().undo()[0].title == "locked"


def test_a_change_is_taken_out_of_a_file_that_was_changed_in_another_place_since(shelf: Shelf) -> None:
    mine = RAN.replace(b"rating = 5", b"rating = 4")
    shelf.write("ran.toml", RAN)
    shelf.change({"ran.toml": (RAN, mine)}, "rate")
    shelf.write("ran.toml", b"# by vim\n" + mine.replace(b"1985", b"1986 # film"))
    shelf.history().undo()
    assert shelf.now() == {"ran.toml": b"# by vim\n" + RAN.replace(b"1985", b"1986 # film")}
    shelf.history().redo()
    assert shelf.now() == {"ran.toml": b"# by vim\n" + mine.replace(b"1985", b"1986 # film")}


def test_a_saved_search_is_taken_back_though_another_was_written_behind_it_by_hand(shelf: Shelf) -> None:
    mine = b'# shelves\n[[search]]\nname = "Noir"\nquery = "genre:noir"\n'
    saved = mine + b'\n[[search]]\nname = "Wide"\nquery = "ratio:2.39"\n'
    by_hand = b'\n[[search]]\nname = "By hand"\nquery = "akira"\n'
    shelf.write("searches.toml", mine)
    shelf.change({"searches.toml": (mine, saved)}, "shelf Wide saved")
    shelf.write("searches.toml", saved + by_hand)
    shelf.history().undo()
    assert shelf.now() == {"searches.toml": mine + by_hand}
    shelf.write("searches.toml", mine)
    shelf.change({"searches.toml": (mine, saved)}, "shelf Wide saved")
    shelf.write("searches.toml", saved.replace(b"2.39", b"2.40"))
    with pytest.raises(HistoryRefused):
        shelf.history().undo()
    assert shelf.now() == {"searches.toml": saved.replace(b"2.39", b"2.40")}


def test_changes_of_one_place_are_never_merged(shelf: Shelf) -> None:
    shelf.write("ran.toml", RAN)
    shelf.change({"ran.toml": (RAN, RAN.replace(b"rating = 5", b"rating = 4"))}, "rate")
    shelf.write("ran.toml", RAN.replace(b"rating = 5", b"rating = 3 # mine"))
    with pytest.raises(HistoryRefused):
        shelf.history().undo()
    assert shelf.now() == {"ran.toml": RAN.replace(b"rating = 5", b"rating = 3 # mine")}


KEYS = st.dictionaries(
    st.sampled_from("abcdef"), st.integers(0, 3) | st.lists(st.integers(0, 3), max_size=3), min_size=1
)


@given(KEYS, KEYS, KEYS)
def test_a_merge_says_of_every_key_what_the_one_says_who_changed_it(
    base: dict[str, object], mine: dict[str, object], theirs: dict[str, object]
) -> None:
    merged = merge(*(new_file(dict(document)) for document in (base, mine, theirs)))
    clash = [key for key in "abcdef" if base.get(key) != mine.get(key) != theirs.get(key) != base.get(key)]
    if clash:
        assert merged is None
    if merged is not None:
        wanted = {key: (theirs if base.get(key) == mine.get(key) else mine).get(key) for key in "abcdef"}
        assert tomli.loads(merged.decode()) == {key: value for key, value in wanted.items() if value is not None}


def test_a_redo_that_is_killed_half_way_can_be_gone_on_with_and_undone(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.write("older.toml", b"n = 1\n")
    shelf.change({"older.toml": (b"n = 1\n", b"n = 2\n")}, "older")
    names = [f"{name}.toml" for name in "abc"]
    for name in names:
        shelf.write(name, b"n = 1\n")
    shelf.change(dict.fromkeys(names, (b"n = 1\n", b"n = 2\n")), "all")
    for end in ("redo", "undo"):
        shelf.history().undo()
        die_at(shelf, "b.toml", monkeypatch, lambda: shelf.history().redo())
        assert sorted(shelf.now().values()) == [b"n = 1\n", b"n = 1\n", b"n = 2\n", b"n = 2\n"]
        entry, _ = shelf.history().redo() if end == "redo" else shelf.history().undo()
        assert entry.title == "all"
        wanted = b"n = 2\n" if end == "redo" else b"n = 1\n"
        assert {shelf.now()[name] for name in names} == {wanted}
        assert shelf.now()["older.toml"] == b"n = 2\n"


def test_what_the_users_own_editor_made_of_a_file_is_undone_too(shelf: Shelf) -> None:
    shelf.write("ran.toml", b"n = 2\n")
    shelf.editor().note(Edit(path="ran.toml", before=b"n = 1\n", after=b"n = 2\n"), "vim")
    assert shelf.editor().undo()[0].title == "vim"
    assert shelf.now() == {"ran.toml": b"n = 1\n"}


def test_a_new_file_that_was_filled_in_since_is_not_undone(shelf: Shelf) -> None:
    (made,) = shelf.editor().begin({"title": "Ran"}).done
    path = made.result
    path.write_bytes(RAN)
    with pytest.raises(HistoryRefused):
        shelf.editor().undo()
    assert path.read_bytes() == RAN


def test_a_deleted_file_whose_name_was_taken_is_not_undone(shelf: Shelf) -> None:
    path = shelf.write("a.toml", RAN)
    shelf.editor().delete(["a.toml"])
    shelf.write("a.toml", b'title = "another"\n')
    with pytest.raises(HistoryRefused):
        shelf.editor().undo()
    assert path.read_bytes() == b'title = "another"\n'


def test_something_done_after_an_undo_takes_the_place_of_what_was_undone(shelf: Shelf) -> None:
    shelf.write("a.toml", b"a = 1\n")
    shelf.change({"a.toml": (b"a = 1\n", b"a = 2\n")})
    shelf.history().undo()
    shelf.change({"a.toml": (b"a = 1\n", b"a = 3\n")})
    with pytest.raises(HistoryRefused):
        shelf.history().redo()
    assert [entry.state for entry in shelf.history().entries()] == ["done", "superseded"]
    shelf.history().undo()
    assert shelf.now() == {"a.toml": b"a = 1\n"}
    shelf.history().redo()
    assert shelf.now() == {"a.toml": b"a = 3\n"}


@examples(12)
@given(moves=st.lists(st.sampled_from(["change", "undo", "redo"]), max_size=14))
def test_undo_and_redo_walk_one_line_of_states(moves: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    past, future = [b"0\n"], list[bytes]()
    shelf.write("a.toml", b"0\n")
    for number, move in enumerate(moves, 1):
        if move == "change":
            shelf.change({"a.toml": (past[-1], b"%d\n" % number)})
            past.append(b"%d\n" % number)
            future.clear()
        elif move == "undo" and len(past) > 1:
            shelf.history().undo()
            future.append(past.pop())
        elif move == "redo" and future:
            shelf.history().redo()
            past.append(future.pop())
        assert shelf.now() == {"a.toml": past[-1]}


def test_a_part_of_an_action_that_failed_is_no_part_of_its_undo(shelf: Shelf) -> None:
    shelf.write("a.toml", b"a = 1\n")
    shelf.write("b.toml", b"theirs\n")
    files = {"a.toml": (b"a = 1\n", b"a = 2\n"), "b.toml": (b"b = 1\n", b"b = 2\n")}
    outcome = shelf.history().perform(
        "both", [FileOperation.of(shelf.root / name, *pair) for name, pair in files.items()]
    )
    assert [failure.file.name for failure in outcome.failed] == ["b.toml"]
    shelf.history().undo()
    assert shelf.now() == {"a.toml": b"a = 1\n", "b.toml": b"theirs\n"}


def test_an_action_of_which_nothing_was_done_is_not_in_the_history(shelf: Shelf) -> None:
    outcome = shelf.history().perform("change", [FileOperation.of(shelf.root / "missing.toml", b"a = 1\n", b"a = 2\n")])
    assert len(outcome.failed) == 1
    assert shelf.history().entries() == []


def die_at(shelf: Shelf, name: str, monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> None:
    """Let a program do something that kills it just before it comes to a file."""
    take = steps_module.take

    def doomed(step: FileOperation, discard: steps_module.Discard) -> None:
        if step.file.name == name:
            os.kill(os.getpid(), signal.SIGKILL)
        take(step, discard)

    child = os.fork()
    if not child:
        monkeypatch.setattr(steps_module, "take", doomed)
        work()
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_program_killed_between_two_files_leaves_both_to_be_undone(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"{name}.toml": (b"n = 1\n", b"n = 2\n") for name in "abc"}
    for name, (before, _) in files.items():
        shelf.write(name, before)
    die_at(shelf, "b.toml", monkeypatch, lambda: shelf.change(files))
    assert shelf.now() == {"a.toml": b"n = 2\n", "b.toml": b"n = 1\n", "c.toml": b"n = 1\n"}
    shelf.history().undo()
    assert set(shelf.now().values()) == {b"n = 1\n"}


def test_without_a_copy_for_undoing_no_file_is_touched(shelf: Shelf) -> None:
    shelf.write("a.toml", b"a = 1\n")
    shelf.state.parent.mkdir()
    shelf.state.write_bytes(b"a file where the folder should be")
    with pytest.raises(WriteError, match="state folder"):
        shelf.change({"a.toml": (b"a = 1\n", b"a = 2\n")})
    assert shelf.now() == {"a.toml": b"a = 1\n"}


def test_a_damaged_entry_is_refused_and_hides_no_other(shelf: Shelf) -> None:
    shelf.write("a.toml", b"a = 1\n")
    shelf.change({"a.toml": (b"a = 1\n", b"a = 2\n")}, "first")
    shelf.change({"a.toml": (b"a = 2\n", b"a = 3\n")}, "second")
    (shelf.state / "000000002.steps").write_bytes(b"\0" * 20)
    with pytest.raises(HistoryRefused, match="damaged"):
        shelf.history().undo()
    (shelf.state / "000000002.entry").write_bytes(b"")
    assert [entry.title for entry in shelf.history().entries()] == ["first"]


def test_the_history_is_bounded_and_keeps_the_newest(shelf: Shelf) -> None:
    noise = [os.urandom(20_000) for _ in range(30)]
    path = shelf.write("a.toml", noise[0])
    for before, after in itertools.pairwise(noise):
        shelf.history(entries_limit=8).perform("noise", [FileOperation.of(path, before, after)])
    assert [entry.number for entry in shelf.history().entries()] == list(range(29, 21, -1))
    shelf.history(bytes_limit=90_000).perform("more", [FileOperation.of(path, noise[-1], b"done")])
    assert sum(file.stat().st_size for file in shelf.state.iterdir()) < 90_000
    shelf.history(bytes_limit=1).perform("last", [FileOperation.of(path, b"done", noise[0])])
    assert len(shelf.history().entries()) == 1
    shelf.history().undo()
    assert path.read_bytes() == b"done"


def test_the_history_is_for_the_owner_alone(shelf: Shelf) -> None:
    shelf.write("a.toml", b"a = 1\n")
    shelf.change({"a.toml": (b"a = 1\n", b"a = 2\n")})
    assert shelf.state.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in shelf.state.iterdir())
    assert BYTES_LIMIT < 100_000_000


def test_a_new_release_is_a_commented_template_that_reads(shelf: Shelf) -> None:
    values = {"title": "Летят журавли", "year": 1957, "specs.length": 96}
    (made,) = shelf.editor().begin(values, "soviet").done
    path = made.result
    assert path == shelf.root / "soviet" / "letyat-zhuravli-1957.toml"
    reading = read_release(path.read_bytes(), "x.toml")
    assert reading.problems == ()
    assert reading.release is not None
    assert (reading.release.title, reading.release.year, reading.release.specs.length) == (*values.values(),)
    (second,) = shelf.editor().begin(values, "soviet").done
    assert second.result.name == "letyat-zhuravli-1957-2.toml"


def test_every_line_of_the_template_can_be_uncommented() -> None:
    lines = template({"title": "x"}).decode().splitlines()
    uncommented = "\n".join(line.removeprefix("# ") for line in lines)
    document = tomli.loads(uncommented)
    assert set(document["collection"]) >= {"status", "tags", "notes"}
    assert "special_features" in document


@pytest.mark.parametrize(
    ("title", "year", "name"),
    [
        ("The Cranes Are Flying", 1957, "the-cranes-are-flying-1957.toml"),
        ("  L'Avventura / The Adventure ", None, "lavventura-the-adventure.toml"),
        ("1984", 1984, "1984-1984.toml"),
        ("???", None, "untitled.toml"),
        ("../../etc/passwd", None, "etc-passwd.toml"),
        ("._hidden", None, "hidden.toml"),
        ("x" * 300, 2000, "x" * 75 + "-2000.toml"),
    ],
)
def test_a_file_name_is_plain_ascii(title: str, year: int | None, name: str) -> None:
    assert file_name(title, year) == name


def test_a_copy_keeps_the_film_and_its_comments_and_drops_the_disc(shelf: Shelf) -> None:
    path = shelf.write("ran-1985.toml", RAN)
    (made,) = shelf.editor().copy_as_edition("ran-1985.toml").done
    copy = made.result
    assert copy.name == "ran-1985-2.toml"
    assert copy.read_bytes() == b'title = "Ran" # \xe4\xb9\xb1\nyear = 1985\n'
    assert not set(tomli.loads(copy.read_text())) & set(OF_THE_EDITION)
    path.write_bytes(b"title = ")
    with pytest.raises(EditRefused):
        shelf.editor().copy_as_edition("ran-1985.toml")


def test_a_deleted_release_is_in_the_bin_and_comes_back_with_its_mode(shelf: Shelf) -> None:
    path = shelf.write("ran.toml", RAN)
    path.chmod(0o640)
    shelf.editor().delete(["ran.toml"])
    assert [file.read_bytes() for file in shelf.bin.iterdir()] == [RAN]
    shelf.editor().undo()
    assert path.read_bytes() == RAN
    assert path.stat().st_mode & 0o777 == 0o640
    shelf.editor().redo()
    assert shelf.now() == {}


def test_a_deleted_link_comes_back_as_a_link(shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.toml"
    target.write_bytes(RAN)
    link = shelf.root / "link.toml"
    link.symlink_to("../elsewhere.toml")
    shelf.editor().delete(["link.toml"])
    assert shelf.now() == {}
    assert target.read_bytes() == RAN
    shelf.editor().undo()
    assert link.is_symlink()
    assert link.read_bytes() == RAN


def test_a_bin_that_fails_leaves_the_file(shelf: Shelf) -> None:
    shelf.write("ran.toml", RAN)

    def no_bin(_: Path) -> None:
        raise OSError("no bin on this disk")

    outcome = shelf.editor(no_bin).delete(["ran.toml"])
    assert "no bin on this disk" in outcome.failed[0].message
    assert shelf.now() == {"ran.toml": RAN}
    assert shelf.editor().entries() == []


def test_a_file_is_renamed_after_its_title_only_where_it_is_called_otherwise(shelf: Shelf) -> None:
    release = read_release(RAN, "x").release
    assert release is not None
    assert wanted_name("ran-1985.toml", release) is None
    assert wanted_name("ran-1985-3.toml", release) is None
    shelf.write("old name.toml", RAN)
    shelf.write("RAN-1985.toml", b'title = "taken"\n')
    name = wanted_name("old name.toml", release)
    assert name == "ran-1985.toml"
    outcome = shelf.editor().rename({"old name.toml": name})
    assert outcome.done[0].result.name == "ran-1985-2.toml"
    assert sorted(shelf.now()) == ["RAN-1985.toml", "ran-1985-2.toml"]
    shelf.editor().undo()
    assert sorted(shelf.now()) == ["RAN-1985.toml", "old name.toml"]
    shelf.editor().redo()
    assert sorted(shelf.now()) == ["RAN-1985.toml", "ran-1985-2.toml"]


def test_two_files_that_ask_for_one_name_get_two(shelf: Shelf) -> None:
    names = {shelf.write(f"{number}.toml", RAN).name: "ran.toml" for number in range(3)}
    shelf.editor().rename(names)
    assert sorted(shelf.now()) == ["ran-2.toml", "ran-3.toml", "ran.toml"]


TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
PLAIN = TEXT | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.booleans() | st.dates()


@examples(60)
@given(st.dictionaries(TEXT, st.recursive(PLAIN, lambda x: st.lists(x) | st.dictionaries(TEXT, x), max_leaves=8)))
def test_a_new_file_says_what_it_was_made_of(document: dict[str, object]) -> None:
    data = new_file(document)
    assert tomli.loads(data.decode()) == document
    assert not any(0x80 <= ord(letter) < 0xA0 for letter in data.decode())


def test_a_new_file_has_the_keys_in_the_order_of_the_format() -> None:
    document = {
        "films": [{"year": 1, "title": "x"}],
        "mine": 1,
        "collection": {"notes": "x", "status": "owned"},
        "year": 1999,
        "release": {"upc": "1", "date": 2020},
        "title": "x",
    }
    names = [line.partition(" =")[0] for line in new_file(document).decode().split("\n") if line]
    expected = "title year mine [release] date upc [collection] status notes [[films]] title year"
    assert names == expected.split()
