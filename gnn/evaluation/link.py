"""Links of a later time: which entities will a culture be named with, that it was not before?

What the last periods say is hidden. Of each culture that is spoken of before and after, each new
entity is sought among all entities that were known before and are not yet the culture's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from gnn.bundle import ALL, Bools, GraphBundle, Ints
from gnn.csr import distinct
from gnn.evaluation.affinity import Reals
from gnn.facet import edges
from gnn.inputs import years

_LATER = 0.2  # share of the dated links that are hidden, at least


@dataclass(frozen=True, slots=True)
class Split:
    """before: the bundle as it was, one facet a culture. had, new: (C, E) links before, and links
    that came after. year: from which on everything is hidden."""

    before: GraphBundle
    had: Bools
    new: Bools
    year: float


def split(bundle: GraphBundle) -> Split | None:
    """None where fewer than two periods have links, or none is new."""
    facets, year = bundle.facets, years(bundle)
    entity, facet = bundle.mentions.index
    dated = (facets.theme[facet] == ALL) & (facets.period[facet] != ALL) & ~np.isnan(year[facet])
    when = year[facet[dated]]
    if len(np.unique(when)) < 2:
        return None
    from_year = float(np.quantile(when, 1 - _LATER, method="lower"))
    from_year = max(from_year, float(np.unique(when)[1]))
    early = np.asarray((facets.theme == ALL) & (facets.period != ALL) & (year < from_year))
    size = (len(bundle.cultures.uid), len(bundle.entities.uid))
    had, new = np.zeros(size, bool), np.zeros(size, bool)
    for found, rows in ((had, early[facet]), (new, dated & (year[facet] >= from_year))):
        found[facets.culture[facet[rows]], entity[rows]] = True
    new &= ~had & had.any(0) & had.any(axis=1, keepdims=True)
    return Split(_before(bundle, early), had, new, from_year) if new.any() else None


def _before(bundle: GraphBundle, early: Bools) -> GraphBundle:
    """One facet a culture, over all themes and periods, with what the facets `early` have."""
    facets, size = bundle.facets, len(bundle.cultures.uid)
    own = np.arange(size, dtype=np.int64)

    def moved(pairs: Ints) -> Ints:
        kept = pairs[:, early[pairs[1]]]
        return distinct(np.stack([kept[0], facets.culture[kept[1]]]))

    def count(values: Ints) -> Ints:
        return np.bincount(facets.culture[early], values[early], size).astype(np.int64)

    items = {name: replace(each, facets=moved(each.facets)) for name, each in bundle.items.items()}
    links = moved(bundle.mentions.index)
    return replace(
        bundle,
        facets=replace(
            facets, culture=own, theme=np.full(size, ALL), period=np.full(size, ALL),
            passages=count(facets.passages), media=count(facets.media),
            traits=count(facets.traits), sources=count(facets.sources),
            documents=moved(facets.documents),
        ),
        items={name: each for name, each in items.items() if each.facets.size},
        traits=replace(
            bundle.traits,
            values=np.zeros((size, len(bundle.traits.code)), np.float32),
            known=np.zeros((size, len(bundle.traits.code)), bool),
        ),
        mentions=edges(links[0], links[1], np.ones(links.shape[1], np.float32)),
        parts=edges(own[:0], own[:0], np.zeros(0, np.float32)),
    )  # fmt: skip


def reciprocal_ranks(found: Split, likeness: Mapping[str, Reals]) -> dict[str, Reals]:
    """By method 1 / rank of each new link, culture by culture: `popularity`, and for each (C, C)
    likeness the votes of the cultures that are alike."""
    popular = np.repeat(found.had.sum(0, dtype=np.float64)[None], len(found.had), axis=0)
    scores = {"popularity": popular - found.had}
    for name, near in likeness.items():
        weight = np.maximum(near - np.diag(np.diag(near)), 0) ** 4
        total = np.maximum(weight.sum(1, keepdims=True), 1e-12)
        scores[name] = weight / total @ found.had + 1e-6 * popular
    return {name: _ranked(found, each) for name, each in scores.items()}


def _ranked(found: Split, scores: Reals) -> Reals:
    culture, entity = np.nonzero(found.new)
    own = scores[culture, entity][:, None]
    free = ~found.had[culture] & found.had.any(0)
    free[np.arange(len(entity)), entity] = False
    above = (free & (scores[culture] > own)).sum(1)
    level = (free & (scores[culture] == own)).sum(1)
    ranks: Reals = 1 + above + level / 2
    return 1 / ranks
