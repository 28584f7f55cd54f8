"""Markdown: a shelf list to print or to put into a forum, one line a release."""

import re
from collections.abc import Iterable, Iterator

from disctui.exporters.exporter import Entry, Options
from disctui.release.model import Release
from disctui.safe_text import clean

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LINE_BEGINNING = re.compile(r"^([-+=]|\d+[.)])")


def escaped(text: str) -> str:
    """Text that Markdown takes as text, on one line."""
    return _LINE_BEGINNING.sub(r"\\\1", _MARKS.sub(r"\\\1", clean(" ".join(text.split()))))


def line_of(release: Release) -> str:
    """One release in one line."""
    title = f"**{escaped(release.title)}**"
    if release.year is not None:
        title += f" ({release.year})"
    if release.original_title and release.original_title != release.title:
        title += f", *{escaped(release.original_title)}*"
    if release.directors:
        title += f", {escaped(', '.join(release.directors))}"
    disc = [release.disc_format, release.release.studio, release.release.edition]
    if release.release.spine is not None:
        disc.append(f"no. {release.release.spine}")
    disc.append((release.release.date or "")[:4] or None)
    about = escaped(", ".join(part for part in disc if part))
    wish = {"wishlist": " [wanted]", "ordered": " [ordered]", "sold": " [sold]"}.get(
        release.collection.status or "", ""
    )
    return f"- {title}{f' — {about}' if about else ''}{escaped(wish) and ' ' + escaped(wish.strip())}"


class Markdown:
    """Writes a shelf list."""

    name = "markdown"
    title = "Markdown"
    ending = ".md"

    def export(self, entries: Iterable[Entry], options: Options = Options()) -> Iterator[bytes]:  # noqa: B008 - frozen
        """A heading, a line for each release with the films of a box set below it, and their number."""
        yield f"# {escaped(options.heading)}\n\n".encode()
        count = 0
        for entry in entries:
            count += 1
            yield (line_of(entry.release) + "\n").encode("utf-8", "replace")
            for film in entry.release.films:
                year = f" ({film.year})" if film.year is not None else ""
                yield f"  - {escaped(film.title)}{year}\n".encode("utf-8", "replace")
        yield f"\n{count} {'release' if count == 1 else 'releases'}\n".encode()
