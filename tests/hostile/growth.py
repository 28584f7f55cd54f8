"""What hostile input costs as it grows: `python -m tests.hostile.growth [WORDS OF KINDS]` prints a table.

Each kind of input is made in sizes of 1, 2, 4 and 8, and each operation on it runs in a child of its own, whose
processor time and memory the system counts; what the same operation costs on next to nothing is taken away. The
exponent is that of the power of the size by which the time grows: 1.0 is in step with the input.
"""

import csv
import io
import math
import os
import pty
import random
import select
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from disctui.cli import run

SIZES = (1, 2, 4, 8)
KIB = 1024
_LEAST = 0.03
"""Seconds of processor time below which growth can't be told from noise."""


class Kind(NamedTuple):
    """A kind of hostile input."""

    make: Callable[[Path, int], None]
    """Writes it into a folder, in a size."""
    is_import: bool = False
    """Whether it is a file to be imported, called `input` and an ending."""


class Cost(NamedTuple):
    """What an operation takes."""

    seconds: float
    """Of processor time, of the process and those that it started."""
    mebibytes: float
    """Of memory at its peak."""


def _words(count: int, seed: int = 0) -> str:
    """Words that all differ."""
    chance = random.Random(seed)
    return " ".join(f"{chance.choice('bcdfglmnprst')}{number:x}{seed:x}o" for number in range(count))


def _toml(make: Callable[[int], str]) -> Kind:
    def write(root: Path, size: int) -> None:
        (root / "x.toml").write_text(make(size), encoding="utf-8")

    return Kind(write)


_COMMENT = "# year = 1900, or not\n"


def _keys(count: int) -> str:
    return "".join(f"own{number} = {number}\n" for number in range(count))


def _people(root: Path, size: int) -> None:
    names = ", ".join(f'"Name{number} {"x" * (number % 40)}"' for number in range(400 * size))
    (root / "x.toml").write_text('title = "X"\ndirectors = ["Name1 x"]\n', encoding="utf-8")
    (root / "people.toml").write_text(f'[[person]]\nname = "A"\nalso = [{names}]\n', encoding="utf-8")


def _crowd(root: Path, size: int) -> None:
    for number in range(2 * size):
        text = f'title = "{number}"\nsynopsis = "{_words(120_000, number)}"\n'
        (root / f"{number}.toml").write_text(text[: 1000 * KIB] + ('"\n' if len(text) > 1000 * KIB else ""), "utf-8")


def _wide_csv(root: Path, size: int) -> None:
    rows = [["title", *(f"column {number}" for number in range(250 * size))]]
    rows += [[f"Film {row}", *(str(number) for number in range(250 * size))] for row in range(20)]
    _save_csv(root, rows)


def _long_cells(root: Path, size: int) -> None:
    _save_csv(root, [["title", "synopsis"], *([f"Film {row}", "word, " * (2_000 * size)] for row in range(20))])


def _many_rows(root: Path, size: int) -> None:
    _save_csv(root, [["title", "year"], *([f"Film {row}", str(1900 + row % 100)] for row in range(250 * size))])


def _save_csv(root: Path, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (root / "input.csv").write_text(text.getvalue(), encoding="utf-8")


def _zip_of_lists(root: Path, size: int) -> None:
    heading = "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n2024-01-02,L,,,\n\n"
    heading += "Position,Name,Year,URL,Description\n"
    with zipfile.ZipFile(root / "input.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ratings.csv", "Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,A,1999,,4\n")
        for number in range(100 * size):
            archive.writestr(f"lists/{number}.csv", f"{heading}1,A,1999,,\n")


def _zip_bomb(root: Path, size: int) -> None:
    with zipfile.ZipFile(root / "input.tc", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tellico.xml", b"<x>" + b"<a>b</a>" * (2 * size * KIB * KIB))


def _deep_xml(root: Path, size: int) -> None:
    depth = 5_000 * size
    (root / "input.xml").write_text(f"<collection>{'<a>' * depth}{'</a>' * depth}</collection>", encoding="utf-8")


def _entities(root: Path, size: int) -> None:
    levels = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(size))
    text = f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]><Collection><DVD><Title>&e{size};</Title></DVD></Collection>'
    (root / "input.xml").write_text(text, encoding="utf-8")


KINDS = {
    "a long title": _toml(lambda size: f'title = "{"x" * (100 * KIB * size)}"\n'),
    "many words": _toml(lambda size: f'title = "X"\nsynopsis = "{_words(12_000 * size)}"\n'),
    "many people": _toml(
        lambda size: 'title = "X"\ncast = [' + ", ".join(f'"A{n:x} B{n:x}"' for n in range(5_000 * size)) + "]\n"
    ),
    "spellings of one person": Kind(_people),
    "deep tables": _toml(lambda size: 'title = "X"\n' + "".join(f"[{'.'.join('abcd' * size)}]\n" for _ in range(1))),
    "a wide table": _toml(lambda size: 'title = "X"\n[own]\n' + "".join(f"k{n} = {n}\n" for n in range(5_000 * size))),
    "many keys of one's own": _toml(
        lambda size: 'title = "X"\n' + "".join(f"own{n} = 'v{n}'\n" for n in range(5_000 * size))
    ),
    "many problems": _toml(
        lambda size: 'title = "X"\nyear = []\n' + "".join(f"[[films]]\nyear = 'y{n}'\n" for n in range(2_000 * size))
    ),
    "many comments": _toml(
        lambda size: (
            f'title = "X"\n{_keys(2_000 * size)}note = """\n{_COMMENT * (2_000 * size)}"""\n{_COMMENT * (2_000 * size)}'
        )
    ),
    "files of 1 MiB": Kind(_crowd),
    "a wide table to import": Kind(_wide_csv, is_import=True),
    "long cells to import": Kind(_long_cells, is_import=True),
    "many rows to import": Kind(_many_rows, is_import=True),
    "a zip bomb": Kind(_zip_bomb, is_import=True),
    "a zip of many lists": Kind(_zip_of_lists, is_import=True),
    "deep XML": Kind(_deep_xml, is_import=True),
    "XML of entities": Kind(_entities, is_import=True),
}


def _browse(root: Path) -> int:
    """Open the browser, see the first release, and quit."""
    pid, handle = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-m", "disctui", str(root)], os.environ | {"TERM": "xterm-256color"})
    seen = bytearray()
    end = time.monotonic() + 600
    while b"release" not in seen and time.monotonic() < end:
        seen += _read(handle)
    time.sleep(0.3)
    os.write(handle, b"\x11")
    while _read(handle) or select.select([handle], [], [], 0.2)[0]:
        if time.monotonic() > end:
            break
        if os.waitpid(pid, os.WNOHANG)[0]:
            return 0
    os.waitpid(pid, 0)
    return 0


def _read(handle: int) -> bytes:
    if not select.select([handle], [], [], 0.2)[0]:
        return b""
    try:
        return os.read(handle, 65536)
    except OSError:
        return b""


OPERATIONS: dict[str, Callable[[Path], object]] = {
    "show": lambda root: run(["show", "-l", str(root), "x"]),
    "check": lambda root: run(["check", "-l", str(root)]),
    "set": lambda root: run(["set", "-l", str(root), "x", "year=1932"]),
    "search": lambda root: run(["search", "-l", str(root), "x"]),
    "browser": _browse,
}
"""What is done with a library."""
IMPORT = {"import": lambda root: run(["import", "--yes", "-l", str(root / "into"), str(next(root.glob("input.*")))])}
"""And with a file to be imported."""


def cost_of(work: Callable[[], object]) -> Cost:
    """What something costs that is done in a child of its own."""
    child = os.fork()
    if not child:
        try:
            handle = os.open(os.devnull, os.O_RDWR)
            os.dup2(handle, 1)
            os.dup2(handle, 2)
            sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
            work()
        finally:
            os._exit(0)
    _, _, used = os.wait4(child, 0)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / KIB)


def measured(kind: Kind, work: Callable[[Path], object], sizes: tuple[int, ...] = SIZES) -> Iterator[Cost]:
    """What an operation costs on each size of a kind of input, beyond what it costs on next to nothing."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({f"XDG_{name}_HOME": f"{folder}/{name}" for name in ("STATE", "CACHE", "CONFIG", "DATA")})
        nothing = cost_of(lambda: work(_made(Path(folder, "nothing"), _NOTHING_IN if kind.is_import else _NOTHING, 1)))
        for size in sizes:
            root = _made(Path(folder, str(size)), kind, size)
            found = cost_of(lambda: work(root))  # noqa: B023
            yield Cost(max(0.0, found.seconds - nothing.seconds), max(0.0, found.mebibytes - nothing.mebibytes))


_NOTHING = _toml(lambda _: 'title = "X"\n')
_NOTHING_IN = Kind(lambda root, _: _save_csv(root, [["title"], ["A"]]), is_import=True)


def _made(root: Path, kind: Kind, size: int) -> Path:
    (root / "into").mkdir(parents=True) if kind.is_import else root.mkdir()
    kind.make(root, size)
    return root


def exponent(seconds: list[float], sizes: tuple[int, ...] = SIZES) -> float | None:
    """The power of the size by which times grow, from the first that can be measured to the last; None if none can."""
    known = [(size, one) for size, one in zip(sizes, seconds, strict=True) if one >= _LEAST]
    if len(known) < len(sizes) - 1:
        return None
    (first, low), (last, high) = known[0], known[-1]
    return math.log(high / low) / math.log(last / first)


def main() -> int:
    """Print the table; the exit status is 1 where something grows faster than the input."""
    wanted = sys.argv[1:]
    print("| input | operation | s at 1, 2, 4, 8 x | MiB at 8 x | exponent |\n| --- | --- | --- | --- | --- |")  # noqa: T201
    for name, kind in KINDS.items():
        if wanted and not any(word in name for word in wanted):
            continue
        for operation, work in (IMPORT if kind.is_import else OPERATIONS).items():
            costs = list(measured(kind, work))
            seconds = [one.seconds for one in costs]
            power = exponent(seconds)
            shown = " ".join(f"{one:.2f}" for one in seconds)
            said = "flat" if power is None else f"{power:.2f}"
            print(f"| {name} | {operation} | {shown} | {costs[-1].mebibytes:.0f} | {said} |", flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
