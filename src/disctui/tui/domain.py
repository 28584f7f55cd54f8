"""What the browser uses of the rooms below it, by one import: `deferred` loads it once the first screen is drawn."""

from disctui.checks.catalogue_report import report
from disctui.editing.editor import Editor
from disctui.library.catalogue import Catalogue
from disctui.library.files import PEOPLE_FILE, SEARCHES_FILE, is_release_name
from disctui.library.film_rows import all_films, count_unmerged, film_row, is_soon_grouped
from disctui.library.listing import SORTINGS
from disctui.library.opened import Opened
from disctui.library.searches_file import COLUMNS
from disctui.library.shelf_counts import counted_shelves
from disctui.library.standing import standing
from disctui.nearest import nearest_name
from disctui.release.days import this_day
from disctui.release.details import TABS
from disctui.release.film_id import film_id, film_in_key
from disctui.release.film_pages import COLUMN, counts, fields, heading, subheading, tab_names
from disctui.release_file.value_checks import scanned
from disctui.search.completion import complete
from disctui.search.describe import describe, read_as_word
from disctui.search.fields import NAMES as FIELD_NAMES
from disctui.search.highlighting import highlighted
from disctui.search.query import parse
from disctui.tui.asides import Asides
from disctui.tui.background.loader import Loader
from disctui.tui.background.watcher import Watcher
from disctui.tui.error_log import log_error

__all__ = [
    "COLUMN",
    "COLUMNS",
    "FIELD_NAMES",
    "PEOPLE_FILE",
    "SEARCHES_FILE",
    "SORTINGS",
    "TABS",
    "Asides",
    "Catalogue",
    "Editor",
    "Loader",
    "Opened",
    "Watcher",
    "all_films",
    "complete",
    "count_unmerged",
    "counted_shelves",
    "counts",
    "describe",
    "fields",
    "film_id",
    "film_in_key",
    "film_row",
    "heading",
    "highlighted",
    "is_release_name",
    "is_soon_grouped",
    "log_error",
    "nearest_name",
    "parse",
    "read_as_word",
    "report",
    "scanned",
    "standing",
    "subheading",
    "tab_names",
    "this_day",
]
