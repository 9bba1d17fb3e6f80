"""Messages against PyTorch Geometric's own layers, and sums against dense matrices."""

import pytest
import torch
from torch import Tensor
from torch_geometric.nn import GATv2Conv, GCNConv, SAGEConv

from gnn.model.conv import Gat, Gcn, Sage
from gnn.model.links import gather, links
from gnn.shape import Shape

WIDTH = 8


def some(seed: int = 0, nodes: int = 9, edges: int = 20) -> tuple[Tensor, Tensor]:
    torch.manual_seed(seed)
    return torch.randn(nodes, WIDTH), torch.unique(torch.randint(nodes, (2, edges)), dim=1)


def test_sums_and_their_gradients_are_those_of_a_matrix() -> None:
    x, index = some()
    edges, other = links(index, 9, 12), torch.randn(12, WIDTH)
    weight = torch.rand(index.shape[1])
    matrix = torch.zeros(12, 9).index_put(tuple(edges.index.flip(0)), weight, accumulate=True)
    one, two = x.clone().requires_grad_(), x.clone().requires_grad_()
    found, expected = gather(one, edges, weight), matrix @ two
    assert torch.allclose(found, expected, atol=1e-6)
    (found * other).sum().backward()
    (expected * other).sum().backward()
    assert one.grad is not None
    assert two.grad is not None
    assert torch.allclose(one.grad, two.grad, atol=1e-6)


def test_without_edges_nothing_is_heard() -> None:
    x, index = some()
    empty = links(index[:, :0], 9, 4)
    assert torch.equal(gather(x, empty, torch.zeros(0)), torch.zeros(4, WIDTH))


def test_sage_is_that_of_pyg() -> None:
    x, index = some()
    ours, theirs = Sage(Shape(WIDTH)), SAGEConv(WIDTH, WIDTH)
    theirs.lin_l.load_state_dict(ours.neighbours.state_dict())
    theirs.lin_r.load_state_dict(ours.own.state_dict())
    assert torch.allclose(ours(x, x, links(index, 9, 9)), theirs(x, index), atol=1e-5)


def test_gcn_is_that_of_pyg_where_edges_go_both_ways() -> None:
    x, index = some()
    index = torch.unique(torch.cat([index, index.flip(0)], 1), dim=1)
    index = index[:, index[0] != index[1]]
    ours, theirs = Gcn(Shape(WIDTH)), GCNConv(WIDTH, WIDTH)
    theirs.lin.weight.data, theirs.bias.data = ours.neighbours.weight, ours.neighbours.bias
    assert torch.allclose(ours(x, x, links(index, 9, 9)), theirs(x, index), atol=1e-5)


def test_gatv2_is_that_of_pyg_and_what_each_node_says_itself() -> None:
    x, index = some()
    ours = Gat(Shape(WIDTH, heads=2))
    theirs = GATv2Conv((WIDTH, WIDTH), 4, 2, add_self_loops=False)
    theirs.load_state_dict(ours.neighbours.state_dict())
    expected = theirs((x, x), index) + ours.own(x)
    assert torch.allclose(ours(x, x, links(index, 9, 9)), expected, atol=1e-5)


@pytest.mark.parametrize("conv", [Sage, Gat])
def test_what_a_node_hears_is_1_in_sum(conv: type[Sage | Gat]) -> None:
    x, index = some()
    edges = links(index, 9, 9)
    weight = conv(Shape(WIDTH)).attention(x, x, edges)
    total = torch.zeros(9).index_add(0, edges.index[1], weight)
    assert torch.allclose(total[edges.heard > 0], torch.tensor(1.0))
