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


def ago(day: datetime.date, today: datetime.date) -> str:
    """How long ago a day was, in one unit: "today", "3 weeks ago", "a year ago"; "" for one to come."""
    days = (today - day).days
    if days < 2:
        return ("today", "yesterday")[days] if days >= 0 else ""
    for unit, size in (("year", 365), ("month", 30), ("week", 7)):
        if days >= size * (1 if unit != "week" else 2):
            count = days // size
            return f"{'a' if count == 1 else count} {unit}{'' if count == 1 else 's'} ago"
    return f"{days} days ago"


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its word: "1 day", "2 days"."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
