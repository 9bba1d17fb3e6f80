"""The web is a stranger: what the client asks for, whom it asks, and where it stops."""

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ingest.feed.address import address, is_public, located
from ingest.feed.fetch import PAGES, Client, Limits, Page
from ingest.halt import Halt
from kg.errors import FetchFailed, Stopped
from tests.ingest.web import Reply, Site, drip, packed, serving, status, text

HERE = frozenset(["127.0.0.1"])
NOT_PUBLIC = """
127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 ::
255.255.255.255 fe80::1 fc00::1 ff02::1 ::ffff:127.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 fe80::1%eth0
"""
LIMITS = Limits(size=50_000, seconds=20, silence=10, redirects=3, delay=0)
QUICK = replace(LIMITS, seconds=0.6, silence=0.4)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


def get(url: str, *, limits: Limits = LIMITS, **said: str) -> Page:
    return Client(private=HERE, limits=limits).fetch(url, kinds=PAGES, **said)


def test_a_page_and_nothing_when_it_has_not_changed(site: Site) -> None:
    site.pages["/a?b=ü"] = site.pages["/a?b=%C3%BC"] = text(
        "<p>Bir</p>", "text/html; charset=iso-8859-9", etag='"1"', last_modified="Tue"
    )
    page = get(f"{site.url}/a?b=ü#c")
    assert (page.kind, page.charset, page.body) == ("text/html", "iso-8859-9", b"<p>Bir</p>")
    assert (page.etag, page.modified, page.known) == ('"1"', "Tue", False)
    again = get(page.url, etag=page.etag, modified=page.modified)
    assert (again.known, again.body) == (True, b"")
    path, headers = site.asked[-1]
    assert path == "/a?b=%C3%BC"
    assert headers["Host"] == site.url.removeprefix("http://")
    assert headers["User-Agent"].startswith("Umran/")
    assert headers["If-Modified-Since"] == "Tue"


def test_packed_pages_are_unpacked_and_bombs_are_not(site: Site) -> None:
    site.pages["/small"] = packed(b"<p>mosque</p>" * 100)
    site.pages["/bomb"] = packed(b"\0" * 60_000_000)
    site.pages["/cut"] = text(b"\x1f\x8b\x08\x00", content_encoding="gzip")
    site.pages["/odd"] = text(b"x", content_encoding="br")
    assert get(f"{site.url}/small").body == b"<p>mosque</p>" * 100
    for path, words in (("/bomb", "more than"), ("/cut", "before its end"), ("/odd", "packed")):
        with pytest.raises(FetchFailed, match=words):
            get(site.url + path)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (text("x" * 60_000), "more than"),
        (drip(b"x" * 20_000, 0), "more than"),
        (drip(b"x", 0.1), "too slow"),
        (drip(b"HTTP/1.1 200 OK\r\nX: ", 0.1, head=True), "too slow"),
        (text("x", "application/x-shellscript"), "calls itself application/x-shellscript"),
        (text("x", connection="close", content_length="9"), "cannot be reached"),
        (status(404), "answers 404"),
        (status(302), "moved, and not where"),
        (status(302, Location="/loop"), "more than 3 redirects"),
        (status(302, Location="ftp://127.0.0.1/x"), "not an address of http"),
        (status(302, Location="http://me:secret@127.0.0.1/"), "user or password"),
        (status(302, Location="http://localhost/x"), "not public"),
        (status(302, Location="http://169.254.169.254/meta"), "not public"),
        (status(302, Location="http://[::ffff:10.0.0.1]/"), "not public"),
        (status(302, Location="http://2130706434/"), "not public"),
    ],
)
def test_what_is_not_taken(site: Site, reply: Reply, words: str) -> None:
    site.pages["/loop"] = site.pages["/loop?token=secret"] = reply
    began = time.monotonic()
    with pytest.raises(FetchFailed, match=words) as raised:
        get(f"{site.url}/loop?token=secret", limits=QUICK if "slow" in words else LIMITS)
    assert "secret" not in str(raised.value)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "//x",
        "http://",
        "http://u:secret@x/",
        "gopher://x",
        "x" * 5000,
        "a\0b",
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(FetchFailed) as raised:
        address(url)
    assert "secret" not in str(raised.value)


def test_addresses_that_are_not_public() -> None:
    for closed in NOT_PUBLIC.split():
        assert not is_public(closed), closed
    for public in ("9.9.9.9", "2620:fe::9", "::ffff:9.9.9.9", "64:ff9b::909:909"):
        assert is_public(public), public


def test_without_the_setting_this_machine_is_not_asked(site: Site) -> None:
    site.pages["/"] = text("x")
    with pytest.raises(FetchFailed, match="UMRAN_PRIVATE_HOSTS"):
        Client(limits=LIMITS).fetch(site.url, kinds=PAGES)
    assert site.asked == []
    assert located(address(site.url), private=HERE) == ["127.0.0.1"]


def test_robots_are_heeded_wherever_a_redirect_leads(site: Site) -> None:
    site.pages["/robots.txt"] = text(
        "User-agent: *\nDisallow: /\nUser-agent: umran\nDisallow: /closed\n", "text/plain"
    )
    site.pages["/open"] = text("x")
    site.pages["/moved"] = status(301, Location="/closed/a")
    assert get(f"{site.url}/open").body == b"x"
    for path in ("/closed/a", "/moved"):
        with pytest.raises(FetchFailed, match=r"robots\.txt does not let us"):
            get(site.url + path)
    assert site.paths() == ["/open", "/moved"]


def test_a_host_whose_robots_cannot_be_read_is_let_alone(site: Site) -> None:
    site.pages["/robots.txt"] = status(503)
    site.pages["/"] = text("x")
    client = Client(private=HERE, limits=LIMITS)
    for _ in range(2):
        with pytest.raises(FetchFailed, match=r"robots\.txt answers 503"):
            client.fetch(f"{site.url}/", kinds=PAGES)
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_a_host_is_not_hurried_and_waiting_can_be_ended(site: Site) -> None:
    site.pages["/robots.txt"] = text("User-agent: *\nCrawl-delay: 0.2", "text/plain")
    site.pages["/"] = text("x")
    halt = Halt()
    client = Client(private=HERE, limits=LIMITS, halt=halt)
    began = time.monotonic()
    for _ in range(2):
        client.fetch(f"{site.url}/", kinds=PAGES)
    assert time.monotonic() - began >= 0.4
    halt.set()
    with pytest.raises(Stopped):
        client.fetch(f"{site.url}/", kinds=PAGES)
    assert len(site.paths()) == 2


def test_proxies_of_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/"] = text("x")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert get(f"{site.url}/").body == b"x"


def test_the_connection_goes_to_the_address_that_was_checked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that gives another answer the second time is not asked a second time."""
    site.pages["/"] = text("x")
    ask, asked = socket.getaddrinfo, list[str]()

    def answer(host: str, *said: Any, **more: Any) -> Any:
        asked.append(host)
        return ask("127.0.0.1" if host == "rebind.example" else host, *said, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    client = Client(private=frozenset(["rebind.example"]), limits=LIMITS)
    page = client.fetch(site.url.replace("127.0.0.1", "rebind.example"), kinds=PAGES)
    assert page.body == b"x"
    assert site.asked[-1][1]["Host"].startswith("rebind.example:")
    assert asked.count("rebind.example") == len(site.asked) == 2
