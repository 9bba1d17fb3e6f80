"""The order of cultures as a tree, with how stable its groups are."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.picture import board, png

_DRAWS = 200
_STABLE = 70  # per cent


def dendrogram(names: Sequence[str], vectors: NDArray[np.float32], *, title: str) -> bytes:
    """Average linkage of cosine distances between the rows of `vectors` (n, d), as PNG.

    At each join stands its support: the share, in per cent, of 200 draws of the d columns with
    replacement in which the same cultures form a group (Felsenstein 1985). Bold from 70.
    """
    from scipy.cluster.hierarchy import dendrogram as lay_out

    tree = _tree(vectors)
    support = _support(tree, vectors)
    figure, axes = board(9, 1.5 + 0.27 * len(names))
    drawn = lay_out(
        tree, orientation="right", labels=list(names), ax=axes, color_threshold=0,
        above_threshold_color="#5b6475", leaf_font_size=9,
    )  # fmt: skip
    at = {round(float(d[1]), 9): i for i, d in reversed(list(enumerate(drawn["dcoord"])))}
    for height, share in zip(tree[:-1, 2], support[:-1], strict=True):  # all of them: no group
        i = at.get(round(float(height), 9))
        if i is not None:
            y = (drawn["icoord"][i][1] + drawn["icoord"][i][2]) / 2
            weight = "bold" if share >= _STABLE else "normal"
            axes.annotate(
                f"{share:.0f}", (height, y), xytext=(3, 0), textcoords="offset points",
                va="center", fontsize=8, color="#0b5c74", fontweight=weight,
                bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none"},
            )  # fmt: skip
    axes.set_xlabel("distance (1 - cosine; 1: unrelated); at joins: support in % of draws")
    axes.set_title(title, loc="left")
    return png(figure)


def _tree(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    length = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    cosine = (vectors / length) @ (vectors / length).T
    distance = np.clip(1 - (cosine + cosine.T) / 2, 0, 2)
    np.fill_diagonal(distance, 0)
    found: NDArray[np.float64] = linkage(squareform(distance, checks=False), "average")
    return found


def _support(tree: NDArray[np.float64], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    rng, wanted = np.random.default_rng(0), _groups(tree)
    seen = np.zeros(len(wanted))
    for _ in range(_DRAWS):
        drawn = vectors[:, rng.integers(0, vectors.shape[1], vectors.shape[1])]
        there = set(_groups(_tree(drawn)))
        seen += [group in there for group in wanted]
    found: NDArray[np.float64] = 100 * seen / _DRAWS
    return found


def _groups(tree: NDArray[np.float64]) -> list[frozenset[int]]:
    """The leaves under each join, in the order of the joins."""
    under: list[Any] = [frozenset([i]) for i in range(len(tree) + 1)]
    for one, other, *_ in tree:
        under.append(under[int(one)] | under[int(other)])
    return under[len(tree) + 1 :]
