"""The server that other tests stand on: it guards its data by a password and survives a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from kg.settings import Settings
from tests.neo4j_install import Neo4jInstall, find_java, find_neo4j
from tests.neo4j_server import Neo4jServer, Neo4jServerError, ServerSettings

pytestmark = pytest.mark.enable_socket

# A parent that starts a server, writes a node, tells the server's process id, waits to be killed.
PARENT = """
import pathlib, sys, time
sys.path.insert(0, sys.argv[1])
from neo4j import GraphDatabase
from tests.neo4j_install import find_neo4j
from tests.neo4j_server import Neo4jServer, ServerSettings
settings = ServerSettings(folder=pathlib.Path(sys.argv[2]), light=True)
server = Neo4jServer(find_neo4j("5.26"), settings)
server.start()
with GraphDatabase.driver(server.uri, auth=server.auth) as driver:
    driver.execute_query("CREATE (:Culture {name: 'Yörük'})")
print(server.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def install() -> Neo4jInstall:
    found = find_neo4j("5.26")
    if isinstance(found, Neo4jInstall):
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(found)
    pytest.skip(found)


def test_a_wrong_password_is_refused(neo4j_settings: Settings) -> None:
    for auth in (("neo4j", "another-one"), None):
        with (
            GraphDatabase.driver(neo4j_settings.uri, auth=auth) as driver,
            pytest.raises(AuthError),
        ):
            driver.verify_connectivity()


def test_a_failed_start_shows_the_log(install: Neo4jInstall, tmp_path: Path) -> None:
    broken = Neo4jServer(install, ServerSettings(folder=tmp_path, page_cache="many"))
    with pytest.raises(Neo4jServerError, match=r"(?s)ended with code .*not a valid size"):
        broken.start()
    with pytest.raises(Neo4jServerError, match="not started"):
        _ = broken.pid


def test_a_start_over_the_limit_leaves_no_process(install: Neo4jInstall, tmp_path: Path) -> None:
    slow = Neo4jServer(install, ServerSettings(folder=tmp_path, start_limit_s=0.0))
    with pytest.raises(Neo4jServerError, match="did not answer within 0 s"):
        slow.start()
    slow.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_the_server_dies_with_a_killed_parent_and_no_committed_node_is_lost(
    install: Neo4jInstall, tmp_path: Path
) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(Path(__file__).parents[1]), str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    assert ended_within(child, seconds=10.0)
    with Neo4jServer(install, ServerSettings(folder=tmp_path, light=True)) as server:
        with GraphDatabase.driver(server.uri, auth=server.auth) as driver:
            found = driver.execute_query("MATCH (c:Culture) RETURN c.name AS name").records
        with pytest.raises(Neo4jServerError, match="already started"):
            server.start()
    assert [record["name"] for record in found] == ["Yörük"]


def ended_within(pid: int, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text(encoding="utf-8").split(") ")[1][0] in "ZX":
            return True
        time.sleep(0.05)
    return False


def test_what_is_missing_is_said() -> None:
    assert find_java(1) is None
    assert "make neo4j`" in str(find_neo4j("4.9"))
    assert "make neo4j-current`" in str(find_neo4j("2099"))
