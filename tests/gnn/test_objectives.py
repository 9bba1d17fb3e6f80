import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gnn.objective.contrast import cross_modal, info_nce
from gnn.objective.reconstruction import Reconstruction, without


def _reference(left: torch.Tensor, right: torch.Tensor, kin: list[int], t: float) -> float:
    """The definition, written out."""
    n, total = len(kin), 0.0
    cosine = torch.nn.functional.cosine_similarity(left[:, None], right[None], dim=2) / t
    for scores in (cosine, cosine.T):
        for i in range(n):
            others = [j for j in range(n) if j == i or kin[j] != kin[i]]
            whole = math.fsum(math.exp(float(scores[i, j])) for j in others)
            total -= math.log(math.exp(float(scores[i, i])) / whole)
    return total / (2 * n)


@settings(max_examples=40, deadline=None)
@given(
    kin=st.lists(st.integers(0, 4), min_size=2, max_size=9),
    seed=st.integers(0, 1000),
    temperature=st.sampled_from([0.1, 0.5, 1.0]),
)
def test_info_nce_is_its_definition(kin: list[int], seed: int, temperature: float) -> None:
    generator = torch.Generator().manual_seed(seed)
    left, right = torch.randn(2, len(kin), 5, generator=generator).double()
    loss = info_nce(left, right, torch.tensor(kin), temperature=temperature)
    assert float(loss) == pytest.approx(_reference(left, right, kin, temperature), rel=1e-6)


def test_the_same_culture_is_no_negative() -> None:
    left = torch.eye(3)
    loss = info_nce(left, left.flip(0), torch.tensor([7, 7, 7]), temperature=0.1)
    assert float(loss) == pytest.approx(0, abs=1e-6)


def test_without_pairs_the_loss_is_zero_and_can_be_descended() -> None:
    tokens = {"text": torch.randn(4, 3), "image": torch.randn(4, 3)}
    mask = {"text": torch.tensor([True] * 4), "image": torch.tensor([False] * 4)}
    kin = torch.arange(4)
    loss = cross_modal(tokens, mask, kin, temperature=0.1, most=10)
    assert float(loss.detach()) == 0
    loss.backward()
    assert float(Reconstruction(["text", "image"], 3)(tokens, mask, tokens).detach()) == 0


def test_a_target_is_never_an_input() -> None:
    """Nothing of the hidden modality, not even NaN, reaches what fills it in."""
    tokens = {"text": torch.randn(5, 3), "image": torch.randn(5, 3), "audio": torch.randn(5, 3)}
    mask = {name: torch.ones(5, dtype=torch.bool) for name in tokens}
    for hidden in tokens:
        spoiled = tokens | {hidden: torch.full((5, 3), float("nan"))}
        assert torch.equal(without(tokens, mask, hidden), without(spoiled, mask, hidden))
