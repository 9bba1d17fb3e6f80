"""How the graph looks in Bloom and in Neo4j Browser: one declaration for both.

Captions of nodes are those of `kg.schema`. The colours of labels are far apart for people with
full colour vision and with protanopia, deuteranopia or tritanopia alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.declaration import EdgeType, NodeType, Schema

GREY = "#848484"


@dataclass(frozen=True, slots=True)
class Look:
    """`colour` is #RRGGBB, `size` a multiple of the usual one; `caption` names the property that is
    written on an edge beside its type, where there is one."""

    colour: str
    size: float = 1
    caption: str = ""


LABELS: Mapping[str, Look] = {
    "Culture": Look("#F4881C", 2),
    "Person": Look("#A064F4"),
    "Group": Look("#7C1CA0"),
    "Place": Look("#64B8D0"),
    "Practice": Look("#D03410"),
    "Belief": Look("#6410C4"),
    "Structure": Look("#94644C"),
    "Artifact": Look("#ACA058"),
    "Institution": Look("#104C70"),
    "Concept": Look("#94A0F4"),
    "Event": Look("#941010"),
    "Document": Look("#707C88"),
    "Passage": Look("#E8E8E8", 0.5),
    "Media": Look("#E8A0A0"),
    "Trait": Look("#ACF47C"),
    "Theme": Look("#F4DC10", 1.5),
    "Period": Look("#4C7CAC", 1.5),
    "Facet": Look("#4C4C4C", 0.5),
}
TYPES: Mapping[str, Look] = {
    "PART_OF": Look(GREY),
    "DESCRIBES": Look(GREY),
    "MENTIONS": Look(GREY, caption="surface"),
    "CO_OCCURS": Look("#4C7CAC", caption="passages"),
    "ABOUT": Look("#ACA058"),
    "DATED": Look("#64B8D0"),
    "BROADER": Look("#ACA058"),
    "HAS_TRAIT": Look("#6410C4", caption="value"),
    "OF": Look(GREY),
    "ON": Look(GREY),
    "IN": Look(GREY),
    "SIMILAR_TO": Look("#F4881C", 2, "score"),
}
HIDDEN_LABELS = frozenset({"Run", "Source", "Collection", "Unreadable", "Ingestion", "Restoration"})
HIDDEN_TYPES = frozenset({"NAMES", "LOCATED_BY"})
"""How the graph came about and how names are settled: nothing that is asked in a scene."""
_HIDDEN_PROPERTIES = {
    *("uid", "norm", "fingerprint", "sha256", "embedding", "encoder", "terms", "idx", "run"),
    *("HAS_TRAIT.document", "Document.text"),
}


def shown_nodes(schema: Schema) -> list[NodeType]:
    """The labels that people see."""
    return [node for node in schema.nodes if node.label not in HIDDEN_LABELS]


def shown_edges(schema: Schema) -> list[EdgeType]:
    """The relationship types that people see."""
    return [edge for edge in schema.edges if edge.type not in HIDDEN_TYPES]


def hides(owner: str, property: str) -> bool:
    """Whether a property of a label or type says nothing to people."""
    return not _HIDDEN_PROPERTIES.isdisjoint({property, f"{owner}.{property}"})
