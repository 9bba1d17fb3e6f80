"""Bundles of a known structure: every culture has a hidden vector that all modalities look at."""

import numpy as np

from gnn.bundle import (
    ALL,
    Bools,
    Cultures,
    Edges,
    Entities,
    Facets,
    Floats,
    GraphBundle,
    Items,
    Named,
    Spans,
    Traits,
)
from gnn.facet import edges, parts
from gnn.spec import ExportSpec

LABELS = ("Culture", "Practice")


def synthetic(
    cultures: int = 16,
    themes: int = 3,
    *,
    signal: float = 1.0,
    modalities: tuple[str, ...] = ("text", "image", "audio", "traits"),
    absent: float = 0.3,
    families: int = 0,
    periods: int = 1,
    spans: tuple[tuple[float, float], ...] = (),
    size: int = 24,
    seed: int = 0,
) -> GraphBundle:
    """`signal` 0 gives modalities that have nothing in common; `absent` is the share missing."""
    rng = np.random.default_rng(seed)
    keys = tuple(
        key
        for c in range(cultures)
        for key in [
            (c, ALL, ALL),
            *((c, t, e) for t in range(themes) for e in (ALL, *range(periods))),
        ]
    )
    hidden = _hidden(rng, keys, cultures, themes)
    items = {
        name: _items(rng, keys, hidden, name, signal=signal, absent=absent, size=size)
        for name in ("text", "image", "audio")
        if name in modalities
    }
    culture, theme, period = np.array(keys, np.int64).T.copy()
    count = np.ones(len(keys), np.int64)
    entities = cultures * 2
    return GraphBundle(
        snapshot=f"synthetic {seed}",
        spec=ExportSpec(),
        cultures=_cultures(rng, cultures, families),
        themes=_named("t", themes),
        periods=_named("p", periods),
        documents=_named("d", cultures),
        facets=Facets(
            culture, theme, period, count, count, count, count,
            np.stack([culture, np.arange(len(keys))]),
        ),
        items=items,
        traits=_traits(rng, keys, hidden, absent if "traits" in modalities else 1.0),
        entities=Entities(
            _named("e", entities).uid, LABELS, np.arange(entities, dtype=np.int64) % 2
        ),
        mentions=_edges(
            sorted({(int(rng.integers(entities)), f, 1.0) for f in range(len(keys)) for _ in "ab"})
        ),
        co_occurs=_edges([(i, (i + 1) % entities, 0.5) for i in range(entities)]),
        parts=parts(culture, theme, period),
        years=Spans(*np.array(spans, np.float32).reshape(-1, 2).T),
        left_out={},
    )  # fmt: skip


def _edges(rows: list[tuple[int, int, float]]) -> Edges:
    source, target = np.array([row[:2] for row in rows], np.int64).reshape(-1, 2).T
    return edges(source, target, np.array([row[2] for row in rows], np.float32))


def _named(prefix: str, number: int) -> Named:
    names = tuple(f"{prefix}{i:04}" for i in range(number))
    return Named(names, names)


def _cultures(rng: np.random.Generator, number: int, families: int) -> Cultures:
    uids = tuple(f"c{i:04}" for i in range(number))
    family = tuple(f"family {i % families}" if families else "" for i in range(number))
    latitude, longitude = rng.uniform(-60, 60, (2, number)).astype(np.float32)
    return Cultures(uids, tuple(u.upper() for u in uids), family, family, latitude, longitude)


def _hidden(
    rng: np.random.Generator, keys: tuple[tuple[int, int, int], ...], cultures: int, themes: int
) -> Floats:
    """(F, 4): what a culture is like, with a turn of its own on each theme."""
    own, turn = rng.normal(size=(cultures, 4)), rng.normal(size=(cultures, themes + 1, 4))
    return np.array([own[c] + 0.7 * turn[c, t] for c, t, _ in keys], np.float32)


def _items(
    rng: np.random.Generator,
    keys: tuple[tuple[int, int, int], ...],
    hidden: Floats,
    name: str,
    *,
    signal: float,
    absent: float,
    size: int,
) -> Items:
    missing = {c for c in range(keys[-1][0] + 1) if name != "text" and rng.random() < absent}
    pairs = [(f * 3 + i, f) for f, (c, *_) in enumerate(keys) if c not in missing for i in range(3)]
    rows = np.array(pairs, np.int64).reshape(-1, 2)[:, 1]
    seen = hidden[rows] if signal else rng.normal(size=(len(hidden), 4))[rows]
    vectors = seen @ rng.normal(size=(4, size)) + rng.normal(size=(len(rows), size))
    index = np.stack([np.arange(len(rows), dtype=np.int64), rows])
    uids = tuple(f"{name}{i:06}" for i in range(len(rows)))
    return Items(uids, f"{name} 1", vectors.astype(np.float32), index)


def _traits(
    rng: np.random.Generator,
    keys: tuple[tuple[int, int, int], ...],
    hidden: Floats,
    absent: float,
) -> Traits:
    """Eight variables with three codes each."""
    scores = hidden @ rng.normal(size=(4, 24)) + 0.5 * rng.normal(size=(len(keys), 24))
    best = scores.reshape(len(keys), 8, 3).argmax(2)
    values = np.eye(3, dtype=np.float32)[best].reshape(len(keys), 24)
    known: Bools = np.repeat(rng.random((len(keys), 8)) >= absent, 3, axis=1)
    variable = np.repeat(np.arange(8, dtype=np.int64), 3)
    codes = tuple("abc" * 8)
    return Traits(_named("v", 8).uid, codes, variable, np.where(known, values, 0), known)
