"""A bundle of tables alone: one facet a culture, and no texts, entities or edges."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gnn.bundle import (
    ALL,
    Cultures,
    Edges,
    Entities,
    Facets,
    Floats,
    GraphBundle,
    Ints,
    Items,
    Named,
    Names,
    Traits,
)
from gnn.spec import ExportSpec


@dataclass(frozen=True, slots=True)
class Topics:
    """The theme (C,) that each culture's facet is on."""

    names: Names
    of: Ints


def tabled(
    name: str,
    cultures: Cultures,
    items: Mapping[str, Items],
    traits: Traits | None = None,
    topics: Topics | None = None,
) -> GraphBundle:
    """`name`: of the data. Facets in the order of cultures, over all periods, and over all themes
    where there are no topics."""
    size = len(cultures.uid)
    one, number = np.ones(size, np.int64), np.arange(size, dtype=np.int64)
    known = one * 0 if traits is None else np.asarray(traits.known.any(1), np.int64)
    media = sum((np.bincount(each.facets[1], minlength=size) for each in items.values()), one * 0)
    theme, names = (one * ALL, ()) if topics is None else (topics.of, topics.names)
    none = np.zeros((2, 0), np.int64)
    edges = Edges(none, np.zeros(0, np.float32))
    return GraphBundle(
        snapshot=name,
        spec=ExportSpec(),
        cultures=cultures,
        themes=Named(names, names),
        periods=Named((), ()),
        documents=Named((name,), (name,)),
        facets=Facets(
            number, theme, one * ALL, one * 0, media, known, one, np.stack([one * 0, number])
        ),
        items=items,
        traits=traits or _nothing(size),
        entities=Entities((), (), np.zeros(0, np.int64)),
        mentions=edges,
        co_occurs=edges,
        parts=edges,
        left_out={},
    )


def _nothing(size: int) -> Traits:
    none: Floats = np.zeros((size, 0), np.float32)
    return Traits((), (), np.zeros(0, np.int64), none, none > 0)
