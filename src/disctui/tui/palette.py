"""What the command palette offers: every command of the table that works now, by name."""

from collections.abc import Iterator

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from disctui.tui.commands import Command, keys_of
from disctui.tui.keys import key_name
from disctui.tui.screens.command_screen import CommandScreen


class CommandProvider(Provider):
    """The table's commands, each with its key."""

    def _offered(self) -> Iterator[tuple[Command, str]]:
        screen = self.screen
        if not isinstance(screen, CommandScreen):
            return
        for item in screen.offered():
            keys = keys_of(item, screen.session.keymap)
            yield item, key_name(keys[0]) if keys else ""

    def _run(self, item: Command) -> None:
        screen = self.screen
        if isinstance(screen, CommandScreen):
            screen.call_later(screen.run_command, item.id)

    async def discover(self) -> Hits:
        """Every command that works now."""
        for item, key in self._offered():
            prompt = Content(f"{item.help}  {key}")
            yield DiscoveryHit(prompt, lambda item=item: self._run(item), text=item.help)

    async def search(self, query: str) -> Hits:
        """The commands whose help or name matches."""
        matcher = self.matcher(query)
        for item, key in self._offered():
            score = max(matcher.match(item.help), matcher.match(item.title))
            if score > 0:
                prompt = Content(f"{item.help}  {key}")
                yield Hit(score, prompt, lambda item=item: self._run(item), text=item.help)
