"""Clients that leave, and stores that go: what is asked ends, what was down comes back."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from kg.settings import Settings
from tests.api.http_site import Site, running, until
from tests.line import Line

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


def test_a_store_that_goes_in_the_middle_comes_back(served: Settings, tmp_path: Path) -> None:
    uri = urlsplit(served.uri)
    assert uri.port
    with Line(uri.port) as line:
        away = {"uri": f"{uri.scheme}://127.0.0.1:{line.port}", "data": tmp_path}
        settings = served.model_copy(update=away | {"serve_port": 0, "query_seconds": 20})
        with running(settings) as site:
            found: list[httpx.Response] = []
            asking = threading.Thread(target=lambda: found.append(site.cypher(SLOW)))
            asking.start()
            until(lambda: site.desk.lanes.foreign.borrowed_tokens == 1)
            time.sleep(0.5)
            line.cut()
            asking.join(30)
            [answer] = found
            assert answer.status_code == 503
            assert answer.headers["content-type"] == "application/problem+json"
            assert int(answer.headers["retry-after"]) > 0
            assert site.get("/themes").status_code == 503
            assert site.client.get("/ready").status_code == 503
            assert site.client.get("/health").status_code == 200
            line.join()
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
