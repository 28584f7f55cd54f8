"""Holds a release to what its parts say.

`python -m tools.release v1.2.3` fails where the tag is not the version of the package, or CHANGELOG.md has no dated
section for it; otherwise it prints that section.
"""

import re
import sys
from pathlib import Path

from disctui import __version__

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"


def notes(version: str, changelog: str) -> str:
    """What the changelog says of a version.

    Raises:
        ValueError: it has no section for it, or one without a date.
    """
    found = re.search(rf"^## \[{re.escape(version)}\](?P<rest>.*)$", changelog, re.MULTILINE)
    if found is None:
        raise ValueError(f"CHANGELOG.md has no section ## [{version}]")
    if not re.fullmatch(r" - \d{4}-\d{2}-\d{2}", found["rest"]):
        raise ValueError(f"the section of {version} in CHANGELOG.md has no date: ## [{version}] - YYYY-MM-DD")
    rest = changelog[found.end() :]
    following = re.search(r"^## ", rest, re.MULTILINE)
    return rest[: following.start() if following else None].strip()


def main(words: list[str]) -> int:
    """Check a tag; the exit status is 1 where it should not be released."""
    if words != [f"v{__version__}"]:
        print(f"the tag must be v{__version__}, not {' '.join(words) or 'empty'}", file=sys.stderr)
        return 1
    try:
        print(notes(__version__, CHANGELOG.read_text(encoding="utf-8")))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
