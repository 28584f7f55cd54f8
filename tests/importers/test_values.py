import datetime
from pathlib import Path

import pytest

from disctui.importers import foreign_dates, foreign_names, foreign_values
from disctui.importers.encoding import decode
from disctui.importers.reading import Given


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020-03-24", "2020-03-24"),
        ("2020-03", "2020-03"),
        ("2020", "2020"),
        ("March 24th, 2020", "2020-03-24"),
        ("March 1 2023", "2023-03-01"),
        ("Mar 24, 2020", "2020-03-24"),
        ("24 March 2020", "2020-03-24"),
        ("24. März 2020", "2020-03-24"),
        ("3/23/2012", "2012-03-23"),
        ("23/3/2012", "2012-03-23"),
        ("23.3.2012", "2012-03-23"),
        ("03.04.2012", "2012-04-03"),
        ("2008-05-14T23:52:45.000Z", "2008-05-14"),
        ("March 2020", "2020-03"),
        ("February 30, 2020", None),
        ("13/13/2012", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_are_read_in_each_programs_way(text: str, found: str | None) -> None:
    assert foreign_dates.date(text) == found


def test_day_and_month_are_told_apart_by_the_column_where_the_value_cannot_tell() -> None:
    assert foreign_dates.whole_date("07/09/2009") == datetime.date(2009, 7, 9)
    assert foreign_dates.whole_date("07/09/2009", day_first=True) == datetime.date(2009, 9, 7)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("715515242615", "715515242615"),
        ("018111-275491", "018111275491"),
        ("4-010232-031129", "4010232031129"),
        ("85392118823.0", "085392118823"),
        ("18111275491", "018111275491"),  # 11 digits: the zero that a spreadsheet took
        ("4321000004", None),  # 10 digits are never padded, even where the check digit would fit
        ("715515242616", None),
        ("7.15515E+11", None),
        ("", None),
    ],
)
def test_a_bar_code_is_mended_only_where_it_cannot_become_another(text: str, found: str | None) -> None:
    assert foreign_values.barcode(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("97 mins", 97), ("1:37:00", 97), ("2:13", 133), ("97:30", 97.5), ("1h 37m", 97), ("1 h 37", 97), ("102 min", 102),
     ("96 Minutes", 96), ("105", 105), ("0", None), ("", None), ("long", None)],
)  # fmt: skip
def test_running_times_become_minutes(text: str, found: float | None) -> None:
    assert foreign_values.minutes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("Lester, Richard", "Richard Lester"), ("Downey, Robert, Jr.", "Robert Downey Jr."),
     ("Downey, Jr., Robert", "Robert Downey Jr."), ("Robert Downey, Jr.", "Robert Downey, Jr."), ("Cher", "Cher")],
)  # fmt: skip
def test_names_stand_in_the_order_in_which_they_are_spoken(text: str, found: str) -> None:
    assert foreign_names.person(text) == found


def test_a_rating_is_taken_only_where_it_falls_on_a_half() -> None:
    assert foreign_values.star_rating("7", 10) == 3.5
    assert foreign_values.star_rating("10 / 10", 10) == 5
    assert foreign_values.star_rating("8.3", 10) is None
    assert foreign_values.star_rating("0", 10) is None


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é".encode(), "é"),
        ("é".encode("utf-8-sig"), "é"),
        ("é€".encode("cp1252"), "é€"),
        ("éa".encode("utf-16"), "éa"),
        ("<?xml?>".encode("utf-16-le"), "<?xml?>"),
        (b"<?xml version='1.0' encoding='iso-8859-1'?>\x93x\x94", "<?xml version='1.0' encoding='iso-8859-1'?>“x”"),
        (b'<?xml version="1.0" encoding="utf-16"?><a/>', '<?xml version="1.0" encoding="utf-16"?><a/>'),
        (b"<?xml version='1.0' encoding='UTF-8'?>\xe9", "<?xml version='1.0' encoding='UTF-8'?>é"),
    ],
)
def test_text_is_read_in_whatever_encoding_it_has(data: bytes, text: str) -> None:
    assert decode(data).text == text


def test_a_file_that_is_plain_for_a_megabyte_is_still_offered_in_every_encoding(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_bytes(b"Title,Year\n" + b"Plain,1999\n" * 100_000 + "Сова,1964\n".encode("cp1251"))
    found = {one.encoding: one.sample for one in Given(file).readings()}
    assert found["cp1251"] == "Сова,1964"
    file.write_bytes(b"Title,Year\n" + b"Plain,1999\n" * 100_000)
    assert Given(file).readings() == []
