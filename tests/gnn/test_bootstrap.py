"""Blocks and intervals."""

from dataclasses import replace

import numpy as np
import pytest

from gnn.block import blocks
from gnn.bootstrap import averaged, difference, interval
from tests.gnn.synthetic import synthetic


def test_a_block_is_the_family_else_the_region_else_the_culture() -> None:
    cultures = replace(
        synthetic(4).cultures,
        family=("Turkic", "turkic ", "", ""),
        region=("Asia", "Europe", "Africa", ""),
    )
    found = blocks(cultures)
    assert found[0] == found[1] == "family turkic"
    assert found[2:] == ("region africa", "culture c0003")
    assert len(set(blocks(cultures, grouping="culture"))) == 4


def test_copies_of_a_culture_and_of_a_family_are_one_observation() -> None:
    rng = np.random.default_rng(0)
    value = rng.normal(0.1, 1, 30)
    alone = interval(averaged(value), np.arange(30), [str(i) for i in range(30)])
    copied = interval(
        averaged(np.repeat(value, 9)), np.repeat(np.arange(30), 9), list(map(str, range(30)))
    )
    kin = interval(averaged(np.repeat(value, 9)), np.arange(270), [str(i // 9) for i in range(270)])
    assert alone.low is not None
    assert alone.high is not None
    assert alone.low < alone.value < alone.high
    for each in (copied, kin):
        assert (each.low, each.high) == pytest.approx((alone.low, alone.high))


def test_an_interval_covers_what_it_should() -> None:
    """Ten families of unequal size with an effect of their own: about 95 in 100 hold the truth."""
    rng = np.random.default_rng(0)
    block = np.repeat(np.arange(10), [1, 2, 2, 3, 3, 4, 4, 5, 6, 8])
    names = [str(each) for each in block]
    held = 0
    for seed in range(200):
        value = rng.normal(size=10)[block] + rng.normal(size=len(block))
        found = interval(averaged(value), np.arange(len(block)), names, seed=seed)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0 <= found.high
    assert 0.9 <= held / 200 <= 0.985


def test_what_is_paired_is_surer_than_what_is_not() -> None:
    rng = np.random.default_rng(0)
    hard = rng.normal(size=60)
    names = [str(i % 12) for i in range(60)]
    gain = difference(averaged(hard + 0.1), averaged(hard), np.arange(60), names)
    assert gain.above
    assert gain.value == pytest.approx(0.1)
    assert not interval(averaged(hard), np.arange(60), names).above


@pytest.mark.parametrize(("cultures", "families", "why"), [
    (19, 19, "19 cultures"), (40, 1, "one language"), (40, 4, "only 4 families"), (0, 1, "0 cul"),
])  # fmt: skip
def test_no_interval_is_invented(cultures: int, families: int, why: str) -> None:
    names = [str(i % families) for i in range(cultures)]
    found = interval(averaged(np.ones(cultures)), np.arange(cultures), names)
    assert found.low is None
    assert found.high is None
    assert not found.above
    assert not found.below
    assert why in found.why
    assert "[" not in found.line()
