"""What a rule is: one kind of problem, with what it means, an example and the remedy."""

import msgspec

from disctui.problem import Severity


class Rule(msgspec.Struct, frozen=True):
    """One kind of problem."""

    name: str
    severity: Severity
    about: str
    """What is wrong and why it matters: one paragraph."""
    example: str
    """Lines of a file that have the problem, or the name of one."""
    remedy: str
    """The same lines mended, or what to do."""
    is_fixable: bool = False
    """Whether `disctui check --fix` can mend it where there is only one way to."""
    is_asked_for: bool = False
    """Whether nobody is told of it who has not asked for it."""
