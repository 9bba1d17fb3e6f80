"""Traces of a half-written document in a graph."""

from collections import Counter, defaultdict
from itertools import combinations

from kg.store import Store
from tests.graph import Dump, dump


def half_written(store: Store, *wholes: Dump) -> list[str]:
    """What a killed ingest must not leave: part of a document, a wrong count, an orphan."""
    found, wrong = dump(store), []
    if not partly(found) <= set().union(*map(partly, wholes)):
        wrong.append("a document is in the graph in part")
    if counted(found) != recounted(found):
        wrong.append("CO_OCCURS does not count the mentions")
    touched = {end for edge in found["edges"] for end in edge[1:3]}
    ends = {(labels, dict(properties)["uid"].strip("'")) for labels, properties in found["nodes"]}
    lonely = {labels[0] for labels, _ in ends - touched}
    if lonely - {"Document", "Unreadable", "Period", "Source", "Theme"}:
        wrong.append(f"orphans: {lonely}")
    return wrong


def partly(graph: Dump) -> set[tuple[str, frozenset[str]]]:
    """Document -> everything that hangs on it, passages with all their edges."""
    hanging: dict[str, set[str]] = defaultdict(set)
    owner = {edge[1]: edge[2][1] for edge in graph["edges"] if edge[0] == "PART_OF"}
    for labels, properties in graph["nodes"]:
        if labels == ("Document",):
            hanging[dict(properties)["uid"].strip("'")].add(repr(properties))
    for edge in graph["edges"]:
        document = owner.get(edge[1]) or (edge[1][1] if edge[1][0] == ("Document",) else "")
        if document:
            hanging[document].add(repr(edge))
    return {(document, frozenset(edges)) for document, edges in hanging.items()}


def counted(graph: Dump) -> Counter[tuple[str, str]]:
    edges = (edge for edge in graph["edges"] if edge[0] == "CO_OCCURS")
    return Counter({(e[1][1], e[2][1]): int(dict(e[3])["passages"]) for e in edges})


def recounted(graph: Dump) -> Counter[tuple[str, str]]:
    mentions: dict[str, set[str]] = defaultdict(set)
    for edge in graph["edges"]:
        if edge[0] == "MENTIONS":
            mentions[edge[1][1]].add(edge[2][1])
    return Counter(pair for named in mentions.values() for pair in combinations(sorted(named), 2))
