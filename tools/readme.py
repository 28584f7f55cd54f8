"""Writes the generated parts of README.md: the table of keys comes from the table of commands.

python -m tools.readme            write them
python -m tools.readme --check    fail where they are out of date
"""

import sys
from pathlib import Path

from disctui.tui.commands import groups, key_name

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- keys: made by `make readme` -->", "<!-- end of keys -->"


def key_table() -> str:
    """The README's table of keys."""
    lines = ["| | key | does |", "| --- | --- | --- |"]
    for heading, commands in groups().items():
        for number, item in enumerate(commands):
            keys = " ".join(f"`{key_name(key)}`" for key in item.keys)
            lines.append(f"| {heading if not number else ''} | {keys} | {item.help} (`{item.id}`) |")
    return "\n".join(lines)


def with_keys(text: str) -> str:
    """The README's text with the table as it should be now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{key_table()}\n{END}{after}"


def main() -> int:
    """Write the README, or only look whether it is up to date."""
    text = README.read_text(encoding="utf-8")
    wanted = with_keys(text)
    if "--check" in sys.argv:
        return int(text != wanted)
    README.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
