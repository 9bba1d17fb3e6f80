"""Songs find social factors and the other way round, on the Global Jukebox, by language family.

`python -m benchmarks.jukebox_retrieval [--groupings 5] [--set steps=0]`: what `umran train` selects
on inner folds and learns from four fifths of the families, asked of the last fifth, beside its
baselines on the same folds. All are double-centred alike. Last come the rungs that were selected.
"""

import argparse
from collections import Counter

import numpy as np

from benchmarks.jukebox import bundle
from benchmarks.jukebox_folds import GROUPINGS, groupings, line
from gnn.block import blocks
from gnn.ladder.view import views_of
from gnn.pooling import pool
from gnn.train import measure
from gnn.training import TrainConfig


def main() -> None:
    """Print a line a method: R@10, MRR, AUC, and how much the model is above it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groupings", type=int, default=GROUPINGS)
    parser.add_argument("--steps", type=int, default=TrainConfig().steps)
    parser.add_argument("--form", default=TrainConfig().form)
    given = parser.parse_args()
    data = bundle()
    views = views_of(data, pool(data), np.zeros(data.size, np.int64))
    folds = groupings(data, views, given.groupings)
    config = TrainConfig(steps=given.steps, form=given.form)
    found = measure(data, config, [np.flatnonzero(~fold.rows) for fold in folds])
    block = blocks(data.cultures)
    print(line("umran train", found.model, found.model, block))
    for name, ranks in sorted(found.baselines.items(), key=lambda each: -each[1].auc.mean()):
        print(line(name, ranks, found.model, block))
    print(dict(Counter(climb.rung.name for climb in found.climbs)))
    for name in found.climbs[0].auc:
        print(f"{name:<24} {np.mean([climb.auc[name] for climb in found.climbs]):.3f} inner AUC")


if __name__ == "__main__":
    main()
