"""A closed form: charts of each view, joined in one way or in many that are averaged.

Products of tokens that are centred are double-centred similarities, and here they are of one
spread. So the average of several similarities is the product of their tokens side by side: a bag
of forms is a space, as any single form is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gnn.bundle import Bools
from gnn.ladder.chart import Chart, fit_chart
from gnn.ladder.join import Join, fit_join
from gnn.ladder.recipe import Recipe
from gnn.ladder.view import Reals, Views

Key = tuple[str, str, float]
Charts = Mapping[Key, Chart]


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
    """Fitted recipes, and the charts that they share, by (view, kind, spread)."""

    charts: Charts
    members: Sequence[Member]

    def __call__(self, views: Views) -> dict[str, Reals]:
        """(F, w) tokens of each view that the form knows, 0 where it is absent.

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
        return {name: np.concatenate(each, 1) / share for name, each in found.items()}


def fit_form(views: Views, recipes: Sequence[Recipe], *, rows: Bools) -> Form:
    """Fit recipes to the units `rows` (F,). Charts that several of them need are made once."""
    seen = {name: view.only(rows) for name, view in views.items()}
    seen = {name: view for name, view in seen.items() if view.mask.any()}
    keys = {recipe.key(name, view) for recipe in recipes for name, view in seen.items()}
    charts = {key: fit_chart(seen[key[0]], key[1], spread=key[2]) for key in sorted(keys)}
    drawn = {key: chart(seen[key[0]]) for key, chart in charts.items()}
    return Form(charts, [_member(drawn, seen, recipe) for recipe in recipes])


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
    return Member(recipe, join, mean, np.sqrt(_spread(centred)))


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
