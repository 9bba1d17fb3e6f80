"""What stands on a rung says, be it a closed form, a network, or both side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gnn.bundle import Bools, Floats
from gnn.fit import Spoken, Task
from gnn.ladder.form import Form, fit_form
from gnn.ladder.rung import LEARNED, NETWORK, START, Rung
from gnn.ladder.view import Reals, Views, views_of
from gnn.retrieval import Ranks, mean_without, unit

MEMBERS = 6
"""Networks that are averaged beside a form: one alone is noise at hundreds of cultures."""

Tried = tuple[str, int]
"""Name of a rung, and steps of its network."""


@dataclass(frozen=True, slots=True)
class Blend:
    """How a network stands beside a form: `share` of the squared length; `mean` of what it says
    (of tokens and of what is fused without one, by modality, and of what is fused)."""

    share: float
    mean: Mapping[str, Reals]


@dataclass(frozen=True, slots=True)
class Stood:
    """What is said, by which form (None: the network alone), and how both are blended."""

    spoken: Spoken
    form: Form | None = None
    blend: Blend | None = None


def stand(task: Task, rung: Rung, network: Spoken | None = None) -> Stood:
    """Fit the form of a rung to the task's facets; `network`: what that says, where it has a
    share."""
    if not rung.recipes:
        assert network is not None
        return Stood(network)
    views = views_of(task.bundle, task.inputs.pooled, task.inputs.strata)
    form = fit_form(views, rung.recipes, rows=task.rows, width=task.config.shape.width)
    return _beside(task, rung, Stood(said(form, views), form), network)


def every(
    task: Task, rungs: Sequence[Rung], networks: Mapping[int, Spoken]
) -> Iterator[tuple[Tried, Spoken]]:
    """What all rungs say, with the networks by step. Rungs of the same recipes share a form."""
    forms: dict[object, Stood] = {}
    yield from (((NETWORK, step), spoken) for step, spoken in networks.items())
    for rung in rungs:
        if not rung.recipes:
            continue
        if rung.recipes not in forms:
            forms[rung.recipes] = stand(task, Rung(rung.name, rung.recipes))
        form = forms[rung.recipes]
        for step in [step for step in networks if step] if rung.share else [0]:
            yield (rung.name, step), _beside(task, rung, form, networks[step]).spoken


def at(found: Mapping[Tried, Ranks], rungs: Sequence[Rung], step: int) -> dict[str, Ranks]:
    """The answers by name of the rung, with networks of `step` steps."""
    keys = {
        rung.name: (NETWORK, 0 if rung is START else step)
        if rung in (START, LEARNED)
        else (rung.name, step if rung.share else 0)
        for rung in rungs
    }
    return {name: found[key] for name, key in keys.items() if key in found}


def _beside(task: Task, rung: Rung, stood: Stood, network: Spoken | None) -> Stood:
    if not rung.share:
        return stood
    assert network is not None
    masks = {name: each.mask for name, each in task.inputs.pooled.items()}
    blend = fit_blend(network, masks, task.rows, share=rung.share)
    return Stood(blended(stood.spoken, network, masks, blend), stood.form, blend)


def said(form: Form, views: Views) -> Spoken:
    """Tokens (F, width) of all views, their masked mean, and that without each of them."""
    tokens = {name: x.astype(np.float32) for name, x in form(views).items()}
    masks = {name: views[name].mask for name in tokens}
    others = {name: mean_without(tokens, masks, name) for name in tokens if len(tokens) > 1}
    return Spoken(tokens, mean_without(tokens, masks, ""), others)


def fit_blend(network: Spoken, masks: Mapping[str, Bools], rows: Bools, *, share: float) -> Blend:
    """The means over the facets `rows` (F,) that have a modality."""
    return Blend(share, {n: _mean(unit(x)[rows & there]) for n, x, there in _named(network, masks)})


def _mean(x: Reals) -> Reals:
    found: Reals = x.sum(0) / max(len(x), 1)
    return found


def blended(form: Spoken, network: Spoken, masks: Mapping[str, Bools], blend: Blend) -> Spoken:
    """Both side by side, (F, width + width)."""
    learned = {
        name: np.where(there[:, None], unit(x) - blend.mean[name], 0)
        for name, x, there in _named(network, masks)
    }

    def beside(one: Floats, name: str) -> Floats:
        parts = (np.sqrt(1 - blend.share) * unit(one), np.sqrt(blend.share) * unit(learned[name]))
        return np.concatenate(parts, 1).astype(np.float32)

    return Spoken(
        {name: beside(x, f"token {name}") for name, x in form.tokens.items()},
        beside(form.fused, "fused"),
        {name: beside(x, f"other {name}") for name, x in form.others.items()},
    )


def _named(network: Spoken, masks: Mapping[str, Bools]) -> list[tuple[str, Floats, Bools]]:
    known = np.any(list(masks.values()), axis=0)
    tokens = [(f"token {name}", x, masks[name]) for name, x in network.tokens.items()]
    others = [(f"other {name}", x, known) for name, x in network.others.items()]
    return [*tokens, *others, ("fused", network.fused, known)]
