"""Ideas beyond the bag, each against the bag on the same folds of the Global Jukebox.

`python -m benchmarks.jukebox_ideas [names] [--groupings 5]`. What changes what the bag sees is
measured alone; what is a form of its own joins the bag as four of then 28. No setting was tuned.
"""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from benchmarks.jukebox import bundle
from benchmarks.jukebox_folds import GROUPINGS, groupings, line
from gnn.block import blocks
from gnn.bundle import Bools, Floats, GraphBundle
from gnn.ladder.form import fit_form
from gnn.ladder.recipe import bag
from gnn.ladder.view import ItemSets, View, Views, views_of
from gnn.pooling import pool
from gnn.retrieval import Ranks, join, unit

Reals = npt.NDArray[np.float64]
Tokens = Mapping[str, Reals]
_OWN = 4 / 28


@dataclass(frozen=True, slots=True)
class Setting:
    """The bundle, its views, and the units `rows` that may be learned from."""

    bundle: GraphBundle
    views: Views
    rows: Bools

    def bag(self, views: Views | None = None) -> Tokens:
        """Tokens of the bag, on other views if some are given."""
        seen = self.views if views is None else views
        return fit_form(seen, bag(), rows=self.rows)(seen)

    def beside(self, tokens: Tokens) -> Tokens:
        """The bag with tokens (F, w) of a form of one's own, as four of 28."""
        plain = self.bag()
        centred = {n: unit(x) - unit(x)[self.rows & self.views[n].mask].mean(0)
                   for n, x in tokens.items()}  # fmt: skip
        size = np.sqrt(_spread(centred, self.rows, self.views))
        return {
            name: np.concatenate(
                [np.sqrt(1 - _OWN) * plain[name], np.sqrt(_OWN) * centred[name] / size], 1
            )
            for name in plain
        }


def _spread(tokens: Tokens, rows: Bools, views: Views) -> float:
    one, other = (x[rows & views[name].mask] for name, x in tokens.items())
    return float(np.sqrt(((one.T @ one / len(one)) * (other.T @ other / len(other))).sum()))


def shrunken(setting: Setting) -> Tokens:
    """Means of few songs are drawn to the mean of all, by their reliability (James-Stein)."""
    view = setting.views["audio"]
    rows = view.mask & setting.rows
    assert view.sets is not None
    count = np.bincount(view.sets.unit, minlength=len(view.mask))
    inside = rows[view.sets.unit]
    spread = view.sets.vectors[view.sets.item] - view.x[view.sets.unit]
    within = (spread[inside] ** 2).sum(0) / max(inside.sum() - rows.sum(), 1)
    between = np.maximum(view.x[rows].var(0) - within * (1 / count[rows]).mean(), 1e-4)
    mean = view.x[rows].mean(0)
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
    both = np.logical_and(*(view.mask for view in setting.views.values()))
    return fit_form(setting.views, bag(), rows=setting.rows & both)(setting.views)


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


def pretrained(setting: Setting) -> Tokens:
    """A set encoder, pre-trained on all songs that may be seen to fill in hidden lines of a song
    from the rest of it and from others of its society; its states are a second set of items."""
    view = setting.views["audio"]
    assert view.sets is not None
    hidden = _song_states(view, view.mask & setting.rows)
    sets = ItemSets(hidden, view.sets.item, view.sets.unit)
    total = np.zeros((len(view.mask), hidden.shape[1]))
    np.add.at(total, sets.unit, hidden[sets.item])
    count = np.bincount(sets.unit, minlength=len(view.mask))
    x = (total / np.maximum(count, 1)[:, None]).astype(np.float32)
    other = View(x, view.mask, view.strata, False, sets)
    learned = fit_form({**setting.views, "audio": other}, bag()[:12:2], rows=setting.rows)
    return setting.beside(learned({**setting.views, "audio": other}))


def _song_states(view: View, rows: Bools) -> Floats:
    import torch
    from torch import nn

    assert view.sets is not None
    torch.manual_seed(0)
    songs = torch.from_numpy(view.sets.vectors)
    item, unit_of = torch.from_numpy(view.sets.item), torch.from_numpy(view.sets.unit)
    owner = torch.zeros(len(songs), dtype=torch.int64).index_copy(0, item, unit_of)
    seen = torch.from_numpy(rows)[owner]
    songs = (songs - songs[seen].mean(0)) / (songs[seen].std(0) + 0.05)
    number, width = len(rows), songs.shape[1]
    total = torch.zeros(number, width).index_add(0, owner, songs)
    count = torch.bincount(owner, minlength=number).float()
    others = (total[owner] - songs) / (count[owner] - 1).clamp(min=1)[:, None]
    encoder = nn.Sequential(nn.Linear(3 * width, 128), nn.GELU(), nn.Linear(128, 64), nn.GELU())
    head = nn.Linear(64, width)
    optimizer = torch.optim.AdamW([*encoder.parameters(), *head.parameters()], lr=3e-3)
    train = torch.nonzero(seen).flatten()
    for _ in range(400):
        rows_ = train[torch.randint(len(train), (512,))]
        hide = (torch.rand(512, width) < 0.4).float()
        visible = songs[rows_] * (1 - hide)
        guess = head(encoder(torch.cat([visible, 1 - hide, others[rows_]], 1)))
        loss = (((guess - songs[rows_]) ** 2) * hide).sum() / hide.sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        states: Floats = encoder(torch.cat([songs, torch.ones_like(songs), others], 1)).numpy()
    return states


def summaries(setting: Setting) -> Tokens:
    """Prose summaries of societies as a third view that helps to join the two."""
    from benchmarks.jukebox import summaries_of

    x, mask = summaries_of(setting.bundle)
    view = View(x, mask, np.zeros(len(mask), np.int64))
    return setting.bag({**setting.views, "text": view})


IDEAS: dict[str, Callable[[Setting], Tokens]] = {
    "paired only": paired_only,
    "shrunken means": shrunken,
    "imputed traits": imputed,
    "region taken out": regionless,
    "few kin": few_kin,
    "factor model": factors,
    "pre-trained songs": pretrained,
    "summaries": summaries,
}


def main() -> None:
    """Print a line an idea: what it is above the bag (first figures: the bag), 95 % intervals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(IDEAS), help=f"of {', '.join(IDEAS)}")
    parser.add_argument("--groupings", type=int, default=GROUPINGS)
    given = parser.parse_args()
    data = bundle()
    pooled = pool(data)
    views = views_of(data, pooled, np.zeros(data.size, np.int64))
    folds = groupings(data, views, given.groupings)

    def measured(tokens: Callable[[Setting], Tokens]) -> Ranks:
        return join(fold.ranks(tokens(Setting(data, views, fold.rows))) for fold in folds)

    block, plain = blocks(data.cultures), measured(Setting.bag)
    print(line("bag", plain, plain, block), flush=True)
    for name in given.names:
        print(line(name, plain, measured(IDEAS[name]), block), flush=True)


if __name__ == "__main__":
    main()
