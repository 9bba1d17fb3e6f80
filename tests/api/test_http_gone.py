"""Clients that leave, and stores that go: what is asked ends, what was down comes back."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from kg.settings import Settings
from tests.api.http_site import Site, running, until
from tests.neo4j_install import find_neo4j
from tests.neo4j_server import Neo4jServer, ServerSettings

ROOT = Path(__file__).parent.parent.parent
SLOW = (
    "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c "
    "WITH a, b, c WHERE a + b = c * 100000 RETURN count(*)"
)


def test_a_client_that_leaves_ends_its_query_in_the_store(site: Site) -> None:
    lane = site.desk.lanes.foreign
    host, port = site.url.removeprefix("http://").split(":")
    body = b'{"query": "%s"}' % SLOW.encode()
    head = (
        "POST /v1/cypher HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((host, int(port))) as client:
        client.sendall(head.encode() + body)
        until(lambda: lane.borrowed_tokens == 1)
        time.sleep(1)
        assert lane.borrowed_tokens == 1  # it is at work
    began = time.monotonic()
    until(lambda: lane.borrowed_tokens == 0)
    assert time.monotonic() - began < 12  # it may take 20 s by its limit
    assert site.cypher("RETURN 1").json()["rows"] == [[1]]


def test_the_embedded_server_is_started_again(embedded_site: Site) -> None:
    with embedded_site.desk.owner.lend() as store:
        os.kill(store._dialect._server.pid, signal.SIGKILL)  # type: ignore[attr-defined]
    answer = embedded_site.get("/themes")
    assert answer.status_code in (200, 503)
    until(lambda: embedded_site.get("/themes").status_code == 200, seconds=60)
    until(lambda: embedded_site.client.get("/ready").status_code == 200)


def test_a_store_that_is_killed_in_the_middle_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    install = find_neo4j(os.environ.get("UMRAN_TEST_NEO4J_VERSION") or "5.26")
    if isinstance(install, str):
        pytest.skip(install)
    folder = tmp_path_factory.mktemp("own")
    own = ServerSettings(folder=folder / "neo4j", password=None, light=True)
    with Neo4jServer(install, own) as server:
        settings = Settings(uri=server.uri, data=folder / "data", serve_port=0, query_seconds=20)
        with running(settings) as site:
            found: list[httpx.Response] = []
            asking = threading.Thread(target=lambda: found.append(site.cypher(SLOW)))
            asking.start()
            until(lambda: site.desk.lanes.foreign.borrowed_tokens == 1)
            time.sleep(0.5)
            server.kill()
            asking.join(30)
            [answer] = found
            assert answer.status_code == 503
            assert answer.headers["content-type"] == "application/problem+json"
            assert int(answer.headers["retry-after"]) > 0
            assert site.get("/themes").status_code == 503
            assert site.client.get("/ready").status_code == 503
            assert site.client.get("/health").status_code == 200
            server.start()
            until(lambda: site.client.get("/ready").status_code == 200, seconds=60)
            assert site.get("/themes").json() == {"items": []}


def test_umran_serve_ends_cleanly_and_loads_no_model_library(tmp_path: Path) -> None:
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    environment = os.environ | {"UMRAN_SERVE_PORT": str(port), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment) as server:

        def ready() -> bool:
            try:
                return httpx.get(f"http://127.0.0.1:{port}/ready", trust_env=False).is_success
            except httpx.TransportError:
                return False

        until(ready, seconds=120)
        asked = httpx.get(f"http://127.0.0.1:{port}/v1/cultures/Ottoman/similar", trust_env=False)
        assert asked.status_code == 404
        assert "libtorch" not in Path(f"/proc/{server.pid}/maps").read_text()
        server.terminate()
        assert server.wait(60) == 0
