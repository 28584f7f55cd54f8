"""What the boxes of text have in common: letters that came together are put into them together."""

from textual import events

from disctui.tui.keys import typed_character


class TakesLetters:
    """A part that letters are typed into; it takes a key that holds several of them, for `KeyQueue` joins them."""

    def is_letter(self, event: events.Key) -> bool:
        """Whether a key types a letter here, and means nothing else."""
        return typed_character(event) is not None
