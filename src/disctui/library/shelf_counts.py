"""How many releases stand on each shelf, for the bar of the browser."""

from disctui.library.catalogue import Catalogue
from disctui.library.searches_file import Shelf


def counted_shelves(catalogue: Catalogue) -> list[tuple[str, int, int]]:
    """The shelves of the bar with their counts, and how much of what is lent is late.

    Those that every library has are left out where nothing stands on them.
    """
    found = []
    for shelf in catalogue.shelves.shelves:
        if shelf.hidden:
            continue
        count = catalogue.count_on(shelf)
        if count or shelf.is_own or not shelf.query:
            late = catalogue.count_on(Shelf("", "is:late")) if shelf.query == "is:lent" else 0
            found.append((shelf.name, count, late))
    return found
