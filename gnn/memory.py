"""Whether a graph is trained whole or in mini-batches."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gnn.inputs import Inputs
    from gnn.training import TrainConfig

_FLOAT = 4
_KEPT = 3  # activations, their gradients, and what a layer makes on the way
_EDGE = 16  # two int64 ends
_SEEDS = 1_024
_MOMENTS = 2  # of AdamW, beside a parameter and its gradient


@dataclass(frozen=True, slots=True)
class Load:
    """What an epoch touches: nodes, edges, size of the inputs and of hidden layers, layers."""

    nodes: int
    edges: int
    inputs: int
    width: int
    layers: int = 2

    @property
    def full_batch(self) -> int:
        """Estimated bytes of one full-batch step of training.

        Inputs once; for each layer three arrays (nodes, width), and, since messages are gathered,
        one (edges, width); the edges; parameters, their gradients and AdamW's two moments.
        """
        inputs = self.nodes * self.inputs * _FLOAT
        layer = (_KEPT * self.nodes + self.edges) * self.width * _FLOAT
        weights = (self.inputs + self.layers * self.width) * self.width * _FLOAT
        return inputs + self.layers * layer + self.edges * _EDGE + weights * (2 + _MOMENTS)


def fits(load: Load, *, free: int, share: float = 0.5) -> bool:
    """Whether a full batch takes at most `share` of `free` bytes; else train in mini-batches."""
    return load.full_batch <= share * free


def seeds_of(inputs: "Inputs", config: "TrainConfig") -> int:
    """Facets of a mini-batch, 0 for all: what the configuration says, or what fits.

    Goes by the memory that the machine has, not by what is free now: the same training twice on one
    machine is the same.
    """
    if config.seeds:
        return config.seeds
    graph, shape = inputs.graph, config.shape
    facets, own = len(inputs.strata), max(len(inputs.mask), 1)
    near = [index for each in graph.near.values() for index in each.values()]
    edges = [graph.mentions, graph.mentions, graph.co_occurs, *[graph.parts] * own, *near]
    load = Load(
        nodes=facets * own + len(graph.labels),
        edges=sum(index.shape[1] for index in edges),
        inputs=sum(each.shape[1] for each in inputs.x.values()) // own,
        width=max(shape.width, *map(shape.inside, inputs.mask), 0),
        layers=shape.layers,
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return 0 if fits(load, free=memory) else _SEEDS
