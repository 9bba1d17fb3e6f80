"""Law 1 under fire: whatever is killed at any moment, the next ingest gives a fresh build's graph.

The ingesting process, and the embedded server under it, are real processes that are really killed.
"""

import random
import signal
import subprocess
import time
from itertools import islice
from pathlib import Path

import psutil
import pytest

from ingest.pipeline import ingest
from kg.settings import Settings
from kg.store import Store, open_store
from tests.conftest import SettingsFor
from tests.graph import Dump, dump, empty
from tests.ingest.conftest import Start
from tests.ingest.folders import SENTENCES, Folder, lay, table
from tests.ingest.halves import half_written

BATCH = 5
INGEST = """
import sys
from pathlib import Path
from ingest.pipeline import ingest
from kg.settings import load
from kg.store import open_store

with open_store(load()) as store:
    print("open", flush=True)
    ingest(
        store, Path(sys.argv[1]), source="test", batch=int(sys.argv[2]), prune=True,
        progress=lambda done, total, path: print(done, flush=True),
    )
"""
COMMAND = """
import signal

signal.signal(signal.SIGINT, signal.default_int_handler)  # may be ignored by now
from api.cli import main

main()
"""


def corpus(prefix: str = "") -> Folder:
    """Some 50 small files: texts that name the same things, two tables, one that is no text."""
    pick = random.Random(7)
    texts = {f"{prefix}{i:02}.txt": " ".join(pick.sample(SENTENCES, 4)).encode() for i in range(44)}
    cultures = [("Ottoman", "1", "40", "29", "Anatolia"), ("Kâbeli", "2", "", "", "Balkans")]
    return texts | {
        "a.csv": table("name,key,lat,lon,region", cultures),
        "b.csv": table("name,lat,lon,family", [("KABELI", "1", "2", "Isolate")]),
        "t.csv": table("key,descent,year", [("1", "patrilineal", "1850"), ("2", "b", "")]),
        f"{prefix}noise.txt": b"\x00\x01",
    }


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("corpus"), corpus())


@pytest.fixture(scope="module")
def expected(embedded_store: Store, source: Path) -> Dump:
    return fresh(embedded_store, source)


def fresh(store: Store, *sources: Path) -> Dump:
    empty(store)
    for number, folder in enumerate(sources):
        ingest(store, folder, source="test" if not number else f"test{number}")
    return dump(store)


def until(child: subprocess.Popen[str], done: int) -> None:
    """Wait until the child says that so many files are in the graph, or ends."""
    assert child.stdout
    for line in child.stdout:
        if (line.strip() == "open" and not done) or (line.strip().isdigit() and int(line) >= done):
            return


def servers(child: subprocess.Popen[str]) -> list[psutil.Process]:
    """The child processes of a process, thus its embedded server."""
    try:
        return psutil.Process(child.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def gone(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=60)
    return not alive


def kill_at(child: subprocess.Popen[str], done: int, pause: float, *, server: bool) -> None:
    """Kill the process, or the server under it, a moment after so many files."""
    until(child, done)
    below = servers(child)
    time.sleep(pause)
    if server:
        for process in below:
            process.kill()
    else:
        child.kill()
    child.communicate(timeout=120)
    assert gone(below)


@pytest.mark.parametrize(("kind", "seed", "kills"), [("embedded", 1, 2), ("neo4j", 2, 2)])
def test_killed_while_ingesting(
    start: Start,
    settings_for: SettingsFor,
    source: Path,
    expected: Dump,
    kind: str,
    seed: int,
    kills: int,
) -> None:
    """The process, again and again; on the embedded store at last the server under it."""
    settings, chance = settings_for(kind), random.Random(seed)
    for kill in range(kills):
        server = kind == "embedded" and kill == kills - 1
        child = start(settings, INGEST, source, BATCH)
        kill_at(child, chance.randrange(0, 15, 5), chance.uniform(0, 0.3), server=server)
        assert child.returncode != 0 or not server
    assert_whole(settings, source, expected)


def assert_whole(settings: Settings, source: Path, expected: Dump) -> None:
    """Nothing is half-written; the next ingest makes the rest."""
    with open_store(settings) as store:
        assert half_written(store, expected) == []
        ingest(store, source, source="test", batch=BATCH)
        assert dump(store) == expected


def changed(files: Folder, seed: int) -> Folder:
    """Another state of a folder: a fifth of its texts deleted, edited, renamed each, some added."""
    texts = sorted(path for path in files if path.endswith(".txt"))
    random.Random(seed).shuffle(texts)
    fifth = len(texts) // 5
    deleted, edited, renamed = (texts[i * fifth : (i + 1) * fifth] for i in range(3))
    state = {path: content for path, content in files.items() if path not in deleted + renamed}
    state |= {path: files[path] + b" The Yoruba carve doors." for path in edited}
    state |= {f"renamed-{path}": files[path] for path in renamed}
    return state | {f"new{i}.txt": SENTENCES[i].encode() for i in range(5)}


@pytest.mark.parametrize(("kind", "seed"), [("embedded", 6), ("neo4j", 7)])
def test_killed_while_syncing_a_changed_folder(
    start: Start,
    settings_for: SettingsFor,
    embedded_store: Store,
    tmp_path: Path,
    kind: str,
    seed: int,
) -> None:
    """The embedded server or, on Neo4j, the process; there two finish the work at once."""
    states = [corpus(), changed(corpus(), seed)]
    roots = [lay(tmp_path / name, state) for name, state in zip("ab", states, strict=True)]
    wholes = [fresh(embedded_store, root) for root in roots]
    settings, chance = settings_for(kind), random.Random(seed)
    with open_store(settings) as store:
        ingest(store, roots[0], source="test")
    child = start(settings, INGEST, roots[1], BATCH)
    server = kind == "embedded"
    kill_at(child, chance.randrange(5, 25, 5), chance.uniform(0, 0.3), server=server)
    others = [start(settings, INGEST, roots[1], 3)] if kind == "neo4j" else []
    with open_store(settings) as store:
        assert others or half_written(store, *wholes) == []
        ingest(store, roots[1], source="test", batch=BATCH, prune=True)
        for other in others:
            _, said = other.communicate(timeout=240)
            assert other.returncode == 0, said
        assert dump(store) == wholes[1]


@pytest.mark.parametrize(("kind", "pauses"), [("embedded", (0.0, 4.0)), ("neo4j", (5.0,))])
def test_interrupted_by_the_keyboard(
    start: Start,
    settings_for: SettingsFor,
    source: Path,
    expected: Dump,
    kind: str,
    pauses: tuple[float, ...],
) -> None:
    """Before anything is written, or among the batches of one file."""
    settings = settings_for(kind)
    for pause in pauses:
        child = start(settings, COMMAND, "ingest", source, "--source", "test")
        deadline = time.monotonic() + 60
        while kind == "embedded" and not servers(child) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(pause)
        below = servers(child)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=120)
        assert gone(below)
        assert child.returncode == 130, said
        assert "Traceback" not in said
    assert_whole(settings, source, expected)


def test_two_at_once_on_two_folders_that_name_the_same(
    start: Start, served: Settings, tmp_path: Path, neo4j_store: Store
) -> None:
    parts = {name: dict(islice(corpus(name).items(), 21)) for name in ("x", "y")}
    folders = [lay(tmp_path / name, files) for name, files in parts.items()]
    code = INGEST.replace('"test"', "Path(sys.argv[1]).name")
    both = [start(served, code, folder, 3) for folder in folders]
    for child in both:
        _, said = child.communicate(timeout=240)
        assert child.returncode == 0, said
    found = dump(neo4j_store)
    empty(neo4j_store)
    for folder in folders:
        ingest(neo4j_store, folder, source=folder.name)
    assert dump(neo4j_store) == found
