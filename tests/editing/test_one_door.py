"""Every write of a library goes through one door: in the history, undone at will, and sparing the sample library."""

import ast
import io
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import SHELF, write_library
from disctui.cli import run
from disctui.cli.command_list import COMMANDS
from disctui.editing import editor as editor_module
from disctui.editing import people, searches
from disctui.editing.changes import Change, Edit
from disctui.editing.editor import Editor, ReadOnly
from disctui.editing.field_edit import FieldChanged, FieldEdit
from disctui.editing.history import NothingLeft
from disctui.editing.history_store import HistoryRefused
from disctui.library.locations import sample_library
from disctui.library.searches_file import Shelf
from disctui.release_file.writing import EditRefused
from disctui.safe_write.atomic import ChangedOnDisk
from disctui.settings import remember

SOURCE = Path(__file__).parents[2] / "src" / "disctui"
READING = {
    "loans",
    "diary",
    "stats",
    *("editions", "compare", "prices", "sources", "pick"),
    *("search", "show", "export", "schema", "history", "completions", "man", "help"),
    *("config", "open", "path", "fields", "keys"),
}
"""Commands that write nothing into a library."""
TURNING = {"undo", "redo"}
FILES = {
    **SHELF,
    "lent.toml": 'title = "Lent"\n\n[collection]\nloaned_to = "Ines"  # my sister\nloaned_on = 2020-01-31\n',
    "slip.toml": 'title = "Slip"   # mine\nyear = "1985"\n[release]\nstudioo = "Toho"\n',
    "people.toml": '# joined by hand\n[[person]]\nname = "Tatiana Samoilova"\nalso = ["Tatyana Samoilova"]\n',
}
PAGE = """\
title,year,studio
Ikiru,1952,Criterion Collection
Stray Dog,1949,Criterion Collection
M,1931,Criterion Collection
"""
Files = dict[str, tuple[bytes, int]]


class Command(NamedTuple):
    """A command line that writes, without the library."""

    words: tuple[str, ...]
    files: Mapping[str, str] = {}
    """What it reads, beside the library."""


WRITING = {
    "set": Command(("set", "m", "year=1932", "release.studio=Nero-Film")),
    "set-many": Command(("set", "--yes", "studio:criterion", "collection.tags+=c")),
    "edit": Command(("edit", "m")),
    "add": Command(("add", "--title", "Ran", "--year", "1985")),
    "add-from": Command(("add", "--from", "page.csv"), {"page.csv": PAGE}),
    "watched": Command(("watched", "m", "--on", "2019-05", "--rating", "4.5")),
    "rate": Command(("rate", "m", "3")),
    "lend": Command(("lend", "m", "Ines", "--due", "+4w")),
    "return": Command(("return", "lent", "--on", "2020-02-01")),
    "audit": Command(("audit", "Living room, shelf B", "--scan", "--write")),
    "check": Command(("check", "--fix")),
    "fill": Command(("fill", "m", "--source", "library")),
    "import": Command(("import", "--yes", "page.csv"), {"page.csv": PAGE}),
    "import-many": Command(
        ("import", "--yes", "many.csv"),
        {"many.csv": "title,year\n" + "".join(f"Film {number},{1900 + number % 100}\n" for number in range(200))},
    ),
    "shelves-add": Command(("shelves", "add", "Old", "year:<1940", "--sort", "year")),
    "people-accept": Command(("people", "accept", "Aleksey Batalov", "Alexei Batalov")),
    "people-refuse": Command(("people", "refuse", "Aleksey Batalov", "Nikolai Batalov", "Alexei Batalov")),
    "init": Command(("init",)),
    "init-sample": Command(("init", "--sample")),
}


def now(root: Path) -> Files:
    """Every file of a library with its bytes and permissions, by path, and every folder."""
    return {
        path.relative_to(root).as_posix(): (path.read_bytes() if path.is_file() else b"", path.stat().st_mode)
        for path in sorted(root.rglob("*"))
    }


@pytest.fixture
def library(tmp_path: Path, home: Path) -> Path:
    """A library with something to change for every command, and another one to fill it from."""
    friend = write_library(tmp_path / "friend", {"m.toml": 'title = "M"\nyear = 1931\ncast = ["Peter Lorre"]\n'})
    write_library(home / ".config" / "disctui", {"config.toml": f'[sources]\nlibraries = ["{friend}"]\n'})
    root = write_library(tmp_path / "library", FILES)
    (root / "slip.toml").chmod(0o640)
    return root


def status_of(command: Command, root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit status of a command on a library."""
    for name, text in command.files.items():
        (folder / name).write_text(text)
    (folder / "editor.py").write_text("import sys; open(sys.argv[-1], 'a').write('# by my editor\\n')")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {folder / 'editor.py'}")
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"0715515243513\n")))
    where = [str(root)] if command.words[0] == "init" else ["-l", str(root)]
    try:
        return run([command.words[0], *where, *command.words[1:]])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1


def test_every_command_is_known_to_write_or_not_to() -> None:
    assert {command.words[0] for command in WRITING.values()} | READING | TURNING == set(COMMANDS)


@pytest.mark.parametrize("command", WRITING.values(), ids=WRITING)
def test_what_a_command_writes_is_one_entry_undone_and_redone_to_the_byte(
    command: Command, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = now(library)
    assert status_of(command, library, tmp_path, monkeypatch) == 0
    after = now(library)
    assert after != before
    (entry,) = Editor(str(library)).entries()
    assert sorted(Editor(str(library)).relative(entry.files)) == sorted(
        path for path in {**before, **after} if before.get(path) != after.get(path) and not (library / path).is_dir()
    )
    for _ in range(2):
        assert run(["undo", "-l", str(library), "--yes"]) == 0
        assert now(library) == before
        assert run(["redo", "-l", str(library)]) == 0
        assert now(library) == after
    assert run(["redo", "-l", str(library)]) == 1


@pytest.mark.parametrize("command", WRITING.values(), ids=WRITING)
@pytest.mark.parametrize("below", [False, True])
def test_the_sample_library_stays_as_it_is_whatever_is_asked(
    command: Command, below: bool, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = library
    if below:  # a folder that a link leads into
        root = tmp_path / "linked"
        root.symlink_to(library)
    monkeypatch.setattr(editor_module, "sample_library", lambda: library)
    before = now(library)
    assert status_of(command, root, tmp_path, monkeypatch) == 3
    assert now(library) == before
    for name in TURNING:
        assert run([name, "-l", str(root)]) == 3


def test_the_sample_library_is_read_only_in_a_checkout_too() -> None:
    assert Editor(str(sample_library())).is_read_only
    assert not Editor(str(sample_library().parent)).is_read_only


def test_a_link_from_ones_own_library_into_the_sample_is_no_way_in(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = write_library(tmp_path / "mine", {"m.toml": SHELF["m.toml"]})
    (mine / "sample").symlink_to(library)
    monkeypatch.setattr(editor_module, "sample_library", lambda: library)
    before = now(library)
    assert run(["set", "-l", str(mine), "--yes", "studio:criterion", "collection.tags+=c"]) == 3
    assert now(library) == before


M = SHELF["m.toml"].encode()
HEADLESS: dict[str, Callable[[Editor], object]] = {
    "apply": lambda editor: editor.apply([Edit(path="m.toml", before=M, after=M + b"# mine\n")], "edit"),
    "save": lambda editor: editor.save(Edit(path="m.toml", before=M, after=M + b"# mine\n"), "edit"),
    "new file": lambda editor: editor.save(Edit(path="a/b/new.toml", before=None, after=M), "new"),
    "begin": lambda editor: editor.begin({"title": "Ran"}, "spain"),
    "copy": lambda editor: editor.copy_as_edition("m.toml"),
    "delete": lambda editor: editor.delete(["m.toml", "slip.toml"]),
    "rename": lambda editor: editor.rename({"m.toml": "M.toml", "slip.toml": "rec.toml"}),
    "batch": lambda editor: list(
        editor.apply_in_batches(
            [
                *(Edit(path=f"new/{number}.toml", before=None, after=M) for number in range(200)),
                Edit(path="m.toml", before=M, after=b""),
            ],
            "many",
        )
    ),
    "field": lambda editor: FieldEdit(editor, "m.toml", "year").save(Change.parse("year=1932"), "set year"),
    "accept": lambda editor: people.accept(editor, "A", ["B"]),
    "refuse": lambda editor: people.refuse(editor, "A", ["B"]),
    "save-search": lambda editor: searches.add(editor, Shelf("A", "year:1931")),
}


@pytest.mark.parametrize("name", HEADLESS)
def test_what_the_editor_writes_is_one_entry_undone_and_redone_to_the_byte(name: str, library: Path) -> None:
    editor = Editor(str(library), discard=Path.unlink)
    before = now(library)
    HEADLESS[name](editor)
    after = now(library)
    assert after != before
    assert len(editor.entries()) == 1
    editor.undo()
    assert now(library) == before
    editor.redo()
    assert now(library) == after
    with pytest.raises(NothingLeft):
        editor.redo()


@pytest.mark.parametrize("name", HEADLESS)
def test_the_editor_writes_nothing_into_the_sample_library(
    name: str, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor_module, "sample_library", lambda: library)
    before = now(library)
    with pytest.raises(ReadOnly, match="sample library"):
        HEADLESS[name](Editor(str(library)))
    assert now(library) == before


def test_an_import_that_is_stopped_is_an_entry_of_what_was_written(library: Path) -> None:
    editor = Editor(str(library))
    before = now(library)
    steps = editor.apply_in_batches([Edit(path=f"{n}.toml", before=None, after=M) for n in range(500)], "many")
    for _ in range(100):
        next(steps)
    with pytest.raises(HistoryRefused, match="still at work"):
        editor.undo()
    run(["set", "-l", str(library), "m", "year=1932"])
    assert editor.undo()[0].title.startswith("set")  # another program's change meanwhile
    steps.close()
    made = now(library).keys() - before.keys()
    assert 100 <= len(made) < 500
    assert len(editor.entries()[-1].paths) == len(made)
    editor.undo()
    assert now(library) == before


def test_a_field_that_another_program_changed_is_asked_about_once(library: Path) -> None:
    field = FieldEdit(Editor(str(library)), "m.toml", "year")
    assert field.value == 1931
    (library / "m.toml").write_bytes(M.replace(b"1931", b"1930") + b"# theirs\n")
    with pytest.raises(FieldChanged) as caught:
        field.save(Change.parse("year=1932"), "set year")
    assert (caught.value.theirs, field.value) == (1930, 1930)
    field.save(Change.parse("year=1932"), "set year")
    assert (library / "m.toml").read_bytes() == M.replace(b"1931", b"1932") + b"# theirs\n"
    assert field.save(Change.parse("year=1932"), "set year").done == ()


def test_a_text_is_saved_only_over_the_bytes_that_were_expected(library: Path) -> None:
    editor = Editor(str(library))
    (library / "m.toml").write_bytes(b"theirs")
    with pytest.raises(ChangedOnDisk) as caught:
        editor.save(Edit(path="m.toml", before=M, after=b"mine"), "edit m")
    assert caught.value.current == b"theirs"
    with pytest.raises(ChangedOnDisk):
        editor.save(Edit(path="m.toml", before=None, after=b"mine"), "new m")
    assert (library / "m.toml").read_bytes() == b"theirs"
    assert editor.entries() == []


def test_what_could_not_be_read_again_is_not_written(library: Path, tmp_path: Path) -> None:
    large = "x" * (1 << 20)
    editor = Editor(str(library))
    before = now(library)
    with pytest.raises(EditRefused, match="larger than 1 MiB"):
        editor.save(Edit(path="m.toml", before=M, after=M + b"#" * (1 << 20)), "edit m")
    with pytest.raises(EditRefused, match="larger than 1 MiB"):
        FieldEdit(editor, "m.toml", "synopsis").save(Change.of("synopsis", "=", large), "set synopsis")
    with pytest.raises(EditRefused, match="larger than 1 MiB"):
        people.accept(editor, "A", [large])
    (tmp_path / "big.csv").write_text(f"title,year,synopsis\nBig,1999,{large}\n")
    assert run(["import", "-l", str(library), "--yes", str(tmp_path / "big.csv")]) == 3
    assert run(["set", "-l", str(library), "m", f"synopsis={large}"]) == 3
    assert run(["add", "-l", str(library), "--title", "Big", "--synopsis", large]) == 3
    assert now(library) == before
    assert editor.entries() == []


WRITERS = {"replace_file", "create_file", "rename_file", "remove_file", "create_files", "write_in_place", "batch"}
NOT_LIBRARIES = {"settings.py", "sources/pictures.py", "sources/web.py"}
"""Write the config file, and into the cache what servers answered and covers that nobody agreed to yet."""


def test_no_room_but_editing_writes_files_of_a_library() -> None:
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name.split("/")[0] in {"editing", "safe_write"} or name in NOT_LIBRARIES:
            continue
        text = path.read_text()
        for node in ast.walk(ast.parse(text)) if "disctui.safe_write" in text else ():
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("disctui.safe_write"):
                used = WRITERS & {alias.name for alias in node.names}
                if used:
                    found[name] = used
    assert found == {}


OPENINGS = {
    "cli/streams.py": "the null device, in the place of a closed stream",
    "library/cache.py": "tempfile: exclusive and under a random name, in the program's own cache folder",
    "tui/flows/outside.py": "tempfile: what was typed, for the user's own editor, in the folder of temporary files",
}
"""Where else something is opened for writing, and by which rule."""
_WRITING_CALLS = {"write_bytes", "write_text", "mkstemp", "NamedTemporaryFile", "copyfile", "copy", "copytree", "touch"}
_NAMES_OF_WRITING = re.compile(r"\b(open|write_bytes|write_text|tempfile|shutil|O_WRONLY|O_RDWR|O_CREAT)\b")
"""Without one of them a file has nothing that `opens_for_writing` would find."""


def opens_for_writing(node: ast.AST) -> bool:
    """Whether a piece of code opens a file for writing."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.value.id == "os" and node.attr in {"O_WRONLY", "O_RDWR", "O_CREAT"}:
            return True
        if node.value.id in {"tempfile", "shutil"} and node.attr in _WRITING_CALLS:
            return True
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
    modes = [one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    is_open = name == "open" and any(set(mode) <= set("wxarbt+") and set(mode) & set("wxa+") for mode in modes)
    return is_open or name in {"write_bytes", "write_text"}


def test_whatever_opens_a_file_for_writing_has_its_rule() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if not path.relative_to(SOURCE).as_posix().startswith("safe_write/")
        and _NAMES_OF_WRITING.search(text := path.read_text())
        and any(map(opens_for_writing, ast.walk(ast.parse(text))))
    }
    assert found == set(OPENINGS)


def test_a_theme_that_cannot_be_remembered_ends_nothing(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('theme = "a"\n')
    config.chmod(0o444)
    assert not remember("theme", "b", config)
    assert config.read_text() == 'theme = "a"\n'
