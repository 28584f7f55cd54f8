"""What a terminal sends, decoded for Textual's parser so that nothing depends on how a slow line cuts it.

Textual's parser waits 0.1 s for the rest of a sequence. Past that, the rest of a mouse click is typed as letters, and a
paste whose end mark was cut never ends: every key that follows is swallowed. `esc` with a key in the same read is a
key of its own to it (`alt+j`), or the key alone, and where thirty letters follow, `esc` is typed as "^".
"""

import codecs
import re
from collections.abc import Collection

_ESCAPE = "\x1b"
_BEGIN, _END = "\x1b[200~", "\x1b[201~"
"""What a terminal puts round a pasted text."""
_UNFINISHED = re.compile(r"\x1b\[[0-?]+[ -/]*\Z")
"""A sequence that goes on in the next read. `\\x1b[` alone may be esc and a bracket, so the parser's clock decides."""
_THEN_A_KEY = re.compile(r"\x1b([^\x1b\[O\x7f])")
"""Esc, and a key that came with it: no sequence that Textual knows begins so, but for alt with backspace."""
_ESCAPE_KEY = "\x1b[27u"
"""The key esc, and nothing that could go on, as Kitty's protocol has it."""


class KeyStream:
    """Decodes bytes of the keyboard, whole sequences only.

    Args:
        encoding: Of the terminal; what isn't text in it is shown as such.
        alt_keys: Characters that mean something with alt held down, which terminals send as esc and the character.
    """

    def __init__(self, encoding: str, alt_keys: Collection[str] = ()) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._alt_keys = frozenset(alt_keys)
        self._held = ""
        self._is_pasting = False

    def decode(self, data: bytes, final: bool = False) -> str:
        """The text of what came, without what goes on in the next read.

        Args:
            data: What was read.
            final: Whether nothing more will come.
        """
        text, self._held = self._held + self._decoder.decode(data, final), ""
        done = []
        while text:
            part, text = self._pasted(text, final=final) if self._is_pasting else self._typed(text, final=final)
            done.append(part)
        return "".join(done)

    def _typed(self, text: str, *, final: bool) -> tuple[str, str]:
        """What is typed before the next paste, and the rest."""
        keys, mark, rest = text.partition(_BEGIN)
        if mark:
            self._is_pasting = True
        elif not final and (cut := _UNFINISHED.search(keys)) is not None:
            keys, self._held = keys[: cut.start()], keys[cut.start() :]
        return _THEN_A_KEY.sub(self._parted, keys) + mark, rest

    def _parted(self, found: re.Match[str]) -> str:
        return found[0] if found[1] in self._alt_keys else _ESCAPE_KEY + found[1]

    def _pasted(self, text: str, *, final: bool) -> tuple[str, str]:
        """What is pasted, to its end or as far as it has come, and the rest; an escape in it is no key."""
        pasted, mark, rest = text.partition(_END)
        if mark:
            self._is_pasting = False
        elif not final:
            cut = next((n for n in range(len(_END) - 1, 0, -1) if pasted.endswith(_END[:n])), 0)
            pasted, self._held = pasted[: len(pasted) - cut], pasted[len(pasted) - cut :]
        return pasted.replace(_ESCAPE, "") + mark, rest
