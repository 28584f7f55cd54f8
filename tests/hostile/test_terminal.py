"""The browser in a real pseudo-terminal: on a folder that holds the whole battery, and through whatever ends it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .cases import MARKUP_CASES, NODE_CASES, PAYLOAD, TEXT_CASES
from .terminal import HANGS, Terminal

DOWN, END, HOME, ESCAPE, TO_LIST, QUIT = "\x1b[B", "\x1b[F", "\x1b[H", "\x1b", "\r", "\x11"
FROM_A_FILE = re.compile(
    rb"\x1b\[31m"  # the battery's colour; the program's own are given in full
    rb"|\x1b\](?:0|1|2|4|8|10|11|52|777|1337);"  # title, colour, link, clipboard, notification
    rb"|\x1b[PX^_]"  # device control, start of string, privacy message, application
    rb"|\x1bc|\xc2[\x80-\x9f]"  # reset, and C1 as UTF-8
    rb"|\xe2\x80[\x8b\xaa-\xae]|\xe2\x81[\xa0\xa6-\xa9]|\xf3\xa0[\x80\x81]"  # zero width, bidi, tags
)


def battery(root: Path) -> Path:
    """Every case of the battery in one folder."""
    for number, case in enumerate(TEXT_CASES + MARKUP_CASES):
        name = f"{number:03}.toml" if case.file == "case.toml" else case.file
        (root / name).write_bytes(case.raw)
    for number, (make, _) in enumerate(NODE_CASES.values()):
        folder = root / f"node-{number}"
        folder.mkdir()
        make(folder / "case.toml")
    deep = root
    for _ in range(80):
        deep /= "d"
        deep.mkdir()
    (root / "up").symlink_to(".")
    (root / "good.toml").write_text('title = "A Good One"\ndirectors = ["Known Person"]\n', "utf-8")
    (root / "people.toml").write_bytes(b"[[person]]\nname = 5\n")
    (root / ".disctui.toml").write_bytes(b"[check\n")
    return root


def started(terminal: Terminal) -> None:
    terminal.until("A Good One")


def test_nothing_of_the_whole_battery_reaches_the_terminal(tmp_path: Path) -> None:
    with Terminal([str(battery(tmp_path))], 120, 40, {"EDITOR": "true"}) as terminal:
        terminal.until(lambda text: "releases" in text or "PWNED" in text or "Good" in text)
        terminal.settle(1)
        terminal.press("/", "good one", TO_LIST)
        assert "A Good One" in terminal.text
        terminal.type(ESCAPE)
        terminal.settle()
        terminal.type(HOME)
        for tab in "12345":
            terminal.type(tab)
            terminal.press(*[DOWN * 6] * 3)
        terminal.press(*[DOWN * 9] * 8)
        terminal.type(END)
        terminal.settle()
        terminal.type(TO_LIST)
        terminal.settle(0.2)
        terminal.type("p")
        terminal.settle()
        terminal.press(*[DOWN * 9] * 6)
        terminal.type(ESCAPE)
        terminal.settle()
        for keys in ("y", ESCAPE, ":", ESCAPE, "?", ESCAPE, "s", "s", "s", "S"):
            terminal.type(keys)
            terminal.settle(0.4)
        for query in ("pwned", "bold", "rf"):
            terminal.press("/", query, TO_LIST)
        terminal.resize(20, 6)
        terminal.settle()
        terminal.resize(120, 40)
        terminal.settle()
        terminal.type(ESCAPE)
        terminal.settle()
        terminal.type(QUIT)
        assert terminal.end() == 0
        raw = bytes(terminal.raw)
        assert [raw[max(0, found.start() - 20) : found.end() + 20] for found in FROM_A_FILE.finditer(raw)] == []
        assert PAYLOAD.encode() in raw
        assert terminal.is_restored


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "good.toml").write_text('title = "A Good One"\nyear = 1972\n', "utf-8")
    (tmp_path / "bad.toml").write_text("title = S", "utf-8")
    return tmp_path


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["SIGTERM", "SIGHUP"])
def test_a_signal_ends_in_order(root: Path, number: signal.Signals, status: int) -> None:
    with Terminal([str(root)]) as terminal:
        started(terminal)
        terminal.signal(number)
        assert terminal.end() == status
        assert terminal.is_restored


def test_a_closed_terminal_ends_it(root: Path) -> None:
    with Terminal([str(root)]) as terminal:
        started(terminal)
        terminal.close()
        assert terminal.end() != 0


def test_a_closed_terminal_ends_it_also_where_the_hang_up_is_ignored(root: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Terminal([str(root)]) as terminal:
            started(terminal)
            terminal.close()
            assert terminal.end() != 0
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_terminal_of_any_size_whatever_size_the_environment_speaks_of(root: Path) -> None:
    with Terminal([str(root)], environment={"COLUMNS": "80", "LINES": "24"}) as terminal:
        started(terminal)
        terminal.press(TO_LIST)
        for size in ((1, 1), (2, 3), (200, 1), (1, 60), (500, 200)):
            terminal.resize(*size)
            terminal.press(DOWN, "2")
            terminal.resize(100, 30)
            terminal.settle(0.2)
            terminal.until(lambda text: "A Good One" in text and text.startswith("╭─ disctui"))
        terminal.type(QUIT)
        assert terminal.end() == 0


def test_stray_bytes_on_the_keyboard(root: Path) -> None:
    with Terminal([str(root)]) as terminal:
        started(terminal)
        for stray in (
            b"\xe9",
            b"\xff\xfe",
            b"caf\xe9 ",
            b"\x80",
            b"\x1b[999~",
            b"\x1b[200~a\x1b]52;c;x\x07\xe9b\x1b[201~",
            b"\0",
        ):
            terminal.type(stray)
            terminal.settle(0.15)
        terminal.type(ESCAPE)
        terminal.settle()
        terminal.type(ESCAPE)
        terminal.settle()
        terminal.type(QUIT)
        assert terminal.end() == 0
        assert FROM_A_FILE.search(terminal.raw) is None


def test_the_library_disappears_while_open_and_comes_back(root: Path) -> None:
    with Terminal([str(root)]) as terminal:
        started(terminal)
        moved = root.with_name("elsewhere")
        root.rename(moved)
        time.sleep(1)
        terminal.settle()
        moved.rename(root)
        terminal.press(TO_LIST, "R")
        started(terminal)
        terminal.type(QUIT)
        assert terminal.end() == 0


def test_an_empty_library_opens_all_the_same(tmp_path: Path) -> None:
    root = tmp_path / "lib"
    root.mkdir()
    with Terminal([str(root)]) as terminal:
        terminal.until("lib")
        terminal.type(QUIT)
        assert terminal.end() == 0


@pytest.mark.parametrize(("what", "why"), [("missing", "no such folder"), ("a file", "not a folder")])
def test_what_is_named_and_no_folder_is_refused_with_a_remedy(tmp_path: Path, what: str, why: str) -> None:
    root = tmp_path / "lib"
    if what == "a file":
        root.write_text("x", "utf-8")
    with Terminal([str(root)]) as terminal:
        assert terminal.end() == 3
        assert why in "".join(terminal.text.split("\n"))


def test_ctrl_z_and_back(root: Path) -> None:
    with Terminal([str(root)]) as terminal:
        started(terminal)
        terminal.signal(signal.SIGTSTP)
        time.sleep(0.5)
        terminal.signal(signal.SIGCONT)
        terminal.settle()
        terminal.type(DOWN)
        started(terminal)
        terminal.type(QUIT)
        assert terminal.end() == 0
        assert terminal.is_restored


SLOW_TO_GIVE_THE_TERMINAL_BACK = """
import os, termios, time

def give_back(handle, when, modes, change=termios.tcsetattr):
    is_given = modes[0] & termios.IXON and not termios.tcgetattr(handle)[0] & termios.IXON
    change(handle, when, modes)
    if is_given:
        os.write(handle, b"yours")
        time.sleep(0.1)

termios.tcsetattr = give_back
"""


def test_no_key_typed_while_the_editor_opens_stops_the_browser_or_ends_it(root: Path, tmp_path: Path) -> None:
    """The terminal takes ctrl+s and ctrl+c itself as soon as it is no longer the browser's."""
    (tmp_path / "sitecustomize.py").write_text(SLOW_TO_GIVE_THE_TERMINAL_BACK)
    with Terminal([str(root)], environment={"EDITOR": "true", "PYTHONPATH": str(tmp_path)}) as terminal:
        started(terminal)
        terminal.press(TO_LIST)
        for key in ("\x13", "\x03"):
            begun = len(terminal.raw)

            def came(sign: bytes, begun: int = begun) -> Callable[[str], bool]:
                return lambda _: sign in terminal.raw[begun:]

            terminal.type("e")
            terminal.until(came(b"yours"), 20)
            terminal.type(key)
            terminal.until(came(b"\x1b[?1049h"), 20)
            terminal.settle()
            terminal.press("\x1bOP")
            terminal.until("Keys that work now", 20)
            terminal.press(ESCAPE)
        terminal.type(QUIT)
        assert terminal.end() == 0


@pytest.mark.parametrize("editor", ["/no/such/editor", "false", "'unbalanced"])
def test_an_editor_that_is_missing_empty_or_fails(root: Path, editor: str) -> None:
    with Terminal([str(root)], environment={"EDITOR": editor, "PATH": "/usr/bin:/bin"}) as terminal:
        started(terminal)
        terminal.press(TO_LIST, "e")
        terminal.settle()
        started(terminal)
        terminal.type(QUIT)
        assert terminal.end() == 0


@pytest.mark.parametrize("term", ["dumb"])
def test_a_dumb_terminal_is_refused_in_words(root: Path, term: str) -> None:
    with Terminal([str(root)], environment={"TERM": term}) as terminal:
        assert terminal.end() == 2
        assert b"dumb" in terminal.raw
        assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("where", ["stdin", "stderr", "closed"])
def test_without_a_terminal_it_is_refused_in_words(root: Path, where: str) -> None:
    command = f"{sys.executable} -m disctui {root}"
    redirect = {"stdin": "</dev/null", "stderr": "</dev/null 2>&1", "closed": "<&-"}[where]
    done = subprocess.run(
        ["/bin/sh", "-c", f"{command} {redirect}"],
        capture_output=True,
        timeout=HANGS,
        check=False,
        env=dict(os.environ),
    )
    assert done.returncode == 2
    assert b"needs a terminal" in done.stderr + done.stdout
    assert b"Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize("words", ["check", "search s", "show good", "schema", "check --explain"])
def test_a_reader_that_goes_away_is_no_error(root: Path, words: str) -> None:
    library = "" if words in {"schema", "check --explain"} else f"-l {root}"
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m disctui {words} {library} | head -c 1"],
        capture_output=True, timeout=HANGS, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert b"Broken" not in done.stderr


def test_output_that_is_ascii_alone_escapes_what_it_can_not_hold(root: Path) -> None:
    (root / "cranes.toml").write_text('title = "Летят журавли"\nx = [1, 2\n', "utf-8")
    for words in (["search", "s"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-m", "disctui", *words, "-l", str(root)],
            env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii:strict"},
            capture_output=True, timeout=HANGS, check=False,
        )  # fmt: skip
        assert b"Traceback" not in done.stderr
        assert (done.stdout + done.stderr).isascii()


def test_ctrl_c_ends_a_command_with_130(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number}.toml").write_text(f'title = "{number}"\ncast = ["A {number}", "B {number}"]\n', "utf-8")
    program = f"""
import signal, sys
from disctui.cli import run
signal.signal(signal.SIGINT, signal.default_int_handler)  # a runner in the background may have it ignored
print(flush=True)
status = 0
while status == 0:
    status = run(["check", "-l", {str(tmp_path)!r}])
sys.exit(status)
"""
    running = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    running.stdout.readline()
    time.sleep(1.0)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=HANGS)
    assert running.returncode == 130
    assert b"Traceback" not in errors
