"""FastRP (Chen et al. 2019, "Fast and Accurate Network Embeddings via Very Sparse Random
Projection"): what a graph's links alone say of a culture, without any text, picture or trait."""

import numpy as np
from scipy.sparse import coo_array

from gnn.bundle import ALL, GraphBundle
from gnn.evaluation.affinity import Reals
from gnn.retrieval import unit

_WIDTH = 128
_SPARSITY = 3  # one entry of three is not 0
_HOPS = 3  # steps that are summed
_STRENGTH = -0.5  # of the degree: a name that all have says little


def fastrp(bundle: GraphBundle, *, seed: int) -> Reals | None:
    """(C, 128) of cultures as a whole, rows of length 1, or 0 where a culture has no link; None
    where the graph has no links. A link is an entity that is mentioned of the culture."""
    cultures, size = len(bundle.cultures.uid), len(bundle.cultures.uid) + len(bundle.entities.uid)
    entity, facet = bundle.mentions.index
    wide = (bundle.facets.theme[facet] == ALL) & (bundle.facets.period[facet] == ALL)
    if not wide.any():
        return None
    pairs = (bundle.facets.culture[facet[wide]], cultures + entity[wide])
    half = coo_array((np.ones(len(pairs[0])), pairs), (size, size))
    links = (half + half.T).tocsr()
    degree = np.maximum(np.asarray(links.sum(1)).ravel(), 1)
    rng = np.random.default_rng(seed)
    drawn = rng.choice([-1.0, 0.0, 1.0], (size, _WIDTH), p=[1 / 6, 2 / 3, 1 / 6])
    x = drawn * np.sqrt(_SPARSITY) * (degree**_STRENGTH)[:, None]
    found = np.zeros_like(x)
    for _ in range(_HOPS):
        x = links @ x / degree[:, None]
        found += unit(x)
    return unit(found[:cultures])
