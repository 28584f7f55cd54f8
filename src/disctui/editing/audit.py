"""What an audit found, written into the files: found on a day, missing since one, or of another place from now on."""

import datetime
from functools import partial

from disctui.editing.changes import Change, Plan
from disctui.editing.editor import Editor
from disctui.editing.own_copy import planned_for_all
from disctui.library.audit import Place, Tally
from disctui.library.catalogue import Catalogue
from disctui.release.model import Release


def audit_plan(editor: Editor, catalogue: Catalogue, place: Place, tally: Tally, today: datetime.date) -> Plan:
    """What would be written: `audited` where a disc was found, `missing` where not, `location` where it stays.

    What is missing already keeps its day, and what is found is missing no longer.
    """
    wanted = dict.fromkeys(tally.here, "here")
    wanted |= dict.fromkeys(tally.missing, "missing")
    wanted |= dict.fromkeys(tally.staying, "stays")
    wanted |= dict.fromkeys(tally.elsewhere, "found")
    changes = {
        catalogue.listings[name].path: partial(_changes, how=how, place=place.name, today=today)
        for name, how in wanted.items()
    }
    return planned_for_all(editor, changes)


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
