"""How long large imports take, and how much memory: `python -m benchmarks.imports`.

The discs of DVD Profiler are those of a real collection, some 82 people each, where `../shared` has them; without it,
discs that are made up with as many people. Each import runs in a process of its own, into a new library. User time is
measured, since others may work on the machine, and a loop of Python beside it, which says how fast it is just then.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.tables import table

_REAL = Path(__file__).resolve().parents[2] / "shared/data/exports/dvd-profiler/Collection_royw.xml"
_PEOPLE = "".join(
    f'<Actor FirstName="Ann{n}" MiddleName="" LastName="Example" BirthYear="0" Role="Part {n}" CreditedAs=""/>\n'
    for n in range(82)
)
_MADE_UP = f"""  <DVD>
    <ID>1</ID>
    <Title>Film</Title>
    <ProductionYear>1957</ProductionYear>
    <Overview>{"A lighthouse, at night. " * 40}</Overview>
    <Actors>{_PEOPLE}</Actors>
  </DVD>
"""
_LOOP = "n = 0\nfor _ in range(20_000_000):\n    n += 1"


class Used(NamedTuple):
    """What a process took."""

    seconds: float
    """Of the processor, in user mode."""
    megabytes: float
    """At the most."""


def discs(path: Path, count: int) -> None:
    """Write an export of DVD Profiler with `count` discs."""
    is_real = _REAL.is_file()
    text = _REAL.read_text(encoding="cp1252") if is_real else f"<Collection>\n{_MADE_UP}</Collection>"
    found = re.findall(r"  <DVD>\n.*?\n  </DVD>\n", text, re.DOTALL)
    with path.open("w", encoding="cp1252") as file:
        file.write('<?xml version="1.0" encoding="windows-1252"?>\n<Collection>\n')
        for number in range(count):
            disc = found[number % len(found)]
            disc = disc.replace("</ID>", f".{number}</ID>", 1).replace("</Title>", f" {number}</Title>", 1)
            file.write(disc)
        file.write("</Collection>\n")


def rows(path: Path, count: int) -> None:
    """Write a table of `count` films."""
    lines = (f'Film {n},{1950 + n % 70},"Ann Example; Bob Other",Blu-ray,{n % 10},2021-05-06' for n in range(count))
    path.write_text("\n".join(["Title,Year,Director,Format,Rating,Purchase Date", *lines]))


def used(command: list[str], environment: dict[str, str]) -> Used:
    """What a command took."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Used(usage.ru_utime, usage.ru_maxrss / scale)


def _loop() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.executable, "-c", _LOOP], check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def _measured(name: str, make: Callable[[Path, int], None], count: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        file, library = Path(folder, name), Path(folder, "library")
        library.mkdir()
        make(file, count)
        size = file.stat().st_size / 1e6
        homes = {f"XDG_{kind}_HOME": f"{folder}/{kind}" for kind in ("STATE", "CACHE", "CONFIG", "DATA")}
        command = [sys.executable, "-m", "disctui", "import", "-l", str(library), "--yes", str(file)]
        looped = _loop()
        began = time.perf_counter()
        took = used(command, os.environ | homes)
        whole = time.perf_counter() - began
        written = sum(1 for _ in library.glob("*.toml"))
    return [f"{count:,} in {name}, {size:.0f} MB", f"{written:,}", f"{took.seconds:.1f} s",
            f"{took.seconds / looped:.1f} x", f"{whole:.1f} s", f"{took.megabytes:.0f} MB"]  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--discs", type=int, nargs="+", default=[10_000], help="discs of DVD Profiler")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000], help="rows of a table")
    wanted = parser.parse_args(arguments)
    lines = [_measured("Collection.xml", discs, count) for count in wanted.discs]
    lines += [_measured("shelf.csv", rows, count) for count in wanted.rows]
    table(["import", "files", "user time", "beside a loop of 20 million", "in all", "memory"], lines)


if __name__ == "__main__":
    main()
