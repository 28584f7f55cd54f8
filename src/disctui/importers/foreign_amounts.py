"""Amounts of money as people and programs write them, and the currencies that they and headings name.

A sign such as `$` or `kr` stands for the money of several countries. It is taken for the most usual one, unless what
stands around it, a heading or a column of currencies, names another one that is written so, too.
"""

import math
import re
from typing import NamedTuple

_SHARED = {
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "¥": ("JPY", "CNY"),
}
"""Signs of several currencies, the most usual one first."""
CROWNS = _SHARED["kr"][:3]
"""The currencies that "kr" stands for in the languages whose headings are known."""
_SAME = {"￥": "¥", "円": "jpy", "元": "cny", ":-": "kr", "dollar": "$", "dollars": "$"}
"""What is written for another sign, code or name."""
_SIGNS = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "pound": "GBP", "pounds": "GBP", "₽": "RUB", "руб": "RUB",
    "zł": "PLN", "zl": "PLN", "złoty": "PLN", "₹": "INR", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₪": "ILS", "฿": "THB",
    "c$": "CAD", "ca$": "CAD", "can$": "CAD", "a$": "AUD", "au$": "AUD", "us$": "USD", "us": "USD", "r$": "BRL",
    "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "mx$": "MXN", "fr": "CHF", "sfr": "CHF", "kč": "CZK",
    "ft": "HUF", "dm": "DEM", "yen": "JPY", "kronor": "SEK",
}  # fmt: skip
"""Signs and names of one currency alone."""
_CODES = (
    "USD EUR GBP SEK NOK DKK ISK CHF PLN CZK HUF CAD AUD NZD JPY CNY KRW HKD TWD SGD INR BRL MXN ARS CLP COP ZAR ILS "
    "RUB UAH THB PHP MYR IDR VND BGN RON TRY AED SAR DEM"
)
"""Codes that are looked for in headings; others may be words."""
_AMOUNT = re.compile(
    r"(?:([A-Za-z]{2,3}) )?([^\d\s.,-]{0,8}\.?) ?(\d[\d.,' ]*?)(?:,-|\.-|,--|[.,]?–)? ?(:-|[^\d\s.,-]{0,8}\.?)"
    r"(?: ([^\d\s.,-]{3,8}))?"
)
_NAMED = "|".join(
    sorted((re.escape(sign) for sign in {*_SHARED, *_SAME, *_SIGNS, *_CODES.lower().split()}), key=len, reverse=True)
)
_OPENS, _CLOSES = r"(\[{（", r")\]}）"
_FIRST = re.compile(rf"({_NAMED})(?![^\W_])[\s_:/-]*", re.IGNORECASE)
_LAST = re.compile(
    rf"[\s{_OPENS}_:/,-]*(?<![^\W_])(?:in |en |em |w |i )?({_NAMED})\.?[\s{_CLOSES}]*$",
    re.IGNORECASE,
)
_LONGEST_HEADING = 60


class Amount(NamedTuple):
    """An amount of money and its currency, where the text shows one."""

    value: int | float
    currency: str | None
    sign: str = ""
    """The sign that it was told by, where several currencies have it."""

    def may_be_in(self, currency: object) -> bool:
        """Whether its sign is that of another currency, too."""
        return currency in _SHARED.get(self.sign, ())


class HeadingOfAmounts(NamedTuple):
    """A heading and the currency that it names."""

    name: str
    """The heading without the currency."""
    sign: str
    """Sign, name or code of a currency as it stands there, "" where there is none."""


def amount(text: str, home: str | None = None) -> Amount | None:
    """An amount: `$44.55`, `44,55 €`, `1.234,56`, `USD 12`, `CHF 1'200.-`, `EUR12.50`, `99:-`.

    Args:
        text: The amount.
        home: The currency of an amount that names none, or a sign that this currency shares with others.
    """
    text = " ".join(text.split())
    match = _AMOUNT.fullmatch(text) if len(text) <= 40 else None
    value = _number(match[3]) if match else None
    if match is None or value is None:
        return None
    signs = [part for part in match.group(1, 2, 4, 5) if part and part != "."]
    if not signs:
        return Amount(value, home)
    codes = [code for code in _meant(signs[0]) if all(code in _meant(sign) for sign in signs)]  # "US $12", "$12 USD"
    if not codes:
        return None
    is_shared = len(codes) > 1
    return Amount(value, home if home in codes else codes[0], _plain(signs[0]) if is_shared else "")


def _number(text: str) -> int | float | None:
    """The value of figures with marks for thousands and decimals."""
    digits = re.sub(r"[ ']", "", text)
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        digits = digits.replace("." if comma > point else ",", "").replace(",", ".")
    elif comma >= 0:
        # "1,234" is a thousand and more; "12,5" and "12,50" are decimals.
        digits = digits.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", digits) else digits.replace(",", ".")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    try:
        value = float(digits)
    except ValueError:
        return None
    if not math.isfinite(value) or value > 1_000_000_000:
        return None
    return int(value) if value == int(value) else value


def _plain(sign: str) -> str:
    low = sign.rstrip(".").casefold()
    return _SAME.get(low, low)


def _meant(sign: str) -> tuple[str, ...]:
    """The codes of the currencies that a sign, a name or a code may mean; none where it is none of them."""
    low = _plain(sign)
    if low in _SHARED:
        return _SHARED[low]
    if low in _SIGNS:
        return (_SIGNS[low],)
    return (low.upper(),) if re.fullmatch("[a-z]{3}", low) else ()


def currency(text: str) -> str | None:
    """The code of a currency by its code, its sign or its name; None where it is none."""
    return next(iter(_meant(text.strip())), None)


def is_in_kr(text: str) -> bool:
    """Whether an amount is in "kr", which is the currency of several countries."""
    return ":-" in text or re.search(r"(?<![^\W\d])kr\b", text, re.IGNORECASE) is not None


def heading_of_amounts(heading: str) -> HeadingOfAmounts:
    """A heading parted from the currency before or behind it: `Preis (€)`, `Price USD`, `Cena [zł]`, `€ Preis`."""
    text = heading.strip()
    if len(text) > _LONGEST_HEADING:
        return HeadingOfAmounts(heading, "")
    if (match := _LAST.search(text)) and match.start():
        return HeadingOfAmounts(text[: match.start()], match[1])
    if (match := _FIRST.match(text)) and match.end() < len(text):
        return HeadingOfAmounts(text[match.end() :], match[1])
    return HeadingOfAmounts(heading, "")
