"""The name that a misspelt one stands for: one rule for keys, commands, columns, settings, codes and release ids."""

from collections.abc import Iterable

LIKELY = 0.6
"""How alike two names are, from 0 to 1, for one to be suggested where only known names may stand."""
CERTAIN = 0.79
"""How alike they are for one to be called a slip where any name may stand: `yer` for `year`, not `case` for `cast`."""


def nearest_name(name: str, known: Iterable[str], cutoff: float = LIKELY) -> str | None:
    """The one of `known` that is most like `name`, capitals aside, or None where none is like enough.

    Args:
        name: What was written.
        known: What may be written; the first of several that are equally like it is taken.
        cutoff: `LIKELY` or `CERTAIN`.
    """
    from rapidfuzz import process  # noqa: PLC0415 - 30 ms that only a mistake should cost
    from rapidfuzz.distance import Indel  # noqa: PLC0415

    found = process.extractOne(
        name, list(known), scorer=Indel.normalized_similarity, processor=str.casefold, score_cutoff=cutoff
    )
    return None if found is None else str(found[0])


def suggestion(name: str, known: Iterable[str]) -> str:
    """The remedy for a name that is none of `known`: the one most like it, or all of them."""
    names = list(known)
    near = nearest_name(name, names)
    return f"did you mean {near}?" if near else "one of: " + ", ".join(names)
