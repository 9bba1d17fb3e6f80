"""Whether a graph is trained whole or in mini-batches."""

from dataclasses import dataclass

_FLOAT = 4
_KEPT = 3  # activations, their gradients, and what a layer makes on the way
_EDGE = 16  # two int64 ends
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
