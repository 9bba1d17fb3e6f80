"""Songs find social factors and the other way round, on the Global Jukebox, by language family.

`python -m benchmarks.jukebox_retrieval [--groupings 5] [--steps 0]`: what `umran train` selects
on inner folds and learns from four fifths of the families, asked of the last fifth, beside its
baselines on the same folds. All are double-centred alike. Last come the rungs that were selected.
"""

import argparse
from collections import Counter
from collections.abc import Sequence

import numpy as np

from benchmarks.jukebox import bundle
from benchmarks.jukebox_folds import FOLDS, GROUPINGS, groupings, line
from gnn.answered import Answered
from gnn.block import blocks
from gnn.ladder.view import views_of
from gnn.pooling import pool
from gnn.retrieval import join
from gnn.train import measure
from gnn.training import TrainConfig


def main() -> None:
    """Print a line a method: R@10, MRR, AUC, and how much the model is above it; again after each
    grouping, of all so far."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groupings", type=int, default=GROUPINGS)
    parser.add_argument("--steps", type=int, default=TrainConfig().steps)
    parser.add_argument("--form", default=TrainConfig().form)
    given = parser.parse_args()
    data = bundle()
    views = views_of(data, pool(data), np.zeros(data.size, np.int64))
    parts = [np.flatnonzero(~fold.rows) for fold in groupings(data, views, given.groupings)]
    config, found = TrainConfig(steps=given.steps, form=given.form), list[Answered]()
    for first in range(0, len(parts), FOLDS):
        found.append(measure(data, config, parts[first : first + FOLDS]))
        print(f"\n{len(found)} of {given.groupings} groupings")
        _print(found, blocks(data.cultures))


def _print(found: Sequence[Answered], block: Sequence[str]) -> None:
    model = join(each.model for each in found)
    print(line("umran train", model, model, block))
    others = {name: join(each.baselines[name] for each in found) for name in found[0].baselines}
    others["umran train + place"] = join(each.placed for each in found if each.placed)
    for name, ranks in sorted(others.items(), key=lambda each: -each[1].auc.mean()):
        print(line(name, ranks, model, block))
    climbs = [climb for each in found for climb in each.climbs]
    print(dict(Counter(climb.rung.name for climb in climbs)))
    for name in climbs[0].auc:
        mean = np.mean([climb.auc[name] for climb in climbs])
        print(f"{name:<24} {mean:.3f} inner AUC", flush=True)


if __name__ == "__main__":
    main()
