"""Scores and losses by the number of steps."""

from collections.abc import Mapping, Sequence

import numpy as np

_POINTS = 200


def best_step(curve: Mapping[int, float]) -> int:
    """The step with the best score, the earliest of equals; 0 if nothing was measured."""
    return min(curve, key=lambda step: (-curve[step], step), default=0)


def average_losses(runs: Sequence[Sequence[Mapping[str, float]]]) -> dict[str, tuple[float, ...]]:
    """Of each objective its value step by step, averaged over `runs`; at most 200 of the steps."""
    steps = list(zip(*runs, strict=True))
    steps = steps[:: -(-len(steps) // _POINTS) or 1]
    names = sorted(steps[0][0]) if steps else []
    return {
        name: tuple(round(float(np.mean([run[name] for run in step])), 6) for step in steps)
        for name in names
    }
