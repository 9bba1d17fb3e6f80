"""The graph model, stated once as data; indexes, merges, exports and the docs derive from it."""

from kg.declaration import Schema, TextIndex, VectorIndex
from kg.edges import EDGES
from kg.nodes import ENTITY_LABELS, NODES

__all__ = ["ENTITY_LABELS", "SCHEMA", "TEXT_SIZE"]

TEXT_SIZE = 256

SCHEMA = Schema(
    NODES,
    EDGES,
    vectors=(VectorIndex("passage_embedding", "Passage", "embedding", TEXT_SIZE),),
    texts=(TextIndex("passage_terms", "Passage", "terms"),),
)
