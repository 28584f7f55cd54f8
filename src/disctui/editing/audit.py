"""What an audit found, written into the files: found on a day, missing since one, or of another place from now on."""

import datetime
from functools import partial

from disctui.editing.changes import Change, Edit, Plan, Refusal
from disctui.editing.editor import Editor
from disctui.editing.own_copy import planned_for
from disctui.library.audit import Place, Tally
from disctui.library.catalogue import Catalogue
from disctui.problem import Refused
from disctui.release.model import Release


def audit_plan(editor: Editor, catalogue: Catalogue, place: Place, tally: Tally, today: datetime.date) -> Plan:
    """What would be written: `audited` where a disc was found, `missing` where not, `location` where it stays.

    What is missing already keeps its day, and what is found is missing no longer.
    """
    wanted = dict.fromkeys(tally.here, "here")
    wanted |= dict.fromkeys(tally.missing, "missing")
    wanted |= dict.fromkeys(tally.staying, "stays")
    wanted |= dict.fromkeys(tally.elsewhere, "found")
    edits: list[Edit] = []
    refused: list[Refusal] = []
    unchanged: list[str] = []
    for name, how in wanted.items():
        path = catalogue.listings[name].path
        try:
            planned = planned_for(editor, path, partial(_changes, how=how, place=place.name, today=today))
        except Refused as error:
            refused.append(Refusal(path=path, message=error.message, hint=error.hint))
        else:
            edits += planned.edits
            unchanged += planned.unchanged
    return Plan(tuple(edits), tuple(refused), tuple(unchanged))


def _changes(release: Release, how: str, place: str, today: datetime.date) -> list[Change]:
    mine = release.collection
    if how == "missing":
        return [] if mine.missing is not None else [Change.with_value(("collection", "missing"), "=", today)]
    changes = [Change.to(("collection", "missing"), None)] if mine.missing is not None else []
    if how == "found":  # it is put back where it belongs, and nobody looked there
        return changes
    if how == "stays":
        changes.append(Change.with_value(("collection", "location"), "=", place))
        changes += [Change.to(("collection", "slot"), None)] if mine.slot is not None else []
    return [Change.with_value(("collection", "audited"), "=", today), *changes]
