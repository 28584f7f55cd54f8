"""The battery: files that a stranger, a broken sync or a crash leaves in a library, and what is right for each.

A case says what the file holds, the title under which it is listed (None: it is not), and every problem that is
reported, as line, column and code. `disctui check` ends with 1 where one of them is an error.
"""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ESC = "\x1b"
PAYLOAD = "PWNED"
"""Stands in every escape sequence of the battery, so that one that gets through is found."""


class Case(NamedTuple):
    """One hostile file."""

    name: str
    data: bytes | str
    title: str | None
    """What the list shows; None where the file is not listed."""
    problems: tuple[tuple[int, int, str], ...] = ()
    file: str = "case.toml"

    @property
    def raw(self) -> bytes:
        return self.data.encode("utf-8", "surrogatepass") if isinstance(self.data, str) else self.data

    @property
    def status(self) -> int:
        """Exit status of `disctui check`."""
        return int(any(code not in WARNINGS for _, _, code in self.problems))


WARNINGS = {
    "unknown-key",
    "wrong-table",
    "hidden-characters",
    "conflict-copy",
    "twin-names",
    "too-many-problems",
    "sale-above-list",
    "amount-without-currency",
    "loan-without-person",
}


def syntax(line: int, column: int) -> tuple[tuple[int, int, str], ...]:
    return ((line, column, "syntax"),)


def hidden(line: int, column: int) -> tuple[tuple[int, int, str], ...]:
    return ((line, column, "hidden-characters"),)


S = 'title = "S"\n'
OSC52 = f"{ESC}]52;c;{PAYLOAD}{ESC}\\"
MARKUP = (
    "[/]",
    "[/",
    "[/foo]",
    "[link=https://a.b]x[/link]",
    "[a='x]",
    "[/usr/bin]",
    "[Blu-ray]",
    "[red]red",
    "$accent",
    "[@click=app.quit]x[/]",
    "[@click=app.bell()]x",
    "[bold]x[/bold]",
    "[b]",
    "[]",
    "[[]]",
    "\\[x]",
    "[x\\]",
    ":smile:",
    '["a", "b"]',
    "[link='file:///etc/passwd']x[/]",
    "[on red]",
    "[#ff0000]",
    "[reverse]x",
    "[REC]",
    "[not closed",
    "a]b[c",
    "[0]",
    "[=]",
    "[!]",
    "{x}",
    "%s %d",
    "[$primary]x",
    "<b>x</b>",
    "<script>alert(1)</script>",
    "&amp;",
)

TEXT_CASES = (
    Case("empty", b"", None, ((1, 1, "no-title"),)),
    Case("blank", b" \n\t\n\r\n", None, ((1, 1, "no-title"),)),
    Case("comment only", b"# nothing here\n", None, ((1, 1, "no-title"),)),
    Case("zero bytes", b"\0" * 512, None, syntax(1, 1)),
    Case("zero bytes at the end", b'title = "S"\n' + b"\0" * 500, None, syntax(2, 1)),
    Case("byte-order mark", b"\xef\xbb\xbf" + S.encode(), "S"),
    Case("byte-order mark alone", b"\xef\xbb\xbf", None, ((1, 1, "no-title"),)),
    Case("utf-16", S.encode("utf-16"), None, ((1, 1, "not-utf8"),)),
    Case("utf-16 without mark", S.encode("utf-16-le"), None, ((1, 1, "not-utf8"),)),
    Case("utf-32", S.encode("utf-32"), None, ((1, 1, "not-utf8"),)),
    Case("latin-1 on line 2", b'title = "S"\nsort_title="\xe9"\n', None, ((2, 13, "not-utf8"),)),
    Case("raw surrogates", b'title = "\xed\xa0\x80"\n', None, ((1, 10, "not-utf8"),)),
    Case("overlong utf-8", b'title = "\xc0\xaf"\n', None, ((1, 10, "not-utf8"),)),
    Case("cut in a character", 'title = "é"'.encode()[:-2], None, ((1, 10, "not-utf8"),)),
    Case("escaped surrogate", 'title = "\\ud800"\n', None, syntax(1, 16)),
    Case("windows line ends", 'title = "S"\r\nyear = 1972\r\n', "S"),
    Case("bare carriage returns", 'title = "S"\ryear = 1972\r', None, syntax(1, 12)),
    Case("cut in a string", 'title = "Sol', None, syntax(1, 13)),
    Case("cut in an array", 'title = "S"\ncast = ["a",\n  "b"', None, syntax(3, 6)),
    Case("cut in a table", 'title = "S"\n[rel', None, syntax(2, 5)),
    Case(
        "merge conflict",
        '<<<<<<< HEAD\ntitle = "A"\n=======\ntitle = "B"\n>>>>>>> b\n',
        None,
        ((1, 1, "merge-conflict"),),
    ),
    Case("duplicate key", 'title = "S"\nyear = 1972\ntitle = "T"\n', None, syntax(3, 1)),
    Case("duplicate table", 'title = "S"\n[price]\nlist = 1\n[price]\nsale = 1\n', None, syntax(4, 1)),
    Case("unquoted value", "title = Solaris\n", None, syntax(1, 9)),
    Case("smart quotes", "title = “Solaris”\n", None, syntax(1, 9)),
    Case("decimal comma", 'title = "S"\n[price]\nlist = 12,50\n', None, syntax(3, 10)),
    Case("backslashes", 'title = "S"\ncover = "C:\\new\\x"\n', None, syntax(2, 18)),
    Case("impossible date", 'title = "S"\n[release]\ndate = 2024-02-30\n', None, syntax(3, 8)),
    Case("leading zero", 'title = "S"\n[release]\nspine = 0972\n', None, syntax(3, 10)),
    Case(
        "several syntax errors",
        "title = S\nyear = 1\n[price]\nlist = 12,5\nsale = $3\n",
        None,
        ((1, 9, "syntax"), (2, 8, "out-of-range"), (4, 10, "syntax"), (5, 8, "syntax")),
    ),
    Case("5,000 digits", S + "year = " + "9" * 5000 + "\n", None, ((2, 8, "too-large"),)),
    Case("a million digits", S + "year = " + "9" * 1_000_000 + "\n", None, ((2, 8, "too-large"),)),
    Case("5,000 hexadecimal digits", S + "year = 0x" + "f" * 5000 + "\n", "S", ((2, 8, "out-of-range"),)),
    Case("5,000 hexadecimal digits of one's own", S + "mine = 0x" + "f" * 5000 + "\n", "S", ((2, 8, "out-of-range"),)),
    Case(
        "a wide number in a list of one's own",
        S + "[mine]\na = [1, 0x" + "f" * 50 + "]\n",
        "S",
        ((3, 5, "out-of-range"),),
    ),
    Case("hexadecimal spine", S + "release.spine = 0x" + "f" * 500 + "\n", "S", ((2, 17, "out-of-range"),)),
    Case(
        "past 64 bits",
        S + "year = 9223372036854775808\nmine = 9223372036854775808\n",
        "S",
        ((2, 8, "out-of-range"), (3, 8, "out-of-range")),
    ),
    Case("arrays 100,000 deep", S + "x = " + "[" * 100_000 + "]" * 100_000 + "\n", None, ((2, 37, "too-deep"),)),
    Case("arrays 33 deep", S + "x = " + "[" * 33 + "1" + "]" * 33 + "\n", None, ((2, 37, "too-deep"),)),
    Case("arrays 30 deep", S + "x = " + "[" * 30 + "1" + "]" * 30 + "\n", "S"),
    Case(
        "inline tables 5,000 deep", S + "x = " + "{a=" * 5000 + "1" + "}" * 5000 + "\n", None, ((2, 101, "too-deep"),)
    ),
    Case("key of 1,000 parts", S + "a." * 999 + "a = 1\n", None, ((2, 1, "too-deep"),)),
    Case("key of 100,000 parts", S + "a." * 99_999 + "a = 1\n", None, ((2, 1, "too-deep"),)),
    Case("table of 20,000 parts", S + "[" + "a." * 19_999 + "a]\n", None, ((2, 1, "too-deep"),)),
    Case(
        "nan and infinite prices",
        S + "[price]\nlist = nan\nsale = inf\nthird_party = 1e999\n",
        "S",
        ((3, 8, "out-of-range"), (4, 8, "out-of-range"), (5, 15, "out-of-range")),
    ),
    Case(
        "negative zero and tiny prices",
        S + "[price]\nlist = -0.0\nsale = 5e-324\n",
        "S",
        ((3, 8, "amount-without-currency"), (4, 8, "sale-above-list")),
    ),
    Case("dates out of range", S + "[collection]\nbought = 0000-01-01\n", None, syntax(3, 10)),
    Case(
        "the first and the last day",
        S + "[collection]\nbought = 0001-01-01\ndue = 9999-12-31\n",
        "S",
        ((4, 7, "loan-without-person"),),
    ),
    Case("a date with a time", S + "[release]\ndate = 2020-01-01T10:00:00Z\n", "S", ((3, 8, "wrong-type"),)),
    Case("raw escape byte", b'title = "\x1b]0;PWNED\x07"\n', None, syntax(1, 10)),
    Case(
        "clipboard sequence",
        f'title = "{OSC52} Solaris"\n'.replace(ESC, "\\u001b").replace(";PWNED\\u001b\\", ";PWNED\\u001b\\\\"),
        "␛]52;c;PWNED␛\\ Solaris",
        hidden(1, 9),
    ),
    Case("window title sequence", f'title = "\\u001b]0;{PAYLOAD}\\u0007S"\n', f"␛]0;{PAYLOAD}␇S", hidden(1, 9)),
    Case("colour sequence", f'title = "\\u001b[31m{PAYLOAD}"\n', f"␛[31m{PAYLOAD}", hidden(1, 9)),
    Case("reset sequence", f'title = "\\u001bc{PAYLOAD}"\n', f"␛c{PAYLOAD}", hidden(1, 9)),
    Case(
        "link sequence",
        f'title = "\\u001b]8;;http://{PAYLOAD}\\u001b\\\\S"\n',
        f"␛]8;;http://{PAYLOAD}␛\\S",
        hidden(1, 9),
    ),
    Case("C1 control sequence", f'title = "\\u009b31m{PAYLOAD}"\n', f"\ufffd31m{PAYLOAD}", hidden(1, 9)),
    Case("raw C1 bytes", f'title = "\u009d0;{PAYLOAD}\u009c"\n', f"\ufffd0;{PAYLOAD}\ufffd", hidden(1, 9)),
    Case("NUL, BEL, DEL", 'title = "a\\u0000b\\u0007c\\u007fd"\n', "a␀b␇c␡d", hidden(1, 9)),
    Case("backspaces", 'title = "S\\b\\b\\b"\n', "S␈␈␈", hidden(1, 9)),
    Case("line breaks in a title", 'title = """S\nT"""\n', "S␊T"),
    Case("bidi override", 'title = "S\u202etxt.exe"\n', "S\ufffdtxt.exe", hidden(1, 9)),
    Case("bidi isolates", 'title = "S\u2066x\u2069"\n', "S\ufffdx\ufffd", hidden(1, 9)),
    Case("zero-width flood", 'title = "S' + "\u200b" * 2000 + '"\n', "S", hidden(1, 9)),
    Case("tag characters", 'title = "S\U000e0041\U000e0042"\n', "S", hidden(1, 9)),
    Case("combining flood", 'title = "S' + "\u0301" * 5000 + '"\n', "S" + "\u0301" * 4),
    Case("emoji family", 'title = "👨‍👩‍👧‍👦 🏳️‍🌈"\n', "👨‍👩‍👧‍👦 🏳️‍🌈"),
    Case("wide characters", 'title = "七人の侍"\n', "七人の侍"),
    Case("title of 100,000 characters", 'title = "' + "S" * 100_000 + '"\n', "S" * 4095 + "…"),
    Case("blank title", 'title = "  "\n', None, ((1, 9, "no-title"),)),
    Case("notes of 50,000 lines", S + 'note = """\n' + "line\n" * 50_000 + '"""\n', "S"),
    Case("a list of a million", S + "cast = [" + "1," * 1_000_000 + "]\n", None, ((1, 1, "too-big"),)),
    Case("a list of 100,000", S + "cast = [" + "1," * 100_000 + "]\n", "S", ((2, 9, "wrong-type"),)),
    Case("a list of 200,000 texts", S + "cast = [" + '"a",' * 200_000 + "]\n", "S"),
    Case("toml 1.1", 'title = "S\\x41\\e"\nx = {a = 1,\n  b = 2,}\nt = 10:00\n', "SA␛", hidden(1, 9)),
    Case(
        "keys with dunders, nothing and ESC",
        S + f'__class__ = 1\n"" = 2\n"\\u001b[31m{PAYLOAD}" = 3\n',
        "S",
        hidden(4, 1),
    ),
    Case("a key of a million characters", S + "k" * 1_000_000 + " = 1\n", "S"),
    Case("40,000 keys", S + "".join(f"k{number} = 1\n" for number in range(40_000)), "S"),
    Case("picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None, ((1, 1, "not-utf8"),)),
    Case("program", b"\x7fELF\x02\x01\x01\0" + bytes(range(256)), None, ((2, 118, "not-utf8"),)),
    Case("spreadsheet formula", 'title = "=HYPERLINK(\\"http://x\\")"\n', '=HYPERLINK("http://x")'),
    Case("file address as store", S + '[price]\nstore_url = "file:///etc/passwd"\n', "S", ((3, 13, "wrong-url"),)),
    Case("script as store", S + '[price]\nstore_url = "javascript:alert(1)"\n', "S", ((3, 13, "wrong-url"),)),
    Case("option as store", S + '[price]\nstore_url = "--version"\n', "S", ((3, 13, "wrong-url"),)),
    Case("password in the store", S + '[price]\nstore_url = "https://a:b@c.d/"\n', "S", ((3, 13, "wrong-url"),)),
    Case("line break in the store", S + '[price]\nstore_url = "https://a.b/\\n--x"\n', "S", ((3, 13, "wrong-url"),)),
    Case("cover out of the library", S + 'cover = "../../etc/passwd"\n', "S", ((2, 9, "cover-outside"),)),
    Case("name with ESC", S, "S", file=f"a{ESC}]0;{PAYLOAD}.toml"),
    Case("name with a line break", S, "S", file="a\nb.toml"),
    Case("name with markup", S, "S", file="[red].toml"),
    Case("name like an option", S, "S", file="-rf.toml"),
    Case("name like a vim command", S, "S", file="+q.toml"),
    Case("name with bidi", S, "S", file="a\u202emlot.toml"),
    Case("capital ending", S, "S", file="66.TOML"),
    Case("name that is not utf-8", S, "S", file=os.fsdecode(b"caf\xe9.toml")),
    Case("name of 250 bytes", S, "S", file="n" * 245 + ".toml"),
)
MARKUP_CASES = tuple(
    Case(f"markup {text}", f"title = '''{text}'''\nnote = '''{text}'''\ncast = ['''{text}''']\n", text)
    for text in MARKUP
)

KEYS_OF_TEXT = (
    "title",
    "original_title",
    "sort_title",
    "synopsis",
    "note",
    "cover",
    "release.country",
    "release.studio",
    "release.edition",
    "collection.location",
    "collection.notes",
)
VALUES = {
    "a number": "5",
    "a real": "1.5",
    "truth": "true",
    "a date": "2020-01-01",
    "a time": "10:00:00",
    "a list": "[1]",
    "a table": "{a = 1}",
    "nan": "nan",
    "empty text": '""',
    "text": '"x"',
}


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        folder = os.open(path.parent, os.O_RDONLY)
        try:  # a path past 100 characters is too long for a socket
            made.bind(f"/proc/self/fd/{folder}/{path.name}")
        finally:
            os.close(folder)


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _fifo_link(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to("pipe")


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)


NODE_CASES: dict[str, tuple[Callable[[Path], None], str]] = {
    "pipe": (_fifo, "not-a-file"),
    "link to a pipe": (_fifo_link, "not-a-file"),
    "socket": (_socket, "unreadable"),
    "folder named like a release": (Path.mkdir, "not-a-file"),
    "link to nowhere": (_link("nowhere"), "unreadable"),
    "link to itself": (_link("case.toml"), "unreadable"),
    "link to /dev/zero": (_link("/dev/zero"), "not-a-file"),
    "link to /dev/null": (_link("/dev/null"), "not-a-file"),
    "link to /dev/tty": (_link("/dev/tty"), "*"),
    "link to /proc/kmsg": (_link("/proc/kmsg"), "*"),
    "link to /proc/self/mem": (_link("/proc/self/mem"), "*"),
    "file of 200 MB": (_sparse, "too-big"),
}
"""Things that are no readable file: how each is made at a path, and the code that is reported ("*": any)."""
