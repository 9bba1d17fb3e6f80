"""Where learning begins to pay: `python -m benchmarks.crossing [--sizes 200 20000] [--out FILE]`.

Cultures have eight hidden traits. The one modality is a noisy linear look at them, the other at
them and at products of two of them, which no linear form finds. Whatever the number of cultures,
`umran train` chooses, with the same settings; printed are the AUC of rungs on its inner folds, what
is used, and its AUC on the fifth of the cultures that was held out. The answer is known: what
finds the hidden traits exactly has the AUC in the last column.
"""

import argparse
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks.tables import Topics, tabled
from gnn.bundle import Cultures, GraphBundle, Items
from gnn.retrieval import Reals
from gnn.shape import Shape
from gnn.train import measure
from gnn.training import TrainConfig

SIZES = (200, 632, 2_000, 6_325, 20_000)
HIDDEN, COLUMNS, NOISE = 8, 40, 0.5
_GALLERY = 500  # cultures on one theme, about
CONFIG = TrainConfig(
    shape=Shape(64, inner=("256",), conv="none", residual=1.0, dropout=0.0),
    steps=30, every=10, seeds=512, variable_dropout=0.0,
)  # fmt: skip
_COLOURS = {"CCA": "#b08a3e", "bag": "#b3402f", "network": "#0b5c74"}


@dataclass(frozen=True, slots=True)
class Point:
    """At a number of cultures: AUC of the rungs on inner folds, what is used, and its AUC."""

    cultures: int
    rungs: Mapping[str, float]
    used: str
    auc: float


def world(size: int, seed: int = 0) -> GraphBundle:
    """Two modalities of `size` cultures, none of them kin to another."""
    rng = np.random.default_rng(seed)
    uids = tuple(f"c{i:05}" for i in range(size))
    nowhere = np.full(size, np.nan, np.float32)
    cultures = Cultures(uids, uids, ("",) * size, ("",) * size, nowhere, nowhere)
    hidden = rng.normal(size=(size, HIDDEN))
    products = np.stack([hidden[:, i] * hidden[:, j] for i, j in combinations(range(HIDDEN), 2)], 1)
    items = {
        "image": _look(rng, hidden, "image"),
        "audio": _look(rng, np.concatenate([0.3 * hidden, products], 1), "audio"),
    }
    number = max(round(0.4 * size / _GALLERY), 1)
    topics = Topics(tuple(f"t{i:02}" for i in range(number)), np.arange(size) % number)
    return tabled("crossing", cultures, items, topics=topics)


def _look(rng: np.random.Generator, x: Reals, name: str) -> Items:
    seen = x @ rng.normal(size=(x.shape[1], COLUMNS)) / np.sqrt(x.shape[1])
    noisy = (seen + NOISE * rng.normal(size=seen.shape)).astype(np.float32)
    each = np.arange(len(x), dtype=np.int64)
    return Items(tuple(f"{name}{i:05}" for i in each), f"{name} 1", noisy, np.stack([each, each]))


def point(size: int) -> Point:
    """What is chosen, and how well it does, at this number of cultures."""
    found = measure(world(size), CONFIG, [np.arange(0, size, 5)])
    climb = found.climbs[0]
    best = {"CCA": max(auc for name, auc in climb.auc.items() if name.startswith("CCA"))}
    return Point(size, best | dict(climb.auc), climb.rung.name, float(found.model.auc.mean()))


def picture(points: Sequence[Point]) -> bytes:
    """A PNG: AUC by number of cultures."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.subplots()
    sizes = [each.cultures for each in points]
    for name, colour in _COLOURS.items():
        values = [each.rungs[name] for each in points]
        axes.plot(sizes, values, "o-", color=colour, linewidth=1.6, markersize=4)
        axes.annotate(name, (sizes[-1], values[-1]), (6, 0), textcoords="offset points",
                      color=colour, va="center")  # fmt: skip
    low = min(min(each.rungs[name] for name in _COLOURS) for each in points)
    for each in points:
        axes.annotate(each.used, (each.cultures, low - 0.035), ha="center", fontsize=8)
    axes.text(0, -0.2, "below: what umran train uses", transform=axes.transAxes, fontsize=8)
    axes.set_xscale("log")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.set_ylim(bottom=low - 0.06)
    axes.set_xlabel("cultures")
    axes.set_ylabel("AUC on inner folds, .5 is chance")
    axes.spines[["top", "right"]].set_visible(False)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=120, metadata={"Software": None})
    return buffer.getvalue()


def main() -> None:
    """Print a line of JSON a size; with --out draw them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    points = []
    for size in given.sizes:
        points.append(point(size))
        print(json.dumps(asdict(points[-1])), flush=True)
    if given.out:
        given.out.write_bytes(picture(points))


if __name__ == "__main__":
    main()
