"""Neighbour sampling for PyG's loaders, from PyPI alone.

    sampler = Sampler(data, [15, 10], seed=1)
    loader = NeighborLoader(data, [15, 10], neighbor_sampler=sampler, batch_size=512)

PyG's own sampler needs pyg-lib, which is not on PyPI. Only `_sample` is replaced, which is private:
torch-geometric is pinned to 2.8 and tests/gnn/test_sampler.py holds it to its contract.
"""

import hashlib
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch_geometric.typing
from torch import Tensor
from torch_geometric.sampler import HeteroSamplerOutput, NeighborSampler, SamplerOutput
from torch_geometric.sampler.utils import to_csc, to_hetero_csc

_EMPTY = np.empty(0)
_ONE = "nodes"  # the node type of a homogeneous graph


@dataclass(frozen=True, slots=True)
class _Relation:
    """Compressed columns of one edge type: `time` of its edges, or of its sources by node."""

    key: Any
    source: str
    target: str
    colptr: Any
    row: Any
    time: Any
    by_node: bool
    weight: Any


class _Nodes:
    """What was sampled of one node type; the frontier are the nodes of the last hop."""

    def __init__(self, node: Any, batch: Any) -> None:
        self.node, self.batch = node, batch
        self.begin, self.end = 0, len(node)
        self.counts = [len(node)]

    def step(self) -> None:
        self.begin, self.end = self.end, len(self.node)
        self.counts.append(self.end - self.begin)


class Sampler(NeighborSampler):  # type: ignore[misc]
    """NeighborSampler over compressed columns with numba: homogeneous and heterogeneous graphs,
    nodes and links with negatives, disjoint, temporal, weighted, with and without replacement.

    What a batch gets depends on `seed`, `epoch` and its own seeds, so neither on the number of
    workers nor on what was sampled before; set `epoch` before each pass over a loader whose
    batches do not change. With pyg-lib installed and `compiled=False`, that draws instead.
    """

    colptr: Any
    row: Any
    perm: Any
    edge_time: Any
    edge_weight: Any

    def __init__(
        self,
        data: Any,
        num_neighbors: Any,
        *,
        seed: int = 0,
        compiled: bool = True,
        time_attr: str | None = None,
        weight_attr: str | None = None,
        **options: Any,
    ) -> None:
        """`options` are those of PyG's NeighborSampler; raises ValueError for induced subgraphs."""
        if str(options.get("subgraph_type", "directional")).endswith("induced"):
            raise ValueError("Sampler cannot give induced subgraphs; take 'bidirectional'.")
        by_edge = time_attr is not None and _of_edges(data, time_attr)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*pyg-lib.*")
            super().__init__(
                data, num_neighbors, time_attr=None if by_edge else time_attr, **options
            )
        self.seed, self.epoch = seed, 0
        self.compiled = compiled or not torch_geometric.typing.WITH_PYG_LIB
        if by_edge:
            self._sort_by_edge_time(data, str(time_attr), options.get("is_sorted", False))
        if weight_attr is not None:
            self._weigh(data, weight_attr)

    @classmethod
    def warm(cls) -> None:
        """Compile the kernels, or load them: some seconds once on a machine, then a fraction."""
        from torch_geometric.data import Data

        cls(Data(edge_index=torch.zeros(2, 1).long(), num_nodes=1), [1])._sample(torch.zeros(1))

    def sample_from_edges(self, inputs: Any, neg_sampling: Any = None) -> Any:
        """As in PyG; negatives are drawn by `seed` too, which workers would do each its own way."""
        with _seeded(self._state(inputs.row, inputs.col)):
            return super().sample_from_edges(inputs, neg_sampling)

    def _sample(self, seed: Any, seed_time: Any = None, **kwargs: Any) -> Any:
        if not self.compiled:
            return super()._sample(seed, seed_time, **kwargs)
        hetero = isinstance(seed, dict)
        seeds = seed if hetero else {_ONE: seed}
        times = seed_time if hetero else None if seed_time is None else {_ONE: seed_time}
        found, edges = self._walk(
            {kind: each.long() for kind, each in seeds.items()}, self._now(seeds, times)
        )
        return (
            _hetero(found, edges, self.disjoint) if hetero else _plain(found, edges, self.disjoint)
        )

    def _walk(self, seeds: Mapping[str, Tensor], now: Any) -> Any:
        from gnn.kernels import draw, relabel

        state = np.array([self._state(*seeds.values())], np.uint64)
        found = self._begin(seeds)
        relations = list(self._relations())
        edges: dict[Any, list[Any]] = {each.key: [] for each in relations}
        for hop in range(self.num_neighbors.num_hops):
            for each in relations:
                from_, to = found[each.source], found[each.target]
                k = self._number(each.key, hop)
                frontier, batch = (v[to.begin : to.end] for v in (to.node, to.batch))
                position, edge = draw(
                    frontier, batch, each.colptr, each.row, each.time, each.by_node, now,
                    each.weight, k, self.replace, self.temporal_strategy == "last", state,
                )  # fmt: skip
                from_.node, from_.batch, place = relabel(
                    from_.node, from_.batch, each.row[edge], batch[position]
                )
                edges[each.key].append((place, position + to.begin, edge))
            for nodes in found.values():
                nodes.step()
        return found, edges

    def _begin(self, seeds: Mapping[str, Tensor]) -> dict[str, _Nodes]:
        found, offset = {}, 0
        for kind in self.node_types if self.is_hetero else [_ONE]:
            node = seeds[kind].numpy() if kind in seeds else np.empty(0, np.int64)
            size = self.num_nodes[kind] if self.is_hetero else self.num_nodes
            if len(node) and not (node.min() >= 0 and node.max() < size):
                raise IndexError(f"A seed is no node: {kind} are numbered from 0 to {size - 1}.")
            batch = np.arange(len(node)) if self.disjoint else np.zeros(len(node), np.int64)
            found[kind] = _Nodes(node, batch + offset)
            offset += len(node) if self.disjoint else 0
        return found

    def _now(self, seeds: Mapping[str, Tensor], times: Mapping[str, Tensor] | None) -> Any:
        """The time of each batch; a seed without one takes that of its node."""
        if not self.is_temporal:
            return _EMPTY
        if times is None and self.node_time is None:
            raise ValueError("Edges have times, so seeds need one: pass input_time to the loader.")
        own = self.node_time if self.is_hetero else {_ONE: self.node_time}
        order = [kind for kind in (self.node_types if self.is_hetero else [_ONE]) if kind in seeds]
        parts = [times[kind] if times else own[kind][seeds[kind]] for kind in order]
        return torch.cat(parts).numpy()

    def _relations(self) -> Iterator[_Relation]:
        if not self.is_hetero:
            time = self.node_time if self.node_time is not None else self.edge_time
            yield _Relation(
                None, _ONE, _ONE, self.colptr.numpy(), self.row.numpy(), _array(time),
                self.node_time is not None, _array(self.edge_weight),
            )  # fmt: skip
            return
        for key in self.edge_types:
            name = self.to_rel_type[key]
            own = (self.node_time or {}).get(key[0])
            time = own if own is not None else (self.edge_time or {}).get(name)
            weight = (self.edge_weight or {}).get(name)
            yield _Relation(
                key, key[0], key[2], self.colptr_dict[name].numpy(), self.row_dict[name].numpy(),
                _array(time), own is not None, _array(weight),
            )  # fmt: skip

    def _number(self, key: Any, hop: int) -> int:
        values = self.num_neighbors.get_values(None if key is None else self.edge_types)
        return int(values[hop] if key is None else values[key][hop])

    def _state(self, *seeds: Tensor) -> int:
        digest = hashlib.blake2b(f"{self.seed} {self.epoch}".encode(), digest_size=8)
        for each in seeds:
            digest.update(each.long().contiguous().numpy().tobytes())
        return int.from_bytes(digest.digest(), "little")

    def _sort_by_edge_time(self, data: Any, name: str, is_sorted: bool) -> None:
        if not self.is_hetero:
            self.colptr, self.row, self.perm = to_csc(
                data, is_sorted=is_sorted, edge_time=data[name]
            )
            self.edge_time = _permuted(data[name], self.perm)
            return
        times = data.collect(name)
        colptr, row, self.perm = to_hetero_csc(data, is_sorted=is_sorted, edge_time_dict=times)
        self.colptr_dict = {self.to_rel_type[key]: each for key, each in colptr.items()}
        self.row_dict = {self.to_rel_type[key]: each for key, each in row.items()}
        self.edge_time = {
            self.to_rel_type[key]: _permuted(each, self.perm.get(key))
            for key, each in times.items()
        }

    def _weigh(self, data: Any, name: str) -> None:
        if not self.is_hetero:
            self.edge_weight = _checked(_permuted(data[name], self.perm))
            return
        self.edge_weight = {
            self.to_rel_type[key]: _checked(_permuted(each, self.perm.get(key)))
            for key, each in data.collect(name).items()
        }


def _of_edges(data: Any, name: str) -> bool:
    if hasattr(data, "edge_types"):
        return any(name in store for store in data.edge_stores)
    return name in data and bool(data.is_edge_attr(name))


def _hetero(found: Mapping[str, _Nodes], edges: Mapping[Any, Any], disjoint: bool) -> Any:
    joined = {key: _joined(hops) for key, hops in edges.items()}
    return HeteroSamplerOutput(
        node={kind: torch.from_numpy(each.node) for kind, each in found.items()},
        row={key: each[0] for key, each in joined.items()},
        col={key: each[1] for key, each in joined.items()},
        edge={key: each[2] for key, each in joined.items()},
        batch={k: torch.from_numpy(e.batch) for k, e in found.items()} if disjoint else None,
        num_sampled_nodes={kind: each.counts for kind, each in found.items()},
        num_sampled_edges={key: [len(hop[0]) for hop in hops] for key, hops in edges.items()},
    )


def _plain(found: Mapping[str, _Nodes], edges: Mapping[Any, Any], disjoint: bool) -> Any:
    row, col, edge = _joined(edges[None])
    nodes = found[_ONE]
    return SamplerOutput(
        node=torch.from_numpy(nodes.node),
        row=row,
        col=col,
        edge=edge,
        batch=torch.from_numpy(nodes.batch) if disjoint else None,
        num_sampled_nodes=nodes.counts,
        num_sampled_edges=[len(hop[0]) for hop in edges[None]],
    )


def _joined(hops: list[Any]) -> list[Tensor]:
    return [torch.from_numpy(np.concatenate(each)) for each in zip(*hops, strict=True)]


def _array(values: Tensor | None) -> Any:
    return _EMPTY if values is None else values.numpy()


def _permuted(values: Tensor, order: Tensor | None) -> Tensor:
    return values if order is None else values[order]


def _checked(weight: Tensor) -> Tensor:
    if not bool(torch.isfinite(weight).all()) or bool((weight < 0).any()):
        raise ValueError("Weights of edges must be finite and not negative.")
    return weight.double()


@contextmanager
def _seeded(state: int) -> Iterator[None]:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(state & (2**63 - 1))
        yield
