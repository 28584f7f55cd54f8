"""What is the owner's in a release file: parts of dates, loans, targets, and what is said of one film of a set."""

import datetime

import pytest

from disctui.release.details import fields
from disctui.release.model import Loan, Release
from disctui.release_file.reading import Reading, read_release


def read(text: str) -> Reading:
    return read_release(f'title = "S"\n{text}'.encode(), "s.toml")


def good(text: str) -> Release:
    reading = read(text)
    assert reading.problems == ()
    assert reading.release is not None
    return reading.release


def test_days_months_and_years_of_viewings_stand_in_one_list() -> None:
    mine = good('[collection]\nwatched = ["2019", "2019-05", 2020-03-24]\n').collection
    assert mine.watched == ("2019", "2019-05", "2020-03-24")


@pytest.mark.parametrize("wrong", ['"soon"', "2019", '"2019-13"', '"2019-02-30"', "2020-03-24T10:00:00"])
def test_a_wrong_viewing_costs_itself_alone(wrong: str) -> None:
    reading = read(f'[collection]\nwatched = [2020-03-24, {wrong}]\nlocation = "A"\n')
    assert reading.release is not None
    assert reading.release.collection.watched[0] == "2020-03-24"
    assert reading.release.collection.location == "A"
    (problem,) = reading.problems
    assert (problem.line, problem.code) == (3, "wrong-type")
    assert "2020-03-24" in (problem.hint or "")


def test_a_loan_that_ended_keeps_person_and_days() -> None:
    mine = good('[collection]\nloans = [{ to = "Ines", on = 2019-02-01, back = 2019-03-10 }]\n').collection
    assert mine.loans == (Loan(to="Ines", on=datetime.date(2019, 2, 1), back=datetime.date(2019, 3, 10)),)


@pytest.mark.parametrize(
    ("loan", "column", "code"),
    [
        ("{ on = 2019-02-01 }", 27, "no-name"),
        ('{ to = "Tom", on = "soon" }', 46, "wrong-type"),
        ("5", 27, "wrong-type"),
        ('{ to = "Tom", rating = 5 }', 41, "wrong-table"),
    ],
)
def test_a_wrong_loan_costs_itself_alone_and_is_told_with_its_place(loan: str, column: int, code: str) -> None:
    reading = read(f'[collection]\nloans = [{{ to = "Ines" }}, {loan}]\nlocation = "A"\n')
    assert reading.release is not None
    assert reading.release.collection.loans[0] == Loan(to="Ines")
    assert reading.release.collection.location == "A"
    assert [(one.line, one.column, one.code) for one in reading.problems] == [(3, column, code)]


def test_a_film_of_a_set_has_a_rating_viewings_notes_and_a_loan_of_its_own() -> None:
    release = good(
        '[[films]]\ntitle = "A"\nrating = 3.5\nwatched = ["2014"]\nloaned_to = "Ines"\nnotes = "n"\ndiscs = "DVD"\n'
    )
    shown = [(field.key, field.text) for field in fields(release, 0) if field.key.startswith("films")]
    assert ("films[1].rating", "3.5 of 5  ★★★½") in shown
    assert ("films[1].watched", "2014") in shown
    assert ("films[1].loaned_to", "Ines") in shown
    assert ("films[1].notes", "n") in shown
    assert ("films[1].discs", "DVD") in shown


def test_a_wrong_rating_of_a_film_is_told_at_its_place() -> None:
    (problem,) = read('[[films]]\ntitle = "A"\nrating = 3.3\n').problems
    assert (problem.line, problem.column, problem.code) == (4, 10, "out-of-range")


@pytest.mark.parametrize(
    ("prices", "said"),
    [
        ('list = 40\ntarget = "-40%"\n', "$24.00  (-40% of the list price)  $16.00 to go"),
        ('list = 40\nsale = 24\ntarget = "-40 %"\n', "$24.00  (-40 % of the list price)  reached"),
        ("sale = 24\ntarget = 20\n", "$20.00  $4.00 to go"),
        ("target = 20\n", "$20.00"),
        ('target = "-40%"\n', "-40%"),
    ],
)
def test_my_price_says_how_far_it_is(prices: str, said: str) -> None:
    release = good(f'[price]\ncurrency = "USD"\n{prices}')
    assert [field.text for field in fields(release, 1) if field.key == "price.target"] == [said]


@pytest.mark.parametrize("wrong", ['"cheap"', "-3", "true", '"40%"'])
def test_a_target_that_is_neither_amount_nor_percentage_costs_itself_alone(wrong: str) -> None:
    reading = read(f'[price]\ncurrency = "USD"\ntarget = {wrong}\nlist = 20\n')
    assert reading.release is not None
    assert (reading.release.price.target, reading.release.price.list) == (None, 20)
    assert [problem.line for problem in reading.problems] == [4]
    assert reading.problems[0].hint
