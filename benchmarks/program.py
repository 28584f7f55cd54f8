"""The whole program on a terminal of its own: how soon it is there, how soon a key shows, what it takes.

python -m benchmarks.program --sizes 10000 98000

Each figure stands beside a peer's in the same run: an empty Textual app, fzf on the same films, reading and parsing
the files and nothing else.
"""

import argparse
import contextlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.films import PROJECT, items, plain
from benchmarks.tables import percentile, table
from benchmarks.terminal import Recorder, plain_environment

MAKER = PROJECT.parent / "shared" / "tools" / "make_library.py"
DATA = PROJECT / "benchmarks" / "data"
QUERIES = ("kurosawa", "the master", "seven samuri", "tarkovski", "love", "godfather", "casablanca", "wong kar wai")
_LISTENED = 0.42
"""Seconds after a key; the cursor of an empty moment blinks after half of one."""
_LIST_COLUMNS = 60
"""Cells of the browser's screen that the list has."""
_TOP = 3
"""Lines of the browser's screen that the search box and its frame have."""
_EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("ready now")
Empty().run()
"""
_READ_AND_PARSE = """
import os, sys, time, tomli
began = time.perf_counter()
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        if name.endswith(".toml"):
            with open(os.path.join(folder, name), "rb") as file:
                tomli.loads(file.read().decode())
print(time.perf_counter() - began)
"""
_COMMAND = [sys.executable, "-m", "disctui"]

Lines = Sequence[str]


class Library(NamedTuple):
    """A library to measure on, and a place for all that the program keeps."""

    root: Path
    count: int
    kept: Path

    @property
    def environment(self) -> dict[str, str]:
        """Variables under which the program keeps nothing elsewhere."""
        return {f"XDG_{name}_HOME": str(self.kept / name) for name in ("CACHE", "CONFIG", "STATE", "DATA")}

    def browser(self) -> Recorder:
        """The browser, just started."""
        return Recorder([*_COMMAND, str(self.root)], environment=self.environment)

    def is_searchable(self, lines: Lines) -> bool:
        """Whether the browser's screen says that all of the library is there."""
        return f"{self.count:,} release" in "".join(lines[:_TOP]) and not any("reading" in line for line in lines[-3:])


@contextlib.contextmanager
def library(count: int) -> Iterator[Library]:
    """A library of so many real films, made once and kept; the sample library where there are no facts."""
    root = PROJECT / "library"
    if MAKER.exists():
        root = DATA / f"library-{count}"
        if not root.exists():
            subprocess.run([sys.executable, str(MAKER), str(count), str(root)], check=True, stdout=subprocess.DEVNULL)
    found = sum(path.name != "people.toml" for path in root.rglob("*.toml"))
    with tempfile.TemporaryDirectory(prefix="disctui-bench-") as kept:
        yield Library(root, found, Path(kept))


def _is_painted(lines: Lines) -> bool:
    return "title, director" in "".join(lines[:_TOP])


class Start(NamedTuple):
    """What was measured of one start of the browser."""

    painted: float
    """Seconds to the first screen."""
    searchable: float
    """Seconds until all of the library can be searched."""
    resident: float
    """Megabytes, settled."""
    peak: float


def start(shelf: Library, settle: Callable[[Recorder], object]) -> Start:
    """Start the browser, wait until all can be searched, then until it has settled."""
    with shelf.browser() as browser:
        painted = browser.until(_is_painted) - browser.began
        searchable = browser.until(shelf.is_searchable) - browser.began
        settle(browser)
        return Start(painted, searchable, *browser.memory())


def empty_app() -> float:
    """Seconds from the start of an empty Textual app to its first screen."""
    with Recorder([sys.executable, "-c", _EMPTY_APP]) as app:
        return app.until(lambda lines: any("ready now" in line for line in lines)) - app.began


def read_and_parse(shelf: Library) -> float:
    """Seconds to read and parse all files in one process, one after the other."""
    done = subprocess.run(
        [sys.executable, "-c", _READ_AND_PARSE, str(shelf.root)], check=True, capture_output=True, text=True,
        env=plain_environment(),
    )  # fmt: skip
    return float(done.stdout)


def _until_kept(shelf: Library) -> Callable[[Recorder], None]:
    """Waits until what was read is kept, and merged, for the next start."""

    def wait(browser: Recorder) -> None:
        before, deadline = -1, time.monotonic() + 180
        while time.monotonic() < deadline:
            browser.listen(8)
            sizes = [file.stat().st_mtime_ns for file in (shelf.kept / "CACHE").rglob("*.library")]
            if sizes and sizes[0] == before:
                return
            before = sizes[0] if sizes else -1

    return wait


class Typed(NamedTuple):
    """Milliseconds from each key until the screen shows it."""

    echo: list[float]
    """Until the letter stands in the box."""
    rows: list[float]
    """Until the list shows what the query finds now, where that is something else than before."""


def typed(terminal: Recorder, area: Callable[[Lines], Lines], clear: str) -> Typed:
    """Type queries letter by letter, each when the one before has been answered."""
    result = Typed([], [])
    for query in QUERIES:
        for end in range(1, len(query) + 1):
            list(terminal.moments())
            before = list(area(terminal.lines))
            at = terminal.type(query[end - 1])
            terminal.listen(_LISTENED)
            shown = [(moment, list(area(terminal.lines)), _has(terminal, query[:end])) for moment in terminal.moments()]
            if not shown:
                continue
            result.echo.extend([1000 * (moment - at) for moment, _, is_there in shown if is_there][:1])
            final = shown[-1][1]
            if final != before:
                settled = next(
                    place for place in range(len(shown)) if all(rows == final for _, rows, _ in shown[place:])
                )
                result.rows.append(1000 * (shown[settled][0] - at))
        terminal.type(clear)
        terminal.listen(0.6)
    return result


def _has(terminal: Recorder, text: str) -> bool:
    return any(text in line for line in (*terminal.lines[:_TOP], terminal.lines[-1]))


def keys_in_browser(shelf: Library, settled: float = 2) -> tuple[Typed, tuple[float, float]]:
    """The browser's answers to keys so many seconds after all can be searched, and its memory afterwards."""
    with shelf.browser() as browser:
        browser.until(shelf.is_searchable)
        browser.listen(settled)
        answers = typed(browser, lambda lines: [line[:_LIST_COLUMNS] for line in lines[_TOP + 1 : -2]], "\x7f" * 20)
        return answers, browser.memory()


def keys_in_fzf(count: int) -> Typed | None:
    """The same of fzf on a row for each film; None where it isn't installed."""
    if shutil.which("fzf") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows"
        rows.write_text("\n".join(plain(item.row) for item in items(count)), encoding="utf-8")
        command = ["sh", "-c", f"exec fzf < '{rows}'"]
        with Recorder(command) as finder:
            finder.until(lambda lines: any("/" in line and line.strip()[:1].isdigit() for line in lines[-3:]))
            finder.listen(2)
            return typed(finder, lambda lines: lines[:-2], "\x15")


def saved_file(shelf: Library) -> list[float]:
    """Milliseconds from a file's being saved, by another program, to its being found and shown."""
    path = next(path for path in sorted(shelf.root.rglob("*.toml")) if path.name != "people.toml")
    original, times = path.read_bytes(), []
    with shelf.browser() as browser:
        browser.until(shelf.is_searchable)
        browser.listen(4)
        try:
            for number in range(5):
                word = f"zyx{'abcde'[number] * 3}wv"
                browser.type("\x7f" * 20)
                browser.listen(0.5)
                browser.type(word)
                browser.listen(1)
                list(browser.moments())
                line = next(line for line in original.decode().splitlines() if line.startswith("title"))
                part = path.with_suffix(".part")
                part.write_bytes(original.replace(line.encode(), f'title = "{word}"'.encode()))
                at = time.perf_counter()
                part.replace(path)
                seen = browser.until(lambda lines, word=word: any(word in line for line in lines[2:]), 20)  # type: ignore[misc]
                times.append(1000 * (seen - at))
        finally:
            path.write_bytes(original)
    return times


def search_once(shelf: Library) -> float:
    """Seconds that `disctui search` takes, all of its process."""
    began = time.perf_counter()
    subprocess.run(
        [*_COMMAND, "search", "-l", str(shelf.root), "kurosawa"],
        check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**plain_environment(), **shelf.environment},
    )  # fmt: skip
    return time.perf_counter() - began


def queries_of_a_command(shelf: Library) -> tuple[list[float], list[float]]:
    """Milliseconds for each query that `disctui search --stdin` answers.

    Returns:
        On the index that a first command left, once what it had merged behind itself is there; and on that which the
        browser left.
    """
    with tempfile.TemporaryDirectory(prefix="disctui-bench-") as kept:
        alone = shelf._replace(kept=Path(kept))
        search_once(alone)
        merging = f"disctui.library.compact {shelf.root}"
        while subprocess.run(["pgrep", "-f", merging], check=False, stdout=subprocess.DEVNULL).returncode == 0:
            time.sleep(0.2)
        return _answered(alone), _answered(shelf)


def _answered(shelf: Library) -> list[float]:
    """Milliseconds for each query that one command answers, but the first."""
    command = [*_COMMAND, "search", "--stdin", "--limit", "10", "-l", str(shelf.root)]
    environment = {**plain_environment(), **shelf.environment}
    times = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in ("warming", *(query[:end] for query in QUERIES for end in range(3, len(query) + 1))):
            began = time.perf_counter()
            process.stdin.write(f"{text}\n".encode())
            process.stdin.flush()
            process.stdout.readline()
            times.append(1000 * (time.perf_counter() - began))
        process.stdin.close()
    return times[1:]


def spread_of(values: Sequence[float], form: str = ".2f") -> str:
    """Median, and in brackets the lowest and highest."""
    return f"{statistics.median(values):{form}} ({min(values):{form}}-{max(values):{form}})"


def percentiles(values: Sequence[float]) -> list[str]:
    """Median, 95th percentile and maximum, in whole milliseconds."""
    return [f"{percentile(values, part):.0f}" for part in (0.5, 0.95, 1)]


def run(count: int, times: int) -> None:
    """Measure one size of library."""
    with library(count) as shelf:
        print(f"### {shelf.count:,} releases\n")
        parsing = [read_and_parse(shelf) for _ in range(4)][1:]  # the first brings the files into memory
        first = start(shelf, _until_kept(shelf))
        pairs = [(empty_app(), start(shelf, lambda browser: browser.listen(3))) for _ in range(times)]
        empty = [pair[0] for pair in pairs]
        painted, searchable = [pair[1].painted for pair in pairs], [pair[1].searchable for pair in pairs]
        ratio = statistics.median(painted) / statistics.median(empty)
        parsed = statistics.median(parsing)
        commands = [search_once(shelf) for _ in range(times + 1)][1:]
        left, merged = queries_of_a_command(shelf)
        saved = saved_file(shelf)
        answers, memory = keys_in_browser(shelf)
        table(
            ["seconds", "disctui", "beside it"],
            [
                ["first screen", spread_of(painted), f"{spread_of(empty)} an empty Textual app: {ratio:.2f} x"],
                ["all searchable, started again", spread_of(searchable), ""],
                [
                    "all searchable, the first time",
                    f"{first.searchable:.2f}",
                    f"{spread_of(parsing)} reading and parsing alone: {first.searchable / parsed:.2f} x",
                ],
                ["`disctui search` in a new process", spread_of(commands), ""],
                ["a saved file is found and shown", f"{spread_of([one / 1000 for one in saved])}", ""],
            ],
        )
        rows = [["`search --stdin`, the index that a command left", *percentiles(left), str(len(left))]]
        rows.append(["the same, that the browser left", *percentiles(merged), str(len(merged))])
        table(["ms for a query", "p50", "p95", "most", "queries"], rows)
        last = pairs[-1][1]
        table(
            ["megabytes resident", "settled", "at the most"],
            [
                ["started again", f"{last.resident:.0f}", f"{last.peak:.0f}"],
                ["after typing", f"{memory[0]:.0f}", f"{memory[1]:.0f}"],
                ["the first time", f"{first.resident:.0f}", f"{first.peak:.0f}"],
            ],
        )
        rows = [
            ["disctui: the letter in the box", *percentiles(answers.echo), str(len(answers.echo))],
            ["disctui: the rows", *percentiles(answers.rows), str(len(answers.rows))],
        ]
        if (peer := keys_in_fzf(count)) is not None:
            rows.append(["fzf: the rows", *percentiles(peer.rows), str(len(peer.rows))])
        table(["ms from a key to the screen", "p50", "p95", "most", "keys"], rows)


def main(arguments: list[str] | None = None) -> None:
    """Run the measurements that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 98_000])
    parser.add_argument("--times", type=int, default=5, help="starts of each kind")
    options = parser.parse_args(arguments)
    print("## The program\n")
    for size in options.sizes:
        run(size, options.times)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
