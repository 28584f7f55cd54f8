"""A release as fields under tabs, in words: what the details of the browser and `disctui show` print."""

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from disctui.release.days import ago, counted, in_words, part_in_words, this_day
from disctui.release.model import TOML, Collection, Film, Loan, Price, Release, is_unset
from disctui.safe_text import clean, clean_lines

TABS = ("Synopsis", "Release", "Specs", "Special features", "My copy")
TEXT_LIMIT = 20_000
"""Characters of one value that are shown; `e` opens all of it."""
ITEMS_LIMIT = 500
"""Items of one list that are shown."""
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CAD": "CA$", "AUD": "A$", "INR": "₹", "KRW": "₩"}
_BROKEN = 60
"""Characters from which a line of a paragraph counts as broken to fit the file."""
_ITEM = re.compile(r"\d+[.):]")
_WHOLE = {"JPY", "KRW", "HUF", "CLP", "ISK", "VND"}


class Field(NamedTuple):
    """One line or paragraph of the details."""

    key: str
    """Dotted key of the release file; "" for what is computed or a heading."""
    label: str
    """"" for text that needs none."""
    text: str
    """Safe to show; may have many lines."""
    style: str = ""
    """"" , "heading", "item" or "quiet"."""


def money(amount: float, currency: str | None) -> str:
    """An amount as people write it: "$27.88", "27.88 SEK", or "27.88" where the currency is unknown."""
    code = currency or ""
    figures = f"{amount:,.0f}" if code in _WHOLE and amount == int(amount) else f"{amount:,.2f}"
    if code in _SYMBOLS:
        return f"{_SYMBOLS[code]}{figures}"
    return f"{figures} {code}".strip()


def minutes(length: float) -> str:
    """A running time: "96 min", and in hours from an hour on."""
    whole = round(length)
    shown = f"{length:g} min"
    return f"{shown} ({whole // 60} h {whole % 60:02} min)" if whole >= 60 else shown


def heading(release: Release) -> str:
    """Title and year, and the edition where it has a name of its own."""
    year = f" ({release.year})" if release.year else ""
    edition = f" · {release.release.edition}" if release.release.edition else ""
    return clean(f"{release.title}{year}{edition}", 400)


def fields(release: Release, tab: int) -> list[Field]:
    """The fields under a tab, by its number from 0; empty where the file says nothing there."""
    return list((_synopsis, _release, _specs, _features, _my_copy)[tab](release))


def counts(release: Release) -> tuple[int, ...]:
    """How many fields each tab holds."""
    return tuple(len(fields(release, tab)) for tab in range(len(TABS)))


def _line(value: object) -> str:
    return clean(str(value))


def paragraphs(text: str) -> str:
    """Text of many lines: lines that were only broken to fit a file are joined, all others stay."""
    shown = [line.rstrip() for line in clean_lines(text.strip(), TEXT_LIMIT).split("\n")]
    lines = shown[:1]
    for before, line in itertools.pairwise(shown):
        is_broken = len(before) >= _BROKEN and line[:1].isalnum() and not _ITEM.match(line)
        if is_broken:
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _joined(items: Iterable[str]) -> str:
    listed = list(items)
    more = f" … and {len(listed) - ITEMS_LIMIT:,} more" if len(listed) > ITEMS_LIMIT else ""
    return clean(", ".join(listed[:ITEMS_LIMIT]), TEXT_LIMIT) + more


def _many(key: str, label: str, items: tuple[str, ...]) -> Iterator[Field]:
    if items:
        yield Field(key, label, _joined(items))


def _one(key: str, label: str, value: object) -> Iterator[Field]:
    if not is_unset(value):
        yield Field(key, label, _line(value))


def _each(key: str, label: str, items: tuple[str, ...]) -> Iterator[Field]:
    """A list whose items stand on lines of their own."""
    if items:
        more = [f"… and {len(items) - ITEMS_LIMIT:,} more"] if len(items) > ITEMS_LIMIT else []
        yield Field(key, label, "\n".join([*map(_line, items[:ITEMS_LIMIT]), *more]))


def _people(release: Release | Film) -> Iterator[Field]:
    yield from _many("directors", "Director" if len(release.directors) == 1 else "Directors", release.directors)
    yield from _many("writers", "Written by", release.writers)
    yield from _many("cast", "Starring", release.cast)


def _synopsis(release: Release) -> Iterator[Field]:
    if release.synopsis:
        yield Field("synopsis", "", paragraphs(release.synopsis))
    yield from _one("original_title", "Original title", release.original_title)
    yield from _many("also_known_as", "Also known as", release.also_known_as)
    yield from _people(release)
    yield from _many("genres", "Genres", release.genres)
    yield from _many("countries", "Countries" if len(release.countries) > 1 else "Country", release.countries)
    for number, film in enumerate(release.films[:ITEMS_LIMIT]):
        year = f" ({film.year})" if film.year else ""
        yield Field(f"films[{number + 1}].title", "", _line(f"{number + 1}. {film.title}{year}"), "heading")
        yield from _one(f"films[{number + 1}].original_title", "Original title", film.original_title)
        yield from (field._replace(key=f"films[{number + 1}].{field.key}") for field in _people(film))
        if film.length:
            yield Field(f"films[{number + 1}].length", "Length", minutes(film.length))
        yield from _many(f"films[{number + 1}].genres", "Genres", film.genres)
        yield from _many(f"films[{number + 1}].countries", "Countries", film.countries)
        if film.synopsis:
            yield Field(f"films[{number + 1}].synopsis", "", paragraphs(film.synopsis))
        yield from (field._replace(key=f"films[{number + 1}].{field.key}") for field in own_of_film(film))
    if release.note:
        yield Field("note", "Note", paragraphs(release.note))


def own_of_film(film: Film) -> Iterator[Field]:
    """What is the owner's about one film of a set."""
    yield from _each("special_features", "Special features", film.special_features)
    yield from _many("discs", "Disc" if len(film.discs) == 1 else "Discs", film.discs)
    if film.rating is not None:
        yield Field("rating", "My rating", stars(film.rating))
    if film.watched:
        yield Field("watched", "Watched", _joined(sorted(film.watched)))
    if film.seen is not None:
        yield Field("seen", "Seen", "yes" if film.seen else "no")
    yield from _one("loaned_to", "Loaned to", film.loaned_to)
    yield from _one("loaned_on", "Loaned on", film.loaned_on)
    yield from _one("due", "Due back", film.due)
    if film.notes:
        yield Field("notes", "My notes", paragraphs(film.notes))


def _release(release: Release) -> Iterator[Field]:
    edition, price = release.release, release.price
    yield from _one("release.date", "Release date", edition.date)
    yield from _one("year", "Film year", release.year)
    yield from _one("release.country", "Country", edition.country)
    yield from _one("release.studio", "Studio", edition.studio)
    yield from _one("release.edition", "Edition", edition.edition)
    yield from _one("release.spine", "Spine", edition.spine)
    yield from _one("release.upc", "UPC/EAN", edition.upc)
    yield from _many("release.regions", "Region" if len(edition.regions) == 1 else "Regions", edition.regions)
    if price.sale is not None:
        off = f"  ({price.percent_off} % off)" if price.percent_off else ""
        yield Field("price.sale", "Sale price", money(price.sale, price.currency) + off)
    if price.list is not None:
        yield Field("price.list", "List price", money(price.list, price.currency))
    if price.third_party is not None:
        yield Field("price.third_party", "3rd party", money(price.third_party, price.currency))
    if price.target is not None:
        yield Field("price.target", "My price", _target(price))
    if price.checked is not None:
        since = ago(price.checked, this_day())
        yield Field("price.checked", "Looked up", f"{price.checked}{f', {since}' if since else ''}")
    if price.in_stock is not None:
        yield Field("price.in_stock", "Stock", "in stock" if price.in_stock else "not in stock")
    yield from _one("price.store_url", "Store", price.store_url)
    yield from _one("cover", "Cover", release.cover)
    yield from _one("film_id", "Film id", release.film_id)
    yield from _one("title", "Title", release.title)
    yield from _one("sort_title", "Sorted as", release.sort_title)


def _specs(release: Release) -> Iterator[Field]:
    specs = release.specs
    if specs.length is not None:
        yield Field("specs.length", "Length", minutes(specs.length))
    yield from _each("specs.discs", "Disc" if len(specs.discs) == 1 else "Discs", specs.discs)
    yield from _each("specs.video", "Video", specs.video)
    yield from _each("specs.hdr", "HDR", specs.hdr)
    yield from _each("specs.aspect_ratios", "Aspect ratio", specs.aspect_ratios)
    yield from _each("specs.audio", "Audio", specs.audio)
    yield from _many("specs.subtitles", "Subtitles", specs.subtitles)


def _features(release: Release) -> Iterator[Field]:
    features = release.special_features
    for number, feature in enumerate(features[:ITEMS_LIMIT]):
        yield Field(f"special_features[{number + 1}]", "", _line(feature), "item")
    if len(features) > ITEMS_LIMIT:
        yield Field("", "", f"… and {len(features) - ITEMS_LIMIT:,} more", "quiet")


def _my_copy(release: Release) -> Iterator[Field]:
    """What matters first: who has it, where it stands, how it was liked, when it was seen, what it cost."""
    mine, currency = release.collection, release.price.currency
    yield from _loan(mine, this_day())
    yield from _place(mine)
    if mine.rating is not None:
        yield Field("collection.rating", "My rating", stars(mine.rating))
    yield from _viewings(mine)
    yield from _bought(release)
    yield from _loans(mine.loans)
    yield from _one("collection.status", "Status", mine.status)
    yield from _one("collection.sold_on", "Sold", mine.sold_on)
    if mine.sold_for is not None:
        yield Field("collection.sold_for", "Sold for", money(mine.sold_for, currency))
    yield from _many("collection.tags", "Tags", mine.tags)
    if mine.notes:
        yield Field("collection.notes", "My notes", paragraphs(mine.notes))
    for name, value in list(release.extra.items())[:ITEMS_LIMIT]:
        yield Field(name, clean(name, 60), _own(value))


def _loan(mine: Collection, today: datetime.date) -> Iterator[Field]:
    """Who has it, since when, and how late it is: one line."""
    if not mine.loaned_to:
        yield from _one("collection.loaned_on", "Loaned on", mine.loaned_on)
        yield from _one("collection.due", "Due back", mine.due)
        return
    said = f"LENT to {_line(mine.loaned_to)}"
    if mine.loaned_on is not None:
        days = (today - mine.loaned_on).days
        said += f" since {in_words(mine.loaned_on)}" + (f" ({counted(days, 'day')})" if days > 0 else "")
    if mine.due is not None and mine.due < today:
        said += f", {counted((today - mine.due).days, 'day')} LATE"
    yield Field("collection.loaned_to", "", said, "heading")
    yield from _one("collection.due", "Due back", mine.due)


def _place(mine: Collection) -> Iterator[Field]:
    slot = "" if mine.slot is None else str(mine.slot) if mine.location is None else f"slot {mine.slot}"
    lines = [_line(" · ".join(filter(None, (mine.location, slot))))]
    lines += [f"on the shelf when audited {mine.audited}"] if mine.audited is not None else []
    lines += [f"missing since {mine.missing}"] if mine.missing is not None else []
    if any(lines):
        key = "location" if mine.location else "slot" if slot else "audited" if mine.audited is not None else "missing"
        yield Field(
            f"collection.{key}", "Location" if mine.location else "Slot" if slot else "", "\n".join(lines).strip()
        )


def _viewings(mine: Collection) -> Iterator[Field]:
    """How often it was seen, when last, and all days that are known."""
    days = sorted(mine.watched)
    if days:
        last = (
            f", last on {part_in_words(days[-1])}"
            if len(days[-1]) > len("2026-11")
            else ", last in " + part_in_words(days[-1])
        )
        every = f"\n{_joined(days)}" if len(days) > 1 else ""
        yield Field("collection.watched", "Seen", f"{counted(len(days), 'time')}{last}{every}")
    elif mine.seen is not None:
        yield Field("collection.seen", "Seen", "yes, nobody knows when" if mine.seen else "no")


def _bought(release: Release) -> Iterator[Field]:
    """When it was bought and for how much, beside the list price; each on its line, so that a form opens for each."""
    mine, price = release.collection, release.price
    yield from _one("collection.bought", "Bought", mine.bought)
    if mine.paid is not None:
        beside = f" (list {money(price.list, price.currency)})" if price.list is not None else ""
        yield Field("collection.paid", "Paid", money(mine.paid, price.currency) + beside)
    yield from _one("collection.retailer", "Bought from", mine.retailer)


def stars(rating: float) -> str:
    """A rating in figures and stars: "4.5 of 5  ★★★★½"."""
    return f"{rating:g} of 5  {'★' * int(rating)}{'½' if rating % 1 else ''}"


def _target(price: Price) -> str:
    """The price at which it is bought, and how far what is asked is above it."""
    wanted, asked = price.wanted, price.asked
    of_list = f"  ({price.target} of the list price)" if isinstance(price.target, str) and wanted is not None else ""
    if wanted is None:
        return _line(price.target)
    if asked is None:
        return money(wanted, price.currency) + of_list
    to_go = "reached" if asked <= wanted else f"{money(round(asked - wanted, 2), price.currency)} to go"
    return f"{money(wanted, price.currency)}{of_list}  {to_go}"


def _loans(loans: tuple[Loan, ...]) -> Iterator[Field]:
    """The loans that have ended, the last one first."""
    for number, loan in reversed(list(enumerate(loans[:ITEMS_LIMIT]))):
        days = " to ".join(filter(None, (str(loan.on or ""), str(loan.back or "")))) if loan.on else ""
        back = f"back {loan.back}" if loan.back and not loan.on else ""
        text = ", ".join(filter(None, (_line(loan.to), days or back)))
        yield Field(f"collection.loans[{number + 1}].to", "Lent before", text)


def _own(value: TOML) -> str:
    """An owner's value in words; numbers too long to print are said to be so."""
    if isinstance(value, str):
        return paragraphs(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return _joined(_own(item) for item in value[: ITEMS_LIMIT + 1])
    if isinstance(value, dict):
        return _joined(f"{name} = {_own(item)}" for name, item in list(value.items())[: ITEMS_LIMIT + 1])
    if isinstance(value, int) and value.bit_length() > 256:
        return "a very large number"
    return _line(value.isoformat(" ") if isinstance(value, datetime.datetime) else value)
