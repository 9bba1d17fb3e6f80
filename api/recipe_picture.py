"""The answer of a recipe as a picture: bars, a heat map of two columns, or a network."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from api.picture import board, network, png
from api.recipe import Recipe
from kg.errors import SettingsError
from kg.table import Table

_MOST_BARS = 40


def draw(recipe: Recipe, found: Table, asked: dict[str, Any]) -> bytes:
    """PNG bytes. Raises SettingsError where the recipe has no picture or nothing was found."""
    if not recipe.picture:
        raise SettingsError(f"The recipe {recipe.name} has no picture.", hint="Leave out --out.")
    if not found.rows:
        raise SettingsError("There are no rows, so there is nothing to draw.")
    kind, *names = recipe.picture
    columns = [[row[found.columns.index(name)] for row in found.rows] for name in names]
    title = _title(recipe, asked)
    if kind == "network":
        most = max(columns[2])
        near = [value / most for value in columns[2]]
        return network(zip(columns[0], columns[1], near, strict=True), {}, title=title)
    return {"bars": _bars, "heat": _heat}[kind](names, columns, title)


def _title(recipe: Recipe, asked: dict[str, Any]) -> str:
    said = ", ".join(str(v) for v in asked.values() if isinstance(v, str))
    return recipe.question.split("?")[0] + "?" + (f" ({said})" if said else "")


def _bars(names: Sequence[str], columns: Sequence[Sequence[Any]], title: str) -> bytes:
    labels, values = (list(column)[:_MOST_BARS] for column in columns)
    figure, axes = board(8, 1.6 + 0.27 * len(labels))
    axes.barh(range(len(labels)), values, color="#3b6ea5")
    axes.set_yticks(range(len(labels)), [str(label) for label in labels])
    axes.invert_yaxis()
    axes.set_xlabel(names[1])
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(title, loc="left", wrap=True, fontsize=11)
    return png(figure)


def _heat(names: Sequence[str], columns: Sequence[Sequence[Any]], title: str) -> bytes:
    from matplotlib.ticker import MaxNLocator

    across, down = list(dict.fromkeys(columns[1])), list(dict.fromkeys(columns[0]))
    grid = np.full((len(down), len(across)), np.nan)
    for row, column, value in zip(*columns, strict=True):
        grid[down.index(row), across.index(column)] = value
    figure, axes = board(max(6, 3 + 0.45 * len(across)), 2 + 0.28 * len(down))
    axes.set_facecolor("#eeeeee")
    picture = axes.imshow(np.ma.masked_invalid(grid), cmap="cividis_r", aspect="auto")
    turned = {"rotation": 60, "ha": "right", "rotation_mode": "anchor"}
    axes.set_xticks(range(len(across)), [str(each) for each in across], **turned)
    axes.set_yticks(range(len(down)), [str(each) for each in down])
    axes.set_title(title, loc="left", wrap=True, fontsize=11)
    bar = figure.colorbar(picture, ax=axes, shrink=0.8, label=names[2])
    bar.locator = MaxNLocator(integer=True)
    bar.update_ticks()
    return png(figure)
