"""Writes what is generated from the code: the table of keys of README.md, what completion reads, the manual.

python -m tools.readme            write them
python -m tools.readme --check    fail where they are out of date
"""

import sys
from pathlib import Path

from disctui.tui.commands import groups
from disctui.tui.keys import key_name
from tools import command_table, man_page

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


def generated() -> dict[Path, str]:
    """Every file that is generated, wholly or in parts, to its text as it should be now."""
    return {
        README: with_keys(README.read_text(encoding="utf-8")),
        command_table.TABLE: command_table.text(),
        man_page.PAGE: man_page.page(),
    }


def outdated() -> list[Path]:
    """The generated files that are not as they should be."""
    return [path for path, text in generated().items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def main() -> int:
    """Write what is generated, or only look whether it is up to date."""
    old = outdated()
    if "--check" in sys.argv:
        for path in old:
            print(f"{path.relative_to(README.parent)} is out of date: run `make readme`", file=sys.stderr)
        return int(bool(old))
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
