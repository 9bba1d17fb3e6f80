"""Our sampler against one of vectorised torch; and a million nodes, sampled and trained."""

import resource
import time
from typing import Any

import numpy as np

from benchmarks.measure import Figure, figure

NODES, DEGREE, SEEDS, FAN = 100_000, 10, 1_024, (10, 5)
ROUNDS, BATCHES = 5, 20
LARGE, INPUTS, WIDTH = 1_000_000, 64, 64


def against_torch() -> Figure:
    """Batches per CPU second, ours / vectorised torch, both with replacement, in turn.

    One thread, since torch's threads wait for each other by spinning, which counts as CPU time.
    """
    import torch

    from gnn.sampler import Sampler

    torch.set_num_threads(1)

    data = _graph(NODES)
    ours = Sampler(data, list(FAN), replace=True)
    theirs = _Torch(ours.colptr, ours.row, NODES)
    seeds = [torch.randperm(NODES)[:SEEDS] for _ in range(BATCHES)]
    ratios = []
    for number in range(ROUNDS + 1):
        costs = []
        for sample in (theirs.sample, ours._sample):
            start = time.process_time()
            for each in seeds:
                sample(each)
            costs.append(time.process_time() - start)
        if number:
            ratios.append(costs[0] / costs[1])
    detail = f"{SEEDS} seeds, neighbours {FAN}, of {NODES:,} nodes and {NODES * DEGREE:,} edges"
    return figure("sampler", "none", ratios, target=2.0, most=False, detail=detail)


def at_scale() -> Figure:
    """CPU per seed of a whole epoch of GraphSAGE in mini-batches, 1,000,000 nodes / 100,000."""
    import torch

    torch.set_num_threads(1)
    small, large = _epoch(NODES), _epoch(LARGE)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    detail = (
        f"{LARGE:,} nodes, {LARGE * DEGREE:,} edges, all of them seeds: CPU ms a seed "
        f"{1000 * large:.2f}, at {NODES:,} nodes {1000 * small:.2f}; peak {peak:.1f} GiB"
    )
    return figure("scale", "none", [large / small], target=1.3, most=True, detail=detail)


class _Torch:
    """Neighbour sampling as whole-tensor operations."""

    def __init__(self, colptr: Any, row: Any, nodes: int) -> None:
        import torch

        self.colptr, self.row = colptr, row
        self.place = torch.full((nodes,), -1)

    def sample(self, seeds: Any) -> Any:
        import torch

        node, frontier, edges = seeds, seeds, []
        self.place[seeds] = torch.arange(len(seeds))
        for k in FAN:
            begin = self.colptr[frontier]
            degree = self.colptr[frontier + 1] - begin
            whole = degree > 0
            chosen = (torch.rand(int(whole.sum()), k) * degree[whole, None]).long()
            edge = (begin[whole, None] + chosen).flatten()
            source = self.row[edge]
            target = self.place[frontier[whole]].repeat_interleave(k)
            new = source[self.place[source] < 0].unique()
            self.place[new] = torch.arange(len(node), len(node) + len(new))
            edges.append((self.place[source], target, edge))
            node, frontier = torch.cat([node, new]), new
        self.place[node] = -1
        return node, [torch.cat(each) for each in zip(*edges, strict=True)]


def _graph(nodes: int, inputs: int = 0) -> Any:
    import torch
    from torch_geometric.data import Data

    rng = np.random.default_rng(0)
    index = rng.integers(nodes, size=(2, nodes * DEGREE))
    index[1].sort()
    data = Data(edge_index=torch.from_numpy(index), num_nodes=nodes)
    if inputs:
        data.x = torch.from_numpy(rng.standard_normal((nodes, inputs), np.float32))
        data.y = torch.from_numpy(rng.integers(8, size=nodes))
    return data


def _epoch(nodes: int) -> float:
    """CPU seconds a seed, sampling and training together."""
    import torch
    from torch_geometric.loader import NeighborLoader
    from torch_geometric.nn import GraphSAGE

    from gnn.sampler import Sampler

    torch.manual_seed(0)
    data = _graph(nodes, INPUTS)
    sampler = Sampler(data, list(FAN), is_sorted=True)
    model = GraphSAGE(INPUTS, WIDTH, num_layers=2, out_channels=8)
    optimizer = torch.optim.AdamW(model.parameters())
    loader = NeighborLoader(
        data, list(FAN), neighbor_sampler=sampler, batch_size=SEEDS,
        input_nodes=torch.randperm(nodes),
    )  # fmt: skip
    model(data.x[:2], torch.zeros(2, 1).long())
    start = time.process_time()
    for batch in loader:
        optimizer.zero_grad()
        hops = {
            "num_sampled_nodes_per_hop": batch.num_sampled_nodes,
            "num_sampled_edges_per_hop": batch.num_sampled_edges,
        }  # a layer computes no node that the next one does not hear
        out = model(batch.x, batch.edge_index, **hops)[: batch.batch_size]
        torch.nn.functional.cross_entropy(out, batch.y[: batch.batch_size]).backward()
        optimizer.step()
    return (time.process_time() - start) / nodes
