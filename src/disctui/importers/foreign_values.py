"""Values as other programs write them, turned into ours: dates, minutes, amounts, bar codes, names, ratings.

Every reader takes text and gives back a value of our format, or None where the text is not one; then nothing is
guessed and the text is kept as it is.
"""

import html
import re
from collections.abc import Callable
from typing import Any

from disctui.importers.foreign_dates import release_date, whole_date, year
from disctui.importers.foreign_names import person
from disctui.release_file.value_checks import check_digit_is_right, is_openable

_CODE_NAME = re.compile(r"^(?:upc|ean|gtin|jan)(?:-?(?:a|8|12|13|14)(?=[:\s]))?\s*[:#]?\s*(?=\d)", re.IGNORECASE)
"""What is written before a bar code."""
_UNIT_HOURS = r"(?:h|hrs?|hours?|std|stunden?|stdn|heures?|horas?|ore|uur|godz|ч|час)"
_UNIT_MINUTES = r"(?:'|′|’|m|mn|mins?|minutes?|minuten|minutos?|minuti|minuter|perc|мин)"
_HOURS = re.compile(
    rf"^(?:(\d{{1,4}})\s?{_UNIT_HOURS}\.?)?[\s,:]{{0,3}}"
    rf"(?:(?:and|und|et|e|y|&) )?(?:(\d{{1,5}})\s?{_UNIT_MINUTES}?\.?)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:ca\.?|circa|approx(?:\.|imately)?|about|env(?:\.|iron)?|~|≈)\s?", re.IGNORECASE)
_DECIMAL = re.compile(rf"^(\d{{1,5}})[.,](\d{{1,6}})\s?{_UNIT_MINUTES}?\.?$", re.IGNORECASE)
_DECIMAL_HOURS = re.compile(rf"^(\d{{1,3}})[.,](\d{{1,2}})\s?{_UNIT_HOURS}\.?$", re.IGNORECASE)
_ISO_LENGTH = re.compile(r"^PT(?:(\d{1,3})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d+)?S)?$", re.IGNORECASE)
_SECONDS = re.compile(r"^(\d{1,7})\s?(?:s|secs?|seconds?|sekunden)$", re.IGNORECASE)


def minutes(text: str) -> int | float | None:
    """A running time: `97 mins`, `1:37:00`, `1 h 37`, `PT97M`, `1 hr, 37 mins`, `1 std 37 min`, `96`."""
    text = _ABOUT.sub("", " ".join(text.split())[:60])[:40]
    if match := re.fullmatch(r"(\d{1,3}):(\d{2})(?::(\d{2})(?:\.\d+)?)?", text):
        first, second, third = int(match[1]), int(match[2]), int(match[3] or 0)
        is_minutes = not match[3] and first > 12  # no film runs 97 hours
        total = first + second / 60 if is_minutes else first * 60 + second + third / 60
        return _whole(round(total, 2)) or None
    if is_hours_and_minutes(text):
        return int(text[0]) * 60 + int(text[2:4])
    if match := _DECIMAL_HOURS.match(text):
        return _whole(round(float(f"{match[1]}.{match[2]}") * 60, 2)) or None
    if match := _DECIMAL.match(text):
        return _whole(float(f"{match[1]}.{match[2]}")) or None
    if (match := _ISO_LENGTH.match(text)) and any(match.groups()):
        hours, mins, secs = (int(part or 0) for part in match.groups())
        return _whole(round(hours * 60 + mins + secs / 60, 2)) or None
    if match := _SECONDS.match(text):
        return seconds(match[1])
    if (match := _HOURS.match(text)) and (match[1] or match[2]):
        return int(match[1] or 0) * 60 + int(match[2] or 0) or None
    return None


def is_hours_and_minutes(text: str) -> bool:
    """Whether a length like `1.48` can only mean an hour and 48 minutes: no film lasts a minute and a half."""
    return re.fullmatch(r"[1-5][.,][0-5]\d", text.strip()) is not None


def seconds(text: str) -> int | float | None:
    """A running time in seconds."""
    return _whole(round(int(text) / 60, 2)) or None if re.fullmatch(r"\d{1,7}", text.strip()) else None


def minutes_of(text: str, units: int) -> int | float | None:
    """A running time of which so many units make a minute: milliseconds, or a media server's ticks."""
    return _whole(round(int(text) / units, 2)) or None if re.fullmatch(r"\d{1,15}", text.strip()) else None


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else number


def barcode(text: str) -> str | None:
    """A bar code with a right check digit, its grouping and a spreadsheet's damage undone.

    A leading zero lost is given back to 11 digits, where the check digit then fits. Never to 10: two zeros can
    make the valid code of another product.
    """
    bare = _CODE_NAME.sub("", text.strip().strip("'\"=").strip("\"'"))
    if re.fullmatch(r"\d{1,3}(?:([,.'\u2019])\d{3})(?:\1\d{3}){2,3}", bare):
        bare = re.sub(r"\D", "", bare)  # as a spreadsheet groups a number
    digits = re.sub(r"[.,]0+$", "", re.sub(r"[\s\u00a0-]", "", bare))
    if not re.fullmatch(r"\d+", digits, re.ASCII):
        return None
    if len(digits) == 11:
        digits = "0" + digits
    return digits if len(digits) in {8, 12, 13, 14} and int(digits) and check_digit_is_right(digits) else None


def barcodes(text: str) -> list[str]:
    """The bar codes of a text that holds nothing else; of several each that stands for another product."""
    one = barcode(text)
    if one is not None:
        return [one]
    found = [barcode(part) for part in re.split(r"[,;/|\n]|\s{2,}", text) if part.strip()]
    codes: dict[str, str] = {}
    for code in found:
        if code is None:
            return []
        codes.setdefault(code.zfill(14), code)
    return list(codes.values())


def star_rating(text: str, of: float) -> float | None:
    """A rating on a scale up to `of` as halves of 5, only where it falls on a half exactly; 0 means none.

    A scale in the text itself counts for more: `8/10`, `85 %`, `4 stars`, `★★★★`.
    """
    text = text.strip()[:40].replace("½", ".5") if re.match(r"\s*\d½", text) else text.strip()[:40]
    if match := re.fullmatch(r"(★{1,5})(½?)[☆✩]{0,4}", text):
        return _whole(len(match[1]) + 0.5 * len(match[2]))
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,3})?) ?(?:(?:/|of|out of|von) ?(\d{1,3})|(%)|(stars?|★|Sterne))?", text)
    if not match:
        return None
    scale = float(match[2] or (100 if match[3] else 5 if match[4] else of) or 1)
    value = float(match[1].replace(",", ".")) * 5 / (scale or 1)
    return _whole(value) if 0.5 <= value <= 5 and value * 2 == int(value * 2) else None


def number_of(text: str) -> float | None:
    """A plain number, as ratings and lengths are judged by."""
    match = re.fullmatch(r"(\d{1,7})(?:[.,](\d{1,3}))?", text.strip())
    return float(f"{match[1]}.{match[2] or 0}") if match else None


_TICKS = "✓✔☑✅🗸"
_CROSSES = "✗✘✖❌❎☐☒"


def truth(text: str) -> bool | None:
    """True or false, in the words of several programs."""
    word = text.strip().lower()
    if word in {"true", "yes", "1", "y", "ja", "oui", "si", "sí", "sì", "sim", "tak", "да", "x", *_TICKS}:
        return True
    return (
        False
        if word in {"false", "no", "0", "n", "nein", "non", "não", "nee", "nej", "nie", "нет", *_CROSSES}
        else None
    )


def seen(text: str) -> bool | None:
    """True where a text says that something was seen, or how often; None where it says that it was not."""
    return True if truth(text) or re.fullmatch(r"[1-9]\d{0,2}", text.strip()) else None


def address(text: str) -> str | None:
    """An http or https address that may be opened."""
    return text.strip() if is_openable(text.strip()) else None


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"<(/?)(br|p|div|li|ul|ol|h[1-6]|b|i|u|em|strong|span|a|font|sup|sub|small|big|hr|tt|center|blockquote|cite)"
    r"(?:\s[^<>]{0,400})?\s?/?>",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"""<a\s[^<>]{0,200}?href\s?=\s?["']?(https?://[^"'\s<>]{1,400})["']?[^<>]{0,200}>"""
    r"""([^<>]{0,400})</a>""",
    re.IGNORECASE,
)
_BLOCKS = {"br", "p", "div", "li", "ul", "ol", "hr", "blockquote", "center"}
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")


def plain_text(text: str) -> str:
    """Text without what a page left in it: entities, tags, marks that only turn the direction of writing."""
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if "<" in text:
        text = _LINK.sub(lambda found: found[2] if found[1] in found[2] else f"{found[2]} ({found[1]})", text)
        text = _TAG.sub(lambda found: "\n" if found[2].lower() in _BLOCKS or found[2][0] in "hH" else "", text)
        if "&" in text:
            text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if not text.isascii():
        text = _INVISIBLE.sub("", text).replace("\u00a0", " ")
    return text


def split_outside(text: str, marks: str) -> list[str]:
    """The parts of a text between any of `marks`; one that stands in round brackets parts nothing."""
    if "(" not in text:
        return re.split(f"[{re.escape(marks)}]", text)
    parts: list[str] = []
    begin = depth = 0
    closing = text.count(")")
    for found in re.finditer(rf"[(){re.escape(marks)}]", text):
        sign = found[0]
        if sign == "(":
            depth += closing > 0  # one that is never closed opens nothing
        elif sign == ")":
            closing -= 1
            depth = max(0, depth - 1) if closing else 0
        elif not depth:
            parts.append(text[begin : found.start()])
            begin = found.end()
    return [*parts, text[begin:]]


def one_line(text: str) -> str | None:
    """Text with its white space in order, or None where there is none."""
    return " ".join(text.split()) or None


def lines(text: str) -> str | None:
    r"""Text of many lines, line ends as \n, without blank edges and tags of a page."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    bare = plain_text(text)
    if bare != text:
        bare = re.sub(r"\n[ \t]*\n\s*", "\n\n", "\n".join(line.strip() for line in bare.split("\n")))
    return bare.strip() or None


def feature_list(text: str) -> list[str]:
    """Extras written as lines, with or without bullets: one each."""
    found = (re.sub(r"^\s*(?:[•*·–-]|\d{1,3}[.)]\s)\s*", "", line) for line in (lines(text) or "").split("\n"))
    return [item for line in found if (item := " ".join(line.split()))]


DISC_NAMES = {
    "blu": "Blu-ray Disc", "blus": "Blu-ray Disc",
    "dvd": "DVD", "dvds": "DVD", "hddvd": "HD DVD", "hd dvd": "HD DVD", "hd-dvd": "HD DVD",
    "blu-ray": "Blu-ray Disc", "bluray": "Blu-ray Disc", "blu ray": "Blu-ray Disc", "bd": "Blu-ray Disc",
    "blu-rays": "Blu-ray Disc", "bds": "Blu-ray Disc", "blu-ray disc": "Blu-ray Disc", "blu-ray discs": "Blu-ray Disc",
    "ultrahd": "4K Ultra HD", "4k": "4K Ultra HD", "uhd": "4K Ultra HD", "4k uhd": "4K Ultra HD",
    "uhd 4k": "4K Ultra HD", "4k ultra hd": "4K Ultra HD", "ultra hd": "4K Ultra HD", "uhd blu-ray": "4K Ultra HD",
    "ultra hd blu-ray": "4K Ultra HD", "4k blu-ray": "4K Ultra HD", "4k bluray": "4K Ultra HD",
    "4k uhd blu-ray": "4K Ultra HD", "4k ultra hd blu-ray": "4K Ultra HD", "blu-ray 4k": "4K Ultra HD",
    "blu-ray 3d": "Blu-ray 3D", "3d blu-ray": "Blu-ray 3D", "bluray3d": "Blu-ray 3D", "3d bluray": "Blu-ray 3D",
    "laserdisc": "LaserDisc", "laser disc": "LaserDisc", "ld": "LaserDisc", "vhs": "VHS", "vcd": "VCD",
    "digital copy": "Digital copy",
}  # fmt: skip
_MEDIUM = re.compile(
    r"4k|uhd|ultra ?hd|blu-?\s?ray|\bblus?\b|\bbds?\b|\bbd-?(?:25|50|66|100)|dvd|laser ?disc|\blds?\b|\bs?-?vhs\b|"
    r"\bs?vcd\b|betamax|\bumd\b|\bced\b|video cd|d-vhs|mini-?disc|super ?8|"
    r"\b(?:8|16|35) ?mm\b|digital (?:copy|download)",
    re.IGNORECASE,
)


_COUNT = re.compile(r"^\d{1,3}(?:\s?[x×]\s?|\s+)(?=[A-Za-z4])")
_DISC_NUMBER = re.compile(r"^dis[ck] \d{1,3}\s*[:.)-]\s*(?=\S)", re.IGNORECASE)


def names_a_disc(text: str) -> bool:
    """Whether a text names what a film comes on: a kind of disc, a tape, a download."""
    return _MEDIUM.search(text) is not None or text.strip().lower() == "digital"


def disc(text: str) -> str | None:
    """A kind of disc by the name on the case."""
    found = one_line(text)
    if found and re.fullmatch(r"(?:(?:4k|uhd|ultra hd|blu-?\s?ray|bd|discs?|[-()])\s*)+", found, re.IGNORECASE):
        found = "4K" if re.search("4k|u", found.lower().replace("blu", "")) else found
    return DISC_NAMES.get(found.lower(), found) if found else None


def disc_list(text: str) -> list[str]:
    """Kinds of disc in one cell: `4K UHD + Blu-ray`, `BD/DVD`, `2 x DVD`."""
    parts = re.split(r"\s*[+;|,\n]\s*|\s+(?:&|and|und|et)\s+|\s*/\s*", text)
    found = [disc(_COUNT.sub("", _DISC_NUMBER.sub("", part))) for part in parts]
    return list(dict.fromkeys(name for name in found if name))


def is_all_discs(text: str) -> bool:
    """Whether a cell names kinds of disc and nothing else."""
    known = set(DISC_NAMES.values())
    return bool(found := disc_list(text)) and known.issuperset(found)


def says_how_many(text: str) -> bool:
    """Whether a text says how many discs of a kind there are."""
    return any(_COUNT.match(part) for part in re.split(r"\s*[+;|,/&]\s*", text.strip()))


def region_list(text: str) -> list[str]:
    """Regions as letters or numbers: `Region A/B`, `ABC`, `1, 2`, `Region Free`; empty where it is none of them."""
    bare = re.sub(
        r"\b(?:regions?|zones?|codes?|région|región|regione|ländercode)\b", " ", text[:200], flags=re.IGNORECASE
    )
    bare = " ".join(bare.replace("-", " ").split())
    if bare.lower() in {"free", "all", "0", "a b c", "abc", "a/b/c", "a, b, c", "alle", "toutes", "todas", "multi"}:
        return ["Free"] if not bare.lower().startswith(("a ", "a/", "a,", "abc")) else ["A", "B", "C"]
    if re.fullmatch(r"[A-Ca-c]{2,3}", bare):
        return list(bare.upper())
    parts = [part for part in re.split(r"[\s,/&+;|]+", bare) if part]
    return [part.upper() for part in parts] if all(re.fullmatch(r"[A-Ca-c]|[0-8]", part) for part in parts) else []


COUNTRIES = {
    "US": "United States", "UK": "United Kingdom", "GB": "United Kingdom", "CA": "Canada", "DE": "Germany",
    "FR": "France", "IT": "Italy", "ES": "Spain", "JP": "Japan", "AU": "Australia", "NL": "Netherlands",
    "SE": "Sweden", "NO": "Norway", "DK": "Denmark", "FI": "Finland", "BE": "Belgium", "PL": "Poland",
    "KR": "South Korea",
    "HK": "Hong Kong", "TW": "Taiwan", "BR": "Brazil", "MX": "Mexico", "IN": "India", "CZ": "Czech Republic",
}  # fmt: skip
"""Countries by the two letters that stand for them."""


def country(text: str) -> str | None:
    """A country by its name, or by its two letters."""
    return COUNTRIES.get(text.strip().upper()) or one_line(text)


def spine(text: str) -> int | str | None:
    """A label's own number: `#12` is 12."""
    bare = text.strip().lstrip("#").strip()
    return int(bare) if re.fullmatch(r"[1-9]\d{0,8}", bare) else one_line(text)


def status(text: str) -> str | None:
    """Whether it is owned, in several programs' words."""
    words = {
        "owned": "owned", "in collection": "owned", "own": "owned", "ordered": "ordered", "on order": "ordered",
        "preordered": "ordered", "pre-ordered": "ordered", "preorder": "ordered", "pre-order": "ordered",
        "bestellt": "ordered", "wish list": "wishlist", "wishlist": "wishlist", "want": "wishlist",
        "wanted": "wishlist", "want it": "wishlist", "wunschliste": "wishlist", "on wish list": "wishlist",
        "sold": "sold", "previously owned": "sold", "verkauft": "sold", "vorhanden": "owned",
    }  # fmt: skip
    return words.get(" ".join(text.lower().split()))


READERS: dict[str, Callable[[str], Any]] = {
    "text": one_line, "lines": lines, "year": year, "date": release_date, "day": whole_date, "minutes": minutes,
    "seconds": lambda text: seconds(text) or minutes(text),
    "milliseconds": lambda text: minutes_of(text, 60_000), "ticks": lambda text: minutes_of(text, 600_000_000),
    "owned if yes": lambda text: status(text) or ("owned" if truth(text) else None),
    "wishlist if yes": lambda text: status(text) or ("wishlist" if truth(text) else None),
    "ordered if yes": lambda text: status(text) or ("ordered" if truth(text) else None),
    "sold if yes": lambda text: status(text) or ("sold" if truth(text) else None),
    "barcode": barcode, "person": person, "true or false": truth, "seen": seen, "address": address,
    "disc": disc, "country": country, "status": status, "features": feature_list, "spine": spine,
    "date, day first": lambda text: release_date(text, day_first=True),
    "day, day first": lambda text: whole_date(text, day_first=True),
    "rating of 5": lambda text: star_rating(text, 5), "rating of 10": lambda text: star_rating(text, 10),
    "rating of 100": lambda text: star_rating(text, 100),
}  # fmt: skip
"""Readers of one value by the name that a saved mapping calls them."""
