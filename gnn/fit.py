"""Fitting one encoder, or several that are averaged, to some of the cultures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from gnn.augment import hide_variables, item_noise, noise_factors, tensors
from gnn.bundle import Bools, Floats, GraphBundle
from gnn.closed_form import ClosedForm, fit_closed_form
from gnn.inputs import Inputs
from gnn.losses import Reconstruction, cross_modal
from gnn.model import CultureEncoder, Shape
from gnn.training import TrainConfig

Tokens = dict[str, Floats]
_WARM = 5  # steps
_LARGEST = 1.0


@dataclass(frozen=True, slots=True)
class Task:
    """What to fit: `rows` (F,) are the facets of the cultures to learn from."""

    bundle: GraphBundle
    inputs: Inputs
    config: TrainConfig
    rows: Bools

    def closed_form(self) -> dict[str, "object"]:
        raise NotImplementedError
