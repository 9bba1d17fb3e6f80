"""One page that shows what the current run says: pictures, nearest cultures, evidence, method."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.curves import curves
from api.dendrogram import dendrogram
from api.evidence import shared
from api.forest import Stand, forest
from api.material import material
from api.overview import overview
from api.picture import heat_map, network
from api.world_map import world_map
from gnn.runs import RunInfo, current
from gnn.similar import Distances, distances
from kg.errors import NotFound
from kg.schema import ENTITY_LABELS
from kg.similar import Neighbour, neighbours, theme_id
from kg.store import Store

_EVERY = "all"
_LINKS = 3
_THEMES = 7
"""Columns of the table: more would not be read."""
_PAIRS = 6
_FEWEST = 4  # cultures that make a tree
_METRICS = {
    "auc": "AUC",
    "mrr": "MRR",
    "recall": "found in first fifth",
    "recall_by_chance": "so by chance",
    "queries": "queries",
    "cultures": "cultures",
}


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest culture of each culture on the themes that most cultures have sources about.

    None where too little is known.
    """

    themes: tuple[str, ...]
    rows: dict[str, dict[str, Neighbour | None]]


@dataclass(frozen=True, slots=True)
class Report:
    """The pages and pictures: file name -> content."""

    files: dict[str, bytes]
    nearest: Nearest

    def save(self, folder: Path) -> list[Path]:
        """Write all files into `folder`, the page last: where it is, all are."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in reversed(self.files.items()):
            (folder / name).write_bytes(content)
        return [folder / name for name in self.files]


def report(store: Store, *, title: str = "How near are these cultures?") -> Report:
    """Draw and write everything about the current run.

    Raises NotFound before the first run.
    """
    run = current(store)
    if run is None:
        raise NotFound("Nothing has been learned yet.", hint="Run umran train.")
    known = distances(store)
    nearest = nearest_of(store, known.names)
    pictures = {
        "distances.png": heat_map(known.names, known.matrix, title="Distances between cultures"),
        "network.png": _network(store, known),
        "loss.png": curves(dict(run.metrics)),
        **_margins(dict(run.metrics)),
        **_tree(known),
        **_map(store, nearest),
    }
    page = _page(store, run, title, nearest, pictures)
    return Report({"report.html": page.encode(), **pictures}, nearest)


def metric_table(metrics: dict[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows: the model, then its baselines, on the same held-out cultures."""
    others = metrics.get("baselines", {})
    order = sorted(others, key=lambda name: -others[name].get("auc", 0))
    models = {"model": metrics.get("model", {}), **{name: others[name] for name in order}}
    kept = [name for name in _METRICS if any(name in scores for scores in models.values())]
    rows = [
        [model, *(_figure(scores.get(name, "")) for name in kept)]
        for model, scores in models.items()
    ]
    return ["", *(_METRICS[name] for name in kept)], rows


def _figure(value: Any) -> Any:
    """Counts are counts."""
    return int(value) if isinstance(value, float) and value.is_integer() and value > 1 else value


def nearest_of(store: Store, names: Sequence[str]) -> Nearest:
    """What the table of the page shows, for cultures of these names."""
    themes = [
        row["name"] for row in store.read("MATCH (t:Theme) RETURN t.name AS name ORDER BY name")
    ]
    first = {key: found[0] for key, found in neighbours(store).items()}
    rows = {
        name: {theme: first.get((name, theme_id(theme))) for theme in (_EVERY, *themes)}
        for name in names
    }
    said = sorted(themes, key=lambda theme: -sum(row[theme] is not None for row in rows.values()))
    kept = (_EVERY, *(theme for theme in themes if theme in said[:_THEMES]))
    return Nearest(kept, {name: {t: row[t] for t in kept} for name, row in rows.items()})


def _network(store: Store, known: Distances) -> bytes:
    regions = store.nodes("Culture", ["name", "region"])
    groups = {n: r or "" for n, r in zip(regions["name"], regions["region"], strict=True)}
    near = neighbours(store, k=_LINKS)
    edges = [
        (name, other.name, other.score)
        for name in known.names
        for other in near.get((name, _EVERY), ())
    ]
    return network(edges, groups, title="Each culture with its three nearest")


def _margins(metrics: dict[str, Any]) -> dict[str, bytes]:
    """What the model gains on each baseline; nothing for runs that hold no answer."""
    from gnn.bootstrap import Interval

    if not (found := metrics.get("margins")):
        return {}
    scores = {name: metrics["baselines"][name]["auc"] for name in found}
    gains = {name: Interval(**each) for name, each in found.items()}
    title = f"AUC of held-out cultures: model {metrics['model']['auc']:.3f}"
    return {"margins.png": forest([Stand(title, scores, gains)])}


def _tree(known: Distances) -> dict[str, bytes]:
    if len(known.names) < _FEWEST:
        return {}
    return {"tree.png": dendrogram(known.names, known.vectors, title="Which cultures go together")}


def _map(store: Store, nearest: Nearest) -> dict[str, bytes]:
    """A map, where the places of at least two are known."""
    columns = store.nodes("Culture", ["name", "latitude", "longitude"])
    rows = zip(columns["name"], columns["latitude"], columns["longitude"], strict=True)
    places = {n: (y, x) for n, y, x in rows if n in nearest.rows and None not in (y, x)}
    if len(places) < 2:
        return {}
    first = ((name, row[_EVERY]) for name, row in nearest.rows.items())
    joined = [(name, other.name, other.score) for name, other in first if other]
    return {"map.png": world_map(places, joined, title="Each culture with its nearest")}


def _page(
    store: Store, run: RunInfo, title: str, nearest: Nearest, pictures: dict[str, bytes]
) -> str:
    from jinja2 import Environment, PackageLoader

    found = overview(store)
    counts = found["counts"]
    evidence = _evidence(store, nearest)
    columns, rows = metric_table(dict(run.metrics))
    template = Environment(loader=PackageLoader("api"), autoescape=True).get_template("report.html")
    return template.render(
        title=title,
        lead=f"{len(nearest.rows):,} cultures, {counts['Passage']:,} passages, "
        f"{counts['Media']:,} pictures and sounds, {counts['HAS_TRAIT']:,} coded traits.",
        sources=found["sources"],
        counts=_counted(counts),
        pictures={
            name.removesuffix(".png"): base64.b64encode(content).decode()
            for name, content in pictures.items()
        },
        material=material(store, list(nearest.rows)),
        notes=run.metrics.get("notes", ()),
        themes=nearest.themes,
        nearest=[(name, [row[t] for t in nearest.themes]) for name, row in nearest.rows.items()],
        evidence=evidence,
        silent=sorted(set(nearest.themes[1:]) - {theme for theme, *_ in evidence}),
        created=run.created[:16].replace("T", " "),
        verdict=run.metrics.get("verdict", ""),
        chosen=run.metrics.get("ladder", {}).get("sentence", ""),
        metric_columns=columns,
        metric_rows=rows,
        run=run,
    )


def _counted(counts: dict[str, int]) -> str:
    """What was found in the texts, in words."""
    kinds = sorted(
        ((counts[label], label) for label in ENTITY_LABELS if counts[label]), reverse=True
    )
    entities = ", ".join(f"{n:,} {label.lower()}{'s' * (n > 1)}" for n, label in kinds)
    return (
        f"In them {counts['MENTIONS']:,} mentions of {sum(n for n, _ in kinds):,} entities were "
        f"found ({entities}), and {counts['CO_OCCURS']:,} pairs that stand in one sentence."
    )


def _evidence(store: Store, nearest: Nearest) -> list[tuple[str, str, str, str, Any]]:
    """For a near pair of each theme: something of that theme that both name, with a sentence of
    each."""
    found = []
    for theme in nearest.themes[1:]:
        pairs = [(row[theme], name) for name, row in nearest.rows.items()]
        ranked = sorted(((n.score, name, n.name) for n, name in pairs if n), reverse=True)
        named = [
            (theme, one, other, each.entity, each.quotes)
            for _, one, other in ranked[:_PAIRS]
            for each in shared(store, one, other, theme=theme)
            if each.fits
        ]
        found += named[:1]
    return found
