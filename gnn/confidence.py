"""How sure the nearness of two facets is: over other sources, and against their regions."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gnn.bundle import GraphBundle, Ints
from gnn.discovery import LEVEL, false_discovery
from gnn.interval import Interval, interval
from gnn.replicate import Reals, Replicates, replicate
from gnn.shuffle import region_null

if TYPE_CHECKING:
    from gnn.kept import Kept


@dataclass(frozen=True, slots=True)
class Nulls:
    """(n, n) of pairs of cultures: `p` against shuffles within their regions, `q` its share of
    false discoveries among all these pairs; NaN where there is no null."""

    p: Reals
    q: Reals

    def beats(self, i: int, j: int) -> bool | None:
        """Whether a pair is nearer than its regions explain; None where there is no null."""
        return None if np.isnan(self.q[i, j]) else bool(self.q[i, j] <= LEVEL)


@dataclass(frozen=True, slots=True)
class Confidence:
    """What an encoder hears in a bundle, and in parts of it."""

    bundle: GraphBundle
    replicates: Replicates
    seed: int

    def interval(self, one: int, other: int) -> Interval | None:
        """Of two facets; None where sources are too few or too different."""
        return interval(self.replicates.sample(one), self.replicates.sample(other))

    def nulls(self, rows: Ints) -> Nulls:
        """Of the facets `rows` (n,), which are of different cultures, on one theme."""
        cultures = self.bundle.cultures
        regions = tuple(cultures.region[c] for c in self.bundle.facets.culture[rows])
        p = region_null(self.replicates.vectors[rows], regions, seed=self.seed)
        upper = np.triu_indices(len(rows), 1)
        q = np.full(p.shape, np.nan)
        q[upper] = false_discovery(p[upper])
        return Nulls(p, np.fmax(q, q.T))


def confidence_of(bundle: GraphBundle, kept: "Kept") -> Confidence:
    """Hear the bundle with a kept encoder, as often as its sources ask for."""
    from gnn.kept import speak_fused
    from gnn.thread import one_thread

    with one_thread():
        found = replicate(bundle, lambda part: speak_fused(kept, part))
    return Confidence(bundle, found, kept.config.seed)
