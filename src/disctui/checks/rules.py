"""Every code that a problem can have: what it means, an example, and the remedy.

`disctui check --explain CODE` prints an entry. A test sees to it that no part of the program reports a code that
is not here. The severity is that of the rule; a code that both a file and a folder can bear has one severity.
"""

import functools
from collections.abc import Mapping
from types import MappingProxyType

from disctui.checks.incomplete import INCOMPLETE
from disctui.checks.rule import Rule

_UNREAD = (
    Rule(
        "syntax",
        "error",
        "The file is not TOML, so nothing in it is read and the release is missing from the list. The place is where "
        "the parser stopped, which is at the mistake or a little after it. What stands in the other lines is checked "
        "all the same, so that everything can be mended in one go.",
        "title = Solaris",
        'title = "Solaris"',
    ),
    Rule(
        "merge-conflict",
        "error",
        "Git could not join two versions of the file and left both in it, between markers. It is not TOML until one "
        "side has been chosen.",
        "<<<<<<< HEAD\nyear = 1972\n=======\nyear = 1973\n>>>>>>> laptop",
        "year = 1972",
    ),
    Rule(
        "not-utf8",
        "error",
        "TOML is UTF-8. A file in another encoding, such as Latin-1 or UTF-16, is not read rather than guessed at: "
        "a wrong guess would be saved.",
        "a file saved as Latin-1 or UTF-16, or a picture whose name ends in .toml",
        "save the file as UTF-8 in your editor, or: iconv -f latin1 -t utf-8",
    ),
    Rule(
        "too-big",
        "error",
        "Release files of more than 1 MiB are not read: a long one has ten thousand bytes, and what is larger is "
        "something else under the name of a release.",
        "a recording.toml of 200 MB",
        "move it out of the library, or give it its right name",
    ),
    Rule(
        "too-deep",
        "error",
        "Tables and lists more than 32 deep inside one another are not read, and neither are folders more than 64 "
        "deep below the library. Nothing that a person writes comes near; what does is broken or made to harm.",
        "x = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "x = [1]",
    ),
    Rule(
        "too-large",
        "error",
        "A number of more than 4,300 digits is not read: turning it into a number would take longer than all else.",
        "spine = 111111... (5,000 digits)",
        'put long strings of digits in quotes: spine = "111..."',
    ),
    Rule(
        "too-many-problems",
        "warning",
        "At most 200 problems of one file are listed. More of them usually have one cause.",
        "a list of a thousand numbers where texts belong",
        "mend the first ones, then check again",
    ),
    Rule(
        "unreadable",
        "error",
        "The system refuses to read the file or folder: there is no permission, a link leads nowhere or back to "
        "itself, or the disk failed. Everything else is read.",
        "a file of mode 000, or a link to a file that was moved",
        "give yourself the right to read it: chmod u+r FILE; mend or remove the link",
    ),
    Rule(
        "not-a-file",
        "error",
        "Something ends in .toml and is no file: a folder, a pipe, a socket or a device. It is never opened to read.",
        "mkfifo solaris.toml",
        "rename it, or move it out of the library",
    ),
    Rule(
        "conflict-copy",
        "warning",
        "Syncthing, Dropbox or another sync tool met two versions of a file and kept both, one of them under a name "
        "of its own. It is not read as a release, so that no release stands in the list twice.",
        "solaris.sync-conflict-20261123-101500-ABCDEFG.toml",
        "compare it with the file beside it, keep what is right, delete the copy",
    ),
)
_VALUES = (
    Rule(
        "no-title",
        "error",
        "Only a title is required, and without one there is nothing to list. It stands above the first [table].",
        "year = 1972",
        'title = "Solaris"\nyear = 1972',
    ),
    Rule(
        "title-is-code",
        "warning",
        "A release that came from a list of bar codes alone is called by its code until somebody says which film it "
        "is. Only you know, or the case does.",
        'title = "5050582388237"\n[release]\nupc = "5050582388237"',
        'title = "Solaris"\n[release]\nupc = "5050582388237"',
    ),
    Rule(
        "wrong-type",
        "error",
        "A value is of another kind than its key takes: text where a number belongs, a number where text belongs, or "
        "a day that no calendar has. The field is left out, or read as what was meant where that is certain; the rest "
        "of the release is listed.",
        'year = "1957"',
        "year = 1957",
        is_fixable=True,
    ),
    Rule(
        "out-of-range",
        "error",
        "A number is of the right kind and can't be true: a film of the year 1066, a running time of 0 minutes, a "
        "rating of 6, a price that is not a number.",
        "rating = 4.3",
        "rating = 4.5",
    ),
    Rule(
        "unknown-value",
        "error",
        "A key that takes one of a few words, or a code, holds another one: collection.status is owned, wishlist, "
        "ordered or sold, and price.currency is three capital letters.",
        'status = "lent"',
        'status = "owned"',
    ),
    Rule(
        "wrong-upc",
        "error",
        "A bar code has 8, 12, 13 or 14 digits, and the last one follows from the others. A wrong one is a slip in "
        "copying.",
        'upc = "715515242616"',
        'upc = "715515242615"',
    ),
    Rule(
        "wrong-url",
        "error",
        "Only http and https addresses with a host and without a password are opened. Any other is shown, and never "
        "handed to a program.",
        'store_url = "file:///etc/passwd"',
        'store_url = "https://www.criterion.com/films/568"',
    ),
    Rule(
        "unknown-key",
        "warning",
        "The format does not have this key, and it looks like a slip for one that it has. It is kept and searched as "
        "a key of your own, but nothing that the program knows how to do with the real one is done with it.",
        'speical_features = ["Interview"]',
        'special_features = ["Interview"]',
        is_fixable=True,
    ),
    Rule(
        "wrong-table",
        "warning",
        "A key of the format stands in a table where it means nothing. This is TOML's own trap: after a [table] "
        "header, every key below belongs to that table, up to the next header or the end of the file.",
        '[specs]\nlength = 96\nspecial_features = ["Interview"]',
        'special_features = ["Interview"]\n\n[specs]\nlength = 96',
        is_fixable=True,
    ),
    Rule(
        "hidden-characters",
        "warning",
        "A value holds characters that can't be seen: they turn the direction of text around, take no room, or drive "
        "a terminal. They are legal, and shown in a harmless form wherever the program shows them; but they make two "
        "texts that look the same differ.",
        'title = "Solaris\\u202e"',
        'title = "Solaris"',
    ),
    Rule(
        "sale-above-list",
        "warning",
        "The sale price is higher than the list price. One of the two is likely a slip, or they were swapped.",
        "list = 27.88\nsale = 39.95",
        "list = 39.95\nsale = 27.88",
    ),
    Rule(
        "missing-cover",
        "warning",
        "The cover is a path relative to the release file, and no file is there. Names of files are compared with "
        "their capitals.",
        'cover = "covers/solarsi.jpg"',
        'cover = "covers/solaris.jpg"',
    ),
    Rule(
        "cover-outside",
        "error",
        "A cover must lie inside the library: an absolute path, a path that climbs out of it, or a link that leads "
        "out of it is never opened.",
        'cover = "../../secret.png"',
        'cover = "covers/solaris.jpg"',
    ),
    Rule(
        "released-before-film",
        "warning",
        "The disc came out before the film's year. Either the release's date is wrong, or year holds something other "
        "than the year of the film.",
        "year = 1972\n\n[release]\ndate = 1917-05-24",
        "year = 1972\n\n[release]\ndate = 2017-05-24",
    ),
)
_OWNERS = (
    Rule(
        "loan-without-person",
        "warning",
        "The release was lent, or is to come back on a day, and nobody is named who has it. Either it is back, and the "
        "lines are left over, or the name is missing.",
        "loaned_on = 2026-10-04\ndue = 2026-12-01",
        'loaned_to = "Ines"\nloaned_on = 2026-10-04\ndue = 2026-12-01',
    ),
    Rule(
        "due-before-loan",
        "warning",
        "The day on which it should be back lies before the day on which it was lent. One of the two is a slip.",
        "loaned_on = 2026-10-04\ndue = 2026-09-01",
        "loaned_on = 2026-10-04\ndue = 2026-12-01",
    ),
    Rule(
        "seen-before-film",
        "warning",
        "It was seen in a year before that of the film. Either that day is a slip, or year is not the film's.",
        "year = 1997\n\n[collection]\nwatched = [1979-02-14]",
        "year = 1997\n\n[collection]\nwatched = [1997-02-14]",
    ),
    Rule(
        "seen-in-future",
        "warning",
        "It was seen on a day that is still to come.",
        "watched = [2062-11-27]",
        "watched = [2026-11-27]",
    ),
    Rule(
        "amount-without-currency",
        "warning",
        "An amount of money is given, and price.currency is not. It is shown as a bare number and added up with no "
        "other.",
        "[price]\nlist = 39.95",
        '[price]\ncurrency = "USD"\nlist = 39.95',
    ),
    Rule(
        "price-tenfold",
        "warning",
        "A price is at least ten times, or at most a tenth of, what discs of the same kind cost in the same currency "
        "across the library: most likely the decimal point is missing or in the wrong place. It is told where at "
        "least eight others can be compared with.",
        "list = 3995",
        "list = 39.95",
    ),
)
_LIBRARY = (
    Rule(
        "duplicate-upc",
        "warning",
        "Two files have the same bar code, so they are likely the same release entered twice. A UPC of 12 digits "
        "equals the EAN of 13 that has a 0 before it.",
        'two files with upc = "715515242615"',
        "keep one file; a second copy on the shelf is a note under [collection]",
    ),
    Rule(
        "duplicate-release",
        "warning",
        "Two files agree in film, year, label, format, country and edition, and no bar code tells them apart.",
        "solaris.toml and solaris-2.toml, both of Criterion Collection, Blu-ray, United States",
        "keep one file, or say what sets them apart: release.edition, release.upc",
    ),
    Rule(
        "spelt-two-ways",
        "warning",
        "One name is spelt in two ways across the library: with and without accents, in other capitals, in another "
        "transliteration. Search and lists then take it for two. The spelling that fewer releases have is the one "
        "reported.",
        'cast = ["Tatyana Samoilova"], and elsewhere "Tatiana Samoilova"',
        "write it the same everywhere, or join the spellings in people.toml: disctui people",
    ),
    Rule(
        "twin-names",
        "warning",
        "Two file names differ only in capitals or in the Unicode form of an accent. On a Mac, on Windows and on many "
        "memory cards they are one file, and copying the library there loses one of them.",
        "Solaris.toml and solaris.toml",
        "rename one of them",
    ),
)
_OTHERS = (
    Rule(
        "no-name",
        "error",
        "A [[person]] of people.toml has no name, so its spellings belong to nobody; or a loan that has ended does not "
        "say to whom. The rest of the file counts.",
        '[[person]]\nalso = ["Tatyana Samoilova"]',
        '[[person]]\nname = "Tatiana Samoilova"\nalso = ["Tatyana Samoilova"]',
    ),
    Rule(
        "shared-spelling",
        "warning",
        "Two persons of people.toml go by one spelling. A search for it finds both; on screen it is joined with "
        "neither.",
        'also = ["J. Lee"] under two [[person]] headers',
        "keep the spelling with one of the two",
    ),
    Rule(
        "search",
        "error",
        "A [[search]] of searches.toml has no name or query, names an order or column that there is not, can't be "
        "read, or leads back to itself. A wrong order costs the order, a wrong query that shelf; all others work.",
        '[[search]]\nname = "Cheap"\nquery = "price:cheap"',
        '[[search]]\nname = "Cheap"\nquery = "price:<20"',
    ),
    Rule(
        "setting",
        "error",
        "The program's settings, config.toml, or a library's own, .disctui.toml, have a key or a value that is not "
        "known. It is passed over.",
        '[check]\nignor = ["missing-cover"]',
        '[check]\nignore = ["missing-cover"]',
    ),
    Rule(
        "importer",
        "warning",
        "An importer or a source that another package brings could not be loaded. The program's own work as ever.",
        "a package with an entry point for disctui that does not import",
        "mend or remove that package",
    ),
    Rule(
        "no-release",
        "warning",
        "What was to be imported says something of a film, such as when it was seen, and no release in the library "
        "holds that film. Nothing was written for it.",
        "a diary of films seen, one of which is not on the library",
        "make a release for it first, or let it be",
    ),
    Rule(
        "not-written",
        "error",
        "A release that was to be imported could not be written as a file. The others were.",
        "a folder without permission to write",
        "give yourself the right to write there, then import again: what is there already is left alone",
    ),
    Rule(
        "encoding",
        "warning",
        "A file that was to be imported does not keep to the encoding it names, so that some letters may be wrong.",
        'an XML file that says encoding="UTF-8" and holds Latin-1',
        "look at names with accents in the plan; --encoding NAME reads the file in another encoding",
    ),
    Rule(
        "cant-read",
        "error",
        "A file that was to be imported is not what its format says, or can't be read. Nothing was imported from it.",
        "an XML file that was cut off",
        "export it again from the program it comes from",
    ),
)


@functools.cache
def codes() -> Mapping[str, Rule]:
    """Every code by its name: of files that can't be read, of values, of the library, and of what stands beside it."""
    return MappingProxyType(
        {code.name: code for code in (*_UNREAD, *_VALUES, *_OWNERS, *_LIBRARY, *_OTHERS, INCOMPLETE)}
    )


def explanation(code: Rule) -> str:
    """What `--explain` prints."""
    example = "\n".join(f"    {line}" for line in code.example.split("\n"))
    remedy = "\n".join(f"    {line}" for line in code.remedy.split("\n"))
    fixable = "\n\n`disctui check --fix` mends it where there is only one way to." if code.is_fixable else ""
    asked = (
        f'\n\nIt is off unless asked for: disctui check --also {code.name}, or [check] also = ["{code.name}"] in\n'
        ".disctui.toml at the library's root."
    )
    suppressions = (
        f"\n\nTo silence it: # disctui: ignore[{code.name}] at the end of the line, or in .disctui.toml at the\n"
        f'library\'s root:\n\n    [check]\n    ignore = ["{code.name}"]'
    )
    parts = (f"{code.name} ({code.severity})", _wrapped(code.about), "Like this:", example, "Fixed:", remedy)
    return "\n\n".join(parts) + fixable + (asked if code.is_asked_for else suppressions)


def _wrapped(text: str) -> str:
    import textwrap  # noqa: PLC0415 - only for --explain

    return textwrap.fill(text, 96)
