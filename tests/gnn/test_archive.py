"""Exports on disk: what is not what was saved does not load; what did not change is not read."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gnn.archive import load, load_ids, load_kept, save
from gnn.bundle import Named
from gnn.export import export
from gnn.hetero import to_hetero
from gnn.identity import identify
from gnn.spec import ExportSpec
from gnn.vector import Kept
from kg.errors import ArchiveBroken, NotFound
from kg.naming import uid
from kg.store import Store
from kg.transaction import Transaction
from tests.gnn.bundles import same
from tests.gnn.graph import fill, vector
from tests.gnn.synthetic import synthetic


def test_a_folder_is_read_back_without_copying(tmp_path: Path) -> None:
    bundle = synthetic(3, 1)
    with pytest.raises(NotFound, match="holds no export"):
        load(tmp_path)
    save(bundle, tmp_path)
    found = load(tmp_path)
    assert same(bundle, found)
    assert isinstance(found.items["text"].vectors, np.memmap)
    assert to_hetero(found).validate()
    before = {path.name for path in tmp_path.iterdir()}
    save(bundle, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_damaged_array_does_not_load(tmp_path: Path) -> None:
    bundle = synthetic(3, 1)
    save(bundle, tmp_path)
    [path] = tmp_path.glob("facets.culture.*.npy")
    whole = path.read_bytes()
    np.save(path, bundle.facets.culture[::-1])
    with pytest.raises(ArchiveBroken, match="not what was saved"):
        load(tmp_path)
    path.write_bytes(whole[:-8])
    with pytest.raises(ArchiveBroken, match="not what was saved"):
        load(tmp_path)
    path.write_bytes(whole)
    assert same(bundle, load(tmp_path))
    assert load_kept(tmp_path).pieces == {}


def test_another_schema_and_no_manifest_are_said(tmp_path: Path) -> None:
    save(synthetic(3, 1), tmp_path)
    path = tmp_path / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"schema": 1}), encoding="utf-8")
    with pytest.raises(ArchiveBroken, match="schema 1, and this version reads schema 3"):
        load(tmp_path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ArchiveBroken, match="no manifest"):
        load(tmp_path)


def test_a_save_that_fails_leaves_the_earlier_export(tmp_path: Path) -> None:
    one, other = synthetic(3, 1), synthetic(4, 1)
    save(one, tmp_path)
    blocked = tmp_path / "years.last.part"
    blocked.mkdir()  # the last array of a bundle cannot be written
    with pytest.raises(OSError, match="years"):
        save(other, tmp_path)
    assert same(one, load(tmp_path))
    blocked.rmdir()
    save(other, tmp_path)
    assert same(other, load(tmp_path))


def test_numbers_outlast_deletions(tmp_path: Path) -> None:
    bundle = synthetic(5, 1)
    save(bundle, tmp_path)
    assert load_ids(tmp_path)["documents"].tolist() == [0, 1, 2, 3, 4]
    fewer = Named(("a new one", *bundle.documents.uid[2:]), ("",) * 4)
    save(replace(bundle, documents=fewer), tmp_path)
    assert load_ids(tmp_path)["documents"].tolist() == [5, 2, 3, 4]
    save(bundle, tmp_path)
    assert load_ids(tmp_path)["documents"].tolist() == [6, 7, 2, 3, 4]
    facets = load_ids(tmp_path)["facets"]
    assert facets.tolist() == list(range(bundle.size))
    assert len(set(identify(bundle, {})["facets"].key)) == bundle.size


def test_a_re_export_equals_a_fresh_one_and_reads_only_what_changed(
    store: Store, tmp_path: Path
) -> None:
    fill(store)
    kept = Kept()
    save(export(store, kept=kept), tmp_path, kept=kept)
    assert kept.reused == 0
    rng = np.random.default_rng(9)

    def change(tx: Transaction) -> None:
        tx.upsert("Document", [{"uid": uid("Document", "Inca"), "fingerprint": "changed"}])
        rows = [{"uid": uid("Passage", "Inca", i), "embedding": vector(rng, 256)} for i in range(6)]
        tx.upsert("Passage", rows)
        tx.run("MATCH (p:Passage {uid: $uid}) DETACH DELETE p", uid=uid("Passage", "Ojibwa", 3))

    store.write(change)
    kept = load_kept(tmp_path)
    again = export(store, kept=kept)
    assert same(again, export(store))
    assert kept.reused == 36 - 6 - 1 + 4  # passages that stayed as they were, and all media
    save(again, tmp_path, kept=kept)
    assert same(load(tmp_path), again)


def test_hops_from_a_seed_and_relation_types(store: Store) -> None:
    fill(store)
    own = export(store, ExportSpec(seed="ojibwa", hops=0))
    assert own.cultures.name == ("Ojibwa",)
    assert own.entities.uid == ()
    near = export(store, ExportSpec(seed="Ojibwa", hops=1))
    assert set(near.cultures.name) == {"Ojibwa", "Ottoman"}
    assert set(near.entities.name) == {"Ottoman", "dome", "lodge", "drum"}
    whole = export(store, ExportSpec(relations=("MENTIONS",)))
    assert len(whole.mentions.weight)
    assert not len(whole.parts.weight)
    assert whole.co_occurs.features.shape == (0, 2)
    with pytest.raises(NotFound, match="mentions, co_occurs, parts"):
        export(store, ExportSpec(relations=("likes",)))
    with pytest.raises(NotFound, match="Did you mean Ojibwa"):
        export(store, ExportSpec(seed="Ojibwe"))
