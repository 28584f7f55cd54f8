"""The one rule for asking: what concerns several files is asked on a terminal, and needs --yes without one."""

import sys

from disctui.cli.output import say
from disctui.safe_text import clean


def is_agreed(question: str, refusal: str) -> bool:
    """Whether the person at the terminal agrees; without a terminal nobody does.

    Args:
        question: What is asked on standard error, without its question mark.
        refusal: What is said where nobody can be asked.
    """
    if not sys.stdin.isatty():
        say(refusal)
        return False
    print(f"{clean(question)}? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
