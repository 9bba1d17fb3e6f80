"""The kinds of declarations that `kg.schema` is made of."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its Cypher `type` (STRING, INTEGER, FLOAT, BOOLEAN, LIST, VECTOR) and meaning."""

    name: str
    type: str
    meaning: str


def properties(**declared: str) -> tuple[Property, ...]:
    """`name="TYPE meaning"` as properties; every node type begins with its uid."""
    split = ((name, *text.partition(" ")) for name, text in declared.items())
    return tuple(Property(name, type_, meaning) for name, type_, _, meaning in split)


@dataclass(frozen=True, slots=True)
class NodeType:
    """A label; every node has a `uid`, unique in its label, that hashes its natural key."""

    label: str
    meaning: str
    caption: str
    properties: tuple[Property, ...]
    entity: bool = False


@dataclass(frozen=True, slots=True)
class EdgeType:
    """A relationship type between `sources` and `targets`.

    Two nodes have at most one such edge for each combination of the `key` properties. The
    `counter` property, where there is one, is a sum over evidence.
    """

    type: str
    meaning: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    properties: tuple[Property, ...] = ()
    key: tuple[str, ...] = ()
    counter: str = ""


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """Nearest-neighbour index on a vector property; cosine."""

    name: str
    label: str
    property: str
    size: int


@dataclass(frozen=True, slots=True)
class TextIndex:
    """Full-text index on a string property."""

    name: str
    label: str
    property: str


@dataclass(frozen=True, slots=True)
class Schema:
    """All labels, relationship types and indexes."""

    nodes: tuple[NodeType, ...]
    edges: tuple[EdgeType, ...]
    vectors: tuple[VectorIndex, ...] = ()
    texts: tuple[TextIndex, ...] = ()
    _nodes: dict[str, NodeType] = field(init=False, repr=False, default_factory=dict)
    _edges: dict[str, EdgeType] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._nodes.update({node.label: node for node in self.nodes})
        self._edges.update({edge.type: edge for edge in self.edges})

    def node(self, label: str) -> NodeType:
        """The declaration of a label; KeyError if there is none."""
        return self._nodes[label]

    def edge(self, type: str) -> EdgeType:
        """The declaration of a relationship type; KeyError if there is none."""
        return self._edges[type]

    def vector(self, label: str) -> VectorIndex:
        """The vector index on a label; KeyError if it has none."""
        return {index.label: index for index in self.vectors}[label]
