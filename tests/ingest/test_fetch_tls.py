"""Pages over TLS: the certificate must be the host's, though an address is connected to."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.feed.fetch import PAGES, Client, Limits
from kg.errors import FetchFailed
from tests.ingest.web import Site, serving, status, text

NAME = "intranet.example"
LIMITS = Limits(seconds=10, silence=5, delay=0)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for NAME that nobody but these tests trusts; its key stands beside it."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    said = f"-subj /CN={NAME} -addext subjectAltName=DNS:{NAME} -keyout key.pem -out cert.pem"
    subprocess.run(
        ["openssl", *made.split(), *said.split()], cwd=folder, check=True, capture_output=True
    )
    return folder / "cert.pem"


@pytest.fixture
def site(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with that certificate on this machine, which NAME and another host lead to."""
    ask = socket.getaddrinfo

    def answer(host: str, *said: Any, **more: Any) -> Any:
        return ask("127.0.0.1" if host.endswith(".example") else host, *said, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    with serving(tls=context) as served:
        served.pages["/"] = text("x")
        yield served


def client(certificates: Path | None, *hosts: str) -> Client:
    return Client(private=frozenset(hosts), limits=LIMITS, certificates=certificates)


def test_the_host_is_who_its_certificate_says(site: Site, certificate: Path) -> None:
    url = site.url.replace("127.0.0.1", NAME)
    assert client(certificate, NAME).fetch(url, kinds=PAGES).body == b"x"
    assert site.asked[-1][1]["Host"] == url.removeprefix("https://")
    assert set(site.named) == {NAME}


def test_another_host_at_that_address_is_refused(site: Site, certificate: Path) -> None:
    for host in ("other.example", "127.0.0.1"):
        with pytest.raises(FetchFailed, match=r"certificate verify failed: .*mismatch"):
            client(certificate, host).fetch(site.url.replace("127.0.0.1", host), kinds=PAGES)
    assert site.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused(site: Site, tmp_path: Path) -> None:
    url = site.url.replace("127.0.0.1", NAME)
    with pytest.raises(FetchFailed, match="self-signed"):
        client(None, NAME).fetch(url, kinds=PAGES)
    assert site.asked == []
    (tmp_path / "none.pem").write_text("no certificate")
    with pytest.raises(FetchFailed, match="UMRAN_CERTIFICATES"):
        client(tmp_path / "none.pem", NAME)


@pytest.mark.parametrize("where", ["https://10.0.0.1/", "http://127.0.0.1/", "https://b.example/"])
def test_a_redirect_to_a_private_address_is_refused(
    site: Site, certificate: Path, where: str
) -> None:
    site.pages["/"] = status(302, Location=where)
    with pytest.raises(FetchFailed, match="not public"):
        client(certificate, NAME).fetch(site.url.replace("127.0.0.1", NAME), kinds=PAGES)
    assert site.paths() == ["/"]
