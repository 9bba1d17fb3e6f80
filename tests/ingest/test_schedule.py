"""Schedules on real stores: in this process, and in processes that are killed."""

import json
import signal
import stat
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from ingest.halt import Halt
from ingest.ingestion import KEPT, Ingestion, recent, remember
from ingest.pipeline import ingest
from ingest.schedule.daemon import serve, serve_once
from ingest.schedule.jobs import add, remove, schedules
from ingest.schedule.ledger import FILE, Ledger
from ingest.schedule.perform import perform
from ingest.schedule.task import Task, task
from ingest.schedule.timing import timing
from ingest.turn import turn
from ingest.watch import Watched, watch
from kg.errors import ManifestError, ScheduleError, SourceBusy
from kg.settings import Settings
from kg.store import Store, open_store
from tests.conftest import SettingsFor, variables
from tests.graph import dump, empty
from tests.ingest.conftest import Start
from tests.ingest.web import item, rss, serving, text

COMMAND = "from api.cli import main; main()"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def served(served: Settings, data: Path) -> Settings:
    """The same, with a data folder of this test."""
    return served.model_copy(update={"data": data, "private_hosts": "127.0.0.1"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "texts"
    root.mkdir()
    for number in range(12):
        (root / f"{number:02}.txt").write_text("The Ottoman mosque has a dome.")
    return root


@pytest.fixture
def umran(start: Start, served: Settings) -> Start:
    """Starts `umran` in a process of its own."""
    return partial(start, served, COMMAND)


def until(true: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def told(child: subprocess.Popen[str]) -> dict[str, Any]:
    assert child.stdout
    answer: dict[str, Any] = json.loads(child.stdout.readline())
    return answer


def test_schedules_are_kept_for_their_owner_only(data: Path, folder: Path) -> None:
    assert schedules(data) == []
    assert not data.exists()
    made = add(data, task(str(folder)), timing(every="1h"))
    assert stat.S_IMODE((data / FILE).stat().st_mode) == 0o600
    assert schedules(data) == [made]
    assert (made.task.what, made.when) == (str(folder), "every 1h")
    with pytest.raises(ScheduleError, match="already"):
        add(data, task(str(folder)), timing(every="2h"))
    add(data, task(str(folder), name="nightly"), timing(cron="0 3 * * *"))
    assert remove(data, "texts") == made
    with pytest.raises(ScheduleError, match="nightly"):
        remove(data, "texts")


def test_a_file_that_is_none_of_ours(data: Path) -> None:
    data.mkdir()
    (data / FILE).write_text("not a data base, whatever it is called" * 100)
    with pytest.raises(ScheduleError, match="cannot be used"):
        schedules(data)


def test_history_is_short_and_no_part_of_what_is_known(store: Store) -> None:
    before = dump(store)
    runs = [Ingestion("texts", "folder", f"2026-01-{day:03}") for day in range(KEPT + 5)]
    remember(store, [*runs, Ingestion("other", "feed", "2025", notes=("a", "b"), error="No.")])
    remember(store, runs[-1:])
    assert store.counts()["Ingestion"] == KEPT + 1
    assert recent(store, limit=2) == [runs[-1], runs[-2]]
    assert recent(store, limit=500)[-1].notes == ("a", "b")
    assert dump(store) == before


def test_what_is_due_is_run_once_and_the_graph_is_that_of_a_sync(
    settings_for: SettingsFor, embedded_store: Store, folder: Path
) -> None:
    settings, said = settings_for("embedded"), list[Ingestion]()
    add(settings.data, task(str(folder)), timing(every="1h"))
    add(settings.data, task(str(folder), name="nightly"), timing(cron="0 3 29 2 *"))
    serve_once(settings, Halt(), said.append)
    serve_once(settings, Halt(), said.append)
    assert [(run.schedule, run.added, run.error) for run in said] == [("texts", 12, "")]
    with open_store(settings) as store:
        found = dump(store)
        assert recent(store) == said
    assert Ledger(settings.data).unsaved() == []
    empty(embedded_store)
    ingest(embedded_store, folder)
    assert found == dump(embedded_store)


def test_a_scheduler_at_work(served: Settings, neo4j_store: Store, folder: Path) -> None:
    """Feeds and folders, one that fails, one that is added while it runs; then it ends."""
    said, halt = list[Ingestion](), Halt()

    def say(run: Ingestion) -> None:
        said.append(run)
        if run.added == 12:
            add(served.data, task(f"{site.url}/feed", name="news"), timing(every="1s"))
        if run.schedule == "news":
            (folder / "00.txt").unlink(missing_ok=True)
        if {"news", "lost"} <= {run.schedule for run in said} and said[-1].removed:
            halt.set()

    with serving() as site:
        site.pages["/feed"] = text(rss(item("a", "The Yoruba carve doors.")), "text/xml")
        add(served.data, task(str(folder)), timing(every="1s"))
        lost = Task("lost", "folder", str(folder / "gone"))
        add(served.data, lost, timing(every="1s"))
        assert serve(served, halt, say)
    counts = [(run.added, run.removed) for run in said if run.schedule == "texts"]
    assert [each for each in counts if any(each)] == [(12, 0), (0, 1)]
    [news, *_] = (run for run in said if run.schedule == "news")
    assert (news.added, news.error, news.source) == (1, "", "news")
    assert all("not a folder" in run.error for run in said if run.schedule == "lost")
    assert {run.uid for run in recent(neo4j_store, limit=99)} == {run.uid for run in said}
    assert neo4j_store.counts()["Document"] == 12


def test_killed_and_started_again(
    served: Settings, neo4j_store: Store, folder: Path, umran: Start
) -> None:
    add(served.data, task(str(folder)), timing(every="1s"))
    child = umran("schedule", "run", "--json")
    until(Ledger(served.data).running)
    child.kill()
    child.wait()
    again = umran("schedule", "run", "--json")
    assert told(again)["error"] == ""
    with pytest.raises(ScheduleError, match=f"Process {again.pid} runs"):
        serve(served, Halt(), print)
    began = time.monotonic()
    again.send_signal(signal.SIGTERM)
    _, words = again.communicate(timeout=60)
    assert (again.returncode, "Traceback" in words) == (0, False)
    assert time.monotonic() - began < 30
    assert [run.error for run in recent(neo4j_store, limit=99)][-1].startswith("It was cut off")
    found = dump(neo4j_store)
    empty(neo4j_store)
    ingest(neo4j_store, folder)
    assert found == dump(neo4j_store)


def test_one_at_a_time(served: Settings, folder: Path) -> None:
    """A sync that is started by hand says who is at it; a schedule waits, and then says so."""
    served.data.mkdir()
    with turn(served.data, folder):
        done = CliRunner().invoke(app, ["sync", str(folder)], env=variables(served))
        assert isinstance(done.exception, SourceBusy)
        run = perform(task(str(folder)), served, Halt(), patience=0)
        assert "is being read by process" in run.error
        assert Ledger(served.data).unsaved() == [run]
    with turn(served.data, folder), turn(served.data, folder.parent):
        pass
    run = perform(task(str(folder)), served, Halt())
    assert (run.added, run.error) == (12, "")
    assert Ledger(served.data).unsaved() == []


def test_a_folder_is_watched(served: Settings, neo4j_store: Store, folder: Path) -> None:
    said, halt = list[Ingestion](), Halt()

    def say(run: Ingestion) -> None:
        said.append(run)
        if len(said) == 1:
            (folder / ".hidden.txt").write_text("x")
            (folder / "00.txt").unlink()
            (folder / "new.txt").write_text("The Yoruba carve doors.")
            (folder / "umran.yaml").write_text("sources: wrong")
        elif len(said) == 2:
            (folder / "umran.yaml").unlink()
        else:
            halt.set()

    watch(Watched(folder), served, halt, say, settle=0.2)
    assert [(run.added, run.removed, bool(run.error)) for run in said] == [
        (12, 0, False),
        (0, 0, True),
        (1, 1, False),
    ]
    assert "sources" in said[1].error
    assert len(recent(neo4j_store)) == 2
    (folder / "umran.yaml").write_text("sources: wrong")
    with pytest.raises(ManifestError):
        watch(Watched(folder), served, Halt(), say)


def test_watching_ends_after_the_batch_in_hand(
    served: Settings, neo4j_store: Store, folder: Path, umran: Start
) -> None:
    child = umran("watch", folder)
    until(lambda: neo4j_store.nodes("Document", [])["uid"])
    child.send_signal(signal.SIGINT)
    _, words = child.communicate(timeout=60)
    assert (child.returncode, "Traceback" in words) == (0, False)
    ingest(neo4j_store, folder)
    assert neo4j_store.counts()["Document"] == 12


def test_what_was_stopped_is_due_again(served: Settings, folder: Path) -> None:
    add(served.data, task(str(folder)), timing(every="1h"))
    halt = Halt()

    def say(run: Ingestion) -> None:
        assert run.error.startswith("Stopped")

    with turn(served.data, folder):
        from threading import Timer

        Timer(0.5, halt.set).start()
        assert serve(served, halt, say)
    said = list[Ingestion]()
    serve_once(served, Halt(), said.append)
    assert [run.added for run in said] == [12]
    with pytest.raises(SourceBusy), turn(served.data, folder), turn(served.data, folder):
        pass
