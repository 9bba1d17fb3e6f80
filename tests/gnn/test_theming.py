"""Groups of cultures, theme after theme, adapters; and what cannot be learned from."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, silhouette_score

from gnn.bundle import GraphBundle
from gnn.cluster import adjusted_rand, cluster, silhouette
from gnn.neighbour import cosines
from gnn.shape import Shape
from gnn.topk import top_k
from gnn.train import train
from gnn.training import TrainConfig
from tests.gnn.synthetic import synthetic

TINY = TrainConfig(shape=Shape(8), steps=4, every=2, folds=2, inner=2)


def test_groups_that_are_there_are_found_and_others_are_not() -> None:
    rng = np.random.default_rng(0)
    centres = 4 * rng.normal(size=(3, 8))
    own = np.repeat(np.arange(3), 8)
    vectors = (centres[own] + rng.normal(size=(24, 8))).astype(np.float32)
    found = cluster(vectors, seed=0)
    assert "3 stable groups" in found.sentence
    assert adjusted_rand(found.label, own) == 1.0
    noise = cluster(rng.normal(size=(24, 8)).astype(np.float32), seed=0)
    assert "stable groups" not in noise.sentence
    assert cluster(vectors[:4], seed=0).number == 1


def test_measures_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    one, other = rng.integers(3, size=(2, 20))
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other))
    distances = 1 - cosines(rng.normal(size=(20, 5)).astype(np.float32)).astype(np.float64)
    np.fill_diagonal(distances, 0)
    expected = silhouette_score(distances, one, metric="precomputed")
    assert silhouette(distances, one) == pytest.approx(float(expected))


def test_the_nearest_are_those_of_a_full_sort() -> None:
    vectors = np.random.default_rng(2).normal(size=(60, 5)).astype(np.float32)
    near, score = top_k(vectors[:7], vectors, k=4)
    full = cosines(vectors)[:7]
    assert np.array_equal(near, np.argsort(-full, axis=1)[:, :4])
    assert np.allclose(score, -np.sort(-full, axis=1)[:, :4], atol=1e-6)
    assert top_k(vectors, vectors[:2], k=9)[0].shape == (60, 2)


def test_pieces_do_not_show_and_equals_stand_by_index(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.random.default_rng(2).integers(-1, 2, size=(200, 2)).astype(np.float32)  # 9 kinds
    monkeypatch.setattr("gnn.topk._BLOCK", 7)
    monkeypatch.setattr("gnn.topk._PIECE", 70)
    near, score = top_k(vectors, vectors, k=30)
    full = cosines(vectors).round(5)
    for row, found in enumerate(near):
        assert np.array_equal(found, np.lexsort((np.arange(200), -full[row]))[:30])
    assert np.allclose(score, np.take_along_axis(full, near, 1), atol=1e-5)


def test_theme_after_theme_and_adapters_are_measured() -> None:
    shape = Shape(8, graphs=("relations", "knn", "place", "kin"), fusion="joint")
    config = replace(TINY, shape=shape, themes=("t0001", "t0000"), adapters=2)
    found = train(synthetic(10, 2, size=8, absent=0.0), config)
    course = found.more["curriculum"]
    assert course["themes"] == ["t0001", "t0000"]
    assert np.isfinite(np.array(course["auc"], float)).all()
    assert course["forgotten"] == {
        "t0001": pytest.approx(course["auc"][0][0] - course["auc"][1][0])
    }
    assert set(found.more["adapters"]["auc"]) == {"t0000", "t0001"}
    gained = {name for name, (a, b) in found.more["adapters"]["auc"].items() if b > a}
    assert set(found.more["adapters"]["kept"]) == gained
    assert np.isfinite(found.embeddings).all()


def _constant(bundle: GraphBundle) -> GraphBundle:
    items = {
        n: replace(each, vectors=np.ones_like(each.vectors)) for n, each in bundle.items.items()
    }
    return replace(bundle, items=items)


@pytest.mark.parametrize(
    "bundle",
    [
        synthetic(1, 2, size=8),
        synthetic(2, 1, size=8),
        synthetic(5, 1, size=8, modalities=("text",)),
        _constant(synthetic(6, 1, size=8)),
    ],
    ids=["one culture", "two cultures", "one modality", "constant features"],
)
def test_little_to_learn_from_gives_finite_vectors(bundle: GraphBundle) -> None:
    found = train(bundle, TINY)
    assert np.isfinite(found.embeddings).all()
    assert np.isfinite(list(found.curve.values())).all()
