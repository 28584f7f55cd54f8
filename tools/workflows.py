"""Holds the files by which the project is hosted to their published schemas, which check-jsonschema brings along.

What a runner does with them can only be seen on a runner, so each step that does something must be `make TARGET`.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
SCHEMAS = {
    "vendor.github-workflows": "workflows/*.yml",
    "vendor.dependabot": "dependabot.yml",
    "vendor.github-issue-forms": "ISSUE_TEMPLATE/[!c]*.yml",
    "vendor.github-issue-config": "ISSUE_TEMPLATE/config.yml",
}
"""A schema of check-jsonschema to the files below .github that it describes."""
_STEP = re.compile(r"^\s*-?\s*run:\s*(?P<command>.*)$", re.MULTILINE)


def commands(workflow: str) -> list[str]:
    """What the steps of a workflow run, in their order."""
    return [found["command"] for found in _STEP.finditer(workflow)]


def targets(makefile: str) -> set[str]:
    """The targets of a Makefile that are meant for people: those with a description."""
    return set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))


def strangers() -> Iterator[str]:
    """Steps that run something that is no target of the Makefile, as messages."""
    known = targets((ROOT / "Makefile").read_text(encoding="utf-8"))
    for path in sorted(GITHUB.glob("workflows/*.yml")):
        for command in commands(path.read_text(encoding="utf-8")):
            make, _, rest = command.partition(" ")
            if make != "make" or rest.partition(" ")[0] not in known:
                yield f"{path.relative_to(ROOT)}: {command!r} is no target of the Makefile"


def main() -> int:
    """Check every file; the exit status is 1 where one is wrong."""
    wrong = list(strangers())
    for message in wrong:
        print(message, file=sys.stderr)
    statuses = [
        subprocess.run(  # noqa: S603 - our own files
            [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *sorted(GITHUB.glob(pattern))],
            check=False,
        ).returncode
        for schema, pattern in SCHEMAS.items()
    ]
    return int(bool(wrong) or any(statuses))


if __name__ == "__main__":
    sys.exit(main())
