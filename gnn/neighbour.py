"""The nearest cultures of each culture, by theme, from the vectors of their facets."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from gnn.bundle import ALL, Floats, GraphBundle, Ints
from gnn.confidence import Confidence, confidence_of
from gnn.training import Training
from kg.similar import EVERY_THEME, theme_id


@dataclass(frozen=True, slots=True)
class Nearness:
    """`source` and `target` are uids of cultures; `sources` counts the works behind the two.

    ci_low and ci_high: 95 % interval over sources (`interval.py`). p: against shuffles within
    regions, q: false discoveries among all pairs of the theme, beats_null: q is .05 or less. None:
    cannot be said.
    """

    source: str
    target: str
    theme: str
    score: float
    rank: int
    sources: int
    ci_low: float | None = None
    ci_high: float | None = None
    p: float | None = None
    q: float | None = None
    beats_null: bool | None = None

    def properties(self) -> dict[str, str | float | bool]:
        """Of the edge; what cannot be said is left out."""
        return {
            name: value
            for name, value in asdict(self).items()
            if value is not None and name not in ("source", "target")
        }


def nearest(bundle: GraphBundle, training: Training) -> Iterator[Nearness]:
    """The `config.neighbours` nearest of each culture, for all themes and for each."""
    documents = _documents(bundle)
    sure = confidence_of(bundle, training.kept) if training.kept else None
    for theme, name in [(ALL, EVERY_THEME), *enumerate(map(theme_id, bundle.themes.name))]:
        facets = bundle.facets
        rows = np.flatnonzero((facets.theme == theme) & (facets.period == ALL) & training.known)
        scores = cosines(training.embeddings[rows])
        doubt = _Doubt(sure, rows) if sure else None
        for i, facet in enumerate(rows):
            for rank, j in enumerate(_order(scores[i], i)[: training.config.neighbours], 1):
                behind = documents[int(facet)] | documents[int(rows[j])]
                source, target = _culture(bundle, int(facet)), _culture(bundle, int(rows[j]))
                score = float(scores[i, j])
                said = doubt.of(i, j) if doubt else {}
                yield Nearness(source, target, name, score, rank, len(behind), **said)


class _Doubt:
    """What is known of the pairs of one theme beside their score."""

    def __init__(self, sure: Confidence, rows: Ints) -> None:
        self.sure, self.rows, self.nulls = sure, rows, sure.nulls(rows)

    def of(self, i: int, j: int) -> dict[str, Any]:
        found = self.sure.interval(int(self.rows[i]), int(self.rows[j]))
        own = {"ci_low": found.low, "ci_high": found.high} if found else {}
        beats = self.nulls.beats(i, j)
        if beats is None:
            return own
        p, q = float(self.nulls.p[i, j]), float(self.nulls.q[i, j])
        return own | {"p": p, "q": q, "beats_null": beats}


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
