"""An attention graph as a picture."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

_COLUMNS = {"heard": 0.0, "modality": 1.2, "facet": 2.3, "culture": 3.4}
_TITLES = {"heard": "heard", "modality": "modalities", "facet": "facets", "culture": "culture"}
_FILLS = {"heard": "#f2f3f5", "modality": "#dce8f7", "facet": "#fdf0d5", "culture": "#e3f1df"}
_ROW = 0.42  # inches
_FEW = 24  # letters in a box
_Place = tuple[str, str]


def draw(graph: "nx.DiGraph[str]") -> bytes:
    """PNG: from what was heard, by modality and facet, to the culture.

    Wider lines weigh more; redder ones are missed more when they are taken away.
    """
    board = _Board(graph)
    return board.png()


@dataclass(frozen=True, slots=True)
class _Line:
    source: _Place
    target: _Place
    values: Mapping[str, Any]


class _Board:
    def __init__(self, graph: "nx.DiGraph[str]") -> None:
        self.graph = graph
        self.lines = list(self._lines())
        self.places = self._layout()

    def png(self) -> bytes:
        from matplotlib.figure import Figure

        height = max(4.2, 1.3 + _ROW * max(self._counts().values(), default=1))
        figure = Figure(figsize=(12.5, height), layout="constrained")
        axes = figure.add_subplot()
        axes.axis("off")
        axes.set_xlim(-0.35, 3.7)
        axes.set_ylim(-0.06, 1.06)
        axes.set_title(f"What the vector of {self.graph.graph['facet']} rests on", loc="left")
        for kind, x in _COLUMNS.items():
            if any(place[0] == kind for place in self.places):
                axes.text(x, 1.03, _TITLES[kind], ha="center", fontsize=9, color="#666b73")
        self._draw_lines(figure, axes)
        self._draw_boxes(axes)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=130, metadata={"Software": None})
        return buffer.getvalue()

    def _lines(self) -> Iterator[_Line]:
        """Each edge between the columns of its ends; what was heard has a column of its own."""
        for source, target, values in self.graph.edges(data=True):
            kind = values["kind"]
            ends = {
                "message": ("heard", "modality"),
                "item": ("heard", "modality"),
                "fusion": ("modality", "facet"),
                "time": ("facet", "facet"),
                "culture": ("facet", "culture"),
            }[kind]
            yield _Line((ends[0], source), (ends[1], target), values)

    def _counts(self) -> dict[str, int]:
        return {kind: sum(place[0] == kind for place in self.places) for kind in _COLUMNS}

    def _layout(self) -> dict[_Place, tuple[float, float]]:
        """Columns from left to right; within one, near what they speak to."""
        found: dict[_Place, tuple[float, float]] = {}
        for kind in reversed(_COLUMNS):
            nodes = {p: 0 for line in self.lines for p in (line.source, line.target)}
            column = [place for place in nodes if place[0] == kind]
            column.sort(key=lambda place: -self._height(place, found))
            for i, place in enumerate(column):
                found[place] = (_COLUMNS[kind], 0.97 - (i + 0.5) * 0.97 / len(column))
        return found

    def _height(self, place: _Place, found: Mapping[_Place, tuple[float, float]]) -> float:
        told = [found[e.target][1] for e in self.lines if e.source == place and e.target in found]
        main = any(e.target == place and e.values["kind"] == "fusion" for e in self.lines)
        return (sum(told) / len(told) if told else 0.0) + (10 if main else 0)

    def _draw_lines(self, figure: Any, axes: Any) -> None:
        import matplotlib as mpl
        from matplotlib.cm import ScalarMappable
        from matplotlib.colors import Normalize

        largest = max((line.values["occlusion"] for line in self.lines), default=0.0)
        norm, colours = Normalize(0, largest or 1.0), mpl.colormaps["YlOrRd"]
        for line in self.lines:
            colour = colours(0.25 + 0.75 * norm(line.values["occlusion"]))
            self._curve(
                axes, line, colour if line.values["occlusion"] > 0.01 * largest else "#c4c8cf"
            )
        scale = ScalarMappable(norm, _upper(colours))
        bar = figure.colorbar(scale, ax=axes, shrink=0.6, pad=0.01)
        bar.set_label("missed: how far the vector moves without it", fontsize=8)
        bar.ax.tick_params(labelsize=8)

    def _curve(self, axes: Any, line: _Line, colour: Any) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path as Curve

        (x, y), (to_x, to_y) = self.places[line.source], self.places[line.target]
        beside = x == to_x
        if beside and y < to_y:  # the two ways between periods are drawn on two sides
            bend, to_bend = x - 0.75, to_x - 0.75
        else:
            bend, to_bend = (x + 0.75, to_x + 0.75) if beside else ((x + to_x) / 2,) * 2
        curve = Curve([(x, y), (bend, y), (to_bend, to_y), (to_x, to_y)], [1, 4, 4, 4])
        width = 0.6 + 7 * float(line.values["weight"])
        axes.add_patch(
            PathPatch(curve, fc="none", ec=colour, lw=width, alpha=0.8, zorder=1, capstyle="butt",
                      ls=(0, (1.0, 1.0)) if beside else "-")
        )  # fmt: skip
        if line.values["kind"] in ("fusion", "culture"):
            self._number(axes, line, ((x + to_x) / 2, (y + to_y) / 2))

    def _number(self, axes: Any, line: _Line, at: tuple[float, float]) -> None:
        box = {"boxstyle": "round,pad=0.12", "fc": "white", "ec": "none", "alpha": 0.9}
        axes.text(*at, f"{line.values['weight']:.2f}", fontsize=8, color="#33373d", zorder=2,
                  ha="center", va="center", bbox=box)  # fmt: skip

    def _draw_boxes(self, axes: Any) -> None:
        for (kind, node), (x, y) in self.places.items():
            label = str(self.graph.nodes[node]["name"])
            label = label if len(label) <= 2 * _FEW else label[: 2 * _FEW - 1] + "…"
            box = {"boxstyle": "round,pad=0.35", "fc": _FILLS[kind], "ec": "#8a8f98", "lw": 0.8}
            axes.text(x, y, _wrapped(label), ha="center", va="center", fontsize=8.5, bbox=box,
                      zorder=3)  # fmt: skip


def _upper(colours: Any) -> Any:
    from matplotlib.colors import ListedColormap

    return ListedColormap([colours(0.25 + 0.75 * i / 255) for i in range(256)])


def _wrapped(label: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(label, _FEW))
