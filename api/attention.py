"""Attention graphs of a culture in the store, and the files they are written to."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import NotFound, SettingsError
from kg.store import Store

if TYPE_CHECKING:
    import networkx as nx

    from gnn.bundle import GraphBundle
    from gnn.inputs import Inputs
    from gnn.model import CultureEncoder


@dataclass(frozen=True, slots=True)
class Explained:
    """The graph, and which encoder it is of, in words."""

    graph: "nx.DiGraph[str]"
    encoder: str


def explain(
    store: Store, culture: str, *, theme: str = "all", folder: Path | None = None, most: int = 6
) -> Explained:
    """The attention graph of a culture, on a theme or on all.

    With the encoder of the current run that is kept in `folder`; without one by the closed form,
    which is where every training begins. Raises NotFound for unknown names, and where `folder` has
    no encoder of the current run.
    """
    from gnn.attention import attention_graph
    from gnn.bundle import ALL
    from gnn.export import export
    from kg.lookup import look_up
    from kg.theme import themes

    bundle = export(store)
    rows = store.nodes("Culture", ["name", "aliases"])
    known = [dict(zip(rows, row, strict=True)) for row in zip(*rows.values(), strict=True)]
    uid = look_up(culture, known, what="culture")["uid"]
    if uid not in bundle.cultures.uid:
        raise NotFound(f"Nothing is known of {culture} that could be embedded.")
    wanted = ALL
    if theme != "all":
        wanted = bundle.themes.uid.index(look_up(theme, themes(store), what="theme")["uid"])
    encoder, inputs, seen, words = _encoder(store, bundle, folder)
    place = bundle.cultures.uid.index(uid)
    return Explained(attention_graph(encoder, inputs, seen, place, wanted, most=most), words)


def save(graph: "nx.DiGraph[str]", path: Path) -> None:
    """Write what the ending of `path` says: .graphml, .json or .png. Raises SettingsError."""
    import networkx as nx

    if path.suffix == ".graphml":
        nx.write_graphml(graph, path)
    elif path.suffix == ".json":
        path.write_text(json.dumps(plain(graph), ensure_ascii=False, indent=2) + "\n")
    elif path.suffix == ".png":
        from api.attention_picture import draw

        path.write_bytes(draw(graph))
    else:
        raise SettingsError(f"{path} ends in {path.suffix!r}.", hint="Take .graphml, .json, .png.")


def plain(graph: "nx.DiGraph[str]") -> dict[str, Any]:
    """The node-link form of networkx, with `edges`."""
    import networkx as nx

    found: dict[str, Any] = nx.node_link_data(graph, edges="edges")
    return found


def _encoder(
    store: Store, bundle: "GraphBundle", folder: Path | None
) -> tuple["CultureEncoder", "Inputs", "GraphBundle", str]:
    if folder is None:
        return _untrained(bundle)
    from gnn.kept import known_to, load_kept, translated
    from gnn.model import CultureEncoder
    from gnn.runs import current

    run = current(store)
    if run is None:
        raise NotFound("Nothing has been learned yet.", hint="Run umran train.")
    kept = load_kept(folder / f"{run.uid}.ckpt")
    seen = translated(kept, bundle)
    shape = replace(kept.config.shape, labels=max(len(kept.labels), 1))
    encoder = CultureEncoder(kept.closed, shape)
    encoder.load_state_dict(dict(kept.states[0]))
    beside = ", which a closed form speaks for or beside" if kept.form else ""
    return encoder, known_to(kept, seen), seen, f"first encoder of {run.name}{beside}"


def _untrained(
    bundle: "GraphBundle",
) -> tuple["CultureEncoder", "Inputs", "GraphBundle", str]:
    import numpy as np

    from gnn.closed_form import fit_closed_form
    from gnn.inputs import inputs_of
    from gnn.model import CultureEncoder, Shape

    inputs, shape = inputs_of(bundle), Shape(labels=max(len(bundle.entities.labels), 1))
    if not inputs.pooled:
        raise NotFound("No facet has a vector or a coded trait, so there is nothing to show.")
    rows = np.ones(bundle.size, bool)
    closed = fit_closed_form(inputs.pooled, inputs.strata, width=shape.width, rows=rows)
    return CultureEncoder(closed, shape), inputs, bundle, "closed form, before any training"
