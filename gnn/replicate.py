"""Vectors of facets as they would be without one of their sources, one source after the other."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gnn.bundle import Floats, GraphBundle, Ints
from gnn.source import MOST, sources_of

Reals = npt.NDArray[np.float64]
Voice = Callable[[GraphBundle], Floats]
"""The vectors (F, width) of a bundle's facets, 0 where nothing is known; lengths matter."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A facet's `vector` (width,), and `pseudo` (n, width): a vector for each of its n sources.

    pseudo = n v - (n - 1) v_without, Tukey's pseudo-values.
    """

    vector: Reals
    pseudo: Reals


@dataclass(frozen=True, slots=True)
class Replicates:
    """`vectors` (F, width), and of each facet what it would be without one of its n sources:
    `without` (m, width), those of a facet f from `start[f]` to `start[f + 1]`.
    """

    vectors: Reals
    without: Reals
    start: Ints

    def sample(self, facet: int) -> Sample:
        """The facet and its sources; n is 0 where nothing is known."""
        left = self.without[self.start[facet] : self.start[facet + 1]]
        n, vector = len(left), self.vectors[facet]
        return Sample(vector, n * vector - (n - 1) * left)


def replicate(bundle: GraphBundle, voice: Voice, *, most: int = MOST) -> Replicates:
    """Hear all facets, and hear them again without each group of sources.

    Every culture loses its group of the same number at once, so there are as many passes as the
    richest culture has groups, at most `most`. What was fitted on all cultures (means, axes,
    weights) stays, and so do the entities that facets mention.
    """
    sources = sources_of(bundle, most=most)
    touched = sources.touched(bundle)
    vectors = voice(bundle).astype(np.float64)
    start = np.concatenate([[0], np.cumsum(touched.sum(1))]).astype(np.int64)
    place = start[:-1, None] + np.cumsum(touched, 1) - 1
    without = np.zeros((int(start[-1]), vectors.shape[1]))
    for number in range(sources.number):
        rows = np.flatnonzero(touched[:, number])
        heard = voice(sources.without(bundle, number))
        without[place[rows, number]] = heard[rows]
    return Replicates(vectors, without, start)
