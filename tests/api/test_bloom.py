"""The perspective has the shape of a real export, and its Cypher gives what Bloom can draw."""

import json
import re
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from api.appearance import HIDDEN_LABELS, HIDDEN_TYPES, LABELS, TYPES
from api.cli import app
from api.guide import asciidoc, html, statement
from api.perspective import name_indexes, perspective
from api.saved import actions, phrases
from api.stylesheet import grass
from ingest.pipeline import ingest
from kg.errors import SettingsError
from kg.schema import SCHEMA
from kg.store import Store
from kg.transaction import Transaction
from tests.graph import empty

ROOT = Path(__file__).parent.parent.parent
EXPORT = ROOT.parent / "shared" / "bloom" / "ricgraph_bloom_config.json"
EXPORTS = (EXPORT, ROOT.parent.parent / "shared" / "bloom" / EXPORT.name)
MADE = perspective(SCHEMA)
BEYOND = {"$.hiddenRelationshipTypes[]": {"str"}}
"""The export hides none; others that are public list their names."""
OPEN = ("$.labels.*", "$.metadata.stats.labels.*", "$.metadata.stats.relationshipTypes.*")
"""Where keys are names of the graph's own."""


def shapes(value: Any, path: str = "$") -> Iterator[tuple[str, Any]]:
    """(path, keys or type) of all that `value` holds; items of a list share a path."""
    if isinstance(value, dict):
        named = f"{path}.*" in OPEN
        yield path, "names" if named else frozenset(value)
        for key, each in value.items():
            yield from shapes(each, f"{path}.{'*' if named else key}")
    elif isinstance(value, list):
        yield path, "list"
        for each in value:
            yield from shapes(each, f"{path}[]")
    else:
        yield path, "number" if type(value) in {int, float} else type(value).__name__


def allowed(value: Any) -> dict[str, set[Any]]:
    found: dict[str, set[Any]] = {}
    for path, shape in shapes(value):
        found.setdefault(path, set()).add(shape)
    return found


@pytest.fixture(scope="module")
def export() -> Any:
    found = [path for path in EXPORTS if path.exists()]
    if not found:
        pytest.skip("no real export of Bloom lies beside the project")
    return json.loads(found[0].read_text(encoding="utf-8"))


def test_every_level_has_the_keys_and_types_of_a_real_export(export: Any) -> None:
    real, made = allowed(export) | BEYOND, allowed(MADE)
    assert not {path: made[path] for path in made if not made[path] <= real.get(path, set())}
    assert {path for path in real if not path.startswith("$.metadata.stats")} <= made.keys()
    assert list(MADE) == list(export)


def test_values_are_those_that_a_real_export_uses(export: Any) -> None:
    assert MADE["version"] == export["version"]
    assert {each["icon"] for each in MADE["categories"]} == {export["categories"][0]["icon"]}
    known = {each["dataType"] for each in export["categories"][0]["properties"]}
    made = {each["dataType"] for node in MADE["categories"] for each in node["properties"]}
    assert known <= made <= known | {"bigint", "number", "boolean"}
    [real] = {each["dataType"] for each in export["templates"][0]["params"]}
    assert {each["dataType"] for one in MADE["templates"] for each in one["params"]} == {real}


def test_a_perspective_is_the_same_each_time_and_its_ids_differ() -> None:
    assert perspective(SCHEMA) == MADE
    for part in ("categories", "templates", "sceneActions", "relationshipTypes"):
        ids = [each["id"] for each in MADE[part]]
        assert len(ids) == len(set(ids)) > 0


def test_each_label_and_type_is_shown_or_hidden() -> None:
    assert LABELS.keys() | HIDDEN_LABELS == {each.label for each in SCHEMA.nodes}
    assert TYPES.keys() | HIDDEN_TYPES == {each.type for each in SCHEMA.edges}
    assert not LABELS.keys() & HIDDEN_LABELS | TYPES.keys() & HIDDEN_TYPES
    assert {each["name"] for each in MADE["categories"]} == LABELS.keys()
    assert MADE["hiddenRelationshipTypes"] == sorted(HIDDEN_TYPES)
    assert MADE["hideUncategorisedData"]
    for node in MADE["categories"]:
        shown = {each["name"] for each in node["properties"] if not each["exclude"]}
        assert set(node["captionKeys"]) <= shown
    for look in TYPES.items():
        names = {each.name for each in SCHEMA.edge(look[0]).properties}
        assert not look[1].caption or look[1].caption in names


# Machado, Oliveira and Fernandes (2009), severity 1: what dichromats see, in linear RGB.
SIGHT = (
    np.eye(3),
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
     [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
     [-0.011820, 0.042940, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
     [0.004733, 0.691367, 0.303900]],
)  # fmt: skip
XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
       [0.0193339, 0.1191920, 0.9503041]]  # fmt: skip


def lab(colour: str, sight: Any) -> Any:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    ratio = np.array(XYZ) @ np.clip(np.array(sight) @ linear, 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_colours_of_labels_are_told_apart_by_all() -> None:
    colours = [look.colour for look in LABELS.values()]
    for sight in SIGHT:
        for one, other in combinations([lab(each, sight) for each in colours], 2):
            assert np.linalg.norm(one - other) > 20  # about 2 is just noticeable


def test_phrases_say_what_they_ask_for() -> None:
    assert len([each for each in phrases() if each.lang == "en"]) >= 12
    assert len(phrases()) == 2 * len({each.cypher for each in phrases()})
    texts = [each.text.casefold() for each in phrases()]
    assert len(set(texts)) == len(texts)
    for each in phrases():
        names = re.findall(r"\$(\w+)", each.text)
        assert sorted(names) == sorted(each.examples())
        assert set(names) == set(re.findall(r"\$(\w+)", each.cypher))
        for parameter in each.parameters:
            if parameter.label:
                known = {own.name for own in SCHEMA.node(parameter.label).properties}
                assert parameter.property in known


def learned(tx: Transaction) -> None:
    """What a training writes, by hand: two runs, of which one is current."""
    names = ("Ottoman", "Persian")
    cultures = {r["n"]: r["u"] for r in tx.run("MATCH (c:Culture) RETURN c.name AS n, c.uid AS u")}
    [theme] = tx.run("MATCH (t:Theme {name: 'Architecture'}) RETURN t.uid AS uid")
    for run, current in (("old", False), ("new", True)):
        tx.upsert("Run", [{"uid": run, "name": run, "current": current}])
        tx.upsert("Facet", [{"uid": f"{run}-f", "name": "Ottoman, Architecture", "run": run}])
        facet = {"source": f"{run}-f", "properties": {}}
        tx.link("OF", "Facet", "Culture", [facet | {"target": cultures["Ottoman"]}])
        tx.link("ON", "Facet", "Theme", [facet | {"target": theme["uid"]}])
        for (a, b), kind in ((pair, kind) for pair in (names, names[::-1])
                             for kind in ("all", "architecture")):  # fmt: skip
            likeness = {"run": run, "theme": kind, "rank": 1, "score": 0.5, "sources": 2}
            ends = {"source": cultures[a], "target": cultures[b], "properties": likeness}
            tx.link("SIMILAR_TO", "Culture", "Culture", [ends])


@pytest.fixture(scope="module")
def graph(neo4j_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two of the example's cultures on a real Neo4j, with a run."""
    empty(neo4j_store)
    whole, part = ROOT / "examples", tmp_path_factory.mktemp("bloom")
    names = [path for each in ("ottoman", "persian") for path in whole.glob(f"texts/{each}-*.md")]
    names += [whole / "umran.yaml", whole / "cultures.csv", whole / "traits.csv"]
    for path in [*names, whole / "images" / "ottoman-tulip-tiles.png"]:
        target = part / path.relative_to(whole)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(path, target)
    ingest(neo4j_store, part)
    neo4j_store.write(learned)
    return neo4j_store


def drawn(store: Store, cypher: str, **parameters: Any) -> int:
    """How many things come back; each must be what Bloom can draw: a node, an edge or a path.

    `Store.read` opens a reading session, in which Neo4j refuses to write.
    """
    rows = store.read(cypher, **parameters)
    values = [value for row in rows for value in row.values() if value is not None]
    assert all(hasattr(value, "labels") or hasattr(value, "nodes") for value in values)
    return len(values)


@pytest.mark.parametrize("phrase", phrases(), ids=lambda each: each.text)
def test_a_phrase_gives_what_bloom_draws(graph: Store, phrase: Any) -> None:
    assert drawn(graph, phrase.cypher, **phrase.examples())
    for row in graph.read(phrase.cypher, **phrase.examples()):
        for path in row.values():
            likenesses = [r for r in getattr(path, "relationships", ()) if r.type == "SIMILAR_TO"]
            assert {r["run"] for r in likenesses} <= {"new"}


def test_a_statement_of_the_guide_runs_as_it_stands(graph: Store) -> None:
    asked = [each for each in phrases() if len(each.parameters) == 2]
    assert drawn(graph, statement(asked[0]))


SELECTED = {
    "$nodes": "MATCH (n) WHERE n:Culture AND n.name IN ['Ottoman', 'Persian'] OR n:Structure "
    "OR n:Passage RETURN collect(elementId(n)) AS ids",
    "$relationships": "MATCH ()-[r:CO_OCCURS|SIMILAR_TO]->() RETURN collect(elementId(r)) AS ids",
}


@pytest.mark.parametrize("action", actions(), ids=lambda each: each.name)
def test_an_action_works_on_a_selection(graph: Store, action: Any) -> None:
    assert len(actions()) >= 6
    [name] = [each for each in SELECTED if each in action.cypher]
    [chosen] = graph.read(SELECTED[name])
    assert drawn(graph, action.cypher, **{name[1:]: chosen["ids"]})
    assert not drawn(graph, action.cypher, **{name[1:]: []})


def test_indexes_for_names_are_taken_by_neo4j(graph: Store) -> None:
    created = name_indexes(SCHEMA)
    assert len(created) == len(LABELS) - 1
    graph.write(lambda tx: tx.run(created[0]))
    graph.write(lambda tx: tx.run(f"DROP INDEX {created[0].split()[2]}"))


def test_the_style_sheet_styles_what_is_shown() -> None:
    rules = dict(re.findall(r"^([\w.]+) \{\n(.*?)\n\}$", grass(SCHEMA), re.M | re.S))
    assert {f"node.{each}" for each in LABELS} | {f"relationship.{each}" for each in TYPES} <= {
        *rules
    }
    for label, look in LABELS.items():
        assert f"  color: {look.colour};" in rules[f"node.{label}"]
        assert f"caption: '{{{SCHEMA.node(label).caption}}}';" in rules[f"node.{label}"]
    assert grass(SCHEMA).count("{\n") == len(rules) == len(LABELS) + len(TYPES) + 2


def test_the_page_names_each_phrase_and_action() -> None:
    page = (ROOT / "docs" / "bloom.md").read_text(encoding="utf-8")
    missing = [each.text for each in phrases() if f"| {each.text} |" not in page]
    missing += [each.name for each in actions() if f"- {each.name}\n" not in page]
    assert not missing
    sizes = f"{len(LABELS)} categories, {len(phrases())} search phrases, {len(actions())} scene"
    assert sizes in page


def test_the_guide_has_a_slide_for_each_question() -> None:
    english = [each for each in phrases() if each.lang == "en"]
    assert html().count("<slide") == html().count("</slide>") == len(english) + 1
    assert asciidoc().count("[source,cypher]") == len(english)
    assert not re.findall(r"\$\w+", html() + asciidoc())


def umran(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_commands_write_these_files(tmp_path: Path) -> None:
    target = tmp_path / "new" / "umran.json"
    told = json.loads(umran("bloom", "--out", target, "--json").stdout)
    assert json.loads(target.read_text(encoding="utf-8")) == MADE
    assert told["categories"] == len(LABELS)
    assert umran("bloom", "--indexes").stdout.count(";\n") == len(LABELS) - 1
    assert umran("browser", "--out", tmp_path / "browser").exit_code == 0
    assert (tmp_path / "browser" / "umran.grass").read_text(encoding="utf-8") == grass(SCHEMA)
    assert (tmp_path / "browser" / "guide.html").read_text(encoding="utf-8") == html()
    assert (tmp_path / "browser" / "guide.adoc").read_text(encoding="utf-8") == asciidoc()


def test_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for command in (("bloom", "--out"), ("browser", "--out"), ("dump",)):
        wrong = tmp_path if command[0] != "browser" else tmp_path / "file"
        assert isinstance(umran(*command, wrong).exception, SettingsError)
    assert isinstance(umran("dump", tmp_path / "none" / "graph.cypher").exception, SettingsError)
