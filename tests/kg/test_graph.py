"""`import kg`, as people use it in notebooks, and the same graph as py2neo objects."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.culture import Culture
from kg.errors import NotFound, QueryRefused, SettingsError, StoreError
from kg.graph import Graph
from kg.records import Records
from kg.schema import SCHEMA
from tests.conftest import KINDS, SettingsFor
from tests.cultures import fill
from tests.graph import dump


def test_importing_it_loads_nothing() -> None:
    code = "import sys, kg; dir(kg); print({'neo4j', 'pydantic', 'numpy'} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert found.stdout.strip() == "set()"
    assert all(getattr(kg, name) is not None for name in kg.__all__)
    assert set(dir(kg)) == set(kg.__all__)


def test_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="new=True"):
        kg.open(tmp_path / "nothing")
    with pytest.raises(AttributeError, match="opne"):
        _ = kg.opne  # type: ignore[attr-defined]


@pytest.fixture(params=KINDS)
def graph(request: pytest.FixtureRequest, settings_for: SettingsFor) -> Iterator[Graph]:
    """A small graph in a store of that kind, opened as a notebook opens it."""
    at = settings_for(request.param)
    secret = at.password.get_secret_value()
    with kg.open(at.uri or at.data, user=at.user, password=secret, new=True) as opened:
        opened.store.write(fill)
        yield opened


def test_people_ask_by_name_and_get_tables(graph: Graph, tmp_path: Path) -> None:
    assert [each.name for each in graph.cultures()] == ["Ojibwa", "Ottoman"]
    ottoman = graph.culture("osmanlı")
    assert (ottoman.name, ottoman.documents, ottoman.traits) == ("Ottoman", 1, 1)
    assert "Osmanlı" in ottoman.aliases
    assert [(each.trait, each.value, each.year) for each in graph.traits("Osmanli")] == [
        ("descent", "patrilineal", None)
    ]
    [near] = graph.similar("Osmanlı", theme="mimarlık")
    assert (near.name, near.score, near.ci_low) == ("Ojibwa", 0.5, None)
    quotes = graph.evidence("cami")
    assert {quote.surface for quote in quotes} == {"mosque"}
    assert [quote.surface for quote in graph.evidence("Ottoman", "mosque")] == ["Ottomans"]
    assert graph.search("domes")[0].text == "The mosque has a dome."
    with pytest.raises(NotFound, match="Ottoman"):
        graph.culture("Otoman")

    frame = graph.similar("Ottoman", theme="architecture").pandas()
    assert frame.loc[0, "name"] == "Ojibwa"
    assert [*graph.traits("Ottoman").pandas().columns][:2] == ["trait", "value"]
    _cypher_reads(graph)
    _objects(graph)
    if graph.store.kind != "Neo4j":
        assert kg.open(tmp_path / "store") is graph
    graph.close()
    graph.close()
    with pytest.raises(StoreError):
        graph.cultures()


def _cypher_reads(graph: Graph) -> None:
    text = "MATCH (c:Culture {name: $name})-[h:HAS_TRAIT]->(t) RETURN t.name AS t, h.value AS v"
    found = graph.query(text, name="Ottoman")
    assert (len(found), [*found], found["v"]) == (
        1,
        [{"t": "descent", "v": "patrilineal"}],
        ["patrilineal"],
    )
    assert found.pandas().shape == (1, 2)
    assert graph.query(text, name="nobody").rows == ()
    assert graph.query("RETURN '<b>' AS x")._repr_html_().count("&lt;b&gt;") == 1
    with pytest.raises(KeyError, match="there are t, v"):
        found["w"]
    with pytest.raises(QueryRefused, match="would write"):
        graph.query("CREATE (n:Culture {uid: 'x'})")


def _objects(graph: Graph) -> None:
    """py2neo reads the same, and writes nothing."""
    from kg import ogm

    assert ogm.MODELS.keys() == {node.label for node in SCHEMA.nodes}
    for node in SCHEMA.nodes:
        assert {each.name for each in node.properties} <= vars(ogm.MODELS[node.label]).keys()
    before = dump(graph.store)
    repository = ogm.open_repository(graph)
    ottoman = repository.match(ogm.MODELS["Culture"]).where(name="Ottoman").first()
    [(_, (_, how), trait)] = ottoman.has_trait.triples()
    assert (trait.name, how["value"], how["year"]) == ("descent", "patrilineal", None)
    [document] = ottoman.from_describes
    assert (type(document).__name__, document.title) == ("Document", "On domes")
    passage = repository.match(ogm.MODELS["Passage"]).where(text="The mosque has a dome.").first()
    assert {(type(each).__name__, each.name) for each in passage.mentions} == {
        ("Structure", "mosque"),
        ("Structure", "dome"),
    }
    ottoman.name = "Turk"
    for write in (repository.save, repository.delete):
        with pytest.raises(TypeError, match="cannot be written"):
            write(ottoman)
    assert dump(graph.store) == before


def test_no_records_are_still_a_table() -> None:
    frame = Records(Culture, []).pandas()
    assert (len(frame), frame.columns[0]) == (0, "name")


def test_what_is_said_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="UMRAN_DATABASE"):
        kg.open("bolt://127.0.0.1:1", database=7)  # type: ignore[arg-type]
