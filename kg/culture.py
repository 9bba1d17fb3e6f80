"""What the graph knows of a culture, in a few words."""

from dataclasses import dataclass

from kg.lookup import look_up
from kg.similar import cultures
from kg.store import Store

# DISTINCT: else the embedded engine counts edges, whatever label stands at their other end.
_CULTURES = (
    "MATCH (c:Culture) OPTIONAL MATCH (d:Document)-[:DESCRIBES]->(c) "
    "WITH c, count(DISTINCT d) AS documents OPTIONAL MATCH (m:Media)-[:DESCRIBES]->(c) "
    "WITH c, documents, count(DISTINCT m) AS media OPTIONAL MATCH (c)-[h:HAS_TRAIT]->(:Trait) "
    "WITH c, documents, media, count(h) AS traits "
)
_CULTURE = (
    "RETURN c.name AS name, c.aliases AS aliases, c.region AS region, c.family AS family, "
    "c.latitude AS latitude, c.longitude AS longitude, documents, media, traits ORDER BY name"
)


@dataclass(frozen=True, slots=True)
class Culture:
    """A culture: `aliases` in any language, degrees, and how many documents and media are about it
    and how many traits tables code."""

    name: str
    aliases: tuple[str, ...]
    region: str | None
    family: str | None
    latitude: float | None
    longitude: float | None
    documents: int
    media: int
    traits: int


@dataclass(frozen=True, slots=True)
class Coded:
    """How a table codes a culture; `reference` are the works that the code rests on."""

    trait: str
    value: str
    year: int | None
    reference: str | None


def studied(store: Store) -> list[Culture]:
    """The cultures that a document, a picture or a table is about, by name; texts may mention
    many more."""
    query = _CULTURES + "WITH * WHERE documents + media + traits > 0 " + _CULTURE
    return [_culture(row) for row in store.read(query)]


def culture(store: Store, name: str) -> Culture:
    """The culture that a name or an alias means. Raises NotFound, with near matches."""
    return known(store, look_up(name, cultures(store), what="culture")["uid"])


def known(store: Store, uid: str) -> Culture:
    """The culture with this uid, which is there."""
    query = _CULTURES.replace("(c:Culture)", "(c:Culture {uid: $uid})", 1) + _CULTURE
    return _culture(store.read(query, uid=uid)[0])


def traits(store: Store, name: str) -> list[Coded]:
    """How tables code a culture, by trait. Raises NotFound."""
    uid = look_up(name, cultures(store), what="culture")["uid"]
    rows = store.read(
        "MATCH (:Culture {uid: $uid})-[h:HAS_TRAIT]->(t:Trait) RETURN t.name AS trait, "
        "h.value AS value, h.year AS year, h.reference AS reference ORDER BY trait, value",
        uid=uid,
    )
    return [Coded(**row) for row in rows]


def _culture(row: dict[str, object]) -> Culture:
    aliases = row.pop("aliases")
    return Culture(aliases=tuple(aliases or ()), **row)  # type: ignore[arg-type]
