"""Which fields, matched from first to last word, put their release before all others; as an array."""

import numpy as np

from disctui.search.fields import CODES, TITLE_HEAD, WHOLE_FIELDS

IS_WHOLE_FIELD = np.zeros(256, np.bool_)
IS_WHOLE_FIELD[list(WHOLE_FIELDS)] = True
"""By field code whether it is one of them; bool, shape (256,)."""
IS_PLAIN = np.zeros(256, np.bool_)
IS_PLAIN[CODES[TITLE_HEAD]] = True
"""By field code whether a misspelt value gains nothing there by the number of documents that have it."""
