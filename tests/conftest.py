"""What many tests need: a home of their own, a small library of real files, and the browser open on a library."""

import contextlib
import gc
import itertools
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tui.driving import Opener


def pytest_xdist_auto_num_workers() -> int:
    """How many processes run the tests: one more than cores, since many wait for a program on a terminal."""
    return (os.cpu_count() or 1) + 1


_IN_MEMORY = Path("/dev/shm")
_ROOM = 2 << 30
"""Bytes that must be free there; what all tests leave at the same time is a sixth of it."""


def _write_to_memory() -> None:
    """Put the tests' files where writing them through to the disk costs nothing, if there is such a place.

    The program has each change written through, as it must: a fifth of the time of its tests is waiting for a disk.
    """
    if "TMPDIR" in os.environ or sys.platform != "linux" or not os.access(_IN_MEMORY, os.W_OK | os.X_OK):
        return
    place = os.statvfs(_IN_MEMORY)
    if place.f_bavail * place.f_frsize >= _ROOM and not place.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = str(_IN_MEMORY)
        tempfile.tempdir = None


_write_to_memory()


def _keep_what_is_compiled() -> None:
    """Have Python keep the compiled program, whatever this shell says, or each program that a test starts compiles it.

    That is a quarter of what starting the browser costs, and hundreds are started.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


_keep_what_is_compiled()


def _profile(name: str, count: int, **options: Any) -> None:
    """Promises are about what holds, not about how fast this machine is just now."""
    unasked = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    settings.register_profile(
        name, max_examples=count, deadline=None, print_blob=True, suppress_health_check=unasked, **options
    )


_profile("check", 50, derandomize=True)
"""The same examples each time: what a change has not broken does not fail for it."""
_profile("fuzz", 1000)
"""Others each time, and many: `make fuzz`."""
settings.load_profile("check")


def pytest_sessionfinish() -> None:
    """Write down which lines were reached, where that is counted: a worker is killed soon after its last test."""
    if (coverage := sys.modules.get("coverage")) is not None and (counting := coverage.Coverage.current()) is not None:
        counting.save()


def examples(count: int) -> settings:
    """So many examples of a property in `make check`, and as many times more in `make fuzz` as of any other."""
    return settings(max_examples=count * settings().max_examples // 50)


def rounds(count: int) -> range:
    """So many rounds of something made by chance in `make check`, and as many times more in `make fuzz`."""
    return range(max(1, count * settings().max_examples // 50))


# A screen is thousands of small objects: with Python's own numbers a fifth of the tests' time is looking for garbage.
gc.set_threshold(20_000, 20, 20)
SAMPLE = Path(__file__).parents[1] / "library"
"""The sample library that comes with the program."""

SHELF = {
    "the-cranes-are-flying.toml": """\
title          = "The Cranes Are Flying"
original_title = "Летят журавли"
year           = 1957
directors      = ["Mikhail Kalatozov"]
cast           = ["Tatiana Samoilova", "Aleksey Batalov"]
genres         = ["Drama", "War"]
synopsis       = "Veronica and Boris are in love until the war parts them."
special_features = ["Interview with scholar Ian Christie", "Essay by critic Chris Fujiwara"]

[release]
date   = 2020-03-24
studio = "Criterion Collection"

[price]
currency  = "USD"
list      = 39.95
sale      = 27.88
store_url = "https://www.criterion.com/"

[specs]
length = 96
discs  = ["Blu-ray Disc"]

[collection]
location = "Living room, shelf B"
""",
    "eight-and-a-half.toml": """\
title     = "8½"
year      = 1963
directors = ["Federico Fellini"]
synopsis  = "A director who has lost his film hides among his memories."

[release]
date   = 2010-01-12
studio = "Criterion Collection"

[price]
currency = "USD"
list     = 31.95

[specs]
discs = ["Blu-ray Disc"]
""",
    "rec.toml": """\
title     = "[REC]"
year      = 2007
directors = ["Jaume Balagueró", "Paco Plaza"]
synopsis  = "A reporter follows the firemen into a house that is then sealed."

[release]
date   = 2009-07-14
studio = "Sony Pictures"

[price]
currency = "USD"
list     = 14.99

[specs]
discs = ["DVD"]
""",
    "spain/viridiana.toml": """\
title     = "Viridiana"
year      = 1961
directors = ["Luis Buñuel"]
cast      = ["Silvia Pinal", "Fernando Rey"]

[release]
date   = 2006-05-23
studio = "Janus"

[price]
currency = "USD"
list     = 22.50

[specs]
discs = ["DVD"]
""",
    "the-phantom-carriage.toml": """\
title          = "The Phantom Carriage"
original_title = "Körkarlen"
year           = 1921
directors      = ["Victor Sjöström"]
synopsis       = "Whoever dies last in the year must drive the cart of Death."

[release]
date   = 2011-09-27
studio = "Artificial Eye"

[price]
currency = "USD"
list     = 18.00

[specs]
discs = ["Blu-ray Disc"]
""",
    "alien-4k.toml": """\
title     = "Alien"
year      = 1979
directors = ["Ridley Scott"]
cast      = ["Sigourney Weaver", "Tom Skerritt"]
synopsis  = "In space no one can hear you scream."

[release]
date   = 2019-04-23
studio = "20th Century Fox"

[price]
currency = "USD"
list     = 44.99

[specs]
discs = ["4K Ultra HD", "Blu-ray Disc"]
""",
    "m.toml": """\
title = "M"
year  = 1931
""",
}
"""Seven releases; by title: 8½, Alien, The Cranes Are Flying, M, The Phantom Carriage, [REC], Viridiana."""


def write_library(root: Path, files: dict[str, str]) -> Path:
    """Write release files below `root`; gives `root` back."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root


def contents(root: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path; one that goes while this looks is not among them."""
    found = {}
    for path in root.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            if path.is_file():
                found[path.relative_to(root).as_posix()] = path.read_bytes()
    return found


def texts(root: Path) -> dict[str, str]:
    """The text of every file below a folder, by its path."""
    return {path: data.decode() for path, data in contents(root).items()}


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for the home of each test; pytest's own numbering looks through all those before, each time."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own: nothing of the user's is read or written, and nothing of theirs decides."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for variable, folder in (("CONFIG", ".config"), ("CACHE", ".cache"), ("DATA", ".local/share"), ("STATE", ".state")):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(home / folder))
    for variable in ("DISCTUI_LIBRARY", "VISUAL", "EDITOR", "NO_COLOR", "FORCE_COLOR", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    return home


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A library of seven releases in a folder of its own."""
    return write_library(tmp_path / "shelf", SHELF)


@pytest.fixture
def open_browser() -> "Opener":
    """Opens the browser on a library, all of it read: `async with open_browser(root) as browser`."""
    from tui.driving import opened

    return opened
