"""Prints the oldest dependencies that pyproject.toml allows, as constraints for pip: `>=1.2` becomes `==1.2`."""

import re
import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)\s*>=\s*(?P<lowest>[^,;\s]+)")


def lowest(requirements: list[str]) -> list[str]:
    """A constraint for each requirement.

    Raises:
        ValueError: a requirement has no lower bound.
    """
    constraints = []
    for requirement in requirements:
        found = _REQUIREMENT.match(requirement)
        if found is None:
            raise ValueError(f"{requirement!r} has no lower bound")
        constraints.append(f"{found['name']}=={found['lowest']}")
    return constraints


def main() -> int:
    """Print them, one a line."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    print("\n".join(lowest(project["dependencies"])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
