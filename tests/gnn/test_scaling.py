"""Scaling laws: a known law is found again, and few cultures are said to be few."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gnn.power_law import fit_power_law
from gnn.scaling import scaling
from gnn.shape import Shape
from gnn.training import TrainConfig
from tests.gnn.synthetic import synthetic

PAIR = ("text", "image")


@settings(max_examples=30)
@given(st.floats(0.1, 2), st.floats(0.2, 1.5), st.floats(0, 0.5))
def test_a_known_law_is_found_again(a: float, alpha: float, c: float) -> None:
    sizes = np.array([8.0, 16, 32, 64, 128, 256])
    losses = a * sizes**-alpha + c
    law = fit_power_law(sizes, losses)
    assert law is not None
    np.testing.assert_allclose([law.at(x) for x in sizes], losses, atol=0.02 * a)
    rising = fit_power_law(sizes, 1 - losses)
    assert rising is not None
    assert rising.at(512) == rising.at(8)
    assert fit_power_law([1, 2, 2], [1, 1, 1]) is None


def test_more_cultures_lower_the_loss_and_few_are_said_to_be_few() -> None:
    config = TrainConfig(shape=Shape(8), steps=4, folds=2, pairs=64, grouping="culture")
    found = scaling(synthetic(60, 0, absent=0.0, modalities=PAIR), config)
    assert found.cultures == 60
    by_axis = {curve.axis: curve for curve in found.curves}
    data = by_axis["data"]
    assert data.sizes == (7.5, 12.0, 18.9, 30.0)
    assert data.losses[0] > data.losses[-1]
    assert data.gains is not None
    assert data.alpha is not None
    assert by_axis["width"].sizes == (4, 4, 8, 16)
    assert by_axis["compute"].sizes == (1, 2, 4, 8)
    few = scaling(synthetic(8, 0, absent=0.0, modalities=PAIR), config)
    assert "Only 8 cultures" in few.sentence
    assert all(curve.gains is None for curve in few.curves)
