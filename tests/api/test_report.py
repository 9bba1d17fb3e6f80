"""The pictures and figures of the report, without a store."""

import io

import numpy as np
from PIL import Image

from api.dendrogram import _groups, _support, _tree, dendrogram
from api.world_map import world_map


def _two_groups() -> np.ndarray:
    rng = np.random.default_rng(0)
    centres = np.repeat(np.eye(2, 32, dtype=np.float32) * 4, 4, axis=0)
    centres[:, 2:] += np.repeat(rng.normal(size=(2, 30)), 4, axis=0)
    return (centres + 0.1 * rng.normal(size=(8, 32))).astype(np.float32)


def test_groups_that_are_there_have_support_and_noise_has_none() -> None:
    real = _two_groups()
    tree = _tree(real)
    of = dict(zip(_groups(tree), _support(tree, real), strict=True))
    assert of[frozenset(range(4))] == 100
    assert of[frozenset(range(4, 8))] == 100
    noise = np.random.default_rng(1).normal(size=(8, 32)).astype(np.float32)
    assert _support(_tree(noise), noise)[:-1].mean() < 60


def test_pictures_can_be_opened() -> None:
    names = [f"culture {i}" for i in range(8)]
    places = {name: (10.0 * i - 40, 170.0 if i % 2 else -170.0) for i, name in enumerate(names)}
    joined = [(names[0], names[1], 0.5), (names[2], "not on the map", 0.1)]
    for drawn in (
        dendrogram(names, _two_groups(), title="t"),
        world_map(places, joined, title="t"),
    ):
        with Image.open(io.BytesIO(drawn)) as picture:
            assert min(picture.size) > 200
