"""Tensors are small here: threads wait for each other longer than they work."""

import pytest


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)
