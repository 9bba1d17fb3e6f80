"""The loss: the objectives that have a weight, on one draw of noise and views."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from gnn.bundle import Bools, GraphBundle
from gnn.inputs import Graph, Inputs
from gnn.model import CultureEncoder
from gnn.objective.contrast import cross_modal, dropped, nt_xent
from gnn.objective.heads import Place, Themes, on_the_sphere
from gnn.objective.links import Links, negatives, split
from gnn.objective.reconstruction import Reconstruction
from gnn.objective.regression import regression
from gnn.objective.target import Target
from gnn.training import TrainConfig
from kg.naming import normalise

Masks = Mapping[str, Tensor]
Draw = Callable[[], dict[str, Tensor]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What objectives may know of facets: culture, family (-1: none) and theme (-1: all), all (F,);
    place (F, 3) with NaN; pairs (n, 2) of facets with a declared value (n,)."""

    culture: Tensor
    family: Tensor
    theme: Tensor
    place: Tensor
    pairs: Tensor
    value: Tensor

    def part(self, facets: Tensor) -> "Facts":
        """The facts of some facets (n,), and the pairs of which both are among them."""
        place = torch.full((len(self.culture),), -1)
        place[facets] = torch.arange(len(facets))
        pairs = place[self.pairs]
        inside = (pairs >= 0).all(1)
        return Facts(
            culture=self.culture[facets],
            family=self.family[facets],
            theme=self.theme[facets],
            place=self.place[facets],
            pairs=pairs[inside],
            value=self.value[inside],
        )


def facts_of(bundle: GraphBundle, inputs: Inputs, target: Target | None, rows: Bools) -> Facts:
    """The facts of a bundle; of the target only pairs of which both are among `rows` (F,)."""
    culture = torch.from_numpy(inputs.culture)
    names = [normalise(family) for family in bundle.cultures.family]
    number = {name: i for i, name in enumerate(sorted(set(names) - {""}))}
    family = torch.tensor([number.get(name, -1) for name in names], dtype=torch.int64)
    places = (torch.from_numpy(getattr(bundle.cultures, n)) for n in ("latitude", "longitude"))
    pairs, value = _between(inputs, target, rows)
    return Facts(
        culture=culture,
        family=family[culture],
        theme=torch.from_numpy(inputs.strata) - 1,
        place=on_the_sphere(*places)[culture],
        pairs=pairs,
        value=value,
    )


def _between(inputs: Inputs, target: Target | None, rows: Bools) -> tuple[Tensor, Tensor]:
    if target is None:
        return torch.zeros((0, 2), dtype=torch.int64), torch.zeros(0)
    whole = (inputs.strata == 0) & inputs.wide & rows
    where = {int(c): f for f, c in enumerate(inputs.culture) if whole[f]}
    kept = [i for i, (a, b) in enumerate(target.pairs) if int(a) in where and int(b) in where]
    ends = [[where[int(each)] for each in target.pairs[i]] for i in kept]
    pairs = torch.tensor(ends, dtype=torch.int64).reshape(-1, 2)
    return pairs, torch.from_numpy(target.value[kept])


class Objectives(nn.Module):
    """The heads of the objectives, and their weighted sum. What is switched off has no head."""

    def __init__(self, config: TrainConfig, modalities: list[str], sizes: tuple[int, int]) -> None:
        """sizes: number of themes and of entities."""
        super().__init__()
        width, weights = config.shape.width, config.weights
        self.config, self.weights = config, weights
        self.decoder = Reconstruction(modalities, width) if weights.reconstruction else None
        self.linker = Links(sizes[1], width) if weights.links else None
        self.themes = Themes(sizes[0], width) if weights.themes else None
        self.place = Place(width) if weights.place else None
        self.entities = sizes[1]

    def forward(
        self,
        model: CultureEncoder,
        seen: tuple[Draw, Masks, Graph],
        facts: Facts,
        target: Mapping[str, Tensor],
        rows: Tensor,
    ) -> dict[str, Tensor]:
        """Each objective's value by name, not yet weighted, on the facets `rows` (F,).

        seen: draws of the varied closed form (F, width), the masks, the graph. target: the closed
        form itself.
        """
        draw, mask, graph = seen
        weights, known = self.weights, _known(mask) & rows
        asked, heard = graph.mentions[:, :0], graph
        if self.linker is not None:
            kept, asked = split(graph.mentions, known)
            heard = replace(graph, mentions=kept)
        encoded = model.encode(draw(), mask, heard)
        within = {name: each & rows for name, each in mask.items()}
        found: dict[str, Tensor] = {}
        if weights.across:
            found["across"] = self._across(encoded.tokens, within, facts)
        if self.decoder is not None:
            found["reconstruction"] = self.decoder(encoded.tokens, within, target)
        if self.linker is not None:
            asked = graph.named(asked)
            false = negatives(asked, graph.named(graph.mentions), self.entities)
            found["links"] = self.linker(encoded.fused, asked, false)
        if self.themes is not None:
            found["themes"] = self.themes(encoded.fused, facts.theme, known)
        if self.place is not None:
            found["place"] = self.place(encoded.fused, facts.place, known)
        if weights.targets:
            kind = weights.target_loss
            found["targets"] = regression(encoded.fused, facts.pairs, facts.value, kind=kind)
        if weights.views:
            found["views"] = self._views(model, (draw, mask, graph), facts, known)
        return found

    def total(self, values: Mapping[str, Tensor]) -> Tensor:
        """The weighted sum."""
        parts = [getattr(self.weights, name) * value for name, value in values.items()]
        return torch.stack(parts).sum() if parts else torch.zeros((), requires_grad=True)

    def _across(self, tokens: Mapping[str, Tensor], mask: Masks, facts: Facts) -> Tensor:
        config, weights = self.config, self.weights
        return cross_modal(
            tokens, mask, facts.culture, temperature=config.temperature, most=config.pairs,
            family=facts.family, down=weights.kin, hard=weights.hard,
        )  # fmt: skip

    def _views(
        self, model: CultureEncoder, seen: tuple[Draw, Masks, Graph], facts: Facts, known: Tensor
    ) -> Tensor:
        draw, mask, graph = seen
        rows = torch.nonzero(known).flatten()
        rows = rows[torch.randperm(len(rows))[: self.config.pairs]]
        if len(torch.unique(facts.culture[rows])) < 2:
            return torch.zeros((), requires_grad=True)
        masks = [dropped(mask, self.config.modality_dropout) for _ in "ab"]
        one, other = (model.encode(draw(), each, graph).fused[rows] for each in masks)
        return nt_xent(one, other, facts.culture[rows], temperature=self.config.temperature)


def _known(mask: Masks) -> Tensor:
    return torch.stack(list(mask.values())).any(0)
