"""Writes the table of CONTRIBUTING.md that says how many lines of each room the tests reach; see `make coverage`."""

import json
from collections import Counter
from pathlib import Path

from tools.readme import ROOT, with_part

REPORT = ROOT / ".venv" / "coverage" / "coverage.json"
"""What `coverage json` wrote."""
PAGE = ROOT / "CONTRIBUTING.md"


def room_of(file: str) -> str:
    """The room that a file of `src/disctui` belongs to: its folder, or the folder itself for the modules in it."""
    folders = Path(file).parts[:-1]
    below = folders[folders.index("disctui") + 1 :]
    depth = 2 if below[:1] == ("tui",) else 1
    return "/".join(below[:depth]) + "/" if below else "(modules)"


def table(report: Path = REPORT) -> str:
    """The table, a line for each room and one for all."""
    lines: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    for file, found in json.loads(report.read_text(encoding="utf-8"))["files"].items():
        for name in (room_of(file), "all"):
            lines[name] += found["summary"]["num_statements"]
            reached[name] += found["summary"]["covered_lines"]
    rows = [
        f"| `{name}` | {lines[name]:,} | {100 * reached[name] / lines[name]:.1f} % |"
        for name in [*sorted(lines.keys() - {"all"}), "all"]
        if lines[name]
    ]
    return "\n".join(["| room | lines | reached |", "| --- | ---: | ---: |", *rows])


if __name__ == "__main__":
    PAGE.write_text(
        with_part(PAGE.read_text(encoding="utf-8"), "coverage", table(), "coverage"), encoding="utf-8", newline="\n"
    )
