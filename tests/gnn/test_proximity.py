"""Edges by likeness, place and family, against their definitions."""

import numpy as np
import torch
from torch import Tensor

from gnn.inputs import inputs_of
from gnn.proximity import Ground, ground_of, near
from tests.gnn.synthetic import synthetic

EVERYWHERE = ("knn", "place", "kin")


def _graphs(seed: int = 0) -> tuple[Ground, dict[str, dict[str, Tensor]], dict[str, Tensor]]:
    bundle = synthetic(14, 2, families=3, absent=0.4, seed=seed)
    inputs = inputs_of(bundle, graphs=EVERYWHERE)
    ground = ground_of(bundle)
    return ground, near(ground, EVERYWHERE, inputs.x, inputs.mask), dict(inputs.mask)


def test_no_edge_crosses_a_theme_or_a_period_or_reaches_what_is_absent() -> None:
    ground, found, mask = _graphs()
    for kind in EVERYWHERE:
        for name, edges in found[kind].items():
            assert edges.shape[1], (kind, name)
            assert (ground.stratum[edges[0]] == ground.stratum[edges[1]]).all()
            assert mask[name][edges].all()
            assert (edges[0] != edges[1]).all()
            assert (edges[1].diff() >= 0).all()


def test_likeness_goes_both_ways() -> None:
    _, found, _ = _graphs()
    pairs = set(map(tuple, found["knn"]["text"].T.tolist()))
    assert pairs == {(b, a) for a, b in pairs}


def test_the_nearest_on_the_map_are_those_of_great_circles() -> None:
    ground, found, mask = _graphs()
    edges = found["place"]["text"]
    rows = torch.nonzero((ground.stratum == ground.stratum[0]) & mask["text"]).flatten()
    angles = torch.arccos((ground.point[rows] @ ground.point[rows].T).clamp(-1, 1)).numpy()
    np.fill_diagonal(angles, np.inf)
    expected = set(rows[np.argsort(angles[0])[:5]].tolist())
    assert set(edges[0, edges[1] == rows[0]].tolist()) == expected


def test_kin_are_of_one_known_family() -> None:
    ground, found, _ = _graphs()
    edges = found["kin"]["text"]
    assert (ground.family[edges[0]] == ground.family[edges[1]]).all()
    assert (ground.family[edges] >= 0).all()


def test_unknown_places_and_families_join_nobody() -> None:
    bundle = synthetic(6, 1)
    bundle.cultures.latitude[:] = np.nan
    inputs = inputs_of(bundle, graphs=EVERYWHERE)
    assert not inputs.graph.near["place"]["text"].shape[1]
    assert not inputs.graph.near["kin"]["text"].shape[1]


def test_what_is_held_out_leaves_no_trace() -> None:
    """Also not as a neighbour that pushed another one out of the list."""
    inputs = inputs_of(synthetic(14, 1, families=3), graphs=EVERYWHERE)
    rows = inputs.culture < 9
    for values in inputs.x.values():
        values[torch.from_numpy(~rows)] *= -5
    spoiled = inputs.only(rows).graph.near
    clean = inputs_of(synthetic(14, 1, families=3), graphs=EVERYWHERE).only(rows).graph.near
    for kind in EVERYWHERE:
        for name, edges in clean[kind].items():
            assert torch.equal(edges, spoiled[kind][name])
