"""Variation of inputs that a facet could as well have had: other items, other variables."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import dropout

from gnn.bundle import Bools, Floats, GraphBundle, Ints
from gnn.closed_form import ClosedForm


def noise_factors(bundle: GraphBundle, closed: ClosedForm, rows: Bools) -> dict[str, Floats]:
    """For each modality with items a factor L (width, width); L L' is the covariance of items.

    Within facets, pooled over those of `rows` (F,), in the space of the closed form.
    """
    found = {}
    for name, items in bundle.items.items():
        item, facet = items.facets[:, rows[items.facets[1]]]
        known = np.where(np.isfinite(items.vectors), items.vectors, closed[name].mean[0])
        standard = known / closed[name].scale
        projected = (standard @ closed[name].basis)[item].astype(np.float64)
        count = np.bincount(facet, minlength=bundle.size)
        mean = np.zeros((bundle.size, projected.shape[1]))
        np.add.at(mean, facet, projected)
        spread = projected - (mean / np.maximum(count, 1)[:, None])[facet]
        freedom = max(len(facet) - int((count > 0).sum()), 1)
        found[name] = _root(spread.T @ spread / freedom)
    return found


def _root(covariance: "np.typing.NDArray[np.float64]") -> Floats:
    values, vectors = np.linalg.eigh(covariance)
    root: Floats = (vectors * np.sqrt(np.maximum(values, 0))).astype(np.float32)
    return root


def hide_variables(standard: Tensor, variables: Ints, rate: float) -> Tensor:
    """Set a share of the variables of each row of (n, D) to their mean, 0, and stretch the rest.

    Columns of one variable (the codes of a trait) go together. Drawn by torch's generator.
    """
    if rate <= 0:
        return standard
    number = int(variables.max()) + 1
    if number == len(variables):
        return dropout(standard, rate)
    kept = (torch.rand(len(standard), number) >= rate).to(standard.dtype) / (1 - rate)
    return standard * kept.index_select(1, torch.from_numpy(variables))


def item_noise(projected: Tensor, factor: Tensor, count: Tensor, *, size: float) -> Tensor:
    """Add to (n, width) what other items would have changed: N(0, covariance of items / n).

    `count` (n,) items stand behind each row, `factor` is from `noise_factors`.
    """
    error = torch.randn_like(projected) @ factor.T / count.clamp(min=1)[:, None].sqrt()
    return projected + size * error
