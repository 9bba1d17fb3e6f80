"""The laws of all fusions: each new one inherits them."""

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor

from gnn.fusion import FUSIONS, Fusion, fusion
from gnn.model import fuse
from gnn.shape import Shape

NAMES = ("text", "image", "audio", "traits")
WIDTH = 8
few = settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
seeds = st.integers(0, 1000)
FREE = [name for name in FUSIONS if name != "mean"]


def made(kind: str, *, seed: int = 0, blocks: int = 1, spoken: bool = True) -> Fusion:
    """A fusion that says something, as after training, or one at step 0."""
    torch.manual_seed(seed)
    found = fusion(NAMES, 3, Shape(WIDTH, fusion=kind, blocks=blocks, heads=4)).eval()
    if spoken:
        for parameter in found.parameters():
            parameter.data += torch.randn_like(parameter) * 0.3
    return found


def some(seed: int, size: int = 7) -> tuple[Tensor, Tensor, Tensor]:
    draw = torch.Generator().manual_seed(seed)
    tokens = torch.randn(size, len(NAMES), WIDTH, generator=draw)
    mask = torch.rand(size, len(NAMES), generator=draw) < 0.6
    mask[0] = False
    mask[1] = True
    return tokens, mask, torch.randint(3, (size,), generator=draw)


@pytest.mark.parametrize("kind", FUSIONS)
@few
@given(seed=seeds, junk=st.sampled_from([1.0, -1e30, float("nan"), float("inf")]))
def test_what_is_absent_has_no_influence(kind: str, seed: int, junk: float) -> None:
    fuse_, (tokens, mask, theme) = made(kind, seed=seed), some(seed)
    spoiled = torch.where(mask[..., None], tokens, junk)
    assert torch.equal(fuse_(tokens, mask, theme), fuse_(spoiled, mask, theme))


@pytest.mark.parametrize("kind", FUSIONS)
@few
@given(seed=seeds)
def test_absent_tokens_get_no_gradient_and_present_ones_do(kind: str, seed: int) -> None:
    fuse_, (tokens, mask, theme) = made(kind, seed=seed), some(seed)
    tokens = torch.where(mask[..., None], tokens, torch.nan).requires_grad_()
    fuse_(tokens, mask, theme).square().sum().backward()
    assert tokens.grad is not None
    assert not tokens.grad[~mask].any()
    assert tokens.grad[mask].abs().sum(1).all()


@pytest.mark.parametrize("kind", FUSIONS)
@few
@given(seed=seeds, data=st.data())
def test_facets_do_not_see_each_other(kind: str, seed: int, data: st.DataObject) -> None:
    fuse_, (tokens, mask, theme) = made(kind, seed=seed), some(seed)
    order = torch.tensor(data.draw(st.permutations(range(len(tokens)))))
    moved = fuse_(tokens[order], mask[order], theme[order])
    assert torch.allclose(moved, fuse_(tokens, mask, theme)[order], atol=1e-6)
    assert torch.allclose(fuse_(tokens[2:3], mask[2:3], theme[2:3]), moved[order == 2], atol=1e-6)


@pytest.mark.parametrize("kind", FUSIONS)
def test_a_facet_with_nothing_is_zero_and_its_gradient_finite(kind: str) -> None:
    fuse_, (tokens, mask, theme) = made(kind), some(0)
    found = fuse_(tokens, torch.zeros_like(mask), theme)
    assert not found.any()
    fuse_(tokens.requires_grad_(), mask, theme).sum().backward()
    for parameter in fuse_.parameters():
        assert parameter.grad is None or parameter.grad.isfinite().all()


@pytest.mark.parametrize("kind", FUSIONS)
@few
@given(seed=seeds)
def test_step_0_is_the_masked_mean(kind: str, seed: int) -> None:
    fuse_, (tokens, mask, theme) = made(kind, seed=seed, spoken=False), some(seed)
    by_name = {name: tokens[:, m] for m, name in enumerate(NAMES)}
    mean = fuse(by_name, {name: mask[:, m] for m, name in enumerate(NAMES)})
    assert torch.allclose(fuse_(tokens, mask, theme), mean, atol=1e-6)


@pytest.mark.parametrize("kind", FUSIONS)
@pytest.mark.parametrize("subset", [(0,), (2,), (0, 3), (1, 2, 3)])
def test_any_subset_of_modalities(kind: str, subset: tuple[int, ...]) -> None:
    fuse_, (tokens, mask, theme) = made(kind), some(3)
    mask = torch.zeros_like(mask)
    mask[:, list(subset)] = True
    seen = fuse_.look(tokens, mask, theme)
    assert seen.fused.isfinite().all()
    assert torch.allclose(seen.share.sum(1), torch.ones(len(tokens)), atol=1e-5)
    assert not seen.share[~mask].any()
    assert not seen.gate[~mask].any()


@pytest.mark.parametrize("kind", FREE)
def test_every_part_learns_after_the_first_step(kind: str) -> None:
    fuse_, (tokens, mask, theme) = made(kind, spoken=False), some(1)
    optimizer = torch.optim.SGD(fuse_.parameters(), lr=0.05)
    wanted = torch.randn(len(tokens), WIDTH)
    for _ in range(3):
        optimizer.zero_grad()
        (fuse_(tokens, mask, theme) - wanted).square().sum().backward()
        optimizer.step()
    still = [name for name, each in fuse_.named_parameters() if not _moved(each.grad)]
    assert not still


def _moved(gradient: Tensor | None) -> bool:
    return gradient is not None and bool(gradient.abs().sum() > 0)


@pytest.mark.parametrize("kind", ["joint", "cross", "bottleneck", "pairwise"])
def test_attention_is_spread_over_what_is_present(kind: str) -> None:
    fuse_, (tokens, mask, theme) = made(kind), some(2)
    mix = fuse_.look(tokens, mask, theme).mix
    assert mix is not None
    assert mix.readout is not None
    for attention in mix.attention:
        assert attention.shape[1] == 4
        assert torch.allclose(attention.sum(3), torch.ones(attention.shape[:3]), atol=1e-5)
        ask, heard = mask[:, None, :, None], ~mask[:, None, None, :]
        among = attention[:, :, -len(NAMES) :, -len(NAMES) :]
        assert not (among * (ask & heard)).any()
    known = mask.any(1)
    assert torch.allclose(mix.readout.sum(1)[known], torch.ones(int(known.sum())), atol=1e-5)


@pytest.mark.parametrize("kind", FREE)
def test_one_modality_is_enough(kind: str) -> None:
    torch.manual_seed(0)
    alone = fusion(["text"], 1, Shape(WIDTH, fusion=kind))
    tokens = torch.randn(3, 1, WIDTH)
    found = alone(tokens, torch.ones(3, 1, dtype=torch.bool), torch.zeros(3, dtype=torch.int64))
    assert torch.allclose(found, tokens[:, 0], atol=1e-6)


@pytest.mark.parametrize("kind", FREE)
def test_a_noisy_modality_loses_its_weight(kind: str) -> None:
    """Three see the truth, the fourth is noise: its share falls, the loss stays small."""
    fuse_ = made(kind, blocks=1, spoken=False).train()
    optimizer = torch.optim.Adam(fuse_.parameters(), lr=0.05)
    for step in range(40):
        tokens, truth = _noisy(step)
        mask, theme = torch.ones(tokens.shape[:2], dtype=torch.bool), torch.zeros(64).long()
        optimizer.zero_grad()
        loss = (fuse_(tokens, mask, theme) - truth).square().mean()
        loss.backward()
        optimizer.step()
    tokens, truth = _noisy(1000)
    seen = fuse_.eval().look(tokens, mask, theme)
    mean_loss = (tokens.mean(1) - truth).square().mean()
    assert seen.share[:, 2].mean() < 0.12
    assert (seen.fused - truth).square().mean() < 0.4 * mean_loss


def _noisy(seed: int) -> tuple[Tensor, Tensor]:
    draw = torch.Generator().manual_seed(seed)
    truth = torch.randn(64, WIDTH, generator=draw)
    tokens = truth[:, None] + 0.2 * torch.randn(64, 4, WIDTH, generator=draw)
    tokens[:, 2] = 2 * torch.randn(64, WIDTH, generator=draw)
    return tokens / WIDTH**0.5, truth / WIDTH**0.5
