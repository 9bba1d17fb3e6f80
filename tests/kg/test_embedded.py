"""The embedded server as a process: one owner, no orphan, no secret in sight, nothing lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kg.embedded import EmbeddedServer
from kg.errors import StoreError, StoreInUse, StoreUnreachable
from kg.settings import Settings
from kg.store import Store, open_store
from tests.conftest import SettingsFor

# Opens the store in argv[1], writes argv[2] nodes, says so with the pid of the child, and waits.
OWNER = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # may be ignored by now
import sys, time
from pathlib import Path
from kg.settings import Settings
from kg.store import open_store
with open_store(Settings(uri="", data=Path(sys.argv[1]), heap="256m")) as store:
    for i in range(int(sys.argv[2])):
        store.write(lambda tx: tx.upsert("Culture", [{"uid": str(i)}]))
    print(store._dialect._server.pid, flush=True)
    store.read(sys.argv[3]) if sys.argv[3] else time.sleep(120)
"""
ENDLESS = "UNWIND range(1, 99999) AS a UNWIND range(1, 99999) AS b RETURN count(*) AS n"


class Owner:
    """Another process that owns a store."""

    def __init__(self, folder: Path, nodes: int = 0, then: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OWNER, str(folder), str(nodes), then],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout
        self.child = psutil.Process(int(self.process.stdout.readline()))

    def end(self, number: int) -> None:
        os.killpg(self.process.pid, number)
        self.process.wait(60)
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    with EmbeddedServer(tmp_path_factory.mktemp("store"), heap="256m") as running:
        yield running


def gone(process: psutil.Process, seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.1)
    return False


def cultures(settings: Settings) -> int:
    with open_store(settings) as store:
        return store.counts()["Culture"]


def test_a_second_owner_is_refused_and_told_who_the_first_is(server: EmbeddedServer) -> None:
    with pytest.raises(StoreInUse, match=f"in use by process {os.getpid()}") as error:
        EmbeddedServer(server.folder)
    assert "--data" in error.value.hint
    server.sql("CREATE VERTEX TYPE Thing IF NOT EXISTS")


def test_only_this_machine_can_reach_it(server: EmbeddedServer) -> None:
    listening = [c for c in psutil.Process(server.pid).net_connections() if c.status == "LISTEN"]
    assert listening
    assert {c.laddr.ip.removeprefix("::ffff:") for c in listening} == {"127.0.0.1"}


def test_the_password_is_in_no_list_of_processes_and_in_no_file(server: EmbeddedServer) -> None:
    password = server.auth[1]
    process = psutil.Process(server.pid)
    for each in (process, *process.children(recursive=True)):
        assert password not in " ".join(each.cmdline())
        assert password not in " ".join(each.environ().values())
    files = [path for path in server.folder.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if password.encode() in path.read_bytes()] == []


def test_a_wrong_password_is_refused(server: EmbeddedServer) -> None:
    wrong = Settings(uri=server.uri, user="root", password="wrong", database=server.database)
    with pytest.raises(StoreUnreachable, match="refuses this user or password"), open_store(wrong):
        pass


def test_a_text_that_is_not_cypher_is_an_error_and_the_server_goes_on(
    server: EmbeddedServer,
) -> None:
    for text in ("", "MATCH (n", "THIS IS NOT CYPHER", "'"):
        with pytest.raises(StoreError):
            server.judge(text)
    assert server.judge("RETURN 1")["reads"]
    assert not server.judge("CREATE (n)")["reads"]


def test_after_a_restart_it_answers_at_the_same_address(settings_for: SettingsFor) -> None:
    settings = settings_for("embedded")
    with open_store(settings) as store:
        store.write(lambda tx: tx.upsert("Culture", [{"uid": "a"}]))
        store._dialect.interrupt()
        assert store.counts()["Culture"] == 1


def test_stopping_twice_and_asking_afterwards(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path, heap="256m")
    process = psutil.Process(server.pid)
    server.stop()
    server.stop()
    assert gone(process, 1)
    with pytest.raises(StoreUnreachable):
        server.sql("SELECT 1")


def test_a_killed_owner_leaves_no_child_and_its_writes_are_there(
    settings_for: SettingsFor,
) -> None:
    settings = settings_for("embedded")
    owner = Owner(settings.data, nodes=20)
    owner.end(signal.SIGKILL)
    assert cultures(settings) == 20
    assert gone(owner.child)


def test_a_killed_server_loses_no_acknowledged_write(settings_for: SettingsFor) -> None:
    settings = settings_for("embedded")
    with open_store(settings) as store:
        for i in range(20):
            store.write(lambda tx, i=i: tx.upsert("Culture", [{"uid": str(i)}]))
        kill(store)
    assert cultures(settings) == 20


def kill(store: Store) -> None:
    store._dialect._server.kill()  # type: ignore[attr-defined]


def test_a_query_that_never_ends_does_not_keep_the_child_of_a_killed_owner(
    settings_for: SettingsFor,
) -> None:
    settings = settings_for("embedded")
    owner = Owner(settings.data, nodes=3, then=ENDLESS)
    time.sleep(2)
    owner.end(signal.SIGKILL)
    assert gone(owner.child)


def test_an_interrupt_from_the_keyboard_leaves_no_child(settings_for: SettingsFor) -> None:
    settings = settings_for("embedded")
    owner = Owner(settings.data, nodes=3)
    owner.end(signal.SIGINT)
    assert gone(owner.child)
    assert cultures(settings) == 3


def test_a_folder_that_cannot_be_used_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match="file"):
        EmbeddedServer(tmp_path / "file" / "store")
