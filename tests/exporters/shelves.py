"""Any release, for promises that say "any"."""

import datetime
from typing import Any

from hypothesis import strategies as st

from disctui.exporters.exporter import Entry
from disctui.release_file.reading import to_release

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)
FILLED = TEXTS.filter(str.strip)
LISTS = st.lists(FILLED, min_size=1, max_size=3)
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))
AMOUNTS = st.one_of(st.integers(0, 10**6), st.floats(0, 10**6, allow_nan=False))
TIMES = st.times().map(lambda at: at.replace(fold=0))  # TOML has no fold
ODD = st.one_of(
    FILLED, st.integers(-(2**60), 2**60), st.booleans(), DAYS, TIMES, st.datetimes().map(lambda at: at.replace(fold=0)),
    st.floats(allow_nan=False), st.sampled_from(["2020-01-01", {"$date": "x"}, {"$table": {}}, [], {}]),
)  # fmt: skip
KNOWN = {
    "title": FILLED,
    "original_title": FILLED,
    "year": st.integers(1870, 2200),
    "directors": LISTS,
    "cast": LISTS,
    "synopsis": FILLED,
    "special_features": LISTS,
    "films": st.lists(
        st.fixed_dictionaries({"title": FILLED}, optional={"year": st.integers(1900, 2000), "cast": LISTS}),
        min_size=1,
        max_size=2,
    ),
    "release": st.fixed_dictionaries(
        {},
        optional={
            "date": st.one_of(DAYS, st.sampled_from(["2020", "2020-03"])),
            "upc": st.sampled_from(["715515242615", "0018111275491"]),
            "spine": st.one_of(st.integers(0, 9999), FILLED, st.sampled_from(["12", '"x"', "-3"])),
            "regions": LISTS,
        },
    ),
    "price": st.fixed_dictionaries(
        {},
        optional={
            "list": AMOUNTS,
            "in_stock": st.booleans(),
            "currency": st.just("USD"),
            "target": AMOUNTS | st.just("-40%"),
        },
    ),
    "specs": st.fixed_dictionaries({}, optional={"length": st.floats(0.5, 9999), "audio": LISTS}),
    "collection": st.fixed_dictionaries(
        {},
        optional={
            "status": st.sampled_from(["owned", "wishlist"]),
            "bought": DAYS,
            "paid": AMOUNTS,
            "watched": st.lists(DAYS | st.sampled_from(["2019", "2019-05"]), min_size=1, max_size=3),
            "slot": st.integers(0, 99) | st.sampled_from(["14", "B 3"]),
            "loans": st.lists(
                st.fixed_dictionaries({"to": FILLED}, optional={"on": DAYS, "back": DAYS}), min_size=1, max_size=2
            ),
            "rating": st.integers(1, 10).map(lambda halves: halves / 2),
            "notes": FILLED,
        },
    ),
}
DOCUMENTS = st.fixed_dictionaries(
    {"title": FILLED}, optional={name: values for name, values in KNOWN.items() if name != "title"}
)


def entry(document: dict[str, Any], release_id: str = "x") -> Entry:
    release = to_release(document)
    assert release is not None
    return Entry(release_id, release, document)
