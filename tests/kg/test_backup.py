"""What is restored from a backup is the graph, bit for bit, on the same store and on the other."""

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.cli import app
from kg.backup import backup
from kg.errors import StoreBusy, StoreError, StoreNotEmpty
from kg.restore import restore
from kg.schema import TEXT_SIZE
from kg.settings import Settings
from kg.store import Store
from kg.transaction import Transaction
from tests.conftest import variables
from tests.graph import empty

KINDS = ("embedded", "neo4j")
MOMENTS = (
    "datetime('2026-03-29T01:30:00.123456789+03:00')",
    "datetime('2026-10-25T01:30:00+02:00[Europe/Berlin]')",
    "datetime('2026-10-25T02:30:00+01:00[Europe/Berlin]')",
    "datetime('2026-10-25T02:30:00+02:00[Europe/Berlin]')",
    "datetime('1453-05-29T06:00:00Z')",
    "localdatetime('2026-03-29T01:30:00.000000001')",
    "date('0001-01-01')",
    "time('01:30:00.5-11:30')",
    "localtime('23:59:59.999999999')",
    "duration('P1Y2M-3DT4H-5M6.123456789S')",
    "point({longitude: 29.0, latitude: 41.01})",
    "point({x: 1.5, y: -0.0, z: 3.0})",
    "[date('2026-03-29'), date('1299-07-27')]",
    "[datetime('2026-03-29T01:30:00+03:00[Europe/Istanbul]')]",
)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
PLAIN = (st.text(max_size=20), NUMBERS, st.floats(allow_subnormal=True), st.booleans())
VALUES = st.one_of(
    *PLAIN, *(st.lists(each, max_size=12) for each in PLAIN), st.binary(max_size=9).map(bytes)
)
NAMES = ("name", "region", "Yaş", "a b", "`", "$x", "0", "'", "\\u0060", "in", "out")
PROPERTIES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5)
SEEDS = st.lists(st.integers(0, 99), max_size=2)


def whole(store: Store) -> tuple[list[str], list[str]]:
    """All nodes and edges with all their properties, types and bits told apart, sorted."""
    nodes = store.read("MATCH (n) RETURN labels(n) AS l, properties(n) AS p")
    edges = store.read(
        "MATCH (a)-[r]->(b) RETURN type(r) AS t, labels(a) AS la, a.uid AS a, labels(b) AS lb, "
        "b.uid AS b, properties(r) AS p"
    )
    return sorted(map(_exact, nodes)), sorted(map(_exact, edges))


def _exact(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_exact(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_exact, value))}]"
    if isinstance(value, float):
        return struct.pack("<d", value).hex() if value == value else "nan"  # noqa: PLR0124
    zone = getattr(value, "tzinfo", None)
    return f"{value!r} {getattr(zone, 'zone', '')} {getattr(value, 'srid', '')}"


def fill(store: Store, cultures: list[dict[str, Any]], seeds: list[int]) -> None:
    drawn = [np.random.default_rng(seed).normal(size=TEXT_SIZE) for seed in seeds]
    narrow = [each.astype("f4").tolist() for each in drawn]

    def work(tx: Transaction) -> None:
        tx.upsert("Culture", [row | {"uid": f"c{i}"} for i, row in enumerate(cultures)])
        tx.upsert("Place", [{"uid": "c0", "name": "of the same uid"}])
        tx.upsert("Passage", [{"uid": f"p{i}", "embedding": v} for i, v in enumerate(narrow)])
        wide = [{"uid": f"m{i}", "embedding": v.tolist()} for i, v in enumerate(drawn)]
        tx.upsert("Media", wide)
        tx.upsert("Source", [{"uid": "s", "folder": "/texts"}])
        for i, row in enumerate(cultures):
            likeness = row | {"run": "r", "theme": str(i)}
            ends = {"source": f"c{i}", "target": "c0", "properties": likeness}
            tx.link("SIMILAR_TO", "Culture", "Culture", [ends])
            tx.link("CO_OCCURS", "Culture", "Place", [ends | {"properties": {"passages": i}}])
        for i, moment in enumerate(MOMENTS):
            tx.run(f"MATCH (n:Culture {{uid: 'c0'}}) SET n.t{i} = {moment}")
            tx.run(f"MATCH (:Culture {{uid: 'c0'}})-[r:CO_OCCURS]->() SET r.t{i} = {moment}")

    empty(store)
    store.write(work)


@pytest.mark.parametrize("to", KINDS)
@pytest.mark.parametrize("of", KINDS)
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],  # shrinking would fill two stores hundreds of times
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cultures=st.lists(PROPERTIES, min_size=1, max_size=4), seeds=SEEDS)
def test_what_comes_back_is_the_graph(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    of: str,
    to: str,
    cultures: list[dict[str, Any]],
    seeds: list[int],
) -> None:
    source: Store = request.getfixturevalue(f"{of}_store")
    target: Store = request.getfixturevalue(f"{to}_store")
    fill(source, cultures, seeds)
    before, file = whole(source), tmp_path / "graph.umran"
    saved = backup(source, file)
    assert (saved.manifest.nodes, saved.manifest.edges) == tuple(map(len, before))
    empty(target)
    restore(target, file)
    assert whole(target) == before
    assert backup(target, file).manifest.digest == saved.manifest.digest


def saved_graph(store: Store, file: Path) -> tuple[list[str], list[str]]:
    fill(store, [{"name": "Yörük"}, {"name": "Sámi"}, {}], [1, 2])
    backup(store, file)
    return whole(store)


class Broken(Exception):
    """The power goes."""


def _break_after(rows: int) -> Callable[[int, int, str], None]:
    def progress(done: int, total: int, what: str) -> None:
        if done >= rows and not what.startswith("checked"):
            raise Broken

    return progress


def test_a_restore_that_was_broken_off_goes_on(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.restore._ROWS", 2)
    before = saved_graph(store, file := tmp_path / "graph.umran")
    empty(store)
    store.write(lambda tx: tx.upsert("Culture", [{"uid": f"old{i}"} for i in range(5)]))
    with pytest.raises(StoreNotEmpty, match="--replace"):
        restore(store, file)
    assert store.counts()["Culture"] == 5
    for rows in (0, 4, 9):  # while the old is taken out, among nodes, among edges
        with pytest.raises(Broken):
            restore(store, file, replace=rows == 0, progress=_break_after(rows))
        with pytest.raises(StoreError, match="half restored"):
            backup(store, tmp_path / "another")
    assert restore(store, file).resumed > 4
    assert whole(store) == before
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_a_graph_that_changes_meanwhile_is_notsaved_graph(store: Store, tmp_path: Path) -> None:
    saved_graph(store, file := tmp_path / "graph.umran")
    old = file.read_bytes()

    def write(done: int, total: int, what: str) -> None:
        store.write(lambda tx: tx.upsert("Theme", [{"uid": "new"}]))

    with pytest.raises(StoreBusy, match="meanwhile"):
        backup(store, file, progress=write)
    assert file.read_bytes() == old
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_what_is_not_umrans_is_told_and_left(store: Store, tmp_path: Path) -> None:
    saved_graph(store, file := tmp_path / "graph.umran")
    store.write(lambda tx: tx.run("CREATE (:Stranger {name: 'x'})-[:KNOWS]->(:Stranger)"))
    assert backup(store, file).left_out == {"Stranger": 2, "KNOWS": 1}
    store.write(lambda tx: tx.run("MATCH (c:Culture {uid: 'c0'}) CREATE (c)-[:DATED]->(c)"))
    with pytest.raises(StoreError, match="Not all edges of DATED"):
        backup(store, file)


def test_commands_save_and_fill(
    neo4j_store: Store, neo4j_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables(neo4j_settings).items():
        monkeypatch.setenv(name, value)
    fill(neo4j_store, [{}], [])
    before, file = whole(neo4j_store), str(tmp_path / "graph.umran")
    runner = CliRunner()
    said = json.loads(runner.invoke(app, ["backup", file, "--json"]).stdout)
    assert (said["nodes"], said["edges"]) == tuple(map(len, before))
    assert isinstance(runner.invoke(app, ["restore", file]).exception, StoreNotEmpty)
    done = runner.invoke(app, ["restore", file, "--replace", "--json"])
    assert json.loads(done.stdout)["resumed"] == 0
    assert whole(neo4j_store) == before
