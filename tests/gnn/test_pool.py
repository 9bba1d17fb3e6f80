"""Attention over items: equal to what it stands for on small sets, and set by set."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.nn.functional import elu

from gnn.inputs import ItemSet
from gnn.model.pool import KINDS, ItemPool, SetPool, Sets, dense, linear
from gnn.shape import Shape

WIDTH = 8
few = settings(max_examples=8, deadline=None)


def made(kind: str, most: int = 100) -> SetPool:
    torch.manual_seed(0)
    pool = SetPool(WIDTH, 2, kind=kind, most=most)
    torch.nn.init.normal_(pool.score.weight)
    return pool.eval()


def ragged(lengths: list[int]) -> tuple[Tensor, Sets]:
    of = torch.arange(len(lengths)).repeat_interleave(torch.tensor(lengths))
    return torch.randn(len(of), WIDTH), Sets(of, len(lengths))


def heads(n: int) -> Tensor:
    return torch.randn(1, 2, n, 4)


def test_dense_is_the_definition() -> None:
    torch.manual_seed(1)
    query, key, value = heads(6), heads(6), heads(6)
    expected = torch.softmax(query @ key.mT / 2, 3) @ value
    found = dense(query, key, value, torch.ones(1, 6, dtype=torch.bool))
    assert torch.allclose(found, expected, atol=1e-5)


def test_linear_is_its_own_kernel_with_the_exact_normaliser() -> None:
    torch.manual_seed(1)
    query, key, value = heads(6), heads(6), heads(6)
    kernel = (elu(query) + 1) @ (elu(key) + 1).mT
    expected = kernel / kernel.sum(3, keepdim=True) @ value
    found = linear(query, key, value, torch.ones(1, 6, dtype=torch.bool))
    assert torch.allclose(found, expected, atol=1e-5)


@few
@given(lengths=st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_sparse_with_room_for_all_is_dense(lengths: list[int]) -> None:
    x, sets = ragged(lengths)
    full, sparse = made("attention"), made("sparse", most=9)
    assert torch.equal(full(x, sets), sparse(x, sets))


@pytest.mark.parametrize("kind", KINDS)
@few
@given(lengths=st.lists(st.integers(0, 9), min_size=2, max_size=5), data=st.data())
def test_a_set_is_pooled_as_if_alone_in_any_order(
    kind: str, lengths: list[int], data: st.DataObject
) -> None:
    x, sets = ragged(lengths)
    pool = made(kind, most=4)
    together = pool(x, sets)
    assert together.isfinite().all()
    for i, part in enumerate(torch.split(x, lengths)):
        order = data.draw(st.permutations(range(len(part))))
        own = Sets(torch.zeros(len(part), dtype=torch.int64), 1)
        assert torch.allclose(pool(part[list(order)], own)[0], together[i], atol=1e-5)


def test_sparse_keeps_the_highest_scores_of_each_set() -> None:
    x, sets = ragged([5, 2, 0, 9])
    pool = made("sparse", most=3)
    kept = pool.kept(x, sets)
    assert torch.bincount(sets.of[kept], minlength=4).tolist() == [3, 2, 0, 3]
    score = pool.score(pool.norm(x)).squeeze(1)
    for each in range(4):
        own = sets.of == each
        least = score[kept][sets.of[kept] == each].min() if own.any() else 0
        assert (score[own] >= least).sum() <= 3


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_added_at_step_0_and_all_learn_after(kind: str) -> None:
    torch.manual_seed(0)
    pool = ItemPool(Shape(WIDTH, pool=kind, most=3))
    of = torch.tensor([0, 0, 0, 0, 2, 2])
    items = ItemSet(torch.randn(5, 3), torch.tensor([0, 1, 2, 3, 3, 4]), of)
    projected = torch.randn(5, WIDTH)
    assert not pool(projected, items, 4).any()
    torch.nn.init.ones_(pool.scale)
    moved = pool(projected, items, 4)
    assert not moved[[1, 3]].any()
    (moved * torch.randn(4, WIDTH)).sum().backward()
    for name, parameter in pool.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().sum() > 0, name
