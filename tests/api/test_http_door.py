"""Bad input and bad clients: each gets a problem, and the server goes on."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from api.http import guard, prompt
from api.http.serve import is_local, serving
from kg.errors import SettingsError
from kg.settings import Settings
from tests.api.http_site import Site

JSON = {"Content-Type": "application/json"}


def said(answer: bytes) -> tuple[int, dict[str, object]]:
    """Status and problem of a raw answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def raw(site: Site, *pieces: bytes, pause: float = 0) -> bytes:
    """What a server answers to bytes, until it closes."""
    host, port = site.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        for piece in pieces:
            client.sendall(piece)
            time.sleep(pause)
        found = b""
        while received := client.recv(65_536):
            found += received
        return found


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b"[" * 5000, b'{"query": NaN', b"", b"null", b'{"query": 1}']
)
def test_malformed_bodies(site: Site, body: bytes) -> None:
    answer = site.client.post("/v1/cypher", content=body, headers=JSON)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_hundred_megabytes_without_a_length_are_not_read(site: Site) -> None:
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(1600):
            sent += 65_536
            yield b"x" * 65_536

    with suppress(httpx.TransportError):  # the server hangs up before all is sent
        answer = site.client.post("/v1/cypher", content=pieces(), headers=JSON)
        assert answer.status_code == 413
    assert sent < 20_000_000
    assert site.client.get("/health").status_code == 200


def test_a_length_that_is_too_large_is_refused_at_once(site: Site) -> None:
    head = b"POST /v1/cypher HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n"
    status, problem = said(raw(site, head))
    assert (status, problem["status"]) == (413, 413)


def test_a_lying_length_ends_the_connection(site: Site) -> None:
    head = b"POST /v1/cypher HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n"
    assert raw(site, head, b"{}{}{}{}{}").startswith(b"HTTP/1.1 4")
    assert said(raw(site, b"GET nonsense\r\n\r\n"))[0] == 400


def test_slow_clients_are_sent_away(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "PAUSE_SECONDS", 0.2)
    monkeypatch.setattr(prompt, "HEAD_SECONDS", 0.3)
    head = b"POST /v1/cypher HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n"
    status, _ = said(raw(site, head + b"Content-Type: application/json\r\n\r\n", b"{"))
    assert status == 408
    began = time.monotonic()
    assert raw(site, head) == b""  # a head that never ends
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:80", "", "127.0.0.2"])
def test_other_names_than_our_own_are_refused(site: Site, host: str) -> None:
    assert site.client.get("/health", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9", "[::1]:80", "LOCALHOST."])
def test_our_own_names_are_not(site: Site, host: str) -> None:
    assert site.client.get("/health", headers={"Host": host}).status_code == 200


def test_answers_are_for_nobody_else(site: Site) -> None:
    answer = site.client.get("/v1/themes", headers={"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in answer.headers
    assert site.client.options("/v1/themes").status_code == 405


def test_metrics_count_what_was_asked(site: Site) -> None:
    site.get("/themes")
    shown = site.client.get("/metrics").text
    assert 'umran_requests_total{method="GET",route="/v1/themes",status="200"}' in shown
    assert "umran_store_up 1.0" in shown


def test_elsewhere_than_on_loopback_a_key_is_needed(tmp_path: Path) -> None:
    open_to_all = Settings(uri="", data=tmp_path, serve_host="0.0.0.0", serve_port=0)
    with pytest.raises(SettingsError, match="Without a key"), serving(open_to_all):
        pass
    assert not is_local("::")
    assert is_local("::1")
    assert not is_local("example.org")
