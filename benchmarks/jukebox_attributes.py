"""Held-out attributes of the Global Jukebox: `python -m benchmarks.jukebox_attributes [names]`.

Songs and place predict 16 variables of the social factors, on folds of language families, three
deals of them; then without same-region neighbours; then regions with half of the modalities
missing; then neighbours by theme. Prints scores and what is gained on geography, with 95 %
intervals over families. --learned adds the embedding of `umran train` (many trainings, slow).
"""

import argparse
import csv
import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.jukebox import FOLDER, bundle
from gnn.block import blocks
from gnn.bundle import GraphBundle, Ints
from gnn.evaluation.affinity import affinities
from gnn.evaluation.attribute import Attributes, attributes
from gnn.evaluation.embedding import Embeddings
from gnn.evaluation.leak import leaks
from gnn.evaluation.measured import Measured
from gnn.evaluation.measures import Ground, Plan, held_out, hidden
from gnn.evaluation.neighbours import neighbours
from gnn.evaluation.predictor import Problem

NAMES = ("neighbours", "missing", "attributes", "apart", "leaks")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"some of {', '.join(NAMES)}; none: all")
    parser.add_argument("--learned", action="store_true")
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(NAMES):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    made, plan = bundle(), Plan(5, asked.seeds)
    ground = _ground(made, plan, learned=asked.learned)
    block = blocks(made.cultures)
    for name in asked.names or NAMES:
        if name == "leaks":
            print("\n" + "\n".join(leaks(made)))
        elif found := _measured(ground, plan, name):
            _print(found, block)


def _ground(made: GraphBundle, plan: Plan, *, learned: bool) -> Ground:
    near = affinities(made)
    found = attributes(made, among=near.mask["audio"])
    among = near.mask["audio"] & found.known.any(1)
    print(f"{int(among.sum())} units, variables {', '.join(found.name)}", flush=True)
    trainings = [Embeddings(made, replace(plan.train, seed=seed)) for seed in plan.each]
    for each in trainings:
        each.told = lambda: print(
            sum(len(one.found) for one in trainings), end=" ", file=sys.stderr
        )
    return Ground(made, near, found, tuple(trainings) if learned else (), among)


def _measured(ground: Ground, plan: Plan, name: str) -> Measured | None:
    if name == "missing":
        return hidden(ground.bundle, plan)
    if name == "neighbours":
        every = attributes(ground.bundle, among=ground.affinities.mask["audio"], most=99)
        problem = Problem(ground.affinities, every)
        return neighbours(problem, _themes(every), np.flatnonzero(ground.among))
    return held_out(ground, plan, apart=name == "apart")


def _themes(found: Attributes) -> Ints:
    """(V,) the first category of each variable in the code book, as a number."""
    with (FOLDER / "social_factors_codes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["VarID"]: row["VarCategory"] for row in csv.DictReader(file) if row["VarID"]}
    names = [rows[name].split(";")[0].strip() for name in found.name]
    return np.array([sorted(set(names)).index(name) for name in names], np.int64)


def _print(found: Measured, block: Sequence[str]) -> None:
    print(f"\n{found.name}")
    scores = found.scores(block, seed=0)
    beside = next((name for name in scores if name.startswith("geography")), "")
    against = found.beside(beside, block, seed=0) if beside else {}
    for name, score in sorted(scores.items(), key=lambda pair: -pair[1].value):
        gain = against[name].line(sign=True) if name in against else ""
        print(f"{name:<42} {score.line():<24} {gain}", flush=True)


if __name__ == "__main__":
    main()
