"""The graph as Python objects: one py2neo class for each label, made from `kg.schema`.

    from kg.ogm import Culture, open_repository

    repository = open_repository(graph)
    ottoman = repository.match(Culture).where(name="Ottoman").first()
    [(trait.name, how["value"]) for _, (_, how), trait in ottoman.has_trait.triples()]

A property of the schema is an attribute. An edge type is an attribute of both its ends, in small
letters at its source (`passage.mentions`) and after `from_` at its target (`culture.from_mentions`,
as `in` is a word of Python: `facet.in_`); what is found there is of the class of its own label.
Two nodes that several edges of one type join are found once: ask in Cypher for each mention.

Objects are for reading. What is in the graph follows from the documents alone, and py2neo would
delete the edges that it did not load; so saving raises TypeError. py2neo is at its end of life: it
is used here and nowhere else (docs/python.md).
"""

import weakref
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from py2neo.ogm import Model, ModelType, Property, RelatedFrom, RelatedTo, Repository

from kg.declaration import NodeType
from kg.schema import SCHEMA

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["MODELS", "Node", "open_repository"]
_PYTHON = {"in": "in_"}


class Node(Model):  # type: ignore[misc]
    """What all classes share; as the class of an edge's other end, the class of its label."""

    __primarykey__ = "uid"
    __caption__: ClassVar[str] = "uid"

    @classmethod
    def wrap(cls, node: Any) -> Any:
        """The object for a node of py2neo, of the class of its label."""
        if node is None or cls is not Node:
            return super().wrap(node)
        return MODELS[next(iter(node.labels))].wrap(node)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, self.__caption__)}>"

    def _refuse(self, _transaction: Any, *_: Any) -> NoReturn:
        raise TypeError(
            f"{self!r} cannot be written: the graph follows from its documents. "
            "Correct the documents or corrections.csv, and sync."
        )

    __db_create__ = __db_delete__ = __db_merge__ = __db_push__ = _refuse


def open_repository(graph: "Graph") -> Repository:
    """A py2neo connection to the store that `graph` has open, as long as it is open; it is closed
    when nobody holds it any longer."""
    at = graph.store.address
    repository = Repository(at.uri, auth=(at.user, at.password), name=at.database)
    weakref.finalize(repository, repository.graph.service.connector.close)
    return repository


def _model(node: NodeType) -> type[Node]:
    """The class of a label."""
    attributes: dict[str, Any] = {each.name: Property() for each in node.properties}
    for edge in SCHEMA.edges:
        name = edge.type.lower()
        if node.label in edge.sources:
            attributes[_PYTHON.get(name, name)] = RelatedTo(Node, edge.type)
        if node.label in edge.targets:
            attributes[f"from_{name}"] = RelatedFrom(Node, edge.type)
    own = {
        "__doc__": f"{node.meaning[0].upper()}{node.meaning[1:]}.",
        "__module__": __name__,
        "__primarylabel__": node.label,
        "__primarykey__": "uid",
        "__caption__": node.caption,
    }
    made: type[Node] = ModelType(node.label, (Node,), attributes | own)
    return made


MODELS: dict[str, type[Node]] = {node.label: _model(node) for node in SCHEMA.nodes}
"""By label; each is also a name of this module: `from kg.ogm import Culture`."""

globals().update(MODELS)


def __getattr__(name: str) -> type[Node]:
    """For type checkers, which do not see what is made from the schema."""
    raise AttributeError(f"The schema has no label {name!r}: it has {', '.join(MODELS)}")
