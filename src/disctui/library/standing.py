"""How a release stands with its owner, in one word for the list: late, lent, missing, wished for, rated ..."""

from typing import NamedTuple

from disctui.library.listing import Listing

_STATUS_WORDS = {"ordered": ("order", "o"), "wishlist": ("wish", "w"), "sold": ("sold", "s")}


class Standing(NamedTuple):
    """What the list says in its column of states."""

    word: str = ""
    """"" for what is on the shelf, neither rated nor seen."""
    rating: str = ""
    """The owner's, as "4.5"; "" for none."""
    letter: str = ""
    """One letter for a list that has no room for the word."""
    is_here: bool = True
    """Whether it stands on the shelf now."""

    def fitted(self, width: int) -> str:
        """The word, and the rating behind it where both fit into `width` cells; the rating alone without a word."""
        both = f"{self.word} {self.rating}".strip()
        if len(both) <= width:
            return both
        return self.word if len(self.word) <= width else self.word[:4]


def standing(listing: Listing, today: int) -> Standing:
    """How a release stands: the first that holds of late, lent, missing, ordered, wished for, sold, rated, seen.

    Args:
        listing: The release.
        today: The day it is, as `datetime.date.toordinal` counts.
    """
    rating = f"{listing.rating:g}" if listing.rating is not None else ""
    if listing.is_lent:
        is_late = bool(listing.due) and listing.due < today
        return Standing("late" if is_late else "lent", rating, "L" if is_late else "l", is_here=False)
    if listing.is_missing:
        return Standing("missing", rating, "m", is_here=False)
    if listing.status in _STATUS_WORDS:
        word, letter = _STATUS_WORDS[listing.status]
        return Standing(word, rating, letter, is_here=False)
    if rating:
        return Standing("", rating, rating[0])
    return Standing("seen", "", "v") if listing.seen else Standing()
