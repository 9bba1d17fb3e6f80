"""A query that was cut off does not go on in the server: neither its CPU nor a transaction."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from kg.errors import QueryStopped
from kg.reading import query
from kg.settings import Settings
from kg.store import Store
from tests.conftest import variables
from tests.kg.hostile import SLOW

ROOT = Path(__file__).parent.parent.parent
LONG = "UNWIND range(1, 99999) AS x UNWIND range(1, 99999) AS y RETURN x, y, 'abcdefgh' AS s"
_WINDOW, _PATIENCE = 0.5, 20.0


def burnt(pids: list[int]) -> float:
    """CPU seconds of our servers so far."""
    times = [psutil.Process(pid).cpu_times() for pid in pids]
    return sum(each.user + each.system for each in times)


def servers() -> list[int]:
    """All processes that this one has started: the stores."""
    return [child.pid for child in psutil.Process().children(recursive=True)]


def settles(store: Store) -> bool:
    """Whether the servers come to rest, and Neo4j knows no transaction but the one that asks."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        pids = servers()
        before = burnt(pids)
        time.sleep(_WINDOW)
        if burnt(pids) - before < 0.2 * _WINDOW and running(store) == []:
            return True
    return False


def running(store: Store) -> list[str]:
    if store.kind != "Neo4j":
        return []
    found = store.read("SHOW TRANSACTIONS YIELD currentQuery, database RETURN currentQuery AS q")
    return [row["q"] for row in found if "SHOW TRANSACTIONS" not in row["q"]]


def past_its_time(store: Store) -> None:
    with pytest.raises(QueryStopped):
        query(store, SLOW[0], seconds=0.5)


def past_its_rows(store: Store) -> None:
    assert query(store, LONG, rows=150).truncated


def past_its_bytes(store: Store) -> None:
    assert query(store, LONG, size=5_000).truncated


@pytest.mark.parametrize("cut", [past_its_time, past_its_rows, past_its_bytes])
def test_what_was_cut_off_burns_no_more(store: Store, cut: Callable[[Store], None]) -> None:
    cut(store)
    assert settles(store), running(store)


def test_a_client_that_is_killed_leaves_nothing_burning(
    neo4j_store: Store, neo4j_settings: Settings
) -> None:
    """The embedded server goes with its client anyway."""
    run = "from api.cli import main; main()"
    command = [sys.executable, "-c", run, "query", SLOW[0]]
    with subprocess.Popen(command, env=variables(neo4j_settings), cwd=ROOT) as client:
        until = time.monotonic() + 60
        while not any("UNWIND" in text for text in running(neo4j_store)):
            assert time.monotonic() < until
            time.sleep(0.2)
        client.kill()
    assert settles(neo4j_store), running(neo4j_store)
