"""Queries on the command line: refused as a whole where a part can't be read, so that none finds too much."""

import os
from argparse import Namespace
from collections.abc import Sequence

from disctui.cli.exit_status import USAGE
from disctui.cli.library_option import Ended
from disctui.cli.output import print_json, say
from disctui.problem import Refused
from disctui.search.query import LONGEST, MOST_TERMS, Query, QueryProblem, parse


class QueryRefused(Refused):
    """A query can't be read.

    Args:
        text: The query.
        problem: Which part of it, and why.
    """

    def __init__(self, text: str, problem: QueryProblem) -> None:
        part = text[problem.start : problem.end].strip()
        super().__init__(f"{part}: {problem.message}" if part else problem.message)
        self.text = text
        self.problem = problem

    @property
    def document(self) -> dict[str, object]:
        """The documented answer to a query that can't be read."""
        problem = {"start": self.problem.start, "end": self.problem.end, "message": self.problem.message}
        return {"query": self.text, "total": 0, "ms": 0.0, "hits": [], "problem": problem}


def joined(words: Sequence[str]) -> str:
    """The words of a command line as one query."""
    return " ".join(word.strip() for word in words)


def read_query(text: str, *, is_whole: bool = True) -> Query:
    """Read what was asked for.

    Args:
        text: The query.
        is_whole: Whether each of its words must count; else those past `MOST_TERMS` are passed over, which finds more.

    Raises:
        QueryRefused: a part of it can't be read, or it holds nothing to look for.
    """
    text = _decoded(text)
    if len(text) > LONGEST:
        raise QueryRefused(text, QueryProblem(LONGEST, len(text), f"a query has at most {LONGEST} characters"))
    query = parse(text, is_complete=True)
    if query.problem is not None:
        raise QueryRefused(text, query.problem)
    if query.is_empty:
        message = "there is nothing in it to look for" if text.strip() else "the query is empty"
        raise QueryRefused(text, QueryProblem(0, len(text), message))
    if query.cut and is_whole:
        raise QueryRefused(text, QueryProblem(0, len(text), f"a query has at most {MOST_TERMS} words"))
    return query


def query_if_any(arguments: Namespace) -> Query | None:
    """What a command is to keep to; None where it is about the whole library.

    Raises:
        Ended: a part of it can't be read; it is said why, with `--json` as a document, too.
    """
    text = joined(arguments.query)
    try:
        return read_query(text) if text else None
    except QueryRefused as refused:
        say(refused.advice)
        if arguments.json:
            print_json({"query": refused.text, "problem": refused.document["problem"]})
        raise Ended(USAGE) from None


def _decoded(text: str) -> str:
    """A query as UTF-8, also where the shell passed its bytes in another encoding.

    Raises:
        QueryRefused: they are not UTF-8.
    """
    start = next((at for at, letter in enumerate(text) if "\ud800" <= letter <= "\udfff"), None)
    if start is None:  # no half characters, which stand for bytes that could not be decoded
        return text
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:
        raise QueryRefused(text, QueryProblem(start, len(text), "the query is not UTF-8")) from None
