"""Ideas that learn by gradient: weights of the bag's members, a residual on the bag with or without
what tells the region, and an encoder of songs that fills in hidden lines."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, dropout, normalize

from benchmarks.jukebox_setting import Reals, Setting, Tokens
from gnn.bundle import Bools, Floats
from gnn.fold import folds
from gnn.ladder.form import Form, fit_form
from gnn.ladder.recipe import bag
from gnn.ladder.view import ItemSets, View

WIDTH, SEEDS, STEPS, INNER = 64, 6, 30, 3
_COOL = 10.0  # 1 / temperature


def stacked(setting: Setting) -> Tokens:
    """Members are weighed as inner family folds ask; log weights are drawn to 0, equal weights."""
    paired = np.flatnonzero(setting.paired)
    inner = folds(setting.bundle.cultures, paired, INNER, grouping="family", seed=0)
    family = np.array(setting.bundle.cultures.family)
    seen = []
    for held in inner:
        form = fit_form(setting.views, bag(), rows=setting.rows & ~np.isin(family, family[held]))
        tokens = form(setting.views)
        one, other = (_split(tokens[n][held], form) for n in ("traits", "audio"))
        seen.append(torch.stack([_centred(a @ b.T) for a, b in zip(one, other, strict=True)]))
    size = np.sqrt(_weights(seen))
    width = [len(member.mean["audio"]) for member in setting.form.members]
    return {name: x * np.repeat(size, width) for name, x in setting.plain.items()}


def _split(tokens: Reals, form: Form) -> list[Reals]:
    """The tokens of each member."""
    ends = np.cumsum([len(member.mean["audio"]) for member in form.members])
    return np.split(tokens, ends[:-1], axis=1)


def _centred(scores: Reals) -> Tensor:
    centred = scores - scores.mean(0) - scores.mean(1, keepdims=True) + scores.mean()
    return torch.from_numpy(centred / centred.std())


def _weights(seen: Sequence[Tensor]) -> Reals:
    """(24,) of the least cross-entropy of the right answer, both ways."""
    logs = torch.zeros(len(seen[0]) + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([logs], max_iter=50)

    def closure() -> Tensor:
        optimizer.zero_grad()
        weight = (logs[:-1].softmax(0) * logs[-1].exp())[:, None, None]
        loss = sum((_found((weight * each).sum(0)) for each in seen), torch.zeros(()))
        loss = loss / len(seen) + 0.1 * (logs[:-1] ** 2).mean()
        loss.backward()
        return loss

    optimizer.step(closure)
    found: Reals = logs[:-1].detach().softmax(0).numpy() * (len(logs) - 1)
    return found


def _found(logits: Tensor) -> Tensor:
    right = torch.arange(len(logits))
    return (cross_entropy(logits, right) + cross_entropy(logits.T, right)) / 2


def residual(setting: Setting) -> Tokens:
    """z = x + .1 f(x) on the bag's leading axes, by InfoNCE; six networks beside each other."""
    return _learned(setting, 0.0)


def reversed_region(setting: Setting) -> Tokens:
    """The same, and what tells the region is unlearned by gradient reversal (Ganin et al. 2016)."""
    return _learned(setting, 1.0)


def _learned(setting: Setting, reversal: float) -> Tokens:
    rows = np.concatenate([x[setting.rows & setting.views[n].mask]
                           for n, x in setting.plain.items()])  # fmt: skip
    values, vectors = np.linalg.eigh(rows @ rows.T)
    axes = rows.T @ (vectors[:, -WIDTH:] / np.sqrt(np.maximum(values[-WIDTH:], 1e-9)))
    short = {n: torch.from_numpy((x @ axes).astype(np.float32)) for n, x in setting.plain.items()}
    short = {name: normalize(x) for name, x in short.items()}
    each = [_network(setting, short, reversal, seed) for seed in range(SEEDS)]
    return {n: np.concatenate([one[n] for one in each], 1).astype(np.float64) for n in short}


def _network(
    setting: Setting, short: dict[str, Tensor], reversal: float, seed: int
) -> dict[str, Floats]:
    torch.manual_seed(seed)
    region = torch.from_numpy(np.unique(setting.bundle.cultures.region, return_inverse=True)[1])
    nets = nn.ModuleDict({n: nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(),
                                           nn.Linear(WIDTH, WIDTH)) for n in short})  # fmt: skip
    for net in nets.values():
        nn.init.zeros_(net[2].weight)
    head = nn.Linear(WIDTH, int(region.max()) + 1)
    optimizer = torch.optim.AdamW([*nets.parameters(), *head.parameters()], lr=2e-3)
    paired = torch.from_numpy(np.flatnonzero(setting.paired))
    alone = {n: torch.from_numpy(np.flatnonzero(setting.rows & v.mask))
             for n, v in setting.views.items()}  # fmt: skip

    def said(name: str, rows: Tensor, rate: float) -> Tensor:
        x = short[name][rows]
        return normalize(x + 0.1 * nets[name](dropout(x, rate)))

    for _ in range(STEPS):
        one, other = (said(name, paired, 0.3) for name in short)
        loss = _found(_COOL * one @ other.T)
        for name, own in alone.items() if reversal else ():
            z = said(name, own, 0.3)
            turned = -reversal * z + (1 + reversal) * z.detach()
            loss = loss + cross_entropy(head(turned), region[own])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        every = torch.arange(len(region))
        return {name: np.asarray(said(name, every, 0.0)) for name in short}


def pretrained(setting: Setting) -> Tokens:
    """A set encoder, pre-trained on all songs that may be seen to fill in hidden lines of a song
    from the rest of it and from others of its society; its states are a second set of items."""
    view = setting.views["audio"]
    assert view.sets is not None
    hidden = _song_states(view.sets, view.mask & setting.rows)
    sets = ItemSets(hidden, view.sets.item, view.sets.unit)
    total = np.zeros((len(view.mask), hidden.shape[1]))
    np.add.at(total, sets.unit, hidden[sets.item])
    count = np.bincount(sets.unit, minlength=len(view.mask))
    x = (total / np.maximum(count, 1)[:, None]).astype(np.float32)
    views = {**setting.views, "audio": View(x, view.mask, view.strata, False, sets)}
    return setting.beside(fit_form(views, bag()[:12:2], rows=setting.rows)(views))


def _song_states(sets: ItemSets, rows: Bools) -> Floats:
    torch.manual_seed(0)
    owner = np.zeros(len(sets.vectors), np.int64)
    owner[sets.item] = sets.unit
    seen = rows[owner]
    mean, size = np.nanmean(sets.vectors[seen], 0), np.nanstd(sets.vectors[seen], 0) + 0.05
    known = torch.from_numpy(~np.isnan(sets.vectors)).float()
    songs = torch.from_numpy(np.nan_to_num((sets.vectors - mean) / size)).float()
    of, number, width = torch.from_numpy(owner), len(rows), songs.shape[1]
    total = torch.zeros(number, width).index_add(0, of, songs)
    count = torch.bincount(of, minlength=number).float()
    others = (total[of] - songs) / (count[of] - 1).clamp(min=1)[:, None]
    encoder = nn.Sequential(nn.Linear(3 * width, 128), nn.GELU(), nn.Linear(128, 64), nn.GELU())
    head = nn.Linear(64, width)
    optimizer = torch.optim.AdamW([*encoder.parameters(), *head.parameters()], lr=3e-3)
    train = torch.from_numpy(np.flatnonzero(seen))
    for _ in range(400):
        drawn = train[torch.randint(len(train), (512,))]
        hide = (torch.rand(512, width) < 0.4).float() * known[drawn]
        shown = known[drawn] - hide
        guess = head(encoder(torch.cat([songs[drawn] * shown, shown, others[drawn]], 1)))
        loss = (((guess - songs[drawn]) ** 2) * hide).sum() / hide.sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        states: Floats = encoder(torch.cat([songs, known, others], 1)).numpy()
    return states
