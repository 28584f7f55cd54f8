"""When Python looks for garbage in an open browser: not between a key and what it shows."""

import gc
import time
import weakref
from collections.abc import Callable, Iterator

import pytest

from disctui.tui.garbage import Garbage


class _Ring:
    """An object that holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def waiting() -> list[Callable[[], None]]:
    """What is to be called in a moment."""
    return []


@pytest.fixture
def garbage(waiting: list[Callable[[], None]]) -> Iterator[Garbage]:
    thresholds = gc.get_threshold()
    yield Garbage(lambda _, call: waiting.append(call))
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_what_only_holds_itself_goes_once_nobody_types(
    garbage: Garbage, waiting: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    garbage.library_is_read()
    rings = [_Ring() for _ in range(4_000)]
    seen = weakref.ref(rings[0])
    del rings

    garbage.key_came()
    garbage.key_came()
    assert len(waiting) == 1
    waiting.pop()()
    assert seen() is not None, "somebody types"

    later = time.monotonic() + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    waiting.pop()()
    assert seen() is None
    assert not waiting, "where nobody types, nothing is done"


def test_the_library_is_never_looked_at_again(garbage: Garbage) -> None:
    library = [[number] for number in range(10_000)]
    garbage.library_is_read()
    assert gc.get_freeze_count() > len(library)
    assert not any(one is library for one in gc.get_objects())
