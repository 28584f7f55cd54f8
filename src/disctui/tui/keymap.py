"""The keys that config.toml gives to commands, and what is wrong with them."""

from collections.abc import Iterator, Mapping

from disctui.nearest import suggestion
from disctui.settings import Mistake
from disctui.tui.commands import COMMANDS, TEXT_PLACES, Command, Keymap, command
from disctui.tui.keys import is_key, is_text, key_name, textual_key


def read_keymap(given: Mapping[str, tuple[str, ...]]) -> tuple[Keymap, list[Mistake]]:
    """The keys that are valid, and the mistakes: an unknown command or key, two commands on one key.

    Of two commands that are given one key the first has it; a key that a command has without being given it goes to
    the one that is.
    """
    keymap: dict[str, tuple[str, ...]] = {}
    mistakes: list[Mistake] = []
    known = [item.id for item in COMMANDS]
    for name, written in given.items():
        if name not in known:
            mistakes.append(Mistake(("keys", name), f"there is no command {name}", suggestion(name, known)))
            continue
        item = command(name)
        keys, wrong = _keys(item, written)
        owners = {key: _owner(item, key, keymap) for key in keys}
        mistakes += wrong
        mistakes += [_shared_key(item, key, owner, item) for key, owner in owners.items() if owner is not None]
        kept = tuple(key for key, owner in owners.items() if owner is None)
        if kept:
            keymap[name] = kept
    mistakes += [_shared_key(owner, key, owner, other) for owner, other, key in _losses(keymap)]
    return _without_losses(keymap), mistakes


def _keys(item: Command, written: tuple[str, ...]) -> tuple[list[str], list[Mistake]]:
    """Those of the keys given to a command that exist and can reach it."""
    keys: list[str] = []
    wrong: list[Mistake] = []
    where = ("keys", item.id)
    for name in written:
        key = textual_key(name)
        if not is_key(key):
            wrong.append(
                Mistake(where, f"there is no key {name}", 'keys are written as "x", "ctrl+x", "f5" or "enter"')
            )
        elif is_text(key) and set(item.places) <= TEXT_PLACES:
            wrong.append(Mistake(where, f"{name} is typed as text where {item.id} works", f'write "ctrl+{name}"'))
        else:
            keys.append(key)
    return keys, wrong


def _shared(one: Command, other: Command, key: str) -> bool:
    """Whether both commands would hear the key in the same place."""
    return any(not is_text(key) or place not in TEXT_PLACES for place in set(one.places) & set(other.places))


def _owner(item: Command, key: str, keymap: Keymap) -> Command | None:
    """Another command that was given the key, in a place where this one works too."""
    return next(
        (command(name) for name, keys in keymap.items() if key in keys and _shared(item, command(name), key)), None
    )


def _losses(keymap: Keymap) -> Iterator[tuple[Command, Command, str]]:
    """Who has a key by config.toml, who had it without, and the key."""
    for other in COMMANDS:
        if other.id not in keymap:
            for key in other.keys:
                owner = _owner(other, key, keymap)
                if owner is not None:
                    yield owner, other, key


def _shared_key(given: Command, key: str, owner: Command, other: Command) -> Mistake:
    message = f"{key_name(key)} is the key of both {owner.id} and {other.id}"
    return Mistake(("keys", given.id), message, f"give {other.id} another key; {owner.id} has it until then")


def _without_losses(keymap: dict[str, tuple[str, ...]]) -> Keymap:
    """The keymap in which no command has a key that another was given."""
    whole = dict(keymap)
    for _, other, key in _losses(keymap):
        whole[other.id] = tuple(one for one in whole.get(other.id, other.keys) if one != key)
    return whole
