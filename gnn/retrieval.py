"""The measure: does what one modality says of an unseen culture find it by another modality?

A query is what all other modalities say of a facet, the gallery what the target modality says of
the facets on the same theme, of the same held-out cultures. The target is never part of a query.
Scores are double-centred for every method alike, since that alone lifts all of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gnn.bundle import Bools, Floats, Ints

Reals = npt.NDArray[np.float64]
Scorer = Callable[["Question"], Reals]
_LEAST = 3  # facets that a gallery needs
_SHARE = 5  # R@k looks at the first fifth of a gallery


@dataclass(frozen=True, slots=True)
class Question:
    """Find `target` of the facets `rows` (n,), which are on one theme (`stratum`)."""

    target: str
    stratum: int
    rows: Ints


@dataclass(frozen=True, slots=True)
class Ranks:
    """For each query: the culture asked for, its rank (ties: the mean), and the gallery's size."""

    culture: Ints
    rank: Reals
    size: Ints

    @property
    def auc(self) -> Reals:
        """Mean normalised rank of each query: 1 first, 0 last, .5 by chance."""
        return 1 - (self.rank - 1) / (self.size - 1)

    def scores(self) -> dict[str, float]:
        """auc, mrr, recall and its chance (all 0 to 1), cultures and queries; {} if none."""
        if not len(self.rank):
            return {}
        k = np.maximum(1, self.size // _SHARE)
        return {
            "auc": float(self.auc.mean()),
            "mrr": float((1 / self.rank).mean()),
            "recall": float((self.rank <= k).mean()),
            "recall_by_chance": float((k / self.size).mean()),
            "cultures": float(len(np.unique(self.culture))),
            "queries": float(len(self.rank)),
        }


def questions(
    mask: Mapping[str, Bools], strata: Ints, wide: Bools, held_out: Bools
) -> Iterator[Question]:
    """All questions about the facets `held_out` (F,), over all periods."""
    for target in mask:
        others = [each for name, each in mask.items() if name != target]
        if not others:
            continue
        asked = mask[target] & np.any(others, axis=0) & wide & held_out
        for stratum in np.unique(strata[asked]):
            rows = np.flatnonzero(asked & (strata == stratum))
            if len(rows) >= _LEAST:
                yield Question(target, int(stratum), rows)


def ask(scorer: Scorer, asked: Iterable[Question], culture: Ints) -> Ranks:
    """The ranks that a scorer gives; it returns (n, n) scores of queries by gallery."""
    found = [(culture[each.rows], ranks(scorer(each))) for each in asked]
    if not found:
        return Ranks(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64))
    sizes = [np.full(len(rank), len(rank), np.int64) for _, rank in found]
    return Ranks(
        np.concatenate([each for each, _ in found]),
        np.concatenate([rank for _, rank in found]),
        np.concatenate(sizes),
    )


def join(found: Iterable[Ranks]) -> Ranks:
    """The ranks of several folds as one."""
    parts = list(found)
    return Ranks(
        np.concatenate([each.culture for each in parts]),
        np.concatenate([each.rank for each in parts]),
        np.concatenate([each.size for each in parts]),
    )


def ranks(scores: Reals) -> Reals:
    """Rank (n,) of the diagonal in the rows of (n, n), after double-centring; ties share."""
    centred = scores - scores.mean(0) - scores.mean(1, keepdims=True)
    centred = centred.round(6)  # what differs by rounding only is a tie
    own = centred.diagonal()[:, None]
    above, level = (centred > own).sum(1), (centred == own).sum(1)
    rank: Reals = 1 + above + (level - 1) / 2
    return rank


def balanced(scores: Reals) -> Reals:
    """Double-centred and of spread 1, so that scores of several kinds can be added."""
    centred = scores - scores.mean(0) - scores.mean(1, keepdims=True) + scores.mean()
    spread = float(centred.std())
    found: Reals = centred / spread if spread > 1e-9 else centred
    return found


def unit(vectors: Floats | Reals) -> Reals:
    """Rows of length 1; zero rows stay."""
    wide = vectors.astype(np.float64)
    length = np.linalg.norm(wide, axis=1, keepdims=True)
    scaled: Reals = np.divide(wide, length, out=np.zeros_like(wide), where=length > 0)
    return scaled


def token_scorer(tokens: Mapping[str, Floats], mask: Mapping[str, Bools]) -> Scorer:
    """Cosine of the masked mean of all other tokens with the target's token."""

    def score(question: Question) -> Reals:
        query = mean_without(tokens, mask, question.target)[question.rows]
        found: Reals = unit(query) @ unit(tokens[question.target][question.rows]).T
        return found

    return score


def spoken_scorer(tokens: Mapping[str, Floats], others: Mapping[str, Floats]) -> Scorer:
    """Cosine of what is fused without the target with the target's token; each (F, d), by name."""

    def score(question: Question) -> Reals:
        query = others[question.target][question.rows]
        found: Reals = unit(query) @ unit(tokens[question.target][question.rows]).T
        return found

    return score


def mean_without(tokens: Mapping[str, Floats], mask: Mapping[str, Bools], hidden: str) -> Floats:
    """The mean (F, d) of all present tokens but that of `hidden`."""
    others = [name for name in tokens if name != hidden]
    total = sum(np.where(mask[name][:, None], tokens[name], 0) for name in others)
    count = np.sum([mask[name] for name in others], axis=0)
    mean: Floats = (total / np.maximum(count, 1)[:, None]).astype(np.float32)
    return mean
