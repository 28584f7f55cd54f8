"""An audit of a place: which one, what stands there, and what of it is written into the files."""

import datetime
from collections.abc import Sequence
from typing import Any

from textual.content import Content

from disctui.editing.audit import audit_plan
from disctui.library.audit import Audits, Place, Step, Tally, place_of, places, scanned, titled
from disctui.problem import Refused
from disctui.release.days import counted, in_words, this_day
from disctui.release.model import TOML
from disctui.release_file.value_checks import scanned as bar_code
from disctui.safe_text import clean
from disctui.tui.flows.files import make_release
from disctui.tui.flows.writing import attempt
from disctui.tui.screens.audit import AuditReport, AuditScreen
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.screens.menu import Choice, MenuScreen
from disctui.tui.target import Target
from disctui.tui.textual_patches import copy_with_program


async def audit(screen: CommandScreen[Any], _: Target) -> None:
    """Choose a place, tell what stands there, and write it where the user wants that."""
    screen.session.editor.require_writable()
    session = screen.session
    audits = Audits(session.root)
    begun = audits.all()
    known = places(session.catalogue)
    if not known:
        raise Refused("No release has a location yet", "a fills one in")
    width = max(len(name) for name, _ in known)
    choices = [
        Choice("", f"{name:<{width}}  {counted(count, 'disc')}" + ("  · begun" if name in begun else ""), name)
        for name, count in sorted(known, key=lambda place: place[0] not in begun)
    ]
    name = await screen.ask(MenuScreen("Audit: which place?", choices, remembers="places"))
    if name is None:
        return
    place = place_of(session.catalogue, name)
    if not await screen.ask(AuditScreen(session, place, audits)):
        if audits.steps(name):
            screen.say("The audit waits: A and its place go on with it.", seconds=4)
        return
    await _report(screen, place, audits)


async def _report(screen: CommandScreen[Any], place: Place, audits: Audits) -> None:
    """Show what was found, until it is written or left."""
    session, today = screen.session, this_day()
    title = f"Audit of {place.name}, {in_words(today)}"
    is_whole = False
    while True:
        tally = Tally.of(place, audits.steps(place.name))
        tally = tally.all_told() if is_whole else tally
        lines = _lines(screen, place, tally, today)
        answer = await screen.ask(
            AuditReport(
                title, Content("\n".join(lines)), has_left=bool(tally.left), has_unknown=bool(_real(tally.unknown))
            )
        )
        if answer == "rest":
            is_whole = True
        elif answer == "make":
            await _make(screen, place, tally, audits)
        elif answer == "copy":
            text = "\n".join([clean(title), "", *lines])
            screen.app.copy_to_clipboard(text)
            copy_with_program(text, session.environ)
            screen.say("copied: the report", seconds=2)
        else:
            break
    if answer != "write":
        return
    editor = session.editor
    planned = audit_plan(editor, session.catalogue, place, tally, today)
    for refusal in planned.refused:
        screen.say(f"{refusal.path}: not changed: {refusal.advice}", "warning")
    if planned.edits:
        said = f"audit of {place.name}"
        done = f"{counted(len(planned.edits), 'file')} changed (u undoes it)"
        if attempt(screen, lambda: editor.apply(planned.edits, clean(said, 200)), done) is None:
            return
    audits.keep(place.name, ())


async def _make(screen: CommandScreen[Any], place: Place, tally: Tally, audits: Audits) -> None:
    """Make a release of a bar code that none has, which then stands in this place."""
    codes = _real(tally.unknown)
    code: str | None = codes[0]
    if len(codes) > 1:
        choices = [Choice("", one, one) for one in codes]
        code = await screen.ask(MenuScreen("Make a release of which bar code?", choices))
    if code is None:
        return
    session = screen.session
    changes = len(session.editor.entries())
    begun: dict[str, TOML] = {"release.upc": code, "collection.status": "owned", "collection.location": place.name}
    try:
        await make_release(screen, Target(), begun)
    except Refused as refused:  # the report stays
        screen.refuse(refused)
    if len(session.editor.entries()) == changes:
        return
    await session.read_anew()
    step = scanned(session.catalogue, place, (), code)
    if step.release_id:
        steps = [step if one.code == code else one for one in audits.steps(place.name)]
        audits.keep(place.name, [*steps, Step("stays", step.release_id, code)])


def _real(codes: Sequence[str]) -> list[str]:
    """Those that are whole bar codes, of which a release can be made."""
    read = {code: bar_code(code) for code in codes}
    return [code for code, one in read.items() if one is not None and one.mistake is None]


def _lines(screen: CommandScreen[Any], place: Place, tally: Tally, today: datetime.date) -> list[str]:
    """The report: how many of what, those that are not as they should be, and what would be written."""
    listings = screen.session.catalogue.listings
    lines = [tally.words, ""]
    own = (("missing", tally.missing), ("not looked at", tally.left))
    lines += [f"{word:<13}  {titled(listings[name])}" for word, names in own for name in names]
    foreign = (("put back", "to", tally.elsewhere), ("stays here", "from", tally.staying))
    lines += [
        f"{word:<13}  {titled(listings[name])}  {way} {listings[name].location or 'no place'}"
        for word, way, names in foreign
        for name in names
    ]
    lines += [f"unknown        {code}: no release has this bar code" for code in tally.unknown]
    found = len(tally.here) + len(tally.staying)
    written = [f"audited = {today} in {counted(found, 'file')}"] if found else []
    written += [f"missing = {today} in {counted(len(tally.missing), 'file')}"] if tally.missing else []
    written += [f"location = {place.name} in {counted(len(tally.staying), 'file')}"] if tally.staying else []
    lines += ["", f"w writes: {', '.join(written)}" if written else "There is nothing to write."]
    return [clean(line, 300) for line in lines]
