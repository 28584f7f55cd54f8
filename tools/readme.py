"""Writes what is generated from the code: tables of the manual, what completion reads, the manual page.

python -m tools.readme            write them
python -m tools.readme --check    fail where they are out of date
"""

import sys
from pathlib import Path

import msgspec

from disctui.cli.keys import TABLE as KEY_SETTINGS
from disctui.release.model import ITEMS, Key, Kind, item_keys, keys
from disctui.release_file.literals import literal
from disctui.tui.commands import groups
from disctui.tui.keys import key_name
from tools import command_table, man_page

ROOT = Path(__file__).parents[1]
KEYS = ROOT / "docs" / "keys.md"
FORMAT = ROOT / "docs" / "file-format.md"
_TYPES = {
    Kind.TEXT: "text",
    Kind.LONG_TEXT: "text, many lines allowed",
    Kind.TEXTS: "list of texts",
    Kind.TEXT_OR_WHOLE: "text or whole number",
    Kind.DATE: "date",
    Kind.PARTIAL_DATE: 'date, or `"2020"`, `"2020-03"`',
    Kind.DATES: 'list of dates, or of `"2020"`, `"2020-03"`',
    Kind.TARGET: 'amount of money, or `"-40%"`',
    Kind.LOANS: "list of tables",
    Kind.CHOICE: '`"owned"`, `"wishlist"`, `"ordered"` or `"sold"`',
    Kind.FILMS: "list of tables",
}
"""Kinds of value that the manual words otherwise than the model."""


def key_table() -> str:
    """The table of the browser's keys."""
    lines = ["| | key | does |", "| --- | --- | --- |"]
    for heading, commands in groups().items():
        for number, item in enumerate(commands):
            names = " ".join(f"`{key_name(key)}`" for key in item.keys)
            lines.append(f"| {heading if not number else ''} | {names} | {item.help} (`{item.id}`) |")
    return "\n".join(lines)


def key_settings() -> str:
    """The table of keys as config.toml has it, commented out: what `disctui keys` prints."""
    lines = [
        "# The keys of the browser. Take the # away in front of a line to change it in config.toml.",
        '# A key is written as "x", "ctrl+x", "f5" or "enter"; several as ["x", "f5"].',
        "[keys]",
    ]
    for heading, commands in groups().items():
        lines += ["", f"# -- {heading}"]
        for item in commands:
            names = [key_name(key) for key in item.keys]
            lines.append(f"# {item.id} = {literal(names[0] if len(names) == 1 else names)}  # {item.help}")
    return "\n".join(lines) + "\n"


def format_table() -> str:
    """The table of the keys of a release file."""
    lines = ["| key | holds | meaning |", "| --- | --- | --- |"]
    listed = list(keys().values())
    for name in ITEMS:
        listed += [msgspec.structs.replace(key, name=f"{name}[].{key.name}") for key in item_keys(name).values()]
    return "\n".join(lines + [_format_line(key) for key in listed])


def _format_line(key: Key) -> str:
    return f"| `{key.name}` | {_TYPES.get(key.kind, key.kind.value)} | {key.description} |"


def with_part(text: str, name: str, part: str, target: str = "readme") -> str:
    """A page's text with one of its generated parts, made by a target of the Makefile, as it should be now."""
    begin, end = f"<!-- {name}: made by `make {target}` -->", f"<!-- end of {name} -->"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{part}\n{end}{after}"


def generated() -> dict[Path, str]:
    """Every file that is generated, wholly or in parts, to its text as it should be now."""
    return {
        KEYS: with_part(KEYS.read_text(encoding="utf-8"), "keys", key_table()),
        KEY_SETTINGS: key_settings(),
        FORMAT: with_part(FORMAT.read_text(encoding="utf-8"), "format", format_table()),
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
            print(f"{path.relative_to(ROOT)} is out of date: run `make readme`", file=sys.stderr)
        return int(bool(old))
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
