"""The user's web browser: opens a page, and is not waited for. Never run through a shell."""

import subprocess
import sys
from collections.abc import Mapping

from disctui.problem import Refused


class NoBrowser(Refused):
    """No web browser can be run."""


def open_page(url: str, environ: Mapping[str, str]) -> None:
    """Open an address, which must be one that may be opened, in the platform's web browser.

    Raises:
        NoBrowser: there is none.
    """
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        subprocess.Popen(  # noqa: S603 - an address that `is_openable` let through, without a shell
            [opener, url],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=dict(environ),
        )
    except OSError as error:
        raise NoBrowser("no web browser can be run here", "copy the address") from error
