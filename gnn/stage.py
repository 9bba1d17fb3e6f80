"""Stages: which parts of the network stand still, step by step."""

from torch import nn

from gnn.model import CultureEncoder
from gnn.training import Stage, TrainConfig
from kg.errors import SettingsError


def stage_at(config: TrainConfig, step: int) -> Stage:
    """The stage of a step, counted from 0; without stages all learn all the time."""
    end = 0.0
    for stage in config.stages:
        end += stage.share
        if step < round(end * config.steps):
            return stage
    return config.stages[-1] if config.stages else Stage("all", 1.0)


def freeze(model: CultureEncoder, stage: Stage) -> None:
    """Let the groups that the stage names stand, to the bit, and all others learn.

    Parameters without a gradient are left alone by the optimizer, their decay too. Raises
    SettingsError for a group that is no modality, "branches" or "fusion".
    """
    groups = set(stage.frozen)
    known = {"branches", "fusion", "text", "image", "audio", "traits", *model.branches}
    if unknown := groups - known:
        raise SettingsError(
            f"There is no group {min(unknown)!r} to freeze.", hint=f"Known: {sorted(known)}."
        )
    branches = set(model.branches) if "branches" in groups else groups
    for name, branch in model.branches.items():
        _learn(branch, learns=name not in branches)
    for name, part in model.named_children():
        if name not in ("branches", "skips"):
            _learn(part, learns="fusion" not in groups)


def _learn(part: nn.Module, *, learns: bool) -> None:
    for parameter in part.parameters():
        parameter.requires_grad_(learns)
        if not learns:
            parameter.grad = None
