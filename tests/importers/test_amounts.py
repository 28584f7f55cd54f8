"""Amounts of money in tables, and whose money they are."""

from typing import Any

import pytest

from disctui.importers.columns import ColumnMapping
from disctui.importers.foreign_amounts import amount, heading_of_amounts
from disctui.importers.generic_csv import GenericCsv

from .reading import kept, read, releases


def prices_of(text: str) -> list[dict[str, Any]]:
    """What the releases of a table say of prices, and what they cost."""
    return [one.get("price", {}) | one.get("collection", {}) for one in releases(read(text, "shelf.csv", "csv"))]


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$44.55", 44.55, "USD"),
        ("USD 12", 12, "USD"),
        ("£5", 5, "GBP"),
        ("1,234", 1234, None),
        ("12,5", 12.5, None),
        ("44,55 €", 44.55, "EUR"),
        ("1.234,56", 1234.56, None),
        ("CHF 1'200.-", 1200, "CHF"),
        ("EUR12.50", 12.5, "EUR"),
        ("US $12", 12, "USD"),
        ("$12 CAD", 12, "CAD"),
        ("CA$12 CAD", 12, "CAD"),
        ("12 Euro", 12, "EUR"),
        ("12 US dollars", 12, "USD"),
        ("Kr. 99", 99, "SEK"),
        ("99:-", 99, "SEK"),
        ("99,-", 99, None),
        ("1,980円", 1980, "JPY"),
        ("￥1980", 1980, "JPY"),
        ("19,99 DM", 19.99, "DEM"),
    ],
)
def test_an_amount_is_read_with_its_currency(text: str, value: float, currency: str | None) -> None:
    found = amount(text)
    assert found is not None
    assert (found.value, found.currency) == (value, currency)


@pytest.mark.parametrize("text", ["12 quid", "$12 EUR", "free", "", "x" * 50])
def test_what_is_no_amount_is_not_taken_for_one(text: str) -> None:
    assert amount(text) is None


@pytest.mark.parametrize(
    ("heading", "currency"),
    [
        ("Preis (€)", "EUR"),
        ("Price (USD)", "USD"),
        ("Pris SEK", "SEK"),
        ("Paid $", "USD"),
        ("Paid (CAD)", "CAD"),
        ("Cena [zł]", "PLN"),
        ("Price in EUR", "EUR"),
        ("Preis in Euro", "EUR"),
        ("purchase_price_gbp", "GBP"),
        ("Kaufpreis/€", "EUR"),
        ("£ paid", "GBP"),
        ("List price, usd", "USD"),
        ("Prix（円）", "JPY"),
        ("Pris i kr", "SEK"),
        ("Prix", None),
        ("Paid (gift)", None),
        ("Price (new)", None),
    ],
)
def test_the_currency_of_a_heading_is_that_of_its_bare_amounts(heading: str, currency: str | None) -> None:
    bare, shared, other = prices_of(f"Title;{heading}\nHeron;12,50\nOwl;£3\nAsh;R$ 4\n")
    for found, amount_found, code in ((bare, 12.5, currency), (shared, 3, "GBP"), (other, 4, "BRL")):
        assert found.pop("currency", None) == code
        assert list(found.values()) == [amount_found]


def test_a_sign_of_several_currencies_is_that_of_the_heading_or_of_the_column_of_currencies() -> None:
    assert prices_of("Title;Price (CAD)\nHeron;$12\nOwl;US$ 13\n") == [
        {"currency": "CAD", "list": 12},
        {"currency": "USD", "list": 13},
    ]
    assert prices_of("Title;Pris (NOK)\nHeron;99 kr\nOwl;99 SEK\n") == [
        {"currency": "NOK", "list": 99},
        {"currency": "SEK", "list": 99},
    ]
    assert prices_of("Title;Price;Currency\nHeron;$12;CAD\nOwl;99 kr;NOK\nAsh;5;€\n") == [
        {"currency": "CAD", "list": 12},
        {"currency": "NOK", "list": 99},
        {"currency": "EUR", "list": 5},
    ]


def test_an_amount_in_another_currency_than_the_others_of_its_release_is_kept() -> None:
    (found,) = read("Title;Price (USD);Paid (€);Currency\nHeron;12;9;EUR\n", "shelf.csv", "csv")
    assert found.document["price"] == {"currency": "EUR"}
    assert found.document["collection"] == {"paid": 9}
    assert kept(found) == {"Price (USD)": "12"}


def test_the_currency_of_a_column_can_be_said_in_a_mapping() -> None:
    text = b"Title,Price (USD),Wert\nHeron,12,13\n"
    proposed = GenericCsv().proposal_text(text).decode()
    assert 'reads = "amount in USD"' in proposed
    said = proposed.replace("amount in USD", "amount in AUD").encode()
    (found,) = GenericCsv(ColumnMapping.load(said)).read(text, "shelf.csv")
    assert found.document["price"] == {"currency": "AUD", "list": 12}
    with pytest.raises(ValueError, match="nothing reads as 'amount in dollars'"):
        ColumnMapping.load(proposed.replace("amount in USD", "amount in dollars").encode())


def test_a_heading_that_is_no_more_than_a_currency_or_is_very_long_names_none() -> None:
    for heading in ("Yen", "USD", "", "in " * 3000, "(" * 3000):
        assert heading_of_amounts(heading) == (heading, "")


@pytest.mark.parametrize(
    ("header", "currency", "is_guessed"),
    [
        ("Titel;År;Köpt;Pris", "SEK", False),
        ("Tittel;År;Kjøpt;Pris", "NOK", False),
        ("Titel;År;Købt;Pris", "DKK", False),
        ("Tittel;Språk;Bought;Pris", "NOK", False),
        ("Titel;Språk;Bought;Pris", "SEK", False),
        ("Tittel;Instruktør;Bought;Pris", "NOK", False),
        ("Titel;Instruktør;Bought;Pris", "DKK", False),
        ("Titel;Undertekster;Bought;Pris", "DKK", False),
        ("Title;Språk;Bought;Pris", "SEK", True),
        ("Title;Instruktør;Bought;Pris", "NOK", True),
        ("Tittel;Köpt;Bought;Pris", "SEK", True),
        ("Title;Year;Bought;Price", "SEK", True),
    ],
)
def test_whose_crowns_kr_are_is_told_by_the_language_of_the_headings(
    header: str, currency: str, *, is_guessed: bool
) -> None:
    text = f"{header}\nHeron;;2020-01-02;kr 199,50\nOwl;;2020-01-03;99 kr\nAsh;;2020-01-04;$12\n"
    found = read(text, "shelf.csv", "csv")
    prices = [one["price"] for one in releases(found)]
    assert prices == [
        {"currency": currency, "list": 199.5},
        {"currency": currency, "list": 99},
        {"currency": "USD", "list": 12},
    ]
    doubts = [problem.message for one in found if one.of_file for problem in one.problems]
    assert any(f"kr is taken for {currency}" in doubt for doubt in doubts) is is_guessed
