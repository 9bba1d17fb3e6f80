"""The graph as a table of its cultures: the columns that a question needs, each by a reading query.

What tables code are values; `region`, `family` and numbers of sources are columns, too; and whether
texts about a culture name an entity, of which those without texts can say nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.table.sheet import Cell, Sheet, shown
from api.table.vocabulary import Term, Vocabulary, synonyms
from kg.errors import NotFound, QueryStopped
from kg.reading import query
from kg.schema import ENTITY_LABELS
from kg.settings import Settings
from kg.store import Store

_CULTURES = (
    "MATCH (c:Culture) OPTIONAL MATCH (d:Document)-[:DESCRIBES]->(c) "
    "WITH c, count(DISTINCT d) AS documents OPTIONAL MATCH (c)-[h:HAS_TRAIT]->(:Trait) "
    "WITH c, documents, count(h) AS traits WHERE documents + traits > 0 "
    "RETURN c.uid AS uid, c.name AS culture, c.region AS region, c.family AS family, "
    "c.latitude AS latitude, c.longitude AS longitude, documents, traits ORDER BY culture, uid"
)
_OWN = ("region", "family", "latitude", "longitude", "documents", "traits")
_TRAIT = (
    "MATCH (c:Culture)-[h:HAS_TRAIT]->(:Trait {name: $trait}) "
    "RETURN c.uid AS uid, collect(DISTINCT h.value) AS found"
)
_VALUES = (
    "MATCH (:Culture)-[h:HAS_TRAIT]->(t:Trait) "
    "RETURN t.name AS trait, collect(DISTINCT h.value) AS found ORDER BY trait"
)
_TEXTS = (
    "MATCH (c:Culture)<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(p:Passage) "
    "RETURN c.uid AS uid, count(DISTINCT p) AS found"
)
_NAMED = (
    "MATCH (c:Culture)<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(p:Passage) "
    "MATCH (p)-[:MENTIONS]->(e:{label} {{uid: $entity}}) "
    "RETURN c.uid AS uid, count(DISTINCT p) AS found"
)
SENTENCES = "sentences"


@dataclass(slots=True)
class Cultures:
    """The cultures that a document is about or a table codes; `asked` are the queries so far, each
    with its parameters and the number of rows that came back."""

    store: Store
    settings: Settings
    asked: list[tuple[str, dict[str, Any], int]] = field(default_factory=list)
    _entities: dict[str, tuple[str, str]] = field(default_factory=dict)

    def vocabulary(self) -> Vocabulary:
        """All names that a question may use. Raises NotFound where there are no cultures."""
        return Vocabulary(self._names())

    def sheet(self, columns: Sequence[str]) -> Sheet:
        """The cultures with these columns."""
        rows = self._rows(_CULTURES)
        uids = [row["uid"] for row in rows]
        own = {name: tuple(_cell(row[name]) for row in rows) for name in _OWN}
        found = {c: own[c] if c in own else self._column(c, uids) for c in columns}
        return Sheet(tuple(row["culture"] for row in rows), found, "cultures")

    def coded(self) -> list[str]:
        """The traits that tables code, by name."""
        return [row["trait"] for row in self._rows(_VALUES)]

    def _column(self, column: str, uids: Sequence[str]) -> tuple[Cell, ...]:
        if column == SENTENCES or column in self._entities:
            texts = {row["uid"]: row["found"] for row in self._rows(_TEXTS)}
            if column == SENTENCES:
                return tuple((str(texts.get(uid, 0)),) for uid in uids)
            label, entity = self._entities[column]
            rows = self._rows(_NAMED.format(label=label), entity=entity)
            named = {row["uid"]: row["found"] for row in rows}
            return tuple((str(named.get(u, 0)),) if u in texts else None for u in uids)
        found = {row["uid"]: row["found"] for row in self._rows(_TRAIT, trait=column)}
        return tuple(tuple(sorted(found[uid])) if found.get(uid) else None for uid in uids)

    def _rows(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        """Rows through the reading door. Raises QueryStopped where there are more than allowed:
        what is counted must be whole."""
        limits = self.settings
        found = query(
            self.store,
            text,
            parameters,
            seconds=limits.query_seconds,
            rows=limits.query_rows,
            size=limits.query_bytes,
        )
        if found.truncated:
            raise QueryStopped(
                "The table has more rows than one query may return.", hint="UMRAN_QUERY_ROWS."
            )
        self.asked.append((text, parameters, len(found)))
        return list(found)

    def _names(self) -> Iterator[tuple[Term, Sequence[str]]]:
        rows = self._rows(_CULTURES)
        if not rows:
            raise NotFound("The graph holds no cultures.", hint="Run umran ingest FOLDER.")
        for column in (*_OWN, SENTENCES):
            yield Term("column", column), synonyms(column)
        for column in ("region", "family"):
            for value in sorted({row[column] for row in rows if row[column]}):
                yield Term("value", column, value), synonyms(value)
        for row in self._rows(_VALUES):
            yield Term("column", row["trait"]), synonyms(row["trait"])
            for value in sorted(filter(str.strip, row["found"])):
                if not value.replace(".", "").isdigit():
                    yield Term("value", row["trait"], value), synonyms(value)
        studied = {row["uid"] for row in rows}
        for label in ENTITY_LABELS:
            yield from self._entity_names(label, studied)

    def _entity_names(self, label: str, studied: set[str]) -> Iterator[tuple[Term, Sequence[str]]]:
        columns = self.store.nodes(label, ["name", "aliases"])
        for uid, name, aliases in zip(*columns.values(), strict=True):
            own = (name, *(aliases or ()))
            if uid in studied:
                yield Term("row", name, name), own
            elif label != "Culture":
                column = f"sentences naming {name}"
                self._entities.setdefault(column, (label, uid))
                yield Term("entity", column), own


def _cell(value: Any) -> Cell:
    if value is None:
        return None
    return (shown(value) if isinstance(value, float) else str(value),)
