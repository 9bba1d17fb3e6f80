"""An encoder that says something, made without training, and what it makes of inputs."""

from typing import Any

import numpy as np
import torch

from gnn.closed_form import fit_closed_form
from gnn.inputs import Inputs
from gnn.model import CultureEncoder, Encoded, Shape


def encoder(
    inputs: Inputs, seed: int, *, width: int, labels: int, **options: Any
) -> CultureEncoder:
    """Branches have weights, as after training, though nobody trained them."""
    rows = np.ones(len(inputs.strata), bool)
    closed = fit_closed_form(inputs.pooled, inputs.strata, width=width, rows=rows)
    torch.manual_seed(seed)
    model = CultureEncoder(closed, Shape(width, labels=labels, residual=1.0, **options))
    for branch in model.branches.values():
        torch.nn.init.normal_(branch.out.weight)
    return model.eval()


def encode(model: CultureEncoder, inputs: Inputs) -> Encoded:
    with torch.no_grad():
        return model(inputs.x, inputs.mask, torch.from_numpy(inputs.strata), inputs.graph)
