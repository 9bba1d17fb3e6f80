"""The graph model as a page of the docs, in Markdown."""

from collections.abc import Iterator

from kg.declaration import EdgeType, NodeType, Schema


def page(schema: Schema) -> str:
    """The whole page; `docs/schema.md` is this text."""
    return "\n".join(_lines(schema)) + "\n"


def _lines(schema: Schema) -> Iterator[str]:
    yield "# The graph model"
    yield ""
    yield "Written by `umran schema --markdown` from `kg/schema.py`."
    yield ""
    yield "## Nodes"
    for node in schema.nodes:
        yield from _node(node)
    yield ""
    yield "## Relationships"
    for edge in schema.edges:
        yield from _edge(edge)


def _node(node: NodeType) -> Iterator[str]:
    yield from ("", f"### {node.label}", "", f"{node.meaning.capitalize()}.", "")
    yield from ("| property | type | meaning |", "|---|---|---|")
    yield from (f"| {p.name} | {p.type} | {p.meaning} |" for p in node.properties)


def _edge(edge: EdgeType) -> Iterator[str]:
    yield from ("", f"### {edge.type}", "", f"{edge.meaning[0].upper()}{edge.meaning[1:]}.", "")
    yield f"`({' | '.join(edge.sources)})-[:{edge.type}]->({' | '.join(edge.targets)})`"
    if edge.properties:
        yield from ("", "| property | type | meaning |", "|---|---|---|")
        yield from (f"| {p.name} | {p.type} | {p.meaning} |" for p in edge.properties)
