"""What one modality learns: rounds of messages between the facets that have it.

    h <- h + drop(relu(conv(LN h)))      as many rounds as `layers`
    f = W LN((h + r) / sqrt 2)           skip "sum"
    f = W [LN h; r]                      skip "concat"

where h starts as r, or as a projection of r to the inner width of the branch.

W starts at 0, so that a branch says nothing before it is trained.
"""

from dataclasses import replace
from typing import cast

import torch
from torch import Tensor, nn

from gnn.model.conv import Conv, convolution
from gnn.model.plan import Plan
from gnn.shape import Shape


class Layer(nn.Module):
    """One round of messages: between facets, and with entities where `entities` is set."""

    def __init__(self, shape: Shape, *, entities: bool) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(shape.width)
        self.facets = nn.ModuleDict({kind: convolution(shape) for kind in shape.heard})
        self.alone = None if shape.heard else nn.Linear(shape.width, shape.width)
        self.drop = nn.Dropout(shape.dropout)
        self.entities = entities
        if entities:
            self.entity_norm = nn.LayerNorm(shape.width)
            self.to_facet = convolution(shape)
            self.to_entity = convolution(shape)
            self.co_occurs = convolution(shape)

    def forward(self, h: Tensor, e: Tensor, seen: Plan) -> tuple[Tensor, Tensor]:
        """h (n, width), e (E, width) -> the same."""
        facet = self.norm(h)
        message = self.alone(facet) if self.alone else torch.zeros_like(h)
        for kind, conv in self.facets.items():
            message = message + conv(facet, facet, seen.facets[kind])
        if self.entities:
            entity = self.entity_norm(e)
            message = message + self.to_facet(entity, facet, seen.mentions)
            heard = self.to_entity(facet, entity, seen.named)
            heard = heard + self.co_occurs(entity, entity, seen.co_occurs)
            e = e + self.drop(torch.relu(heard))
        return h + self.drop(torch.relu(message)), e

    def attention(self, h: Tensor, seen: Plan) -> dict[str, Tensor]:
        """(m,) for the edges between facets of each graph."""
        facet = self.norm(h)
        return {
            kind: cast(Conv, conv).attention(facet, facet, seen.facets[kind])
            for kind, conv in self.facets.items()
        }


class Branch(nn.Module):
    """f of one modality; `inner` is the width of what it works with."""

    def __init__(self, shape: Shape, inner: int, *, entities: bool) -> None:
        super().__init__()
        self.gain = shape.width**0.5  # the closed form has mean square 1 over the whole vector
        self.entities = entities and "relations" in shape.heard
        self.into = nn.Identity() if inner == shape.width else nn.Linear(shape.width, inner)
        self.labels = nn.Embedding(shape.labels if self.entities else 1, inner)
        inside = replace(shape, width=inner)
        layer = (Layer(inside, entities=self.entities) for _ in range(shape.layers))
        self.layers = nn.ModuleList(layer)
        self.norm = nn.LayerNorm(inner)
        self.concat = shape.skip == "concat"
        self.out = nn.Linear(2 * inner if self.concat else inner, shape.width, bias=False)
        nn.init.zeros_(self.out.weight)

    def forward(self, r: Tensor, seen: Plan) -> Tensor:
        """r (n, width) of the facets of `seen` -> (n, width)."""
        h = skip = self.into(r * self.gain)
        e = self.labels(seen.labels if self.entities else seen.labels[:0])
        for layer in self.layers:
            h, e = layer(h, e, seen)
        both = torch.cat([self.norm(h), skip], 1) if self.concat else self.norm((h + skip) / 2**0.5)
        out: Tensor = self.out(both)
        return out

    def attention(self, r: Tensor, seen: Plan) -> dict[str, Tensor]:
        """How much a facet hears along each edge of each graph, in the first layer, (m,)."""
        if not self.layers:
            return {}
        first = self.layers[0]
        assert isinstance(first, Layer)
        return first.attention(self.into(r * self.gain), seen)
