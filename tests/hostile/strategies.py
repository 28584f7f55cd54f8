"""Documents and bytes that hypothesis makes up: what a person, a program or an enemy may put into a release file."""

import datetime
from typing import Any

import tomli_w
from hypothesis import strategies as st

from disctui.release.model import film_keys, keys

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "\x1b]52;c;x\x07", "[/]", "[@click=app.quit]x", "\u202e", "\x9b31m", "=1+1", "\x00", "S" * 500]
    ),
)
NUMBERS = st.one_of(st.integers(-(2**70), 2**70), st.floats(), st.booleans())
DATES = st.one_of(
    st.dates(),
    st.times(),
    st.datetimes(),
    st.datetimes(timezones=st.just(datetime.UTC)),
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(TEXTS, NUMBERS, DATES),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
_NAMES = sorted({name.partition(".")[0] for name in keys()})
_INNER = sorted({name.rpartition(".")[2] for name in keys()} | set(film_keys()) | {"runtime", "speical_features"})
TABLES = st.dictionaries(st.one_of(st.sampled_from(_INNER), TEXTS), VALUES, max_size=5)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document with keys of the format, right and wrong, and with keys of nobody's."""
    made: dict[str, Any] = {"title": draw(TEXTS)} if draw(st.booleans()) else {}
    made |= draw(st.dictionaries(st.one_of(st.sampled_from(_NAMES + _INNER), TEXTS), VALUES, max_size=6))
    for table in draw(st.sets(st.sampled_from(["release", "price", "specs", "collection"]))):
        made[table] = draw(TABLES)
    if draw(st.booleans()):
        made["films"] = draw(st.lists(TABLES, max_size=3))
    return made


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """The bytes of a file: a document, one that was cut, changed or doubled, or any bytes at all."""
    kind = draw(st.sampled_from(["whole", "cut", "changed", "doubled", "lines", "bytes"]))
    if kind == "bytes":
        return draw(st.binary(max_size=200))
    if kind == "lines":
        signs = st.sampled_from(
            [
                'title = "S"',
                "[price]",
                "list = 1",
                '"""',
                "'''",
                "[",
                "]",
                "a.b = 1",
                "\r",
                "year = 'x'",
                "[[films]]",
                "{",
                "=",
                "sale = 12,5",
                "# disctui: ignore",
                "\ufeff",
                "x = [",
                "date = 2024-02-30",
            ]
        )
        return "\n".join(draw(st.lists(signs, max_size=12))).encode()
    data = tomli_w.dumps(draw(documents())).encode("utf-8", "replace")
    at = draw(st.integers(0, len(data)))
    if kind == "cut":
        return data[:at]
    if kind == "changed":
        return data[:at] + draw(st.binary(max_size=4)) + data[at + draw(st.integers(0, 4)) :]
    return data + data if kind == "doubled" else data
