"""The web as a stranger that may lie: one page at a time, within limits, and politely.

Every hop of a redirect is checked as the first address was; the connection goes to the very IP
address that was checked; neither proxies nor passwords of the environment are used.
"""

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import httpx

from ingest.feed.address import address, located, shown
from ingest.feed.body import body
from ingest.feed.robots import Robots
from ingest.halt import Halt
from kg.deadline import within
from kg.errors import FetchFailed

AGENT = "Umran"
_SENT = {
    "User-Agent": f"{AGENT}/0.1 (reads feeds and pages into a knowledge graph)",
    "Accept-Encoding": "gzip",
    "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, "
    "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1",
}
FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml",
         "text/xml", "text/plain")  # fmt: skip
PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_MOVED = (301, 302, 303, 307, 308)
_LONGEST_DELAY = 60.0
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one answer: bytes after unpacking, seconds in all, seconds without a byte, redirects.

    `delay`: seconds between two questions to one host.
    """

    size: int = 10 << 20
    seconds: float = 60.0
    silence: float = 15.0
    redirects: int = 5
    delay: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answers; `known` where it has not changed, then there is no body.

    `kind` is its media type, `url` where it was in the end.
    """

    url: str
    kind: str = ""
    charset: str = ""
    body: bytes = b""
    etag: str = ""
    modified: str = ""
    known: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    charset: str
    body: bytes


@dataclass(frozen=True, slots=True)
class _Question:
    """What is sent, and how much and which kind of answer is wanted; no kinds: any."""

    sent: Mapping[str, str]
    size: int
    kinds: tuple[str, ...] = ()


class Client:
    """Fetches pages; keeps each host's robots.txt, and when it was last asked.

    `private`: hosts whose addresses need not be public. `certificates`: a PEM file of authorities
    that are trusted besides the public ones. `halt` ends waiting and reading. Raises FetchFailed
    for a file that holds no certificates.
    """

    def __init__(
        self,
        *,
        private: frozenset[str] = frozenset(),
        limits: Limits | None = None,
        halt: Halt | None = None,
        certificates: Path | None = None,
    ) -> None:
        self._private = private
        self._trusted = _trusted(certificates)
        self._limits = limits or Limits()
        self._halt = halt or Halt()
        self._robots: dict[str, Robots | FetchFailed] = {}
        self._asked: dict[str, float] = {}

    def fetch(
        self, url: str, *, kinds: tuple[str, ...], etag: str = "", modified: str = ""
    ) -> Page:
        """The page, whose media type must be one of `kinds`; only if it has changed since an
        answer with this `etag` or `modified`. Raises FetchFailed, and Stopped by `halt`.
        """
        since = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = {name: value for name, value in since.items() if value}
        question = _Question(asked, self._limits.size, kinds)
        where, answer = self._follow(address(url), question, self._allowed)
        if answer.status == 304 and asked:
            return Page(str(where), etag=etag, modified=modified, known=True)
        if answer.status != 200:
            raise FetchFailed(f"{shown(where)} answers {answer.status}.")
        return Page(
            str(where),
            _kind(answer.headers),
            answer.charset,
            answer.body,
            etag=answer.headers.get("etag", ""),
            modified=answer.headers.get("last-modified", ""),
        )

    def _follow(
        self, url: httpx.URL, question: _Question, may: Callable[[httpx.URL], None]
    ) -> tuple[httpx.URL, _Answer]:
        for _ in range(self._limits.redirects + 1):
            may(url)
            answer = self._ask(url, question)
            if answer.status not in _MOVED:
                return url, answer
            if not answer.headers.get("location"):
                raise FetchFailed(f"{shown(url)} says that it moved, and not where.")
            url = address(urljoin(str(url), answer.headers["location"]))
        raise FetchFailed(f"{shown(url)}: more than {self._limits.redirects} redirects.")

    def _allowed(self, url: httpx.URL) -> None:
        """Raises FetchFailed where the host's robots.txt does not let us."""
        origin = _origin(url)
        if origin not in self._robots:
            self._robots[origin] = self._robots_of(address(f"{origin}/robots.txt"))
        robots = self._robots[origin]
        if isinstance(robots, FetchFailed):
            raise robots
        if not robots.allows(str(url), AGENT):
            raise FetchFailed(f"{shown(url)}: its robots.txt does not let us read it.")

    def _robots_of(self, url: httpx.URL) -> Robots | FetchFailed:
        try:
            _, answer = self._follow(url, _Question({}, Robots.SIZE), lambda _: None)
            return Robots.of(answer.status, answer.body)
        except FetchFailed as error:
            return error

    def _ask(self, url: httpx.URL, question: _Question) -> _Answer:
        """One question to one host."""
        places = located(url, private=self._private)[:_PLACES]
        self._wait_for(url)
        seconds, said = self._limits.seconds, shown(url)
        try:
            return within(seconds, lambda: self._try(url, places, question))
        except FetchFailed as error:
            raise FetchFailed(f"{said}: {error}") from None
        except (TimeoutError, httpx.TimeoutException):
            raise FetchFailed(f"{said} is too slow.") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise FetchFailed(f"{said} cannot be reached ({_brief(error)}).") from None

    def _wait_for(self, url: httpx.URL) -> None:
        """The polite pause: ours, or what the host's robots.txt asks for, within reason."""
        robots = self._robots.get(_origin(url))
        wished = robots.delay(AGENT) if isinstance(robots, Robots) else 0.0
        delay = min(max(self._limits.delay, wished), _LONGEST_DELAY)
        if url.host in self._asked:
            self._halt.wait(self._asked[url.host] + delay - time.monotonic())
        self._halt.check()
        self._asked[url.host] = time.monotonic()

    def _try(self, url: httpx.URL, places: list[str], question: _Question) -> _Answer:
        """The answer of the first of the IP addresses that takes a connection."""
        for place in places[:-1]:
            try:
                return self._exchange(url, place, question)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return self._exchange(url, places[-1], question)

    def _exchange(self, url: httpx.URL, place: str, question: _Question) -> _Answer:
        headers = {**_SENT, **question.sent, "Host": url.netloc.decode()}
        named = {"sni_hostname": url.raw_host.decode()}
        limits, at = self._limits, url.copy_with(host=place)
        ends = time.monotonic() + limits.seconds
        with (
            httpx.Client(trust_env=False, verify=self._trusted, timeout=limits.silence) as client,
            client.stream("GET", at, headers=headers, extensions=named) as response,
        ):
            read = b""
            if response.status_code == 200:
                _refuse_other_kinds(response.headers, question.kinds)
                read = body(response, size=question.size, ends=ends, halt=self._halt)
            charset = response.charset_encoding or ""
            return _Answer(response.status_code, response.headers, charset, read)


@cache
def _trusted(more: Path | None) -> ssl.SSLContext:
    """Whose certificates we trust; made once, since it takes a while."""
    context = httpx.create_ssl_context(trust_env=False)
    try:
        if more:
            context.load_verify_locations(more)
    except OSError as error:  # what ssl raises, too
        raise FetchFailed(
            f"{more} holds no certificates that can be read ({_brief(error)}).",
            hint="UMRAN_CERTIFICATES names a PEM file.",
        ) from None
    return context


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode()}"


def _kind(headers: httpx.Headers) -> str:
    return str(headers.get("content-type", "")).partition(";")[0].strip().lower()


def _refuse_other_kinds(headers: httpx.Headers, kinds: tuple[str, ...]) -> None:
    kind = _kind(headers)
    if kinds and kind not in kinds:
        raise FetchFailed(f"It calls itself {kind[:60] or 'nothing'}, which is not read here.")


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
