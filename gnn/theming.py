"""Two ways of theming, measured: theme after theme, and adapters on one encoder.

Both answer the question of `retrieval.py`, for each theme alone, on cultures that were held out.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from gnn.adapter import Adapter, fit_adapter
from gnn.bundle import Bools, Floats, GraphBundle
from gnn.curriculum import ends, order_of
from gnn.fit import Fitted, Spoken, Task
from gnn.inputs import Inputs
from gnn.retrieval import ask, mean_without, questions, spoken_scorer

_STEPS = 20


def score(spoken: Spoken, inputs: Inputs, rows: Bools, stratum: int) -> float | None:
    """AUC over the facets `rows` (F,) of one theme; None where too few can be asked for."""
    mask = {name: each.mask for name, each in inputs.pooled.items()}
    asked = questions(mask, inputs.strata, inputs.wide, rows & (inputs.strata == stratum))
    ranks = ask(spoken_scorer(spoken.tokens, spoken.others), asked, inputs.culture)
    return float(ranks.auc.mean()) if len(ranks.rank) else None


def forgetting(task: Task, fitted: Fitted, held_out: Bools) -> dict[str, Any]:
    """How well each theme of the curriculum is answered after each part of it.

    `auc`: a row for each part, a column for each theme. `forgotten`: for each theme but the last,
    what was lost between its own part and the end; negative is a gain.
    """
    order = order_of(task.config.themes, task.bundle.themes)
    names = [task.bundle.themes.name[stratum - 1] for stratum in order]
    table = [
        [score(fitted.spoken[step], task.inputs, held_out, stratum) for stratum in order]
        for step in ends(task.config)
    ]
    lost = {
        name: round(own - last, 4)
        for i, name in enumerate(names[:-1])
        if (own := table[i][i]) is not None and (last := table[-1][i]) is not None
    }
    mean = f"{np.mean(list(lost.values())):+.3f}" if lost else "not measurable"
    return {
        "themes": names,
        "auc": [[None if v is None else round(v, 4) for v in row] for row in table],
        "forgotten": lost,
        "sentence": f"Theme after theme ({', '.join(names)}); AUC lost on earlier ones: {mean}.",
    }


def adapt(task: Task, spoken: Spoken, learned: Bools, stratum: int, *, steps: int) -> Adapter:
    """The adapter of one theme, from the facets `learned` (F,)."""
    rows = torch.from_numpy(learned & (task.inputs.strata == stratum))
    tokens = {name: torch.from_numpy(each) for name, each in spoken.tokens.items()}
    config = task.config
    return fit_adapter(
        tokens,
        {name: each & rows for name, each in task.inputs.mask.items()},
        torch.from_numpy(task.inputs.culture),
        rank=config.adapters,
        steps=steps,
        rate=5 * config.lr,
        temperature=config.temperature,
        seed=config.seed + stratum,
    )


def adapted(adapters: Mapping[int, Adapter], spoken: Spoken, inputs: Inputs) -> Spoken:
    """What is said with the adapters of some strata; other facets stay as they are, to the bit.

    With adapters the mean of the tokens takes the place of the fusion, on those themes.
    """
    tokens = {name: each.copy() for name, each in spoken.tokens.items()}
    fused, others = spoken.fused.copy(), {n: each.copy() for n, each in spoken.others.items()}
    mask = {name: each.numpy() for name, each in inputs.mask.items()}
    for stratum, adapter in adapters.items():
        rows = inputs.strata == stratum
        with torch.no_grad():
            moved = adapter({n: torch.from_numpy(each) for n, each in spoken.tokens.items()})
        said: dict[str, Floats] = {name: each.numpy() for name, each in moved.items()}
        for name, each in said.items():
            tokens[name][rows] = each[rows]
        fused[rows] = mean_without(said, mask, hidden="")[rows]
        for name, each in others.items():
            each[rows] = mean_without(said, mask, hidden=name)[rows]
    return Spoken(tokens, fused, others)


def gains(task: Task, spoken: Spoken, held_out: Bools) -> dict[int, tuple[float, float]]:
    """For each stratum that can be measured: AUC without, and with an adapter."""
    found = {}
    for stratum in sorted({int(each) for each in task.inputs.strata} - {0}):
        before = score(spoken, task.inputs, held_out, stratum)
        if before is None:
            continue
        adapter = adapt(task, spoken, task.rows, stratum, steps=_STEPS)
        with_it = adapted({stratum: adapter}, spoken, task.inputs)
        after = score(with_it, task.inputs, held_out, stratum)
        assert after is not None
        found[stratum] = (before, after)
    return found


def chosen(
    task: Task, spoken: Spoken, measured: Mapping[int, tuple[float, float]]
) -> dict[int, Adapter]:
    """Adapters, learned from all of the task, of the strata that gained by one."""
    return {
        stratum: adapt(task, spoken, task.rows, stratum, steps=_STEPS)
        for stratum, (before, after) in measured.items()
        if after > before
    }


def told(
    bundle: GraphBundle, measured: Mapping[int, tuple[float, float]], found: Mapping[int, Adapter]
) -> dict[str, Any]:
    """What adapters gave, for JSON: AUC by theme without and with one."""
    auc = {
        bundle.themes.name[stratum - 1]: [round(value, 4) for value in pair]
        for stratum, pair in measured.items()
    }
    return {
        "auc": auc,
        "kept": [bundle.themes.name[stratum - 1] for stratum in found],
        "sentence": f"Adapters: {len(found)} of {len(measured)} themes that can be measured gained "
        "by one on held-out cultures, and keep it.",
    }
