"""Forms as plain values and tensors, for a checkpoint, and back to the same bits."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import torch

from gnn.closed_form import Projection
from gnn.ladder.chart import Chart
from gnn.ladder.form import Form, Member
from gnn.ladder.join import Join
from gnn.ladder.recipe import Recipe
from gnn.ladder.stand import Blend


def plain_form(form: Form) -> dict[str, Any]:
    """Lists, dicts, numbers, names and tensors."""
    return {
        "charts": [[*key, _plain_chart(chart)] for key, chart in form.charts.items()],
        "members": [_plain_member(member) for member in form.members],
        "basis": None if form.basis is None else _tensor(form.basis),
    }


def form_of(found: Mapping[str, Any]) -> Form:
    """What `plain_form` gave."""
    return Form(
        {(name, kind, spread): _chart(chart) for name, kind, spread, chart in found["charts"]},
        [_member(each) for each in found["members"]],
        None if found["basis"] is None else found["basis"].numpy(),
    )


def plain_blend(blend: Blend) -> dict[str, Any]:
    """The same for a blend."""
    return {"share": blend.share, "mean": {n: _tensor(x) for n, x in blend.mean.items()}}


def blend_of(found: Mapping[str, Any]) -> Blend:
    """What `plain_blend` gave."""
    return Blend(found["share"], {name: x.numpy() for name, x in found["mean"].items()})


def _plain_chart(chart: Chart) -> dict[str, Any]:
    standard = {part: _tensor(getattr(chart.standard, part)) for part in ("mean", "scale", "basis")}
    arrays = {part: _tensor(getattr(chart, part)) for part in ("landmarks", "root", "mean")}
    return {"kind": chart.kind, "standard": standard, "reach": chart.reach, **arrays}


def _chart(found: Mapping[str, Any]) -> Chart:
    standard = Projection(**{part: x.numpy() for part, x in found["standard"].items()})
    arrays = {part: found[part].numpy() for part in ("landmarks", "root", "mean")}
    return Chart(kind=found["kind"], standard=standard, reach=found["reach"], **arrays)


def _plain_member(member: Member) -> dict[str, Any]:
    return {
        "recipe": asdict(member.recipe),
        "join": [member.join.kind, member.join.sharp],
        "parts": [[*key, _tensor(x)] for key, x in member.join.parts.items()],
        "mean": {name: _tensor(x) for name, x in member.mean.items()},
        "size": member.size,
    }


def _member(found: Mapping[str, Any]) -> Member:
    kind, sharp = found["join"]
    parts = {(one, other): x.numpy() for one, other, x in found["parts"]}
    mean = {name: x.numpy() for name, x in found["mean"].items()}
    return Member(Recipe(**found["recipe"]), Join(kind, sharp, parts), mean, found["size"])


def _tensor(x: "np.typing.NDArray[Any]") -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(x))
