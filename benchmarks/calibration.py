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
    return [*_coverage(pairs), *_uniform(worlds)]


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
        missed, power = found_pairs(kind, worlds, rng)
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


def found_pairs(kind: str, worlds: int, rng: np.random.Generator) -> tuple[float, float]:
    """False discoveries, and power, where 10 of 40 cultures have a twin in another region.

    A twin differs from its region as the other does from its own, but for noise a third as large.
    """
    ground, false, hits = Ground(40, 4, kind), [], []
    for seed in range(worlds):
        vectors, region = _cultures(ground, rng)
        twins = np.arange(10)
        own = vectors[twins + 10] - vectors[region == region[10]].mean(0)
        noise = 0.3 * rng.normal(size=own.shape) * _sizes(kind)
        vectors[twins] = vectors[region == region[0]].mean(0) + own + noise
        p = region_null(vectors, tuple(f"r{each}" for each in region), seed=seed)
        upper = np.triu_indices(len(p), 1)
        called = false_discovery(p[upper]) <= LEVEL
        true = (upper[0] < 10) & (upper[1] == upper[0] + 10)
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
