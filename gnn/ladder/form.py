"""A closed form: charts of each view, joined in one way or in many that are averaged.

Products of tokens that are centred are double-centred similarities, and here they are of one
spread. So the average of several similarities is the product of their tokens side by side: a bag
of forms is a space, as any single form is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gnn.bundle import Bools
from gnn.ladder.chart import Chart, even, fit_chart
from gnn.ladder.join import Join, fit_join
from gnn.ladder.recipe import Recipe
from gnn.ladder.view import Reals, Views

Key = tuple[str, str, float]
Charts = Mapping[Key, Chart]
_ROWS = 512
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Member:
    """One recipe, fitted; `mean` by view and `size` bring its tokens to the centre and to one
    spread."""

    recipe: Recipe
    join: Join
    mean: Mapping[str, Reals]
    size: float


@dataclass(frozen=True, slots=True)
class Form:
    """Fitted recipes, and the charts that they share, by (view, kind, spread).

    basis: (w, width) from the tokens of all members to those that are given; None leaves them.
    """

    charts: Charts
    members: Sequence[Member]
    basis: Reals | None = None

    def __call__(self, views: Views) -> dict[str, Reals]:
        """(F, w) tokens of each view; 0 where it is absent, or was when the form was fitted.

        Sums of their products, over the columns, are similarities averaged over members.
        """
        seen = {key: chart(views[key[0]]) for key, chart in self.charts.items() if key[0] in views}
        found: dict[str, list[Reals]] = {}
        for member in self.members:
            tokens = member.join(_coordinates(seen, views, member.recipe))
            for name, x in tokens.items():
                centred = (x - member.mean[name]) / member.size
                there = views[name].mask[:, None]
                found.setdefault(name, []).append(np.where(there, centred, 0))
        share = np.sqrt(len(self.members))
        whole = {name: np.concatenate(each, 1) / share for name, each in found.items()}
        if self.basis is not None:
            whole = {name: x @ self.basis for name, x in whole.items()}
        width = next((x.shape[1] for x in whole.values()), 1)
        return {name: whole.get(name, np.zeros((len(v.mask), width))) for name, v in views.items()}


def fit_form(
    views: Views, recipes: Sequence[Recipe], *, rows: Bools, width: int | None = None
) -> Form:
    """Fit recipes to the units `rows` (F,). Charts that several of them need are made once.

    width: of the tokens, the leading eigenvectors of all similarities; None keeps them whole.
    """
    seen = {name: view.only(rows) for name, view in views.items()}
    seen = {name: view for name, view in seen.items() if view.mask.any()}
    keys = {recipe.key(name, view) for recipe in recipes for name, view in seen.items()}
    charts = {key: fit_chart(seen[key[0]], key[1], spread=key[2]) for key in sorted(keys)}
    drawn = {key: chart(seen[key[0]]) for key, chart in charts.items()}
    whole = Form(charts, [_member(drawn, seen, recipe) for recipe in recipes])
    return whole if width is None else replace(whole, basis=_leading(whole(seen), seen, width))


def _leading(tokens: Mapping[str, Reals], views: Views, width: int) -> Reals:
    """(w, width) the axes that tokens of all views have most length along.

    By the smaller of two products, and from at most _ROWS units of a view.
    """
    there = {name: np.flatnonzero(views[name].mask) for name in tokens}
    rows = np.concatenate([x[there[n][even(len(there[n]), _ROWS)]] for n, x in tokens.items()])
    values, vectors = np.linalg.eigh(rows @ rows.T)
    values, vectors = values[::-1][:width], vectors[:, ::-1][:, :width]
    kept = values > _LEAST * max(float(values[0]), 1e-12)
    axes = rows.T @ (vectors[:, kept] / np.sqrt(values[kept]))
    largest = axes[np.abs(axes).argmax(0), np.arange(axes.shape[1])]
    found: Reals = np.zeros((rows.shape[1], width))
    found[:, : axes.shape[1]] = axes * np.where(largest < 0, -1.0, 1.0)
    return found


def _coordinates(drawn: Mapping[Key, Reals], views: Views, recipe: Recipe) -> dict[str, Reals]:
    keys = {name: recipe.key(name, view) for name, view in views.items()}
    return {name: drawn[key] for name, key in keys.items() if key in drawn}


def _member(drawn: Mapping[Key, Reals], views: Views, recipe: Recipe) -> Member:
    masks = {name: view.mask for name, view in views.items()}
    coordinates = _coordinates(drawn, views, recipe)
    join = fit_join(
        coordinates, masks, recipe.join, width=recipe.width, ridge=recipe.ridge, sharp=recipe.sharp
    )
    tokens = join(coordinates)
    centred = {name: x[masks[name]] - x[masks[name]].mean(0) for name, x in tokens.items()}
    mean = {name: x[masks[name]].mean(0) for name, x in tokens.items()}
    return Member(recipe, join, mean, float(np.sqrt(_spread(centred))))


def _spread(centred: Mapping[str, Reals]) -> float:
    """Standard deviation of products of tokens of independent units in different views.

    The mean square of x.y is tr(Cov x Cov y), so that no pair of the same unit counts.
    """
    covariances = [x.T @ x / max(len(x), 1) for x in centred.values()]
    square = [
        float((one * other).sum())
        for i, one in enumerate(covariances)
        for other in covariances[i + 1 :]
    ]
    return float(np.sqrt(np.mean(square))) if square and np.mean(square) > 0 else 1.0
