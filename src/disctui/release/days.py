"""What day it is, and days in words."""

import datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def this_day() -> datetime.date:
    """Today, where the user is."""
    return datetime.datetime.now().astimezone().date()


def in_words(day: datetime.date) -> str:
    """A day as one writes it: "4 Oct 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def part_in_words(text: str) -> str:
    """A day, month or year of ISO text in words: "4 Oct 2026", "Oct 2026", "2026"."""
    year, *rest = text.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*words, *([MONTHS[int(rest[0]) - 1]] if rest else []), year])


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its word: "1 day", "2 days"."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
