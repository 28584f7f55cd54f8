"""No part of the program reports a code that `--explain` does not know."""

import re
from pathlib import Path

import disctui
from disctui.checks.rules import codes

SOURCE = Path(disctui.__file__).parent
CODE = re.compile(
    r"""code="([a-z0-9-]+)"
      | (?:Mistake|_Remedy)\(\s*"([a-z]+(?:-[a-z0-9]+)+)"
      | Finding\(\s*\(?[^"]*?(?:"[a-z]+",?\s*)*[^"]*?"([a-z]+(?:-[a-z0-9]+)+)"
      | file_problem\(\s*\w+,\s*"([a-z0-9-]+)"
      | \.say\([^"]*?"([a-z]+(?:-[a-z]+)+)"
    """,
    re.VERBOSE,
)


def test_every_code_in_the_source_is_explained() -> None:
    unknown = set()
    for path in SOURCE.rglob("*.py"):
        for found in CODE.finditer(path.read_text("utf-8")):
            code = next(filter(None, found.groups()))
            if code not in codes():
                unknown.add((str(path.relative_to(SOURCE)), code))
    assert unknown == set()


def test_no_code_is_explained_that_nobody_reports() -> None:
    text = "".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py") if path.name != "codes.py")
    assert [name for name in codes() if f'"{name}"' not in text] == []
