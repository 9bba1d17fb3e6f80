from pathlib import Path

import numpy as np
import pytest

from gnn.archive import load, save
from gnn.bundle import ALL, GraphBundle
from gnn.cooccurrence import npmi
from gnn.evidence import centred
from gnn.export import export
from gnn.hetero import to_hetero
from gnn.spec import ExportSpec
from kg.errors import NotFound, StoreBusy
from kg.naming import uid
from kg.store import Store
from tests.gnn.bundles import same
from tests.gnn.graph import CULTURES, culture, fill
from tests.gnn.synthetic import synthetic
from tests.graph import empty


def facet(bundle: GraphBundle, name: str, theme: str = "", era: str = "") -> int:
    own = bundle.cultures.uid.index(culture(name))
    about = bundle.themes.name.index(theme) if theme else ALL
    when = bundle.periods.name.index(era) if era else ALL
    table = bundle.facets
    [found] = np.flatnonzero(
        (table.culture == own) & (table.theme == about) & (table.period == when)
    )
    return int(found)


def test_an_export_is_a_function_of_the_graph(
    embedded_store: Store, neo4j_store: Store, tmp_path: Path
) -> None:
    bundles = []
    for store in (embedded_store, neo4j_store):
        empty(store)
        fill(store)
        bundles.append(export(store))
    assert same(*bundles)
    save(bundles[0], tmp_path)
    assert same(bundles[0], load(tmp_path))


def test_ranges_do_not_show(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    whole = export(store)
    for limit, size in (("_NODES", 3), ("_SOURCES", 4), ("_VECTORS", 2)):
        monkeypatch.setattr(f"gnn.column.{limit}", size)
    assert same(whole, export(store))


def test_a_graph_that_changes_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    read, changes = store.read, iter(range(2))

    def disturbed(query: str, **parameters: object) -> list[dict[str, object]]:
        if "MENTIONS" in query and (change := next(changes, None)) is not None:
            late = {"uid": uid("Document", "late"), "fingerprint": str(change)}
            store.write(lambda tx: tx.upsert("Document", [late]))
        return read(query, **parameters)

    monkeypatch.setattr(store, "read", disturbed)
    found = export(store)
    assert same(found, export(store))
    changes = iter(range(2, 9))
    with pytest.raises(StoreBusy, match="changed each of the 3 times"):
        export(store)


def test_facets_rest_on_evidence_of_their_own(store: Store) -> None:
    fill(store)
    bundle = export(store)
    table = bundle.facets
    assert set(bundle.cultures.name) == set(CULTURES)  # the Venetian is named too rarely
    whole, worship = facet(bundle, "Ojibwa"), facet(bundle, "Ojibwa", "worship")
    assert (table.passages[whole], table.media[whole], table.traits[whole]) == (6, 1, 0)
    assert (table.passages[worship], table.media[worship]) == (3, 0)
    early = facet(bundle, "Inca", "worship", "before 1500")
    assert (table.passages[early], table.traits[early]) == (2, 1)  # the trait is of 1400
    assert table.sources[facet(bundle, "Ottoman")] == len(CULTURES)  # all documents mention it


def test_portions_of_one_work_are_one_source(store: Store) -> None:
    fill(store)
    before = export(store)
    portions = [
        {"uid": uid("Document", name), "work": "Chronicle", "part": part}
        for name, part in (("Inca", "10"), ("Sámi", "9"))
    ]
    store.write(lambda tx: tx.upsert("Document", portions))
    bundle = export(store)
    ottoman = facet(bundle, "Ottoman")
    assert bundle.facets.sources[ottoman] == before.facets.sources[ottoman] - 1
    assert uid("Document", "Sámi") in bundle.documents.uid  # the first portion stands for all
    assert uid("Document", "Inca") not in bundle.documents.uid
    assert bundle.cultures.uid == before.cultures.uid


def test_a_culture_named_in_passing_takes_no_part_unless_asked_for(store: Store) -> None:
    fill(store)
    assert "Venetian" not in export(store, ExportSpec(min_mentions=5)).cultures.name
    assert "Venetian" in export(store, ExportSpec(min_mentions=4)).cultures.name
    asked = export(store, ExportSpec(cultures=("venetian",)))
    assert asked.cultures.name == ("Venetian",)


def test_vectors_of_two_encoders_never_mix(store: Store) -> None:
    fill(store)
    bundle = export(store)
    assert bundle.items["text"].encoder == "words 1 (256)"
    assert bundle.left_out == {"text": {"other 2 (256)": 6}}
    assert bundle.items["text"].vectors.shape == (30, 256)
    assert bundle.items["text"].vectors.dtype == np.float32


def test_filters(store: Store) -> None:
    fill(store)
    bundle = export(store, ExportSpec(themes=("İBADET",), periods=("before 1500",)))
    assert bundle.themes.name == ("worship",)
    assert bundle.periods.name == ("before 1500",)
    assert bundle.facets.passages[facet(bundle, "Ojibwa")] == 6  # all evidence stays behind "all"
    with pytest.raises(NotFound, match="Did you mean Ottoman"):
        export(store, ExportSpec(cultures=("Otoman",)))
    assert export(store, ExportSpec(min_items=100)).size == 0


def test_traits_know_what_is_not_coded(store: Store) -> None:
    fill(store)
    bundle = export(store)
    traits = bundle.traits
    assert traits.values[~traits.known].max() == 0
    assert not traits.known[facet(bundle, "Ojibwa")].any()
    inca = facet(bundle, "Inca")
    assert traits.known[inca].all()
    assert traits.values[inca].sum() == 2
    assert traits.known[facet(bundle, "Inca", "worship")].sum() == 3  # god only


def test_edges_are_sorted_and_mean_what_they_say(store: Store) -> None:
    fill(store)
    bundle = export(store)
    for edges in (bundle.mentions, bundle.co_occurs, bundle.parts):
        source, target = edges.index
        order = np.lexsort((source, target))
        assert (order == np.arange(len(order))).all()
    source, target = bundle.parts.index
    assert (bundle.facets.culture[source] == bundle.facets.culture[target]).all()
    assert len(bundle.co_occurs.weight) == 4
    own = facet(bundle, "Ojibwa")
    assert (
        bundle.mentions.weight[bundle.mentions.index[1] == own].sum() == 6 + 1
    )  # its concepts, and the Ottoman


def test_an_empty_store_exports_nothing(store: Store) -> None:
    assert export(store).size == 0


def test_npmi() -> None:
    assert npmi(10, 10, 10, 100) == pytest.approx(1)
    assert npmi(1, 10, 10, 100) == pytest.approx(0)
    assert npmi(0, 10, 10, 100) == -1
    assert npmi(100, 100, 100, 100) == 1


def test_languages_are_centred() -> None:
    rng = np.random.default_rng(0)
    meaning = rng.normal(size=(400, 5))
    languages = ["tr" if i % 2 else "en" for i in range(400)]
    shift = np.array([[3.0 if i % 2 else -3.0] for i in range(400)])
    found = centred((meaning + shift).astype(np.float32), languages)
    gap = found[::2].mean(0) - found[1::2].mean(0)
    assert np.abs(gap).max() < 0.4


def test_hetero_data_carries_masks() -> None:
    bundle = synthetic(5, 2)
    data = to_hetero(bundle)
    assert data.validate()
    for name in ("text", "image", "audio", "traits"):
        assert len(data["facet"][f"x_{name}"]) == bundle.size
        assert data["facet"][f"mask_{name}"].dtype.is_floating_point is False
    edges = data["facet", "mentions", "entity"].edge_index
    assert edges.flip(0).equal(data["entity", "mentioned_in", "facet"].edge_index)
