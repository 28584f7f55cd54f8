"""Facts that stand on release pages without a label: `1957`, `97 minutes`, `Spine #12`, `Label | 1957 | 97 min`."""

import re

from disctui.importers import foreign_dates, foreign_values
from disctui.importers.builder import ReleaseBuilder

_COUNTRIES = frozenset({
    "argentina", "australia", "austria", "belgium", "brazil", "canada", "chile", "china", "colombia", "croatia",
    "cuba", "czechoslovakia", "denmark", "egypt", "estonia", "finland", "france", "germany", "greece", "hungary",
    "iceland", "india", "indonesia", "iran", "ireland", "israel", "italy", "japan", "mexico", "netherlands",
    "norway", "peru", "philippines", "poland", "portugal", "romania", "russia", "senegal", "serbia", "slovakia",
    "spain", "sweden", "switzerland", "taiwan", "thailand", "turkey", "ukraine", "usa", "us", "uk", "yugoslavia",
    "united states", "united kingdom", "hong kong", "south korea", "north korea", "south africa", "new zealand",
    "soviet union", "czech republic", "west germany", "east germany", "great britain", "burkina faso",
})  # fmt: skip
_LANGUAGES = frozenset({
    "english", "french", "german", "italian", "spanish", "japanese", "russian", "swedish", "danish", "norwegian",
    "finnish", "dutch", "polish", "czech", "hungarian", "portuguese", "mandarin", "cantonese", "chinese",
    "korean", "hindi", "bengali", "persian", "farsi", "arabic", "hebrew", "turkish", "greek", "romanian",
    "silent",
})  # fmt: skip
_COLOURS = re.compile(r"^(?:black (?:and|&) white|b&w|b/w|colou?r(?: and black (?:and|&) white)?)$", re.IGNORECASE)
_RATIO = re.compile(r"^\d[.,]\d{1,2}\s?:\s?1$")
_MINUTES = re.compile(r"^\d{1,4}\s?(?:min(?:ute)?s?\.?)$", re.IGNORECASE)
_SPINE = re.compile(r"^spine\s*(?:#|no\.?|number)?\s*(\d{1,5})$", re.IGNORECASE)
_AKA = re.compile(r"^\(?\s*aka\s+[\"“]?(.+?)[\"”]?\s*\)?$", re.IGNORECASE)
_PLACE_YEAR = re.compile(r"^([A-Z][A-Za-z ./]+?),?\s+((?:18|19|20)\d{2})$")
_PRICE = re.compile(r"^(?:[$£€]\s?\d{1,4}(?:[.,]\d{2})|\d{1,4}[.,]\d{2}\s?(?:€|£|EUR|USD|GBP))$")


def take_fact(builder: ReleaseBuilder, text: str) -> bool:
    """Place a line without a label by what it looks like; False where it looks like nothing that is known."""
    if len(text) > 160:
        return False
    parts = [part.strip() for part in re.split(r"\s*[|•·]\s*|\s+/\s+", text) if part.strip()]
    if len(parts) > 2:
        return _take_list(builder, parts)
    return _take_one(builder, text)


def _take_one(builder: ReleaseBuilder, text: str) -> bool:
    if re.fullmatch(r"(?:18[89]|19\d|20\d)\d", text):
        return builder.put("year", int(text))
    if _MINUTES.match(text):
        return builder.put("specs.length", foreign_values.minutes(text))
    if _RATIO.match(text):
        return builder.put("specs.aspect_ratios", text.replace(" ", "").replace(",", "."))
    if match := _SPINE.match(text):
        return builder.put("release.spine", int(match[1]))
    if text.lower() in _COUNTRIES:
        return builder.put("countries", text)
    if match := _AKA.match(text):
        return builder.put("also_known_as", match[1])
    if (match := _PLACE_YEAR.match(text)) and all(
        part.strip().lower() in _COUNTRIES for part in re.split(r"[/,]| - ", match[1])
    ):
        builder.put("countries", [part.strip() for part in re.split(r"[/,]| - ", match[1])])
        return builder.put("year", int(match[2]))
    if _PRICE.match(text):
        return builder.put_amount("price.sale", text)
    return False


def _take_list(builder: ReleaseBuilder, parts: list[str]) -> bool:
    """A line of facts; the first that is none of the others is the label. False where one has no place."""
    facts = [part for part in parts if _is_fact(part)]
    if len(facts) < 2:
        return False
    left = []
    for number, part in enumerate(parts):
        if _take_one(builder, part):
            continue
        found = foreign_dates.whole_date(part)
        is_placed = found is not None and found.year > 1995 and builder.put("release.date", found)
        if not is_placed and number == 0 and not _is_fact(part):
            is_placed = builder.put("release.studio", foreign_values.one_line(part))
        if not is_placed:
            left.append(part)
    return not left


def _is_fact(part: str) -> bool:
    return bool(
        re.fullmatch(r"(?:18[89]|19\d|20\d)\d", part) or _MINUTES.match(part) or _RATIO.match(part)
        or _SPINE.match(part)
        or _COLOURS.match(part) or part.lower() in _COUNTRIES or part.lower() in _LANGUAGES
        or foreign_dates.whole_date(part)
    )  # fmt: skip


def looks_like_fact(text: str) -> bool:
    """Whether a line is a fact without a label, and thus no title."""
    parts = [part.strip() for part in re.split(r"\s*[|•·]\s*|\s+/\s+", text) if part.strip()]
    if len(parts) > 2:
        return sum(map(_is_fact, parts)) > 1
    return _is_fact(text) or _AKA.match(text) is not None or _PRICE.match(text) is not None


def is_name(text: str) -> bool:
    """Whether a line may be one person's name, and nothing else."""
    return re.fullmatch(r"[^\W\d_][\w.'’-]*(?: (?:[^\W\d_][\w.'’-]*)){1,3}", text) is not None and all(
        word[0].isupper() or word in {"de", "von", "van", "la", "del", "di", "da"} for word in text.split()
    )
