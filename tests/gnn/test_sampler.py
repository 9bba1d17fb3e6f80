"""Sampling by PyG's loaders without pyg-lib: right edges, uniform, not from the future, the same
for the same seed."""

import inspect
from collections import Counter

import numpy as np
import pytest
import torch
import torch_geometric
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare
from torch_geometric.data import Data, HeteroData
from torch_geometric.loader import LinkNeighborLoader, NeighborLoader
from torch_geometric.sampler import NegativeSampling, NeighborSampler

from gnn.sampler import Sampler

few = settings(max_examples=15, deadline=None)


def graph(nodes: int = 40, edges: int = 300, *, seed: int = 0) -> Data:
    rng = np.random.default_rng(seed)
    index = torch.from_numpy(rng.integers(nodes, size=(2, edges)))
    time = torch.from_numpy(rng.integers(100, size=nodes))
    when = torch.from_numpy(rng.integers(100, size=edges))
    x = torch.arange(nodes, dtype=torch.float32)[:, None]
    return Data(x=x, edge_index=index, time=time, when=when, num_nodes=nodes)


def star(leaves: int) -> Data:
    index = torch.stack([torch.arange(1, leaves + 1), torch.zeros(leaves).long()])
    return Data(edge_index=index, num_nodes=leaves + 1)


def mixed() -> HeteroData:
    rng = np.random.default_rng(1)
    data = HeteroData()
    for kind, size in (("facet", 30), ("entity", 20), ("culture", 5)):
        data[kind].num_nodes = size
        data[kind].x = torch.arange(size)[:, None].float()
    for key, n in ((("entity", "in", "facet"), 90), (("facet", "has", "entity"), 80)):
        sizes = [[data[key[0]].num_nodes], [data[key[2]].num_nodes]]
        data[key].edge_index = torch.from_numpy(rng.integers(sizes, size=(2, n)))
    data["facet", "of", "culture"].edge_index = torch.empty(2, 0).long()
    return data


def drawn(data: Data, sampler: Sampler, **options: object) -> list[Data]:
    return list(NeighborLoader(data, [3, 2], neighbor_sampler=sampler, batch_size=8, **options))


def test_the_private_method_is_as_it_was() -> None:
    assert torch_geometric.__version__.startswith("2.8.")
    parameters = list(inspect.signature(NeighborSampler._sample).parameters)
    assert parameters == ["self", "seed", "seed_time", "kwargs"]
    assert "node_sample(inputs, self._sample)" in inspect.getsource(
        NeighborSampler.sample_from_nodes
    )


@few
@given(seed=st.integers(0, 99), replace=st.booleans(), disjoint=st.booleans())
def test_every_edge_is_one_of_the_graph(seed: int, replace: bool, disjoint: bool) -> None:
    data = graph(seed=seed)
    for batch in drawn(data, Sampler(data, [3, 2], seed=seed, replace=replace, disjoint=disjoint)):
        source, target = batch.n_id[batch.edge_index]
        assert torch.equal(torch.stack([source, target]), data.edge_index[:, batch.e_id])
        assert torch.equal(batch.x[:, 0].long(), batch.n_id)
        assert torch.equal(batch.n_id[: batch.batch_size], batch.input_id)
        own = batch.batch if disjoint else torch.zeros_like(batch.n_id)
        assert len(set(zip(own.tolist(), batch.n_id.tolist(), strict=True))) == len(own)
        first = batch.edge_index[1, : batch.num_sampled_edges[0]]
        degree = torch.bincount(data.edge_index[1], minlength=40)[batch.input_id]
        wanted = torch.where(degree > 0, 3, 0) if replace else degree.clamp(max=3)
        assert torch.equal(torch.bincount(first, minlength=batch.batch_size), wanted)


def test_all_neighbours_are_the_whole_graph() -> None:
    data = graph()
    [batch] = NeighborLoader(
        data, [-1], neighbor_sampler=Sampler(data, [-1]), batch_size=data.num_nodes
    )
    assert torch.equal(batch.e_id.sort().values, torch.arange(data.num_edges))


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("k", [2, 100])
def test_neighbours_are_drawn_as_often_as_they_should(
    replace: bool, weighted: bool, k: int
) -> None:
    leaves = 5 * k // 2
    data = star(leaves)
    data.w = torch.ones(leaves)
    if weighted:
        data.w[:k] = 3.0
    sampler = Sampler(data, [k], replace=replace, weight_attr="w" if weighted else None)
    count: Counter[int] = Counter()
    rounds = 4000 // k * 2
    for sampler.epoch in range(rounds):
        node = sampler.perm[sampler._sample(torch.zeros(1).long()).edge].tolist()
        assert replace or len(set(node)) == k
        count.update(node)
    found = np.array([count[i] for i in range(leaves)])
    if not weighted:
        assert chisquare(found).pvalue > 1e-4
    elif replace:
        share = data.w.double().numpy() / float(data.w.double().sum())
        assert chisquare(found, share * found.sum()).pvalue > 1e-4
    else:
        assert found[:k].mean() > 1.3 * found[k:].mean()


@few
@given(seed=st.integers(0, 99), by_edge=st.booleans(), last=st.booleans())
def test_no_edge_comes_from_the_future(seed: int, by_edge: bool, last: bool) -> None:
    data = graph(seed=seed)
    name = "when" if by_edge else "time"
    sampler = Sampler(
        data, [3, 2], time_attr=name, temporal_strategy="last" if last else "uniform", seed=seed
    )
    now = torch.full((data.num_nodes,), 50)
    loader = NeighborLoader(
        data, [3, 2], neighbor_sampler=sampler, input_time=now, time_attr=name, batch_size=8
    )
    edges = 0
    for batch in loader:
        when = data.when[batch.e_id] if by_edge else data.time[data.edge_index[0, batch.e_id]]
        assert (when <= 50).all()
        edges += len(when)
    assert edges


def test_edges_with_times_need_seeds_with_times() -> None:
    with pytest.raises(ValueError, match="input_time"):
        Sampler(graph(), [2], time_attr="when")._sample(torch.zeros(1).long())


def test_heterogeneous_graphs_with_an_empty_edge_type() -> None:
    data = mixed()
    sampler = Sampler(data, [3, 2])
    loader = NeighborLoader(
        data, [3, 2], neighbor_sampler=sampler, input_nodes="facet", batch_size=6
    )
    for batch in loader:
        for key in data.edge_types:
            source, target = batch[key].edge_index
            ends = torch.stack([batch[key[0]].n_id[source], batch[key[2]].n_id[target]])
            assert torch.equal(ends, data[key].edge_index[:, batch[key].e_id])
        assert batch["culture"].num_nodes == 0
        assert batch["entity"].num_nodes > 0


@pytest.mark.parametrize("mode", ["binary", "triplet"])
@pytest.mark.parametrize("disjoint", [False, True])
def test_links_with_negatives(mode: str, disjoint: bool) -> None:
    data = graph()
    loader = LinkNeighborLoader(
        data, [3, 2], neighbor_sampler=Sampler(data, [3, 2], disjoint=disjoint),
        edge_label_index=data.edge_index, neg_sampling=NegativeSampling(mode, 1), batch_size=32,
    )  # fmt: skip
    for batch in loader:
        if mode == "binary":
            ends = batch.n_id[batch.edge_label_index[:, batch.edge_label == 1]]
        else:
            ends = batch.n_id[torch.stack([batch.src_index, batch.dst_pos_index])]
        assert torch.equal(ends, data.edge_index[:, batch.input_id])


@pytest.mark.enable_socket  # workers hand over tensors through a socket of the system
def test_the_same_seed_gives_the_same_batches_whatever_the_workers() -> None:
    data = graph()

    def batches(seed: int, workers: int) -> list[list[int]]:
        loader = LinkNeighborLoader(
            data, [3, 2], neighbor_sampler=Sampler(data, [3, 2], seed=seed), num_workers=workers,
            edge_label_index=data.edge_index, neg_sampling="binary", batch_size=100,
        )  # fmt: skip
        return [batch.n_id.tolist() + batch.e_id.tolist() for batch in loader]

    assert batches(1, 0) == batches(1, 0) == batches(1, 2)
    assert batches(1, 0) != batches(2, 0)


def test_a_hub_of_a_million_edges_and_a_lone_node() -> None:
    data = star(1_000_000)
    sampler = Sampler(data, [10, 10])
    found = sampler._sample(torch.tensor([0, 7]))
    assert found.num_sampled_edges == [10, 0]
    assert len(found.edge.unique()) == 10


def test_what_cannot_be_sampled_is_said() -> None:
    sampler = Sampler(star(3), [2])
    with pytest.raises(IndexError, match="from 0 to 3"):
        sampler._sample(torch.tensor([4]))
    with pytest.raises(ValueError, match="induced"):
        Sampler(star(3), [2], subgraph_type="induced")
    data = star(3)
    data.w = torch.tensor([1.0, float("nan"), 1.0])
    with pytest.raises(ValueError, match="finite"):
        Sampler(data, [2], weight_attr="w")
