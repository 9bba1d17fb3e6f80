"""Variation of inputs that a facet could as well have had: other items, other variables."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from gnn.bundle import Bools, Floats, GraphBundle, Ints
from gnn.closed_form import ClosedForm


def noise_factors(bundle: GraphBundle, closed: ClosedForm, rows: Bools) -> dict[str, Floats]:
    """For each modality with items a factor L (width, width); L L' is the covariance of items.

    Within facets, pooled over those of `rows` (F,), in the space of the closed form.
    """
    found = {}
    for name, items in bundle.items.items():
        item, facet = items.facets[:, rows[items.facets[1]]]
        standard = items.vectors / closed[name].scale
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
    """Set a share of the variables of each row of (F, D) to their mean, 0, and stretch the rest.

    Columns of one variable (the codes of a trait) go together. Drawn by torch's generator.
    """
    if rate <= 0:
        return standard
    index = torch.from_numpy(variables)
    kept = torch.rand(len(standard), int(index.max()) + 1) >= rate
    return standard * kept[:, index] / (1 - rate)


def item_noise(
    projected: Tensor, factor: Tensor, count: Tensor, mask: Tensor, *, size: float
) -> Tensor:
    """Add to (F, width) what other items would have changed: N(0, covariance of items / n)."""
    error = torch.randn_like(projected) @ factor.T / count.clamp(min=1)[:, None].sqrt()
    return torch.where(mask[:, None], projected + size * error, projected)


def tensors(factors: Mapping[str, Floats]) -> dict[str, Tensor]:
    """The factors for torch."""
    return {name: torch.from_numpy(factor) for name, factor in factors.items()}
