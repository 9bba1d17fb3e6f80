"""How a node hears its neighbours: SAGE, GATv2 or GCN.

Each is called as `conv(source (S, d), target (T, d), links) -> (T, d)`; where both are the same
nodes, the same tensor is given twice.
"""

from typing import Any, Protocol

from torch import Tensor, nn
from torch_geometric.nn import GATv2Conv

from gnn.model.links import Links, gather
from gnn.shape import Shape


class Conv(Protocol):
    """One kind of messages."""

    def __call__(self, source: Tensor, target: Tensor, edges: Links) -> Tensor:
        """What each target hears, and says to itself."""

    def attention(self, source: Tensor, target: Tensor, edges: Links) -> Tensor:
        """(m,) how much of what a target hears comes along each edge; 1 in sum, but for GCN."""


def convolution(shape: Shape) -> nn.Module:
    """The kind that `shape` names; each is a Conv."""
    kinds = {"sage": Sage, "gatv2": Gat, "gcn": Gcn}
    return kinds[shape.conv](shape)


class Sage(nn.Module):
    """W mean(neighbours) + V own (GraphSAGE, Hamilton et al. 2017)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.neighbours = nn.Linear(shape.width, shape.width)
        self.own = nn.Linear(shape.width, shape.width, bias=False)

    def forward(self, source: Tensor, target: Tensor, edges: Links) -> Tensor:
        """(S, d), (T, d) -> (T, d)."""
        heard = gather(source, edges, self.attention(source, target, edges))
        found: Tensor = self.neighbours(heard) + self.own(target)
        return found

    def attention(self, source: Tensor, target: Tensor, edges: Links) -> Tensor:
        """Equal parts."""
        return 1 / edges.heard.to(source.dtype)[edges.index[1]]


class Gcn(nn.Module):
    """W sum(neighbours / sqrt(degrees)), each node its own neighbour (Kipf & Welling 2017)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.neighbours = nn.Linear(shape.width, shape.width)

    def forward(self, source: Tensor, target: Tensor, edges: Links) -> Tensor:
        """(S, d), (T, d) -> (T, d)."""
        heard = gather(source, edges, self.attention(source, target, edges))
        own = target / (edges.heard + 1)[:, None]
        found: Tensor = self.neighbours(heard + own)
        return found

    def attention(self, source: Tensor, target: Tensor, edges: Links) -> Tensor:
        """By both degrees, with the loop that each node has."""
        one, other = edges.index
        heard, spoken = edges.heard[other] + 1, edges.spoken[one] + 1
        return (heard * spoken).to(source.dtype).rsqrt()


class Gat(nn.Module):
    """Attention over neighbours (GATv2, Brody et al. 2022), and V own."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, heads = shape.width, shape.heads
        self.neighbours = GATv2Conv((width, width), width // heads, heads, add_self_loops=False)
        self.own = nn.Linear(width, width, bias=False)

    def forward(self, source: Tensor, target: Tensor, edges: Links) -> Tensor:
        """(S, d), (T, d) -> (T, d)."""
        found: Tensor = self.neighbours((source, target), edges.index) + self.own(target)
        return found

    def attention(self, source: Tensor, target: Tensor, edges: Links) -> Tensor:
        """The mean of the heads."""
        seen: Any = self.neighbours((source, target), edges.index, return_attention_weights=True)
        attention: Tensor = seen[1][1].mean(1)
        return attention
