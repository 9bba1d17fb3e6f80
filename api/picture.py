"""Pictures of distances between cultures, as PNG bytes."""

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_NAMES = 60


def heat_map(names: Sequence[str], distances: NDArray[np.float32], *, title: str) -> bytes:
    """A heat map of `distances` (n, n) in the order of a hierarchical clustering.

    NaN, where nothing is known of a pair, and the diagonal are drawn grey.
    """
    order = cluster_order(distances)
    shown = distances[np.ix_(order, order)].copy()
    np.fill_diagonal(shown, np.nan)
    side = min(12.0, 2.6 + 0.32 * len(names))
    figure, axes = board(side, side * 0.9)
    picture = axes.imshow(np.ma.masked_invalid(shown), cmap="cividis_r", interpolation="nearest")
    axes.set_facecolor("#dddddd")
    axes.set_title(title, loc="left")
    if len(names) <= MOST_NAMES:
        labels = [names[i] for i in order]
        axes.set_xticks(range(len(names)), labels, rotation=60, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(len(names)), labels)
    else:
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_xlabel(f"{len(names)} cultures, too many to name")
    figure.colorbar(picture, ax=axes, shrink=0.7, label="distance (1 - cosine)")
    return png(figure)


def network(
    edges: Iterable[tuple[str, str, float]], groups: dict[str, str], *, title: str
) -> bytes:
    """Cultures as a network: nearer ones are joined by wider lines; colours are `groups`.

    `edges` are (culture, culture, score); a pair given from both sides is drawn once.
    """
    import networkx as nx

    graph: Any = nx.Graph()
    for one, other, score in edges:
        graph.add_edge(one, other, score=max(score, 0.01))
    figure, axes = board(9, 6.5)
    axes.set_title(title, loc="left")
    axes.axis("off")
    if graph:
        _draw(graph, groups, axes)
    return png(figure)


def cluster_order(distances: NDArray[np.float32]) -> list[int]:
    """An order of the rows in which near ones stand side by side."""
    if len(distances) < 3:
        return list(range(len(distances)))
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    known = distances[np.isfinite(distances)]
    filled = np.where(np.isfinite(distances), distances, known.max() if known.size else 1.0)
    symmetric = np.maximum((filled + filled.T) / 2, 0)
    np.fill_diagonal(symmetric, 0)
    tree = linkage(squareform(symmetric, checks=False), "average", optimal_ordering=True)
    return [int(leaf) for leaf in leaves_list(tree)]


def _draw(graph: Any, groups: dict[str, str], axes: Any) -> None:
    import matplotlib as mpl
    import networkx as nx

    positions = nx.kamada_kawai_layout(
        nx.Graph((a, b, {"d": 1.05 - s}) for a, b, s in graph.edges(data="score")), weight="d"
    )
    names = sorted({groups.get(node, "") for node in graph})
    palette = mpl.colormaps["tab20"]
    colours = [palette(names.index(groups.get(node, "")) % 20) for node in graph]
    scores = np.array([score for _, _, score in graph.edges(data="score")])
    spread = np.ptp(scores) or 1.0
    widest = 1.2 if len(graph) > MOST_NAMES else 3.6
    widths = 0.4 + (widest - 0.4) * (scores - scores.min()) / spread
    nx.draw_networkx_edges(graph, positions, ax=axes, width=widths, edge_color="#8a8f98", alpha=0.7)
    many = len(graph) > MOST_NAMES
    size = 40 if many else 170
    nx.draw_networkx_nodes(graph, positions, ax=axes, node_color=colours, node_size=size)
    above = {node: (x, y + 0.075) for node, (x, y) in positions.items()}
    box = {"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.75}
    if not many:
        nx.draw_networkx_labels(graph, above, ax=axes, font_size=9, bbox=box)
    for name in names:
        if name:
            axes.scatter([], [], color=palette(names.index(name) % 20), label=name)
    axes.margins(0.12)
    if any(names):
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False, fontsize=8)


def board(width: float, height: float) -> tuple["Figure", Any]:
    """A figure of so many inches, and its axes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def png(figure: "Figure") -> bytes:
    """Its bytes, the same for the same picture."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, metadata={"Software": None})
    return buffer.getvalue()
