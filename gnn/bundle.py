"""What training reads: a part of the graph as arrays and ids, the same from every store.

All ids are sorted, all edges are sorted by target and then by source, reals are float32 and
indexes int64. -1 stands for "all themes" and "all periods".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields

import numpy as np
import numpy.typing as npt

from gnn.spec import ExportSpec

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Names = tuple[str, ...]

VECTOR_MODALITIES = ("text", "image", "audio")
MODALITIES = (*VECTOR_MODALITIES, "traits")
ALL = -1


@dataclass(frozen=True, slots=True)
class Cultures:
    """C cultures; unknown places are NaN, unknown regions and families are empty."""

    uid: Names
    name: Names
    region: Names
    family: Names
    latitude: Floats
    longitude: Floats


@dataclass(frozen=True, slots=True)
class Named:
    """Themes, periods (the eras) or documents: uid, and a name where there is one."""

    uid: Names
    name: Names


@dataclass(frozen=True, slots=True)
class Facets:
    """F facets: indexes of culture, theme and period, and counts of what is behind them.

    `documents` (2, n) holds pairs of document and facet.
    """

    culture: Ints
    theme: Ints
    period: Ints
    passages: Ints
    media: Ints
    traits: Ints
    sources: Ints
    documents: Ints


@dataclass(frozen=True, slots=True)
class Items:
    """n vectors (n, D) of one modality and one encoder; `facets` (2, m): pairs item, facet.

    NaN is what is not known of an item. `document` (n,) is the work that each stands in, -1 for
    none; empty where it was not asked for.
    """

    uid: Names
    encoder: str
    vectors: Floats
    facets: Ints
    document: Ints = field(default_factory=lambda: np.empty(0, np.int64))


@dataclass(frozen=True, slots=True)
class Traits:
    """One-hot codes: K columns, each one `code` of one `variable` (index into `uid`).

    `values` (F, K) are shares (tables may disagree), `known` (F, K) says where the variable is
    coded; values that are not known are 0 and mean nothing. `claims` (3, m) are what the shares
    count: facet, column, and the work that says so, -1 for none.
    """

    uid: Names
    code: Names
    variable: Ints
    values: Floats
    known: Bools
    claims: Ints = field(default_factory=lambda: np.empty((3, 0), np.int64))


@dataclass(frozen=True, slots=True)
class Entities:
    """E entities: uid, name, and the index of their label in `labels`."""

    uid: Names
    labels: Names
    label: Ints
    name: Names = ()


@dataclass(frozen=True, slots=True)
class Edges:
    """m edges: `index` (2, m) source and target, `weight` (m,), `features` (m, K) by `names`."""

    index: Ints
    weight: Floats
    features: Floats = field(default_factory=lambda: np.empty((0, 0), np.float32))
    names: Names = ()


@dataclass(frozen=True, slots=True)
class Spans:
    """First and last year of each period (P,), negative BCE; NaN is an open end."""

    first: Floats = field(default_factory=lambda: np.empty(0, np.float32))
    last: Floats = field(default_factory=lambda: np.empty(0, np.float32))


@dataclass(frozen=True, slots=True)
class GraphBundle:
    """An export.

    mentions: entity -> facet, weighted by the passages of the facet that name the entity; features
        `share` of the facet's passages, and `tf_idf`, that share times log(F / facets naming it).
    co_occurs: entity -> entity, both ways, weighted by npmi (-1 to 1); features `passages` that
        name both, and `jaccard`, their share of the passages that name either.
    parts: facet -> facet of one culture, narrower and broader by one level, both ways; feature
        `upward`, 1 to the broader one.
    years: of the periods.
    left_out: vectors of other encoders that were not taken, by modality and encoder.
    """

    snapshot: str
    spec: ExportSpec
    cultures: Cultures
    themes: Named
    periods: Named
    documents: Named
    facets: Facets
    items: Mapping[str, Items]
    traits: Traits
    entities: Entities
    mentions: Edges
    co_occurs: Edges
    parts: Edges
    left_out: Mapping[str, Mapping[str, int]]
    years: Spans = field(default_factory=Spans)

    @property
    def size(self) -> int:
        """Number of facets, F."""
        return len(self.facets.culture)

    def facet_name(self, facet: int) -> str:
        """Culture, theme and period of a facet, for people."""
        theme, period = self.facets.theme[facet], self.facets.period[facet]
        parts = [self.cultures.name[self.facets.culture[facet]]]
        parts += [self.themes.name[theme]] if theme != ALL else ["all themes"]
        parts += [self.periods.name[period]] if period != ALL else []
        return ", ".join(parts)

    def parts_by_name(self) -> Iterator[tuple[str, object]]:
        """(`table.field`, value) of everything in the tables, the items by modality."""
        for name in TABLES:
            yield from _flat(name, getattr(self, name))
        for modality in sorted(self.items):
            yield from _flat(f"items.{modality}", self.items[modality])


TABLES: Mapping[str, type] = {
    "cultures": Cultures,
    "themes": Named,
    "periods": Named,
    "documents": Named,
    "facets": Facets,
    "traits": Traits,
    "entities": Entities,
    "mentions": Edges,
    "co_occurs": Edges,
    "parts": Edges,
    "years": Spans,
}


def _flat(prefix: str, table: object) -> Iterator[tuple[str, object]]:
    for each in fields(table):  # type: ignore[arg-type]
        yield f"{prefix}.{each.name}", getattr(table, each.name)
