"""Do 95 % intervals of cosines cover, and are p against shuffles uniform? On data with an answer.

A culture is a vector with 64 parts of falling size; its sources are that vector and noise. Each
figure is a share of pairs and should be what its name says.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.measure import Figure
from gnn.bundle import Ints
from gnn.discovery import LEVEL, false_discovery
from gnn.interval import interval
from gnn.replicate import Reals, Sample
from gnn.shuffle import region_null

WIDTH = 64
_SIZES = np.arange(1, WIDTH + 1) ** -0.5
_LEAST = 0.93
_DRAWS = 400


@dataclass(frozen=True, slots=True)
class World:
    """sources: of each side. cosine: of the pair, about. clear: variance of cultures over that of
    noise. noise: normal, heavy (Student, 4 degrees) or skew (exponential). uneven: sources of many
    sizes, as long texts and short ones."""

    sources: tuple[int, int]
    cosine: float
    clear: float
    noise: str = "normal"
    uneven: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """cultures in regions; kind: even, turned (each region varies along axes of its own), loud
    (some cultures vary more than others), skew, or flat (all parts of one size)."""

    cultures: int
    regions: int
    kind: str = "even"


WORLDS = [
    World((n, m), cosine, clear, noise, uneven)
    for n, m in ((2, 2), (3, 3), (5, 5), (3, 20), (10, 10), (30, 30))
    for cosine in (0.0, 0.5, 0.9)
    for clear in (1.0, 4.0)
    for noise, uneven in (("normal", False), ("heavy", False), ("skew", True))
]
GROUNDS = [
    Ground(c, r, kind)
    for c, r in ((20, 4), (40, 5), (100, 8))
    for kind in ("even", "turned", "loud", "skew")
]


def calibration(pairs: int = 300, worlds: int = 8) -> list[Figure]:
    """Coverage by number of sources and over all; shares of p below .01, .05, .1 and .5."""
    return [*_coverage(pairs), *bootstraps(pairs // 2), *_uniform(worlds)]


def _coverage(pairs: int) -> Iterator[Figure]:
    rng = np.random.default_rng(0)
    found: dict[str, list[tuple[float, float, float]]] = {}
    for world in WORLDS:
        name = f"sources {min(world.sources)}"
        covered = coverage(world, pairs, rng)
        for key in (name, "all", f"cosine {world.cosine}", world.noise):
            found.setdefault(key, []).append(covered)
    for key, rows in found.items():
        share, width, silent = np.mean(rows, 0)
        detail = f"95 % intervals that cover; mean width {width:.2f}, none given {silent:.3f}"
        low, high = np.min(rows, 0)[0], np.max(rows, 0)[0]
        yield Figure(f"cover {key}", "-", float(share), low, high, _LEAST, False, detail)


def coverage(world: World, pairs: int, rng: np.random.Generator) -> tuple[float, float, float]:
    """Share of intervals that cover the cosine, their mean width, share of pairs without one."""
    hits, widths = [], []
    for _ in range(pairs):
        truth, one, other = draw(world, rng)
        found = interval(one, other)
        if found is not None:
            hits.append(found.low <= truth <= found.high)
            widths.append(found.high - found.low)
    return float(np.mean(hits)), float(np.mean(widths)), 1 - len(hits) / pairs


def bootstraps(pairs: int) -> Iterator[Figure]:
    """What did not work: 400 draws of sources with replacement, two ways to read them."""
    rng = np.random.default_rng(2)
    for n in (3, 10, 30):
        for cosine in (0.0, 0.5, 0.9):
            found = [_resampled(*draw(World((n, n), cosine, 1.0), rng), rng) for _ in range(pairs)]
            for name, share in zip(("percentile", "corrected"), np.mean(found, 0), strict=True):
                detail = f"{name} bootstrap, {n} sources, cosine {cosine}: covered; not used"
                yield Figure(name, "-", float(share), share, share, 0.0, False, detail)


def _resampled(
    truth: float, one: Sample, other: Sample, rng: np.random.Generator
) -> tuple[bool, bool]:
    """Whether the percentile interval covers, and the basic one with corrected lengths."""
    drawn, noise = [], []
    for each in (one, other):
        n = len(each.pseudo)
        drawn.append(rng.multinomial(n, [1 / n] * n, size=_DRAWS) / n @ each.pseudo)
        noise.append(float(((drawn[-1] - each.vector) ** 2).sum(1).mean()))
    raw = float(one.vector @ other.vector)
    lengths = [float(each.vector @ each.vector) for each in (one, other)]
    dots, own = (drawn[0] * drawn[1]).sum(1), [(each**2).sum(1) for each in drawn]
    low, high = np.quantile(dots / np.sqrt(own[0] * own[1]), [0.025, 0.975])
    fair = [len(each.pseudo) / (len(each.pseudo) - 1) for each in (one, other)]
    true = [max(a - f * t, 1e-9) for a, f, t in zip(lengths, fair, noise, strict=True)]
    less = [np.maximum(a - t, 1e-9) for a, t in zip(own, noise, strict=True)]
    error = dots / np.sqrt(less[0] * less[1]) - raw / np.sqrt(lengths[0] * lengths[1])
    cosine = raw / np.sqrt(true[0] * true[1])
    below, above = np.quantile(error, [0.025, 0.975])
    return bool(low <= truth <= high), bool(cosine - above <= truth <= cosine - below)


def draw(world: World, rng: np.random.Generator) -> tuple[float, Sample, Sample]:
    """The cosine of two cultures, and what is known of each."""
    shared, *own = rng.normal(size=(3, WIDTH)) * _SIZES
    one, other = (np.sqrt(world.cosine) * shared + np.sqrt(1 - world.cosine) * each for each in own)
    truth = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
    sides = zip((one, other), world.sources, strict=True)
    first, second = (_sample(culture, n, world, rng) for culture, n in sides)
    return float(truth), first, second


def _sample(culture: Reals, sources: int, world: World, rng: np.random.Generator) -> Sample:
    size = (sources, WIDTH)
    noise = {
        "normal": lambda: rng.normal(size=size),
        "heavy": lambda: rng.standard_t(4, size=size) / np.sqrt(2),
        "skew": lambda: rng.exponential(size=size) - 1,
    }[world.noise]()
    items = np.exp(0.7 * rng.normal(size=sources)) if world.uneven else np.ones(sources)
    total = (culture + noise * _SIZES / np.sqrt(world.clear)) * items[:, None]
    vector = total.sum(0) / items.sum()
    without = (total.sum(0) - total) / (items.sum() - items)[:, None]
    return Sample(vector, sources * vector - (sources - 1) * without)


def _uniform(worlds: int) -> Iterator[Figure]:
    rng = np.random.default_rng(1)
    found = {ground: p_values(ground, worlds, rng) for ground in GROUNDS}
    detail = "share of pairs that only their regions make alike"
    for level in (0.01, 0.05, 0.1, 0.5):
        shares = [float((p <= level).mean()) for p in found.values()]
        name, middle = f"p <= {level}", float(np.mean(shares))
        yield Figure(name, "-", middle, min(shares), max(shares), 1.2 * level, True, detail)
    for kind in ("even", "flat"):
        missed, power = found_pairs(Ground(100, 5, kind), worlds, rng)
        detail = f"false among pairs with q <= .05, parts {kind}"
        yield Figure(f"false {kind}", "-", missed, missed, missed, LEVEL, True, detail)
        detail = f"planted pairs with q <= .05, parts {kind}"
        yield Figure(f"power {kind}", "-", power, power, power, 0.0, False, detail)


def p_values(ground: Ground, worlds: int, rng: np.random.Generator) -> Reals:
    """p of all pairs of some worlds in which nothing but regions makes cultures alike."""
    found = []
    for seed in range(worlds):
        vectors, region = _cultures(ground, rng)
        p = region_null(vectors, tuple(f"r{each}" for each in region), seed=seed)
        found.append(p[np.triu_indices(len(p), 1)])
    return np.concatenate(found)


def found_pairs(ground: Ground, worlds: int, rng: np.random.Generator) -> tuple[float, float]:
    """False discoveries, and power, where a tenth of the cultures have a twin in another region.

    A twin differs from its region as the other does from its own, but for noise a third as large.
    """
    false, hits = [], []
    for seed in range(worlds):
        vectors, region = _cultures(ground, rng)
        order = rng.permutation(ground.cultures)
        one, other = order[: ground.cultures // 10], order[-(ground.cultures // 10) :]
        means = np.stack([vectors[region == each].mean(0) for each in range(ground.regions)])
        noise = 0.3 * rng.normal(size=vectors[one].shape) * _sizes(ground.kind)
        vectors[one] = means[region[one]] + vectors[other] - means[region[other]] + noise
        p = region_null(vectors, tuple(f"r{each}" for each in region), seed=seed)
        called = false_discovery(p[np.triu_indices(len(p), 1)]) <= LEVEL
        planted = np.zeros(p.shape, bool)
        planted[one, other] = planted[other, one] = True
        true = planted[np.triu_indices(len(p), 1)]
        false.append(float((called & ~true).sum() / max(called.sum(), 1)))
        hits.append(float(called[true].mean()))
    return float(np.mean(false)), float(np.mean(hits))


def _sizes(kind: str) -> Reals:
    return np.ones(WIDTH) if kind == "flat" else _SIZES


def _cultures(ground: Ground, rng: np.random.Generator) -> tuple[Reals, Ints]:
    region = np.sort(np.arange(ground.cultures) % ground.regions)
    means = rng.normal(size=(ground.regions, WIDTH)) * _sizes(ground.kind)
    own = rng.normal(size=(ground.cultures, WIDTH)) * _sizes(ground.kind)
    if ground.kind == "turned":
        own = np.stack([np.roll(row, 7 * r) for row, r in zip(own, region, strict=True)])
    if ground.kind == "loud":
        own = own * np.exp(rng.normal(size=ground.cultures) / 2)[:, None]
    if ground.kind == "skew":
        own = (rng.exponential(size=own.shape) - 1) * _SIZES
    return means[region] + own, region
