"""What is owned, wished for, ordered, lent, late or sold: states in rows, shelves, orders, and what they show."""

import datetime

from .person import Person
from .seen import CURSOR, any_of, expects, line, no, today
from .walk import walk

BELOW_48 = 48
"""Cells below which a letter before the title stands for the state."""
STATES = {
    "M ": ("late", "L"),
    "Blade Runner:": ("lent", "l"),
    "Anora": ("wish", "w"),
    "The Night of the": ("order", "o"),
    "The Cranes Are": ("sold", "s"),
}


@walk
def what_is_lent_late_wished_ordered_or_sold_says_so(person: Person) -> None:
    """Each state is a word in its row; in a list of 40 cells a letter before the title. None needs a colour."""
    with person.opens_the_library():
        person.searches("is:lent", "2 of 95", "M ", "Blade Runner:")
        person.keeps_a_picture("lent")
        asked = {"M ": "is:lent", "Blade Runner:": "is:lent", "Anora": "anora"}
        asked |= {"The Night of the": "status:ordered", "The Cranes Are": "status:sold"}
        for title, query in asked.items():
            word, letter = STATES[title]
            person.searches(query, title)
            person.sees(line(title, word) if person.is_at_least(BELOW_48) else line(letter, title))


@walk
def a_loan_is_late_after_its_day(person: Person) -> None:
    """A disc that is due today is lent; once its day is over it is late, in its row and in the bar, without a key."""
    zone, last_day = _before_midnight(seconds=10)
    text = person.reads("m.toml").replace("due       = 2026-11-01", f"due       = {last_day}")
    person.writes("m.toml", text.replace("loaned_on = 2026-10-04", "loaned_on = 2026-01-04"))
    with person.opens_the_library({"TZ": zone}):
        person.searches("is:lent", "2 of 95", "M ", line("lent") if person.is_at_least(BELOW_48) else "M ")
        was_lent = person.is_seen(no("late"))
        expects(was_lent, "nothing late on the day that it is due", person.terminal.text)
        person.sees("late" if person.is_at_least(BELOW_48) else line(STATES["M "][1], "M "))


def _before_midnight(seconds: int) -> tuple[str, datetime.date]:
    """A time zone in which the day ends in so many seconds, and which day that is."""
    now = datetime.datetime.now(datetime.UTC)
    midnight = datetime.datetime.combine(now.date(), datetime.time(), datetime.UTC) + datetime.timedelta(1)
    ahead = int((midnight - now).total_seconds()) - seconds
    hours, rest = divmod(ahead, 3600)
    return f"XYZ-{hours}:{rest // 60}:{rest % 60}", now.date()


@walk
def a_shelf_is_opened_searched_and_left(person: Person) -> None:
    """`f w` shows the wishes with what they cost; what is typed searches in them; esc leads back, and to all."""
    with person.opens_the_library():
        person.presses("f")
        person.sees("Wishlist", "Shelves")
        person.keeps_a_picture("shelves")
        person.presses("w")
        person.sees("4 of 95", "Wishlist /", "Anora")
        if person.is_at_least(60):
            person.sees(line("Anora", "$29.97"))
        if person.is_at_least(80):
            person.sees(line("Anora", "$29.97", "40 %"))
        if person.is_at_least(120):
            person.sees(line("Price", "% off", "My price"))
        person.keeps_a_picture("wishlist")
        person.searches("kurosawa", "1 of 95", "Seven Samurai")
        person.steps_back("4 of 95", "Wishlist /")
        person.steps_back("95 rel", no("Wishlist /"))


@walk
def the_bar_counts_shelves_and_turns_them(person: Person) -> None:
    """From 18 rows on, a bar names the shelves with what they hold; comma and full stop turn them, also without it."""
    with person.opens_the_library():
        if person.is_at_least(60, 18):
            person.sees(line("All 95", "Owned 89", "Wishlist 4"))
        if person.is_at_least(80, 18):
            person.sees(line("Lent 2 · 1 late"))
        if not person.is_at_least(0, 18):
            person.sees(no("Owned 89"))
        person.presses(".")
        person.sees("89 of 95", "Owned /")
        person.presses(".", ".")
        person.sees("1 of 95", "Ordered /", "The Night of the")
        person.presses(",", ",", ",")
        person.sees("95 rel", no("Owned /"))


@walk
def an_order_shows_what_it_sorts_by(person: Person) -> None:
    """`s p` sorts by price: the list says so at once and each row shows its price; a new search is best first again."""
    with person.opens_the_library():
        person.presses("s")
        person.sees("price")
        person.keeps_a_picture("orders")
        person.presses("p", "g")
        if person.is_at_least(BELOW_48):
            person.sees(any_of("by price", line("Year", "Price")), "$")
        else:
            person.sees(any_of("by price", "price", "$"))
        person.keeps_a_picture("by price")
        person.presses("S", "g")
        person.sees(line(CURSOR, "World of Wong"))
        if person.is_at_least(BELOW_48):
            person.sees(line(CURSOR, "$199.95"))
        person.searches("samurai", "Seven Samurai")
        person.sees(line(CURSOR, "Seven Samurai"))


@walk
def a_disc_is_lent_and_comes_back(person: Person) -> None:
    """`L`, "in", right, enter lends a disc to Ines in three lines; `L b` ends that in one; `u u` undoes both."""
    file, due = "portrait-of-a-lady-on-fire.toml", today() + datetime.timedelta(28)
    with person.opens_at("portrait of a lady", "Portrait"):
        person.presses("L")
        person.sees("Lend: Portrait", "in 4 weeks")
        person.keeps_a_picture("lend")
        person.presses("i", "n", "right")
        person.sees("Ines")
        lent = ('loaned_to = "Ines"', f"loaned_on = {today()}", f"due = {due}")
        person.adds(file, *lent, by=["enter"])
        if person.is_at_least(BELOW_48):
            person.sees(line(CURSOR, "Portrait", "lent"))
        person.presses("L")
        person.sees("back today")
        person.keeps_a_picture("lent")
        ended = f'loans = [{{ to = "Ines", on = {today()}, due = {due}, back = {today()} }}]'
        person.adds(file, ended, by=["b"])
        person.sees(no("lent  "))
        person.adds(file, *lent, by=["u"])
        person.takes_back()


@walk
def a_wish_is_bought_and_a_disc_is_sold(person: Person) -> None:
    """`b` says what has become of a disc: a wish is owned from today for what was paid, another one is sold."""
    with person.opens_at("anora", "Anora"):
        person.presses("b")
        person.sees("Owned" if person.is_seen("Owned") else "owned")
        person.keeps_a_picture("what has become of it")
        person.presses("o")
        person.sees("Paid")
        person.presses("enter")
        person.sees_that(lambda: "anora-4k.toml" in person.differences(), "its file changed")
        changed = person.differences()["anora-4k.toml"]
        expects(any("owned" in text for text in changed), "owned", changed)
        person.sees(no("wish  "))
        person.takes_back()


@walk
def my_copy_begins_with_what_matters(person: Person) -> None:
    """The tab My copy of a disc that is overdue begins with who has it since when, and names its place and price."""
    with person.opens_the_library():
        person.searches("title:m year:1931", "1 of 95", line(CURSOR, "M "))
        person.presses("5")
        person.sees("5 My copy", "LENT to Ines", "LATE")
        person.keeps_a_picture("my copy")
        if person.is_at_least(80, 20):
            person.sees("Location", "Living room", "14")
        if person.is_at_least(120, 36):
            person.sees("Lent before", "Tomasz")


@walk
def the_browser_begins_with_the_shelf_that_config_names(person: Person) -> None:
    """`start = "Owned"` in config.toml opens that shelf first; esc leads to all."""
    person.sets('start = "Owned"\n')
    with person.opens():
        person.sees("89 of 95", "Owned /")
        person.goes_to_the_list()
        person.steps_back("95 rel", no("Owned /"))


@walk
def no_row_is_cut_in_the_middle_of_a_letter(person: Person) -> None:
    """Titles in other scripts, wide ones too, are cut at whole letters: each line is as wide as the terminal."""
    person.writes("wide.toml", f'title = "{"春光乍洩花樣年華" * 12}"\nyear = 1997\ndirectors = ["{"王家衛" * 20}"]\n')
    with person.opens_the_library(releases=96):
        person.goes_to("春光乍洩花樣年華", "春")
        person.sees("1997")
        expects("�" not in person.terminal.text, "whole letters", person.terminal.text)
        person.keeps_a_picture("wide letters")
