"""What stands beside a release and is not in its file: its other editions, and what it was asked for before.

Found in a thread once the cursor has rested; kept as long as nothing changes.
"""

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from disctui.library.comparison import other_editions
from disctui.library.price_history import NoHistory, PriceHistories
from disctui.release.details import Field

if TYPE_CHECKING:
    from disctui.library.catalogue import Catalogue

_RELEASE_TAB = 1
_WITH_EDITIONS = (0, 4)
"""Tabs at whose end the other editions are named: of the film, and of one's own copy."""


class Asides:
    """Finds them for one library.

    Args:
        root: The library's folder.
        environ: The environment that git is started with.
    """

    def __init__(self, root: str, environ: Mapping[str, str]) -> None:
        self._root, self._environ = root, environ

    @functools.cached_property
    def prices(self) -> PriceHistories:
        """The price histories of the library."""
        return PriceHistories(self._root, self._environ)

    def fields(self, catalogue: "Catalogue", name: str, tab: int) -> tuple[Field, ...]:
        """The fields that a tab of the details shows of a release or film, by its id; may take seconds."""
        if tab in _WITH_EDITIONS:
            others = other_editions(catalogue, name)
            return (Field("", "Also on the shelf", "\n".join(others)),) if others else ()
        entry = catalogue.entry(name)
        if tab != _RELEASE_TAB or entry is None:
            return ()
        try:
            history = self.prices.of(entry.path)
        except NoHistory:
            return ()
        words = (("Price history", history.in_words), ("Lowest", history.lowest_in_words.removeprefix("lowest ")))
        return tuple(Field("", label, text) for label, text in words if text)
