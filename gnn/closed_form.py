"""The start of learning, without any: what is shared by modalities, in closed form.

Per modality: centre by theme (the mean of a theme with few facets is drawn to the mean of all),
scale, PCA to a shared width, a scale that makes mean squares equal. Each modality is then turned
towards the most frequent one by a rotation, the orthogonal Procrustes solution (Schönemann 1966)
over facets that have both; it keeps all angles within a modality. The ridge in it keeps the axes
that no pair speaks of where they were.

"cca" takes instead the directions that modalities share (`canonical.py`); a modality that is never
beside another keeps its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gnn.bundle import Bools, Floats, Ints
from gnn.canonical import canonical
from gnn.pooling import Pooled
from kg.errors import SettingsError

Reals = npt.NDArray[np.float64]
_SHRINK = 5  # facets that a theme needs before its own mean counts half
_RIDGE = 0.1
_RANK = 1e-6


@dataclass(frozen=True, slots=True)
class Projection:
    """`((x - mean[stratum]) / scale) @ basis`; mean (S, D), scale (D,), basis (D, width).

    What is not known (NaN) counts as the mean.
    """

    mean: Floats
    scale: Floats
    basis: Floats

    def __call__(self, x: Floats, strata: Ints) -> Floats:
        """(F, D) -> (F, width)."""
        return self.standardise(x, strata) @ self.basis

    def standardise(self, x: Floats, strata: Ints) -> Floats:
        """(F, D) -> (F, D), centred by stratum and scaled."""
        standard: Floats = np.nan_to_num(
            (x - self.mean[strata]) / self.scale, nan=0.0, posinf=0.0, neginf=0.0
        )
        return standard


ClosedForm = Mapping[str, Projection]
KINDS = ("pca", "cca")


def fit_closed_form(
    pooled: Mapping[str, Pooled],
    strata: Ints,
    *,
    width: int,
    rows: Bools,
    kind: str = "pca",
    ridge: float = _RIDGE,
) -> dict[str, Projection]:
    """Projections of all modalities, from the facets `rows` (F,) only.

    strata: (F,) 0 for all themes, 1.. for each theme. A modality that is absent from `rows`
    projects to 0. kind: "pca" or "cca"; ridge: of the latter, a share of the largest variance.
    Raises SettingsError for another kind.
    """
    if kind not in KINDS:
        raise SettingsError(f"closed form is {kind!r}.", hint=f"Known are: {', '.join(KINDS)}.")
    masks = {name: each.mask & rows for name, each in pooled.items()}
    plain = {
        name: _principal(each.x, masks[name], strata, width, one_hot=name == "traits")
        for name, each in pooled.items()
    }
    reference = max(masks, key=lambda name: int(masks[name].sum()), default="")
    views = {name: plain[name](each.x, strata) for name, each in pooled.items()}
    turned = {name: _turned(each, views, masks, (name, reference)) for name, each in plain.items()}
    if kind == "pca":
        return turned
    wide = {
        name: np.where(masks[name][:, None], plain[name].standardise(each.x, strata), 0)
        for name, each in pooled.items()
    }
    centred = {name: each.astype(np.float64) for name, each in wide.items()}
    shared = canonical(centred, masks, width, ridge=ridge)
    return turned | {
        name: _scaled(plain[name], centred[name][masks[name]], basis)
        for name, basis in shared.items()
    }


def _principal(x: Floats, mask: Bools, strata: Ints, width: int, *, one_hot: bool) -> Projection:
    plain = standardiser(x, mask, strata, one_hot=one_hot)
    centred = np.nan_to_num(x[mask].astype(np.float64) - plain.mean[strata[mask]], nan=0.0)
    rows = centred / plain.scale
    return _scaled(plain, rows, principal_axes(rows, width))


def standardiser(x: Floats, mask: Bools, strata: Ints, *, one_hot: bool) -> Projection:
    """A projection without a basis yet, from the rows in `mask` (F,); codes keep their scale."""
    mean = _means(x, mask, strata)
    centred = np.nan_to_num(x[mask].astype(np.float64) - mean[strata[mask]], nan=0.0)
    scale = np.ones(x.shape[1]) if one_hot else _deviations(centred)
    return Projection(mean, scale.astype(np.float32), np.zeros((0, 0), np.float32))


def _scaled(plain: Projection, rows: Reals, basis: Reals) -> Projection:
    """`plain` with `basis`, stretched so that the mean square of projected `rows` is 1."""
    square = float(((rows @ basis) ** 2).sum(1).mean()) if len(rows) else 0.0
    basis = basis / np.sqrt(square) if square > 0 else basis
    return Projection(plain.mean, plain.scale, basis.astype(np.float32))


def _means(x: Floats, mask: Bools, strata: Ints) -> Floats:
    """(S, D) means of what is known, by stratum."""
    size = int(strata.max(initial=0)) + 1
    known = ~np.isnan(x[mask])
    values = np.where(known, x[mask].astype(np.float64), 0.0)
    total, count = np.zeros((2, size, x.shape[1]))
    np.add.at(total, strata[mask], values)
    np.add.at(count, strata[mask], known)
    overall = total.sum(0) / np.maximum(count.sum(0), 1)
    means: Floats = ((total + _SHRINK * overall) / (count + _SHRINK)).astype(np.float32)
    return means


def _deviations(centred: Reals) -> Reals:
    """Standard deviations; a column that hardly varies is not blown up."""
    if not len(centred):
        return np.ones(centred.shape[1])
    deviation = np.sqrt((centred**2).mean(0))
    typical = float(np.median(deviation[deviation > 0])) if (deviation > 0).any() else 1.0
    floored: Reals = np.maximum(deviation, 0.1 * typical)
    return floored


def principal_axes(centred: Reals, width: int) -> Reals:
    """The first `width` principal axes of the rows (n, D) as columns (D, width).

    The largest entry of each is positive, so that the same rows give the same axes. Axes without
    variance are 0: they would be arbitrary.
    """
    axes = np.zeros((centred.shape[1], width))
    if len(centred):
        values, vectors = np.linalg.eigh(centred.T @ centred)
        found = vectors[:, ::-1][:, :width]
        kept = values[::-1][:width] > _RANK * max(float(values[-1]), 1e-12)
        largest = found[np.abs(found).argmax(0), np.arange(found.shape[1])]
        axes[:, : found.shape[1]] = found * np.where(largest < 0, -1.0, 1.0) * kept
    return axes


def _turned(
    own: Projection,
    views: Mapping[str, Floats],
    masks: Mapping[str, Bools],
    names: tuple[str, str],
) -> Projection:
    """`own` with its basis rotated towards the reference modality."""
    name, reference = names
    both = masks[name] & masks[reference]
    if name == reference or not both.any():
        return own
    turn = rotation(views[name][both], views[reference][both])
    return Projection(own.mean, own.scale, (own.basis @ turn).astype(np.float32))


def rotation(source: Floats, target: Floats) -> Reals:
    """The orthogonal matrix (d, d) that best turns rows of `source` onto those of `target`."""
    cross = source.astype(np.float64).T @ target.astype(np.float64)
    size = float(np.linalg.norm(cross, 2))
    ridge = _RIDGE * size if size > 0 else 1.0
    left, _, right = np.linalg.svd(cross + ridge * np.eye(len(cross)))
    turn: Reals = left @ right
    return turn
