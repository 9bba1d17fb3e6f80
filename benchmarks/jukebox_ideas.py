"""Ideas beyond the bag, each against the bag on the same folds of the Global Jukebox.

`python -m benchmarks.jukebox_ideas [names] [--groupings 5]`. What changes what the bag sees is
measured alone; what is a form of its own joins the bag as four of then 28. No setting was tuned.
What is learned by gradient stands in `jukebox_learned.py`.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from benchmarks.jukebox import bundle
from benchmarks.jukebox_folds import FOLDS, GROUPINGS, groupings, line
from benchmarks.jukebox_learned import pretrained, residual, reversed_region, stacked
from benchmarks.jukebox_setting import Reals, Setting, Tokens
from gnn.baseline import nearness
from gnn.block import blocks
from gnn.bundle import Bools
from gnn.ladder.form import fit_form
from gnn.ladder.recipe import bag
from gnn.ladder.view import View, views_of
from gnn.pooling import pool
from gnn.retrieval import Ranks, join


def shrunken(setting: Setting) -> Tokens:
    """Means of few songs are drawn to the mean of all, by their reliability (James-Stein)."""
    view = setting.views["audio"]
    rows = view.mask & setting.rows
    assert view.sets is not None
    count = np.bincount(view.sets.unit, minlength=len(view.mask))
    inside = rows[view.sets.unit]
    spread = view.sets.vectors[view.sets.item] - view.x[view.sets.unit]
    within = np.nansum(spread[inside] ** 2, 0) / max(inside.sum() - rows.sum(), 1)
    between = np.maximum(np.nanvar(view.x[rows], 0) - within * (1 / count[rows]).mean(), 1e-4)
    mean = np.nanmean(view.x[rows], 0)
    share = count[:, None] / (count[:, None] + within / between)
    x = (mean + (view.x - mean) * share).astype(np.float32)
    return setting.bag({**setting.views, "audio": replace(view, x=x)})


def imputed(setting: Setting) -> Tokens:
    """Traits that are missing are filled in by a low-rank completion (soft-impute)."""
    view = setting.views["traits"]
    learned = view.mask & setting.rows
    known = ~np.isnan(view.x)
    mean = np.nanmean(np.where(learned[:, None], view.x, np.nan), 0)
    filled = np.where(known, view.x - np.nan_to_num(mean), 0.0)
    for _ in range(30):
        _, size, axes = np.linalg.svd(filled[learned], full_matrices=False)
        axes = axes[: int((size > 0.25 * size[0]).sum())]
        filled = np.where(known, filled, filled @ axes.T @ axes)
    x = (filled + np.nan_to_num(mean)).astype(np.float32)
    return setting.bag({**setting.views, "traits": replace(view, x=x)})


def regionless(setting: Setting) -> Tokens:
    """What a region has in common is taken out of both views."""
    regions = np.unique(setting.bundle.cultures.region, return_inverse=True)[1].astype(np.int64)
    return setting.bag({n: replace(v, strata=regions) for n, v in setting.views.items()})


def few_kin(setting: Setting) -> Tokens:
    """At most 12 units of a family are learned from."""
    family = np.array(setting.bundle.cultures.family)
    both = np.logical_and(*(view.mask for view in setting.views.values()))
    order = np.lexsort((~both,))  # those with both views first
    kept = np.zeros(len(family), bool)
    for name in np.unique(family):
        own = order[(family == name)[order] & setting.rows[order]]
        kept[own[:12]] = True
    return fit_form(setting.views, bag(), rows=setting.rows & kept)(setting.views)


def paired_only(setting: Setting) -> Tokens:
    """Units with one view only are not learned from."""
    return fit_form(setting.views, bag(), rows=setting.paired)(setting.views)


def factors(setting: Setting) -> Tokens:
    """One factor model of songs and traits with all that is missing, fitted by EM; a token is the
    mean of the factors given one view."""
    k, views = 10, setting.views
    blocks = {}
    for name, view in views.items():
        learned = view.mask & setting.rows
        mean = np.nanmean(np.where(learned[:, None], view.x, np.nan), 0)
        scale = np.nanstd(np.where(learned[:, None], view.x, np.nan), 0) + 0.05
        blocks[name] = np.where(view.mask[:, None], (view.x - mean) / scale, np.nan)
    y = np.concatenate(list(blocks.values()), 1).astype(np.float64)
    known, y = ~np.isnan(y), np.nan_to_num(y, nan=0.0)
    learned = setting.rows & known.any(1)
    loading = np.random.default_rng(0).normal(scale=0.3, size=(y.shape[1], k))
    noise = np.ones(y.shape[1])
    for _ in range(25):
        z, cov = _posterior(y[learned], known[learned], loading, noise)
        second = cov + z[:, :, None] * z[:, None, :]
        weight = known[learned].astype(np.float64)
        gram = np.einsum("nd,nij->dij", weight, second) + 3 * np.eye(k)
        cross = (weight * y[learned]).T @ z
        loading = np.linalg.solve(gram, cross[:, :, None])[:, :, 0]
        rest = (weight * (y[learned] - z @ loading.T) ** 2).sum(0)
        rest += np.einsum("di,dij,dj->d", loading, np.einsum("nd,nij->dij", weight, cov), loading)
        noise = (rest + 2) / (weight.sum(0) + 2)
    width = blocks["audio"].shape[1]
    audio = np.arange(y.shape[1]) < width
    return setting.beside({
        name: _posterior(y, known & (audio if name == "audio" else ~audio), loading, noise)[0]
        for name in blocks
    })  # fmt: skip


def _posterior(y: Reals, known: Bools, loading: Reals, noise: Reals) -> tuple[Reals, Reals]:
    weighted = known / noise
    gram = np.einsum("nd,di,dj->nij", weighted, loading, loading, optimize=True)
    cov = np.linalg.inv(gram + np.eye(loading.shape[1]))
    return np.einsum("nij,nj->ni", cov, (weighted * y) @ loading), cov


def summaries(setting: Setting) -> Tokens:
    """Prose summaries of societies as a third view that helps to join the two."""
    from benchmarks.jukebox import summaries_of

    x, mask = summaries_of(setting.bundle)
    view = View(x, mask, np.zeros(len(mask), np.int64))
    return setting.bag({**setting.views, "text": view})


def placed(setting: Setting) -> Tokens:
    """Who asks says where the culture lives: half of the score is what the units near there that
    may be learned from are like. Where the culture lives that is asked for, nobody says."""
    near, found = nearness(setting.bundle), dict(setting.plain)
    for name, other in (("traits", "audio"), ("audio", "traits")):
        known = np.flatnonzero(setting.rows & setting.views[other].mask)
        weight = near[:, known] * (np.arange(len(near))[:, None] != known)
        told = setting.plain[other]
        guess = weight / np.maximum(weight.sum(1, keepdims=True), 1e-12) @ told[known]
        own = setting.centred({name: guess, other: told})
        found[f"ask {name}"] = np.concatenate([setting.plain[name], own[name]], 1)
        found[f"find {other}"] = np.concatenate([told, own[other]], 1)
    return found


IDEAS: dict[str, Callable[[Setting], Tokens]] = {
    "paired only": paired_only,
    "shrunken means": shrunken,
    "imputed traits": imputed,
    "region taken out": regionless,
    "few kin": few_kin,
    "factor model": factors,
    "summaries": summaries,
    "place of who asks": placed,
    "stack weights": stacked,
    "pre-trained songs": pretrained,
    "residual": residual,
    "reversal of region": reversed_region,
}


def main() -> None:
    """Print a line an idea: the figures of the bag, and what the idea is above them, 95 %."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(IDEAS), help=f"of {', '.join(IDEAS)}")
    parser.add_argument("--groupings", type=int, default=GROUPINGS)
    given = parser.parse_args()
    data = bundle()
    views = views_of(data, pool(data), np.zeros(data.size, np.int64))
    found: defaultdict[str, list[Ranks]] = defaultdict(list)
    block = blocks(data.cultures)
    for number, fold in enumerate(groupings(data, views, given.groupings), 1):
        setting = Setting(data, views, fold.rows)
        found["bag"].append(fold.ranks(setting.plain))
        for name in given.names:
            found[name].append(fold.ranks(IDEAS[name](setting)))
        if number % FOLDS:
            continue
        print(f"\n{number // FOLDS} of {given.groupings} groupings")
        for name, each in found.items():
            print(line(name, join(found["bag"]), join(each), block), flush=True)


if __name__ == "__main__":
    main()
