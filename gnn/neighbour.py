"""The nearest cultures of each culture, by theme, from the vectors of their facets."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gnn.bundle import ALL, Floats, GraphBundle
from gnn.training import Training
from kg.naming import normalise

EVERY_THEME = "all"


@dataclass(frozen=True, slots=True)
class Nearness:
    """`source` and `target` are uids of cultures; `sources` counts the works behind the two."""

    source: str
    target: str
    theme: str
    score: float
    rank: int
    sources: int


def theme_id(name: str) -> str:
    """How SIMILAR_TO calls a theme: its English name, folded ("worship")."""
    return normalise(name)


def nearest(bundle: GraphBundle, training: Training) -> Iterator[Nearness]:
    """The `config.neighbours` nearest of each culture, for all themes and for each."""
    documents = _documents(bundle)
    for theme, name in [(ALL, EVERY_THEME), *enumerate(map(theme_id, bundle.themes.name))]:
        facets = bundle.facets
        rows = np.flatnonzero((facets.theme == theme) & (facets.period == ALL) & training.known)
        scores = cosines(training.embeddings[rows])
        for i, facet in enumerate(rows):
            for rank, j in enumerate(_order(scores[i], i)[: training.config.neighbours], 1):
                behind = documents[int(facet)] | documents[int(rows[j])]
                source, target = _culture(bundle, int(facet)), _culture(bundle, int(rows[j]))
                score = float(scores[i, j])
                yield Nearness(source, target, name, score, rank, len(behind))


def cosines(vectors: Floats) -> Floats:
    """(n, n) cosines of the rows of (n, d), -1 to 1; a zero vector is at 0 from all."""
    wide = vectors.astype(np.float64)
    length = np.linalg.norm(wide, axis=1, keepdims=True)
    unit = np.divide(wide, length, out=np.zeros_like(wide), where=length > 0)
    scores: Floats = np.clip(unit @ unit.T, -1, 1).astype(np.float32)
    return scores


def _order(scores: Floats, own: int) -> Sequence[int]:
    """Others by falling score; equal ones by uid, since cultures come in that order."""
    order = np.argsort(-scores, kind="stable")
    return [int(j) for j in order if j != own]


def _culture(bundle: GraphBundle, facet: int) -> str:
    return bundle.cultures.uid[int(bundle.facets.culture[facet])]


def _documents(bundle: GraphBundle) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for document, facet in bundle.facets.documents.T:
        found[int(facet)].add(int(document))
    return found
