"""What each command costs to start, on the sample library: processor time, memory, modules, and the heavy ones of them.

python -m benchmarks.commands

Processor time rather than time on the clock, so that what else runs on the machine matters less. Each command is run
several times, in a process of its own, after the cache of the library was written; the median is printed.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.tables import table
from disctui.library.locations import sample_library

RUNS = 9
COMMANDS = (
    ["--version"],
    ["--help"],
    ["show", "stalker"],
    ["set", "stalker", "collection.rating=4.5", "--dry-run"],
    ["check", "stalker.toml"],
    ["check"],
    ["export", "--format", "json"],
    ["export", "--format", "csv", "director:kurosawa"],
    ["search", "kurosawa"],
    ["import", "--dry-run", "list.csv"],
    ["completions", "zsh", "--", "disctui", "search", "dir"],
    ["completions", "zsh", "--", "disctui", "show", "the-"],
    ["schema"],
)
_TELL = """
import sys
try:
    from disctui.cli import run
    status = run(sys.argv[1:])
except SystemExit:
    pass
heavy = [name for name in ("numpy", "textual", "tree_sitter", "rapidfuzz") if name in sys.modules]
with open("modules.txt", "w", encoding="utf-8") as file:
    print(len(sys.modules), *heavy, file=file)
"""


def measure(words: list[str], folder: Path) -> tuple[float, float]:
    """Run a command once.

    Returns:
        Processor time in seconds, user and system together, and the most memory in MB.
    """
    with (folder / "out.txt").open("wb") as out:
        process = subprocess.Popen([sys.executable, *words], cwd=folder, stdout=out, stderr=out)
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return used.ru_utime + used.ru_stime, used.ru_maxrss / scale


def row(words: list[str], folder: Path) -> list[str]:
    """A line of the table."""
    runs = [measure(["-m", "disctui", *words], folder) for _ in range(RUNS)]
    measure(["-c", _TELL, *words], folder)
    modules, *heavy = (folder / "modules.txt").read_text(encoding="utf-8").split()
    seconds, most = (statistics.median(values) for values in zip(*runs, strict=True))
    return [f"`disctui {' '.join(words)}`", f"{seconds * 1000:.0f}", f"{most:.0f}", modules, ", ".join(heavy)]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "DISCTUI_LIBRARY": str(sample_library()),
            **{f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "CACHE", "DATA", "STATE")},
        }
        (folder / "list.csv").write_text("Title,Year\nStalker,1979\n", encoding="utf-8")
        measure(["-m", "disctui", "search", "kurosawa"], folder)  # writes the cache
        bare = [measure(["-c", "pass"], folder) for _ in range(RUNS)]
        seconds, most = (statistics.median(values) for values in zip(*bare, strict=True))
        rows = [["Python alone", f"{seconds * 1000:.0f}", f"{most:.0f}", "", ""]]
        rows += [row(words, folder) for words in COMMANDS]
    table(["command", "ms of processor", "MB", "modules", "of the heavy ones"], rows)
    print(f"load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
