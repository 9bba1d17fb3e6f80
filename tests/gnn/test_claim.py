"""Claims about pairs, from a training on data with works."""

from dataclasses import replace

import numpy as np
import pytest

from gnn.bundle import ALL, GraphBundle
from gnn.claim import Aspect, distance
from gnn.kept import Kept, speak_fused
from gnn.neighbour import nearest
from gnn.replicate import replicate
from gnn.retrieval import unit
from gnn.shape import Shape
from gnn.source import only, sources_of
from gnn.train import train
from gnn.training import TrainConfig, Training
from kg.errors import NotFound
from tests.gnn.sources import with_sources
from tests.gnn.synthetic import synthetic

TINY = TrainConfig(shape=Shape(8), steps=2, every=2, folds=2, inner=2, pairs=32, neighbours=4)


@pytest.fixture(scope="module")
def learned() -> tuple[GraphBundle, Training]:
    bundle = with_sources(synthetic(22, 1, families=4, absent=0.2), 3)
    return bundle, train(bundle, TINY)


def test_edges_and_claims_agree(learned: tuple[GraphBundle, Training]) -> None:
    bundle, training = learned
    kept = _kept(training)
    edges = [each for each in nearest(bundle, training) if each.theme == "all"]
    assert {each.beats_null for each in edges} <= {True, False}
    edge = edges[0]
    pair = tuple(bundle.cultures.uid.index(uid) for uid in (edge.source, edge.target))
    claim = distance(bundle, kept, (pair[0], pair[1]))
    assert claim.score == pytest.approx(edge.score, abs=1e-5)
    assert (claim.ci_low, claim.ci_high, claim.p, claim.q) == (
        edge.ci_low, edge.ci_high, edge.p, edge.q,
    )  # fmt: skip
    assert claim.ci_low is not None
    assert claim.cosine is not None
    assert claim.ci_high is not None
    assert -1 <= claim.ci_low <= claim.cosine <= claim.ci_high <= 1
    assert claim.percentile is not None
    assert claim.percentile > 0.5
    assert (claim.sources, claim.shared, claim.pairs) == ((3, 3), 0, 231)
    assert set(claim.without) <= {"text", "image", "audio", "traits"}
    assert "text" in claim.without
    other = distance(bundle, kept, (pair[1], pair[0]))
    assert (other.score, other.p, other.without) == (claim.score, claim.p, claim.without)


def test_what_cannot_be_said_is_said_plainly(learned: tuple[GraphBundle, Training]) -> None:
    bundle, training = learned
    kept = _kept(training)
    single = distance(with_sources(bundle, 1), kept, (0, 1))
    assert (single.cosine, single.ci_low, single.ci_high) == (None, None, None)
    assert "only one source about C0000 and about C0001" in single.notes[0]
    nowhere = replace(bundle.cultures, region=("",) * 22)
    placeless = distance(replace(bundle, cultures=nowhere), kept, (0, 1))
    assert (placeless.p, placeless.q, placeless.beats_null) == (None, None, None)
    assert any("without regions" in note for note in placeless.notes)
    apart = replace(bundle.cultures, region=tuple(f"r{i}" for i in range(22)))
    alone = distance(replace(bundle, cultures=apart), kept, (0, 1))
    assert alone.p is None
    assert any("nothing can be shuffled" in note for note in alone.notes)
    with pytest.raises(NotFound, match="C0000"):
        distance(only(bundle, frozenset()), kept, (0, 1))


def test_one_modality_alone(learned: tuple[GraphBundle, Training]) -> None:
    bundle, training = learned
    kept = _kept(training)
    found = distance(bundle, kept, (0, 1), aspect=Aspect(0, ALL, "text"))
    heard = unit(speak_fused(kept, only(bundle, frozenset({"text"}))))
    facets = bundle.facets
    own = [np.flatnonzero((facets.culture == c) & (facets.theme == 0))[0] for c in (0, 1)]
    assert found.score == pytest.approx(float(heard[own[0]] @ heard[own[1]]), abs=1e-6)
    assert found.without == {}


def test_leaving_out_a_source_is_leaving_out_its_items() -> None:
    bundle = with_sources(synthetic(4, 1, absent=0.0), 3)
    sources = sources_of(bundle)
    assert sources.number == 3
    for number in range(3):
        part = sources.without(bundle, number)
        for name, each in part.items.items():
            left = bundle.items[name].document[each.facets[0]] % 3
            assert set(left.tolist()) == {0, 1, 2} - {number}
        assert set((part.traits.claims[2] % 3).tolist()) == {0, 1, 2} - {number}
        assert (part.traits.known.sum(1) < bundle.traits.known.sum(1)).all()
    assert sources_of(bundle, most=2).number == 2


def test_the_pseudo_values_of_a_mean_are_its_sources() -> None:
    bundle = with_sources(synthetic(3, 1, modalities=("text",)), 3)
    items = bundle.items["text"]

    def mean(part: GraphBundle) -> np.ndarray:
        item, facet = part.items["text"].facets
        total = np.zeros((part.size, items.vectors.shape[1]))
        np.add.at(total, facet, items.vectors[item])
        return total / np.maximum(np.bincount(facet, minlength=part.size), 1)[:, None]

    sample = replicate(bundle, mean).sample(2)
    own = items.vectors[items.facets[0, items.facets[1] == 2]]
    order = np.argsort(items.document[items.facets[0, items.facets[1] == 2]])
    np.testing.assert_allclose(sample.pseudo, own[order], atol=1e-5)


def _kept(training: Training) -> Kept:
    assert training.kept is not None
    return training.kept
