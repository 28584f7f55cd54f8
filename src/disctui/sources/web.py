"""Asking a server: https only, one question at a time, within limits of size and time, and kept for a while.

What is sent is the address that the caller makes, and nothing else of this machine; no cookie, no redirect to another
host. httpx does the asking; it is the extra `online`, and loaded when the first question is asked.
"""

import contextlib
import hashlib
import ipaddress
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import platformdirs

from disctui.problem import Refused
from disctui.safe_write.atomic import create_file
from disctui.sources.answers import decoded
from disctui.sources.source import NotReady, Unanswered
from disctui.version import __version__

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 8 << 20
"""Of one answer."""
MOST_SECONDS = 20.0
"""From the question to the last byte of its answer."""
MOST_WAIT = 20.0
"""Seconds that a server may ask us to wait before a question is asked again."""
_KEPT_SECONDS = 30 * 24 * 3600
_REDIRECTS = 3
_SLOW_DOWN = 429


class Web:
    """One server, asked one question at a time.

    Args:
        address: Where its answers begin, e.g. "https://api.example.org/3".
        name: What it is called on screen.
        headers: Sent with each question: the key.
        cache: Where answers are kept for thirty days; the platform's cache folder without.
        gap: Seconds between two questions, where the server asks for some.

    Raises:
        NotReady: the address is not https; plain http reaches this very machine alone.
    """

    def __init__(
        self, address: str, name: str, headers: Mapping[str, str], cache: Path | None = None, *, gap: float = 0.0
    ) -> None:
        self._address, self._name, self._headers = address.rstrip("/"), name, dict(headers)
        self._cache = cache or Path(platformdirs.user_cache_dir("disctui")) / "answers"
        self._client: httpx.Client | None = None
        self._gap, self._asked_at = gap, -gap
        parts = urlsplit(address)
        if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname))):
            raise NotReady(f"{name} is asked by https only, and its address is {address}", "mend it in config.toml")

    def get(self, path: str, parameters: Mapping[str, str]) -> Any:
        """The answer to a question, from the cache where it was asked in the last thirty days.

        Args:
            path: What comes after the address, beginning with `/`.
            parameters: Of the query.

        Raises:
            NotReady: the extra `online` is not installed, or the key is refused.
            Unanswered: there is no network, or no answer of use; nothing of it is kept.
        """
        kept = self._place(path, parameters)
        try:
            return decoded(_fresh(kept))
        except (OSError, ValueError):
            pass  # it was never asked, or what was kept is of no use
        data = self._answer(f"{self._address}{path}", parameters)
        try:
            document = decoded(data)
        except ValueError:
            raise Unanswered(f"{self._name} did not answer in JSON", "try again later") from None
        self._keep(kept, data)
        return document

    def picture(self, path: str) -> bytes:
        """A file of the server, such as a picture; kept as answers are.

        Raises:
            NotReady: the extra `online` is not installed.
            Unanswered: there is no network, or no such file.
        """
        kept = self._place(path, {})
        with contextlib.suppress(OSError):
            return _fresh(kept)
        data = self._answer(f"{self._address}{path}", {})
        self._keep(kept, data)
        return data

    def _place(self, path: str, parameters: Mapping[str, str]) -> Path:
        """Where an answer is kept."""
        asked = repr((self._address, path, sorted(parameters.items()))).encode()
        return self._cache / f"{hashlib.sha256(asked).hexdigest()}.json"

    def _keep(self, path: Path, data: bytes) -> None:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            create_file(path, data)
        except (OSError, Refused):
            return  # it is asked again next time

    def _answer(self, address: str, parameters: Mapping[str, str]) -> bytes:
        """The bytes of an answer, after as many redirects within the host, and one pause, as are borne with."""
        import httpx  # noqa: PLC0415 - an extra, and only where something is asked

        has_waited, redirects = False, 0
        url = httpx.URL(address).copy_merge_params(parameters)
        while True:
            try:
                status, headers, data = self._asked(url)
            except httpx.TimeoutException:
                raise Unanswered(f"{self._name} did not answer within {MOST_SECONDS:g} s", "try again later") from None
            except httpx.HTTPError as error:
                hint = "look whether this machine is online"
                raise Unanswered(f"{self._name} can't be reached: {type(error).__name__}", hint) from None
            if status in {301, 302, 303, 307, 308}:
                url, redirects = self._moved(url, headers.get("location", ""), redirects), redirects + 1
                continue
            if status == _SLOW_DOWN and not has_waited and (pause := _pause(headers)) is not None:
                time.sleep(pause)
                has_waited = True
                continue
            if status != httpx.codes.OK:
                raise self._refusal(status, headers)
            return data

    def _asked(self, url: "httpx.URL") -> "tuple[int, httpx.Headers, bytes]":
        """Status, headers and bytes of one answer.

        Raises:
            httpx.HTTPError: there is none.
            Unanswered: it is too large, or takes too long.
        """
        import httpx  # noqa: PLC0415 - as above

        if self._client is None:
            words = {
                "User-Agent": f"disctui/{__version__} (a collector's own catalogue of discs)",
                "Accept": "application/json",
                **self._headers,
            }
            self._client = httpx.Client(headers=words, timeout=MOST_SECONDS, follow_redirects=False)
        if (wait := self._asked_at + self._gap - time.monotonic()) > 0:
            time.sleep(min(wait, self._gap))
        begun, data = time.monotonic(), bytearray()
        self._asked_at = begun
        with self._client.stream("GET", url) as answer:
            for piece in answer.iter_bytes():
                data += piece
                if len(data) > MOST_BYTES:
                    raise Unanswered(f"{self._name} answered more than {MOST_BYTES >> 20} MB, which is no film")
                if time.monotonic() - begun > MOST_SECONDS:
                    raise Unanswered(f"{self._name} took more than {MOST_SECONDS:g} s to answer", "try again later")
        self._client.cookies.clear()
        return answer.status_code, answer.headers, bytes(data)

    def _moved(self, url: "httpx.URL", location: str, redirects: int) -> "httpx.URL":
        target = url.join(location)
        if redirects >= _REDIRECTS or (target.scheme, target.netloc) != (url.scheme, url.netloc) or not location:
            raise Unanswered(f"{self._name} sent us on to another place, where we do not go", "try again later")
        return target

    def _refusal(self, status: int, headers: Mapping[str, str]) -> Refused:
        if status in {401, 403}:
            return NotReady(f"{self._name} does not take the key (answer {status})", "mend the key in config.toml")
        if status == _SLOW_DOWN:
            hint = f"go on in {headers.get('retry-after') or 'some'} s; what is answered is kept"
            return Unanswered(f"{self._name} asks for a pause", hint)
        return Unanswered(f"{self._name} answered {status}", "try again later")


def _fresh(kept: Path) -> bytes:
    """What is kept and not too old.

    Raises:
        OSError: there is no such thing.
    """
    if time.time() - kept.stat().st_mtime >= _KEPT_SECONDS:
        raise FileNotFoundError(kept)
    return kept.read_bytes()


def require_online() -> None:
    """Let it pass where the extra is installed.

    Raises:
        NotReady: it is not.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - only where something is to be asked

    if find_spec("httpx") is None:
        raise NotReady("asking over the network needs httpx", "pip install 'disctui[online]'")


def _pause(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks us to wait; None where that is too long."""
    said = headers.get("retry-after", "1")
    seconds = float(said) if said.isdecimal() and len(said) < 6 else 1.0
    return seconds if seconds <= MOST_WAIT else None


def _is_here(host: str) -> bool:
    """Whether a host is this very machine, where plain http meets nobody on its way."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


__all__ = ["MOST_BYTES", "MOST_SECONDS", "Web", "require_online"]
