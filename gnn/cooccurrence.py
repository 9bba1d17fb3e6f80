"""Which entities the evidence of facets names, and how much oftener than by chance together."""

import math
from dataclasses import dataclass

import numpy as np

from gnn.bundle import Bools, Edges, Entities, Ints
from gnn.column import numbers, read_counts
from gnn.csr import distinct
from gnn.facet import Grouping, edges
from gnn.item import PASSAGE, ItemTable, World
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Together:
    """Pairs of the world's entities (2, m) and how many passages name both (m,)."""

    pairs: Ints
    passages: Ints


def npmi(both: int, one: int, other: int, passages: int) -> float:
    """Normalised pointwise mutual information, -1 (never) to 1 (only together).

    From numbers of passages. Bouma (2009), "Normalized (pointwise) mutual information in
    collocation extraction".
    """
    if both <= 0:
        return -1.0
    if both >= passages:
        return 1.0
    return math.log(both * passages / (one * other)) / -math.log(both / passages)


def read_together(store: Store, world: World) -> Together:
    """All CO_OCCURS edges, in the order of their ends."""
    ends = world.places["entities"]
    found = [np.empty((3, 0), np.int64)]
    for nodes in (world.nodes[label] for label in world.labels):
        one, other, both = read_counts(store, nodes, "CO_OCCURS", "passages", ends)
        found.append(np.stack([ends.find(nodes.handle[one]), other, both]))
    every = np.concatenate(found, axis=1)
    every = every[:, np.lexsort((every[1], every[0]))]
    return Together(every[:2], every[2])


def co_occurrences(together: Together, entities: Entities, items: ItemTable, world: World) -> Edges:
    """Edges entity -> entity, both ways, weighted by npmi over all passages of the store."""
    often = np.bincount(items.mentions[1], minlength=len(world.entities))
    passages = len(np.unique(items.mentions[0]))
    place = numbers(world.entities, {uid: i for i, uid in enumerate(entities.uid)})
    own = (place[together.pairs] >= 0).all(0)
    pairs, both = together.pairs[:, own], together.passages[own]
    one, other = often[pairs]
    rows = zip(both.tolist(), one.tolist(), other.tolist(), strict=True)
    weight = np.array([npmi(*row, passages) for row in rows], np.float32)
    a, b = place[pairs]
    return edges(
        np.stack([a, b], axis=1).reshape(-1),
        np.stack([b, a], axis=1).reshape(-1),
        np.repeat(weight, 2),
        passages=np.repeat(both, 2).astype(np.float32),
        jaccard=np.repeat(both / np.maximum(one + other - both, 1), 2).astype(np.float32),
    )


def mentioned(
    grouping: Grouping, items: ItemTable, world: World, cultures: Ints, near: Bools
) -> tuple[Entities, Edges]:
    """The entities that the facets' passages name, and the edges entity -> facet.

    A culture's own name is left out: it says who it is, not what it is like. `cultures` gives the
    position in the world of each culture that stays, `near` (E,) says which entities may.
    """
    facet, entity, count = _counted(grouping, items, len(world.entities))
    own = world.own[cultures[grouping.keys[facet, 0]]] if len(facet) else facet
    keep = (entity != own) & near[entity]
    facet, entity, count = facet[keep], entity[keep], count[keep]
    used, place = np.unique(entity, return_inverse=True)
    uids, names = (tuple(each[i] for i in used) for each in (world.entities, world.names))
    found = Entities(uids, world.labels, world.label[used], names)
    passages = np.bincount(grouping.members[0], items.kind[grouping.members[1]] == PASSAGE)
    share = count / passages[facet]
    facets = np.bincount(place, minlength=len(used)).tolist()
    rare = np.array([math.log(grouping.size / number) for number in facets])
    return found, edges(place, facet, count, share=share, tf_idf=share * rare[place])


def _counted(grouping: Grouping, items: ItemTable, entities: int) -> tuple[Ints, Ints, Ints]:
    """(facet, entity, how many of its passages name it), a product of sparse matrices."""
    members = _matrix(grouping.members, (grouping.size, items.size))
    found = (members @ _matrix(items.mentions, (items.size, entities))).tocoo()
    return found.row.astype(np.int64), found.col.astype(np.int64), found.data


def _matrix(pairs: Ints, shape: tuple[int, int]):  # type: ignore[no-untyped-def]
    from scipy.sparse import csr_array

    return csr_array((np.ones(pairs.shape[1], np.int64), (pairs[0], pairs[1])), shape=shape)


def reach(together: Together, items: ItemTable, world: World, seed: int, hops: int) -> Ints:
    """The world's entities at most `hops` from `seed`, ascending, itself among them.

    One hop leads along CO_OCCURS, or between a culture and what is named by its evidence.
    """
    size = len(world.entities)
    cultures = np.stack([items.cultures[1], items.cultures[0]])
    named = _matrix(cultures, (len(world.cultures), items.size)) @ _matrix(
        items.mentions, (items.size, size)
    )
    pairs = named.tocoo()
    every = np.concatenate([together.pairs, np.stack([world.own[pairs.row], pairs.col])], axis=1)
    graph = _matrix(distinct(np.concatenate([every, every[::-1]], axis=1)), (size, size))
    seen = np.zeros(size, np.bool_)
    seen[seed] = True
    for _ in range(hops):
        seen |= graph @ seen.astype(np.int64) > 0
    return np.flatnonzero(seen)
