"""Style and script of the HTML page: constants, so that the page's policy can name them by their hash.

`page_shelf.js` searches, sorts and counts and knows no screen, so that it can be tried without a browser;
`page_screen.js` draws what it finds.
"""

from importlib.resources import files

_HERE = files(__package__)
STYLE = _HERE.joinpath("page.css").read_text(encoding="utf-8")
LOGIC = _HERE.joinpath("page_shelf.js").read_text(encoding="utf-8")
SCRIPT = LOGIC + _HERE.joinpath("page_screen.js").read_text(encoding="utf-8")
