"""On a pseudo-terminal with a shell: `ctrl+z` gives the terminal back, `fg` takes it again."""

import contextlib
import os
import shlex
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from disctui.tui import textual_patches
from disctui.tui.app import DisctuiApp
from hostile.terminal import Terminal
from tui.driving import Opener

BASH = shutil.which("bash")
ENTER, LEAVE = b"\x1b[?1049h", b"\x1b[?1049l"
"""What takes the whole screen, and gives it back."""


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Terminal]:
    """A shell that has started the browser as `make run` does: through another program."""
    if BASH is None:
        pytest.skip("there is no bash here")
    program = [BASH, "--norc", "--noprofile", "-i"]
    with Terminal([], environment={"PS1": "the-shell> ", "HOME": str(tmp_path)}, program=program) as running:
        running.until("the-shell>")
        yield running


def _start(shell: Terminal, library: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m disctui {shlex.quote(str(library))}"
    shell.type(f"sh -c {shlex.quote(command + '; true')}\r")
    shell.until("7 releases")


def _quit(shell: Terminal) -> None:
    """End the browser; the shell hears what is typed, and shows it."""
    shell.type("\x11")
    shell.until(lambda _: _is_given_back(shell))
    shell.type("echo $((40 + 3))\r")
    shell.until("43")


def _is_given_back(shell: Terminal) -> bool:
    return shell.raw.rfind(LEAVE) > shell.raw.rfind(ENTER)


def test_ctrl_z_goes_to_the_shell_and_fg_comes_back(shelf: Path, shell: Terminal) -> None:
    _start(shell, shelf)
    shell.type("kalato")
    shell.until("1 of 7")
    shell.type("\x1a")
    shell.until("Stopped")
    assert _is_given_back(shell)
    shell.type("echo $((40 + 2))\r")
    shell.until("42")
    shell.type("bg\r")  # without the terminal it stops again
    shell.settle()
    shell.type("fg\r")
    shell.until(lambda _: not _is_given_back(shell))
    shell.type("zov")
    shell.until("kalatozov")
    shell.until("1 of 7")
    _quit(shell)


def test_a_program_that_was_stopped_from_outside_comes_back_too(shelf: Path, shell: Terminal) -> None:
    _start(shell, shelf)
    group = os.tcgetpgrp(shell.handle)
    os.killpg(group, signal.SIGSTOP)
    shell.until("Stopped")
    shell.type("fg\r")
    shell.settle()
    shell.type("alien")
    shell.until("1 of 7")
    _quit(shell)


async def test_without_a_shell_ctrl_z_says_so(shelf: Path, open_browser: Opener) -> None:
    async with open_browser(shelf) as browser:
        await browser.press("ctrl+z")
        await browser.wait_for_toast("There is no shell here")
        await browser.press("enter", "E", "x", "ctrl+z")
        assert "x" not in browser.lines()[2]


async def test_once_it_ends_it_no_longer_takes_the_terminal_again(
    shelf: Path, open_browser: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal that is closed hangs up, and lets everything go on that was stopped: two signals."""
    taken: list[bool] = []

    @contextlib.contextmanager
    def suspend(app: DisctuiApp) -> Iterator[None]:
        taken.append(app._exit)
        yield

    async with open_browser(shelf) as browser:
        monkeypatch.setattr(DisctuiApp, "is_headless", False)
        monkeypatch.setattr(DisctuiApp, "suspend", suspend)
        browser.app._jobs._went_on()
        textual_patches._end(browser.app, 129)
        browser.app._jobs._went_on()
        assert taken == [False]
