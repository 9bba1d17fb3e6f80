"""Edges between facets of different cultures: by likeness, on the map, within a language family.

All join only facets on the same theme and in the same period, so none crosses a theme or looks
into another time. They are made from the facets at hand: a culture that was never seen joins in.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from gnn.bundle import GraphBundle
from kg.naming import normalise

_LIKE, _PLACE, _KIN = 8, 5, 10  # neighbours
_BLOCK = 4096
_FARTHEST = -2.0  # of a cosine


@dataclass(frozen=True, slots=True)
class Ground:
    """Of each facet: stratum (F,) equal for the same theme and period; point (F, 3) on the unit
    sphere, NaN where unknown; family (F,) of languages, -1 where unknown."""

    stratum: Tensor
    point: Tensor
    family: Tensor


def ground_of(bundle: GraphBundle) -> Ground:
    """Where the facets of a bundle stand."""
    facets, cultures = bundle.facets, bundle.cultures
    pairs = np.stack([facets.theme, facets.period])
    stratum = np.unique(pairs, axis=1, return_inverse=True)[1].reshape(-1)
    latitude, longitude = (
        np.radians(each.astype(np.float64)) for each in (cultures.latitude, cultures.longitude)
    )
    across = np.cos(latitude)
    point = [across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude)]
    names = np.array([normalise(family) for family in cultures.family], dtype=np.str_)
    family = np.where(names == "", -1, np.unique(names, return_inverse=True)[1])
    return Ground(
        torch.from_numpy(stratum.astype(np.int64)),
        torch.from_numpy(np.stack(point, 1).astype(np.float32))[facets.culture],
        torch.from_numpy(family.astype(np.int64))[facets.culture],
    )


def near(
    ground: Ground, graphs: tuple[str, ...], x: Mapping[str, Tensor], mask: Mapping[str, Tensor]
) -> dict[str, dict[str, Tensor]]:
    """For "knn", "place" and "kin" in `graphs`, by modality: edges (2, m) sorted by target."""
    found: dict[str, Callable[[str], Tensor]] = {
        "knn": lambda name: _alike(ground, x[name], mask[name]),
        "place": lambda name: _beside(ground, mask[name]),
        "kin": lambda name: _kin(ground, mask[name]),
    }
    return {
        kind: {name: find(name) for name in x} for kind, find in found.items() if kind in graphs
    }


def _alike(ground: Ground, x: Tensor, mask: Tensor) -> Tensor:
    """Each is among the 8 most similar of the other, by cosine of centred inputs."""
    known = torch.where(mask[:, None], x, torch.nan)
    known = known.masked_fill(known.isinf(), torch.nan)
    centred = torch.nan_to_num(known - known.nanmean(0), nan=0.0)
    units = normalize(centred, dim=1)
    found = _nearest(units, ground.stratum, mask & centred.any(1), _LIKE)
    pairs = {tuple(pair) for pair in found.T.tolist()}
    both = [pair for pair in pairs if pair[::-1] in pairs]
    return _sorted(torch.tensor(both, dtype=torch.int64).view(-1, 2).T)


def _beside(ground: Ground, mask: Tensor) -> Tensor:
    """The 5 nearest along great circles speak to each."""
    there = mask & ~ground.point.isnan().any(1)
    return _sorted(_nearest(ground.point, ground.stratum, there, _PLACE))


def _kin(ground: Ground, mask: Tensor) -> Tensor:
    """Up to 10 of the same language family speak to each, the nearest on the map first."""
    point = torch.nan_to_num(ground.point, nan=0.0)
    group = ground.stratum * (int(ground.family.max()) + 2) + ground.family if len(point) else point
    return _sorted(_nearest(point, group, mask & (ground.family >= 0), _KIN))


def _nearest(units: Tensor, group: Tensor, there: Tensor, k: int) -> Tensor:
    """Edges (2, m) to each row of `units` (F, D) from its k nearest in the same group."""
    found = [torch.empty(2, 0, dtype=torch.int64)]
    for rows in _groups(group, there):
        for first in range(0, len(rows), _BLOCK):
            block = torch.arange(first, min(first + _BLOCK, len(rows)))
            scores = units[rows[block]] @ units[rows].T
            scores[torch.arange(len(block)), block] = _FARTHEST
            best = scores.topk(min(k, len(rows) - 1), 1).indices
            target = rows[block][:, None].expand_as(best)
            found.append(torch.stack([rows[best].flatten(), target.flatten()]))
    return torch.cat(found, 1)


def _groups(group: Tensor, there: Tensor) -> Iterator[Tensor]:
    """The rows that are `there`, by group, where a group has more than one."""
    rows = torch.nonzero(there).flatten()
    rows = rows[group[rows].argsort(stable=True)]
    sizes = torch.unique_consecutive(group[rows], return_counts=True)[1]
    yield from (each for each in torch.split(rows, sizes.tolist()) if len(each) > 1)


def _sorted(edges: Tensor) -> Tensor:
    """By target and then by source."""
    edges = edges[:, edges[0].argsort(stable=True)]
    return edges[:, edges[1].argsort(stable=True)].contiguous()
