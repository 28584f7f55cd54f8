"""Which flow each command begins; a flow is given the screen in front and what the command is about."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from disctui.tui.flows import (
    audit,
    compare,
    fields,
    files,
    filling,
    history,
    import_choices,
    loans,
    navigation,
    new_library,
    outside,
    pick,
    prices,
    shelves,
    statistics,
    status,
    text,
    transfer,
    viewings,
)
from disctui.tui.screens.command_screen import CommandScreen
from disctui.tui.target import Target

Flow = Callable[[CommandScreen[Any], Target], Coroutine[Any, Any, object]]

FLOWS: Mapping[str, Flow] = {
    "open": fields.edit_field,
    "sort": navigation.choose_order,
    "shelves": shelves.open_shelf,
    "audit": audit.audit,
    "statistics": statistics.show_statistics,
    "save-search": shelves.save_search,
    "seen": viewings.seen_today,
    "seen-on": viewings.seen_on,
    "rate": viewings.rate,
    "lend": loans.lend,
    "status": status.choose_status,
    "new-library": new_library.make_new_library,
    "edit": outside.edit_target,
    "edit-here": text.edit_target,
    "copy": outside.copy_text,
    "compare": compare.compare,
    "prices": prices.show_prices,
    "pick": pick.pick,
    "store": outside.open_store,
    "reload": outside.reload,
    "problems": navigation.show_problems,
    "explain": navigation.explain_hit,
    "help": navigation.show_help,
    "palette": navigation.show_palette,
    "theme": navigation.choose_theme,
    "add-field": fields.add_field,
    "change-marked": fields.change_many,
    "new": files.new_release,
    "copy-edition": files.copy_edition,
    "delete": files.delete,
    "rename": files.rename,
    "undo": history.undo,
    "redo": history.redo,
    "history": history.show_history,
    "fill": filling.fill,
    "import": transfer.import_file,
    "columns": import_choices.choose_columns,
    "encoding": import_choices.choose_encoding,
    "dates": import_choices.choose_dates,
    "format": import_choices.choose_format,
    "export": transfer.export,
}
