"""From the coordinates of several views to tokens that can be compared with each other.

cca: the directions that views share (`gnn/canonical.py`). ridge: each view predicts each other
one, linearly. neighbours: the same by the weighted mean of its nearest known units. profile: how
similar a unit is to known ones, in its own view (Moschella et al. 2023, "Relative
representations"). Tokens are of unit length, so their products are similarities of equal size.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from gnn.bundle import Bools
from gnn.canonical import canonical
from gnn.ladder.chart import even
from gnn.ladder.view import Reals
from gnn.retrieval import unit

KINDS = ("cca", "ridge", "neighbours", "profile")
_ANCHORS = 512
_LEAST = 3  # units with both views that a prediction needs

Coordinates = Mapping[str, Reals]
Masks = Mapping[str, Bools]


@dataclass(frozen=True, slots=True)
class Join:
    """`parts` by (view, other): of cca and ridge a matrix, of the rest what anchors are there.

    cca: (view, "") -> basis (r, width). ridge: (view, other) -> (r, r'). neighbours: (view, other)
    -> coordinates of the anchors in `other` (A, r'), and (view, other + "<") -> those in `view`.
    profile: (view, "") -> coordinates of the anchors in it, (A, r), 0 where it is absent.
    """

    kind: str
    sharp: float
    parts: Mapping[tuple[str, str], Reals]

    def __call__(self, coordinates: Coordinates) -> dict[str, Reals]:
        """(F, width) tokens by view; 0 where a view is absent."""
        if self.kind == "cca":
            return {name: self._shared(name, x) for name, x in coordinates.items()}
        if self.kind == "profile":
            return {name: self._profile(name, x) for name, x in coordinates.items()}
        return self._predicted(coordinates)

    def _shared(self, name: str, x: Reals) -> Reals:
        if (name, "") in self.parts:
            return unit(x @ self.parts[name, ""])
        return self._nothing(x)

    def _nothing(self, x: Reals) -> Reals:
        """As wide as the tokens of other views."""
        side = 1 if self.kind == "cca" else 0
        return np.zeros(
            (len(x), max((part.shape[side] for part in self.parts.values()), default=1))
        )

    def _profile(self, name: str, x: Reals) -> Reals:
        if (name, "") not in self.parts:
            return self._nothing(x)
        anchors = self.parts[name, ""]
        there: Bools = np.asarray(anchors.any(1))
        similar = _weights(unit(x) @ unit(anchors).T, there, self.sharp)
        known: Bools = np.asarray(x.any(1))
        return unit(np.where(known[:, None], similar, 0))

    def _predicted(self, coordinates: Coordinates) -> dict[str, Reals]:
        """A block for each pair: what one view predicts of the other, and the other itself."""
        found: dict[str, list[Reals]] = {name: [] for name in coordinates}
        pairs = [pair for pair in self.parts if not pair[1].endswith("<")]
        for one, other in pairs:
            if not {one, other} <= set(coordinates):
                continue
            block = {one: self._guess(one, other, coordinates[one]), other: coordinates[other]}
            for name, x in coordinates.items():
                empty = np.zeros((len(x), block[other].shape[1]))
                found[name].append(unit(block.get(name, empty)))
        return {
            name: unit(np.concatenate(blocks, 1)) if blocks else self._nothing(coordinates[name])
            for name, blocks in found.items()
        }

    def _guess(self, one: str, other: str, x: Reals) -> Reals:
        part = self.parts[one, other]
        if self.kind == "ridge":
            return x @ part
        anchors = self.parts[one, other + "<"]
        weights = _softmax(unit(x) @ unit(anchors).T / self.sharp)
        there: Bools = np.asarray(x.any(1))
        guess: Reals = np.where(there[:, None], weights @ part, 0)
        return guess


def fit_join(
    coordinates: Coordinates, masks: Masks, kind: str, *, width: int, ridge: float, sharp: float
) -> Join:
    """Join views over the units in their masks.

    ridge: of cca and ridge, a share of the largest variance. sharp: temperature of cosines; 0
    takes them as they are.
    """
    if kind == "cca":
        bases = canonical(coordinates, masks, width, ridge=ridge)
        return Join(kind, sharp, {(name, ""): basis for name, basis in bases.items()})
    if kind == "profile":
        rows = np.flatnonzero(np.sum(list(masks.values()), axis=0) > 1)
        rows = rows[even(len(rows), _ANCHORS)]
        parts = {(name, ""): np.where(masks[name][rows][:, None], x[rows], 0)
                 for name, x in coordinates.items()}  # fmt: skip
        return Join(kind, sharp, {key: x for key, x in parts.items() if x.any()})
    parts = {}
    for one, other in permutations(coordinates, 2):
        rows = np.flatnonzero(masks[one] & masks[other])
        x, y = coordinates[one][rows], coordinates[other][rows]
        if len(rows) < _LEAST or not x.size or not y.size:
            continue
        if kind == "ridge":
            parts[one, other] = _solved(x, y, ridge)
            continue
        near = even(len(rows), _ANCHORS)
        parts[one, other], parts[one, other + "<"] = y[near], x[near]
    return Join(kind, sharp, parts)


def _solved(x: Reals, y: Reals, ridge: float) -> Reals:
    gram = x.T @ x
    size = ridge * float(np.linalg.eigvalsh(gram)[-1])
    found = np.asarray(np.linalg.solve(gram + size * np.eye(len(gram)), x.T @ y), np.float64)
    return found


def _weights(similar: Reals, there: Bools, sharp: float) -> Reals:
    """Cosines against their own mean, over the anchors that are there."""
    raised: Reals = np.exp((similar - 1) / sharp) if sharp else similar
    mean = raised @ there / max(int(there.sum()), 1)
    found: Reals = np.where(there, raised - mean[:, None], 0)
    return found


def _softmax(scores: Reals) -> Reals:
    raised = np.exp(scores - scores.max(1, keepdims=True))
    found: Reals = raised / raised.sum(1, keepdims=True)
    return found
