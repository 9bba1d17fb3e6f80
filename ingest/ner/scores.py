"""How well names were found: precision, recall and F1 of exact spans, with intervals.

A name counts where start, end and label all agree (the CoNLL-2003 measure). Intervals are
percentiles over resampled sentences (Efron 1979), since names of one sentence depend on another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.extract.tagging import Span

ROUNDS = 1000
LEVEL = 0.95
COLUMNS = ("label", "precision", "recall", "F1", "95 % interval", "names")


@dataclass(frozen=True, slots=True)
class Score:
    """One label's figures, 0..1; `low` and `high` hold F1 in 95 of 100 resamplings."""

    label: str
    precision: float
    recall: float
    f1: float
    low: float
    high: float
    gold: int
    found: int


@dataclass(frozen=True, slots=True)
class Scores:
    """All labels together (micro) and each alone, the most frequent first."""

    micro: Score
    labels: tuple[Score, ...]
    sentences: int

    def rows(self) -> list[tuple[str, float, float, float, str, int]]:
        """For a table, in the order of COLUMNS, the sum of all labels last."""
        return [
            (s.label, s.precision, s.recall, s.f1, f"{s.low:.3f} .. {s.high:.3f}", s.gold)
            for s in (*self.labels, self.micro)
        ]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: micro, labels by name, sentences."""
        return {
            "micro": asdict(self.micro),
            "labels": {one.label: asdict(one) for one in self.labels},
            "sentences": self.sentences,
        }


def score(
    gold: Sequence[Iterable[Span]], found: Sequence[Iterable[Span]], *, seed: int = 0
) -> Scores:
    """Compare, sentence by sentence; labels that neither side has do not appear."""
    pairs = [(set(g), set(f)) for g, f in zip(gold, found, strict=True)]
    names = sorted({span.label for g, f in pairs for span in g | f})
    counts = _counts(pairs, names)
    sampled = _resampled(counts, seed)
    totals = counts.sum(0)
    rows = [_score(n, totals[i], sampled[:, i]) for i, n in enumerate(names)]
    micro = _score("micro", totals.sum(0), sampled.sum(1))
    return Scores(micro, tuple(sorted(rows, key=lambda s: (-s.gold, s.label))), len(pairs))


def _counts(pairs: Sequence[tuple[set[Span], set[Span]]], names: list[str]) -> NDArray[np.int64]:
    """(sentences, labels, 3): right, found, gold."""
    counts = np.zeros((len(pairs), len(names), 3), dtype=np.int64)
    column = {name: i for i, name in enumerate(names)}
    for row, (gold, found) in enumerate(pairs):
        for kind, spans in enumerate((gold & found, found, gold)):
            for span in spans:
                counts[row, column[span.label], kind] += 1
    return counts


def _resampled(counts: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """(ROUNDS, labels, 3): the sums over sentences drawn with replacement."""
    n = len(counts)
    if not n:
        return np.zeros((ROUNDS, *counts.shape[1:]), dtype=np.int64)
    draws = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=ROUNDS)
    return (draws @ counts.reshape(n, -1)).reshape(ROUNDS, *counts.shape[1:])


def _score(label: str, total: NDArray[np.int64], sampled: NDArray[np.int64]) -> Score:
    right, found, gold = (int(n) for n in total)
    f1 = _f1(total)
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(_f1(sampled), (tail, 1 - tail))
    return Score(
        label,
        precision=right / found if found else 0.0,
        recall=right / gold if gold else 0.0,
        f1=float(f1),
        low=float(low),
        high=float(high),
        gold=gold,
        found=found,
    )


def _f1(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """2 right / (found + gold) over the last axis; 0 where there is nothing."""
    right, both = counts[..., 0], counts[..., 1] + counts[..., 2]
    f1: NDArray[np.float64] = 2 * right / np.maximum(both, 1)
    return f1
