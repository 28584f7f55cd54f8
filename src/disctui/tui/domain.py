"""What the browser uses of the rooms below it, by one import: `deferred` loads it once the first screen is drawn."""

from disctui.checks.catalogue_report import report
from disctui.editing.editor import Editor
from disctui.library.catalogue import Catalogue
from disctui.library.files import PEOPLE_FILE, SEARCHES_FILE, is_release_name
from disctui.library.listing import SORTINGS
from disctui.library.opened import Opened
from disctui.library.shelf_counts import counted_shelves
from disctui.library.standing import standing
from disctui.nearest import nearest_name
from disctui.release.days import this_day
from disctui.release.details import TABS, counts, fields, heading
from disctui.search.completion import complete
from disctui.search.describe import describe
from disctui.search.fields import NAMES as FIELD_NAMES
from disctui.search.highlighting import highlighted
from disctui.search.query import parse
from disctui.tui.background.loader import Loader
from disctui.tui.background.watcher import Watcher
from disctui.tui.error_log import log_error

__all__ = [
    "FIELD_NAMES",
    "PEOPLE_FILE",
    "SEARCHES_FILE",
    "SORTINGS",
    "TABS",
    "Catalogue",
    "Editor",
    "Loader",
    "Opened",
    "Watcher",
    "complete",
    "counted_shelves",
    "counts",
    "describe",
    "fields",
    "heading",
    "highlighted",
    "is_release_name",
    "log_error",
    "nearest_name",
    "parse",
    "report",
    "standing",
    "this_day",
]
