"""What is shown of a count: panels of bars, each bar a query with its number."""

import msgspec


class Bar(msgspec.Struct, frozen=True):
    """One line of a panel."""

    label: str
    count: int
    """How many films or releases its query finds."""
    query: str = ""
    """What finds them, beside the query of all that is counted; "" where no query does."""
    amount: float | None = None
    """Money, in the currency of the panel."""

    @property
    def size(self) -> float:
        """What its length stands for."""
        return self.count if self.amount is None else self.amount


class Panel(msgspec.Struct, frozen=True):
    """Bars of one kind."""

    by: str
    """Its name on the command line."""
    title: str
    unit: str
    """What is counted: "films" or "releases"."""
    note: str = ""
    """A word beside the title: of how many it is known."""
    bars: tuple[Bar, ...] = ()
    others: Bar | None = None
    """What has a value, but none that has a bar."""
    without: Bar | None = None
    """What has no value."""
    currency: str = ""
    """Of the amounts."""
    foot: str = ""
    """A sentence below the bars."""
    is_series: bool = False
    """Whether the bars are one after the other in time and small, so that they can stand in one line."""

    @property
    def lines(self) -> tuple[Bar, ...]:
        """All lines: the bars, the others, and what has no value."""
        return (*self.bars, *(one for one in (self.others, self.without) if one is not None))

    @property
    def largest(self) -> float:
        """What the longest bar stands for."""
        return max((bar.size for bar in self.bars), default=0)
