"""Editions of a film, or any releases, side by side: what differs, what only one of them has, what goes with it."""

import functools
from collections.abc import Callable, Iterator, Sequence

import msgspec

from disctui.library.catalogue import Catalogue
from disctui.library.shared_items import Shared, shared_items
from disctui.release.details import minutes, money
from disctui.release.model import Film, Release, is_unset
from disctui.safe_text import clean, clean_lines

FEWEST, MOST = 2, 6
"""Editions that can be compared at once."""
NOTHING = "–"
_SAID = ("4k", "blu-ray", "dvd")
"""What the name of an edition may say of its disc."""
_LINES_LIMIT = 4_000
"""Characters of one value that are shown."""
Lines = tuple[str, ...]


class Held(msgspec.Struct, frozen=True):
    """One edition: a release, or a film of a box set."""

    id: str
    """`ID`, or `ID#2`."""
    release: Release
    number: int = 0
    """Which film of a box set, from 1; 0 for the release."""

    @property
    def release_id(self) -> str:
        """The id of the file."""
        return self.id.rpartition("#")[0] if self.number else self.id

    @property
    def film(self) -> Film | None:
        """The film of the box set."""
        return self.release.films[self.number - 1] if self.number else None

    def key_of(self, key: str) -> str:
        """A row's key in the file; of what is said film by film that of the film."""
        name = key.rpartition(".")[2]
        is_own = self.film is not None and not is_unset(getattr(self.film, name, None))
        return f"films[{self.number}].{name}" if is_own else key

    @property
    def title(self) -> str:
        """Title and year of the film."""
        one = self.film or self.release
        return clean(f"{one.title} ({one.year})" if one.year else one.title, 200)

    @property
    def heading(self) -> str:
        """What tells this edition from others: edition or label, disc and year; of a film of a set that set."""
        edition, year = self.release.release, (self.release.release.date or "")[:4]
        if self.number:
            return clean(" ".join(filter(None, (self.release.title, year))), 100)
        label = edition.edition or (edition.studio or "").removesuffix(" Collection") or edition.country
        disc = "BD" if self.release.disc_format == "Blu-ray" else self.release.disc_format
        if any(kind in (edition.edition or "").lower() for kind in _SAID):
            disc = ""  # it says so
        return clean(" ".join(filter(None, (label, disc, year))) or self.id, 100)

    @property
    def length(self) -> float | None:
        """Minutes of the film."""
        return self.film.length if self.film is not None else self.release.specs.length

    @property
    def length_in_words(self) -> str:
        """What it lasts, as "96 min (1 h 36 min)"; "" where it is not known."""
        return minutes(self.length) if self.length else ""

    @property
    def standing(self) -> str:
        """How it stands with its owner, as said behind a name: "owned", "wishlist", "lent"."""
        one = self.film or self.release.collection
        is_lent = one.loaned_to or one.loaned_on or self.release.collection.loaned_to
        return "lent" if is_lent else self.release.collection.status or "owned"


class Row(msgspec.Struct, frozen=True):
    """One row of the table."""

    label: str
    key: str
    """Dotted key of the file that it is made of."""
    cells: tuple[Lines, ...]
    """By edition its lines, safe to show; none where it says nothing."""
    differs: bool


class Comparison(msgspec.Struct, frozen=True, dict=True):
    """Editions side by side."""

    editions: tuple[Held, ...]
    is_one_film: bool = False
    """Whether all of them hold the same film."""

    @property
    def title(self) -> str:
        """What is compared: the film where all hold one, and how many editions."""
        count = len(self.editions)
        return f"{self.editions[0].title} · {count} editions" if self.is_one_film else f"{count} releases"

    @functools.cached_property
    def headings(self) -> tuple[str, ...]:
        """What each column is called; the id stands behind it where two would be called the same."""
        names = [one.heading for one in self.editions]
        return tuple(
            name if names.count(name) == 1 else clean(f"{name} · {one.id}", 200)
            for name, one in zip(names, self.editions, strict=True)
        )

    @functools.cached_property
    def lists(self) -> dict[str, list[Shared]]:
        """Tracks, subtitles and features of all, by label."""
        return {
            label: shared_items([of(one)[0] for one in self.editions], are_tracks=label == "Audio")
            for label, _, of in _LISTS
        }

    @functools.cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows, those that differ first."""
        rows = [*self._values(_BEFORE), *self._listed(), *self._values(_AFTER)]
        return tuple(sorted(rows, key=lambda row: not row.differs))

    def shown_rows(self, *, is_all: bool) -> tuple[Row, ...]:
        """The rows that differ, or all of them."""
        return self.rows if is_all else tuple(row for row in self.rows if row.differs)

    def _values(self, names: "Sequence[tuple[str, str, Callable[[Held], Lines]]]") -> Iterator[Row]:
        for label, key, value in names:
            cells = tuple(value(one) for one in self.editions)
            if any(cells):
                yield Row(label, key, cells, len(set(cells)) > 1)

    def _listed(self) -> Iterator[Row]:
        """Rows of the lists: how many, what only one edition has, and what several have."""
        for label, key, of in _LISTS:
            shared = self.lists[label]
            counted = [of(one) for one in self.editions]
            if not shared:
                continue
            if all(len(items) <= 1 for items, _ in counted):
                cells = tuple(tuple(map(_line, items)) for items, _ in counted)
                yield Row(label, key, cells, len(set(cells)) > 1)
                continue
            sums: tuple[Lines, ...] = tuple(
                (f"{len(items)}{where}" if items else "none in the file",) for items, where in counted
            )
            yield Row(label, key, sums, len(set(sums)) > 1)
            alone = [one.items for one in shared if one.is_alone]
            if alone:
                cells = tuple(tuple(_line(item) for item in items if item) for items in zip(*alone, strict=True))
                yield Row("  only here", key, cells, differs=True)
            for one in shared:
                if not one.is_alone:
                    cells = tuple((_line(item),) if item is not None else () for item in one.items)
                    name = "  in several" if one.is_equal else "  ≈ in several"
                    yield Row(name, key, cells, not (one.is_equal and one.is_everywhere))

    def without(self, place: int) -> str:
        """What is gone if one edition goes, and what stays in which of the others.

        Args:
            place: Which edition, from 0.
        """
        one = self.editions[place]
        gone, kept = [], []
        for label, noun, nouns in (
            ("Special features", "feature", "features"),
            ("Audio", "audio track", "audio tracks"),
            ("Subtitles", "subtitle language", "subtitle languages"),
        ):
            mine = [item for item in self.lists[label] if item.items[place] is not None]
            lost = sum(item.is_alone for item in mine)
            if lost:
                gone.append(f"{lost} {noun if lost == 1 else nouns}")
            elif mine:
                kept.append((_KEPT[label], self._holding(place, mine)))
        picture = _picture(one)
        holding = [other for other, held in enumerate(self.editions) if other != place and picture <= _picture(held)]
        if picture and holding:
            kept.insert(0, ("the picture", tuple(self.headings[other] for other in holding[:1])))
        elif picture:
            gone.append("its picture (" + ", ".join(sorted(picture)) + ")")
        mine_here = one.film or one.release.collection
        gone += [
            *(["your note"] if mine_here.notes else []),
            *(["your rating"] if mine_here.rating is not None else []),
            *([f"{len(mine_here.watched)} viewings"] if len(mine_here.watched) > 1 else []),
            *(["1 viewing"] if len(mine_here.watched) == 1 else []),
        ]
        return _sentence(gone, kept)

    def _holding(self, place: int, items: Sequence[Shared]) -> Lines:
        """The editions that between them have some items too, as few as come first."""
        left, names = list(items), []
        for other, heading in enumerate(self.headings):
            if other != place and any(item.items[other] is not None for item in left):
                names.append(heading)
                left = [item for item in left if item.items[other] is None]
        return tuple(names)


def compared(catalogue: Catalogue, ids: Sequence[str]) -> Comparison:
    """Releases and films of a library side by side; those that are not there, or can't be read, are left out."""
    found = tuple(one for name in ids if (one := held(catalogue, name)) is not None)
    return Comparison(
        found, bool(found) and {one.id for one in found} <= {*catalogue.editions.editions_of(found[0].id)}
    )


def held(catalogue: Catalogue, name: str) -> Held | None:
    """The edition of an id, `ID` or `ID#2`; None where there is none."""
    named = catalogue.listings.parted(name)
    release = catalogue.release(named.release) if named is not None else None
    if named is None or release is None or named.film > len(release.films):
        return None
    return Held(name, release, named.film)


def other_editions(catalogue: Catalogue, name: str) -> Lines:
    """The other editions of a film in words, by what the list knows of them: "Criterion 4K+BD 2022 (wishlist)"."""
    return tuple(_in_words(catalogue, other) for other in catalogue.editions.others(name))


def _in_words(catalogue: Catalogue, name: str) -> str:
    before, mark, number = name.rpartition("#")
    entry = catalogue.entry(name) or catalogue.entry(before)
    if entry is None or entry.listing is None:
        return clean(name, 100)
    listing = entry.listing
    state = f" ({listing.status})" if listing.status != "owned" else " (lent)" if listing.is_lent else ""
    if mark and listing.id == before:
        return clean(f"film {number} of {listing.title}{state}", 200)
    label = listing.edition or listing.studio.removesuffix(" Collection")
    disc = "" if any(kind in listing.edition.lower() for kind in _SAID) else listing.disc
    words = " ".join(filter(None, (label, disc, listing.date[:4])))
    return clean(f"{words or listing.id}{state}", 200)


def _sentence(gone: Sequence[str], kept: Sequence[tuple[str, Lines]]) -> str:
    by_place: dict[Lines, list[str]] = {}
    for what, where in kept:
        by_place.setdefault(where, []).append(what)
    lost = f"{_listing(gone)} {'are' if _are_several(gone) else 'is'} gone" if gone else "nothing is gone"
    stay = (
        f"{_listing(what)} {'stay' if _are_several(what) else 'stays'} in {_listing(where)}"
        for where, what in by_place.items()
    )
    return "; ".join([f"without this one {lost}", *stay]) + "."


def _are_several(words: Sequence[str]) -> bool:
    """Whether a verb after these words is in the plural."""
    return len(words) > 1 or (words[0].partition(" (")[0].endswith("s") and not words[0].startswith("1 "))


def _listing(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


# -- what each row says of an edition


def _line(value: object) -> str:
    return clean(str(value), 1000)


def _one(value: object) -> Lines:
    return () if value is None or value == "" else (_line(value),)


def _each(items: Sequence[str]) -> Lines:
    return tuple(map(_line, items[:100]))


def _state(one: Held) -> Lines:
    mine, film = one.release.collection, one.film
    own = film or mine
    words: list[str] = [mine.status or "not said: owned"]
    to = own.loaned_to or mine.loaned_to
    if to or own.loaned_on or mine.loaned_on:
        words.append(f"lent to {to}" if to else "lent")
    if mine.missing:
        words.append("missing")
    rating = own.rating if own.rating is not None else mine.rating
    if rating is not None:
        words.append(f"rated {rating:g}")
    times = len(own.watched)
    if times or own.seen:
        words.append("seen" if times < 2 else f"seen {times} times")
    return (_line(" · ".join(words)),)


def _location(one: Held) -> Lines:
    mine = one.release.collection
    return _one(" · ".join(str(part) for part in (mine.location, mine.slot) if part is not None))


def _edition(one: Held) -> Lines:
    of_set = f"film {one.number} of {len(one.release.films)}" if one.number else ""
    return _one(" · ".join(filter(None, (one.release.release.edition, of_set))))


def _prices(one: Held) -> Lines:
    price, paid = one.release.price, one.release.collection.paid
    asked = [price.list, paid]
    if all(amount is None for amount in asked):
        return ()
    return _one(" · ".join(NOTHING if amount is None else money(amount, price.currency) for amount in asked))


def _discs(one: Held) -> Lines:
    return _each((one.film.discs if one.film is not None else ()) or one.release.specs.discs)


def _length(one: Held) -> Lines:
    return _one(one.length_in_words)


def _notes(one: Held) -> Lines:
    notes = (one.film.notes if one.film is not None else None) or one.release.collection.notes
    return tuple(clean_lines(notes.strip(), _LINES_LIMIT).split("\n")) if notes else ()


def _picture(one: Held) -> frozenset[str]:
    specs = one.release.specs
    return frozenset(clean(text, 100) for text in (*specs.video, *specs.hdr))


def _features(one: Held) -> tuple[Sequence[str], str]:
    if one.film is not None and one.film.special_features:
        return one.film.special_features, ""
    return one.release.special_features, " (of the whole set)" if one.number else ""


_KEPT = {"Special features": "the features", "Audio": "the sound", "Subtitles": "the subtitles"}
_LISTS: tuple[tuple[str, str, Callable[[Held], tuple[Sequence[str], str]]], ...] = (
    ("Audio", "specs.audio", lambda one: (one.release.specs.audio, "")),
    ("Subtitles", "specs.subtitles", lambda one: (one.release.specs.subtitles, "")),
    ("Special features", "special_features", _features),
)
_BEFORE: tuple[tuple[str, str, Callable[[Held], Lines]], ...] = (
    ("State", "collection.status", _state),
    ("Location", "collection.location", _location),
    ("Edition", "release.edition", _edition),
    ("Released", "release.date", lambda one: _one(one.release.release.date)),
    ("Country", "release.country", lambda one: _one(one.release.release.country)),
    ("Studio", "release.studio", lambda one: _one(one.release.release.studio)),
    ("List · paid", "price.list", _prices),
    ("Regions", "release.regions", lambda one: _one(", ".join(one.release.release.regions))),
    ("Discs", "specs.discs", _discs),
    ("Length", "specs.length", _length),
    ("Video", "specs.video", lambda one: _each(one.release.specs.video)),
    ("HDR", "specs.hdr", lambda one: _each(one.release.specs.hdr)),
    ("Aspect ratio", "specs.aspect_ratios", lambda one: _each(one.release.specs.aspect_ratios)),
)
_AFTER: tuple[tuple[str, str, Callable[[Held], Lines]], ...] = (
    ("Spine", "release.spine", lambda one: _one(one.release.release.spine)),
    ("UPC/EAN", "release.upc", lambda one: _one(one.release.release.upc)),
    ("My notes", "collection.notes", _notes),
)
