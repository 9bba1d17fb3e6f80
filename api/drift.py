"""How a culture changes over time, with sentences from both sides of a change."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from api.claim import culture_of, current_encoder, theme_of
from kg.store import Store

if TYPE_CHECKING:
    from gnn.bundle import GraphBundle
    from gnn.drift import Drift, Step

Quotes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A step that is shown, and sentences (text, document) of its two periods; `proven` is False
    for the largest step where none is more than chance."""

    step: "Step"
    proven: bool
    before: Quotes
    after: Quotes


@dataclass(frozen=True, slots=True)
class Drifted:
    """The drift and its changes."""

    drift: "Drift"
    changes: tuple[Change, ...]

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    @property
    def rows(self) -> list[tuple[str | float, ...]]:
        """A row a step."""
        found: list[tuple[str | float, ...]] = []
        for s in self.drift.steps:
            sources = f"{s.sources[0]}, {s.sources[1]}"
            chance = (s.shuffled, s.reseeded, s.p, s.q)
            found.append((s.earlier, s.later, s.distance, *chance, sources))
        return found

    @property
    def sentence(self) -> str:
        """What was found."""
        proven = [f"{c.step.earlier} to {c.step.later}" for c in self.changes if c.proven]
        name = f"{self.drift.culture} ({self.drift.theme})"
        if proven:
            return f"{name} changes from {', and from '.join(proven)}: more than chance."
        if all(step.changed is None for step in self.drift.steps):
            return f"{name}: too few sources in each period to tell a change from chance."
        return f"{name}: no step is more than shuffled sources or another seed give."


def drifted(store: Store, folder: Path, culture: str, *, theme: str = "") -> Drifted:
    """The drift of a culture by the encoder of the current run, which is kept in `folder`.

    Without a theme it is the one on which most periods are known. Raises NotFound for unknown
    names, before the first run, and with fewer than two periods.
    """
    from gnn.confidence import confidence_of
    from gnn.drift import drift, reseeded
    from gnn.export import export
    from gnn.telling import telling

    run, kept = current_encoder(store, folder)
    bundle = export(store)
    place = culture_of(store, bundle, culture)
    about = theme_of(store, bundle, theme) if theme else _richest(bundle, place)
    sure = confidence_of(bundle, kept)
    steps = int(run.metrics.get("step", 0))
    found = drift(sure, reseeded(bundle, kept, steps), place, theme=about)
    changes = []
    for step, proven in _shown(found):
        sides = telling(bundle, kept, step.facets)
        before, after = (_quotes(store, uids) for uids in sides)
        changes.append(Change(step, proven, before, after))
    return Drifted(found, tuple(changes))


def _richest(bundle: "GraphBundle", culture: int) -> int:
    """The theme with most periods, then with most sources in them; -1 where no period is known."""
    facets = bundle.facets
    own = [int(f) for f in np.flatnonzero((facets.culture == culture) & (facets.period >= 0))]
    themes = sorted({int(facets.theme[f]) for f in own})

    def known(theme: int) -> tuple[int, int]:
        rows = [f for f in own if facets.theme[f] == theme]
        return len(rows), int(facets.sources[rows].sum())

    return max(themes, key=known, default=-1)


def _shown(found: "Drift") -> list[tuple["Step", bool]]:
    proven = [(step, True) for step in found.steps if step.changed]
    return proven or [(max(found.steps, key=lambda step: step.distance), False)]


def _quotes(store: Store, uids: tuple[str, ...]) -> Quotes:
    rows = store.read(
        "UNWIND $uids AS uid MATCH (p:Passage {uid: uid})-[:PART_OF]->(d:Document) "
        "RETURN uid, p.text AS text, d.title AS document",
        uids=list(uids),
    )
    found = {row["uid"]: (row["text"], row["document"]) for row in rows}
    return tuple(found[uid] for uid in uids if uid in found)
