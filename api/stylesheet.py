"""Graph style sheet (GraSS) for Neo4j Browser, from the schema and `api.appearance`."""

from collections.abc import Iterator

from api.appearance import GREY, LABELS, TYPES, shown_edges, shown_nodes
from kg.declaration import Schema

_DIAMETER = 50
_SHADE = 0.8


def grass(schema: Schema) -> str:
    """The style sheet; drop its file on Browser, or paste it after `:style`."""
    return "\n".join(_rules(schema)) + "\n"


def _rules(schema: Schema) -> Iterator[str]:
    yield from _node("node", GREY, 0.5, "")
    yield from _edge("relationship", GREY, 1, "")
    for node in schema.nodes:
        if node in shown_nodes(schema):
            look = LABELS[node.label]
            yield from _node(f"node.{node.label}", look.colour, look.size, node.caption)
    for edge in shown_edges(schema):
        kind = TYPES[edge.type]
        yield from _edge(f"relationship.{edge.type}", kind.colour, kind.size, kind.caption)


def _node(selector: str, colour: str, size: float, caption: str) -> Iterator[str]:
    yield f"{selector} {{"
    yield f"  diameter: {round(_DIAMETER * size)}px;"
    yield f"  color: {colour};"
    yield f"  border-color: {_darker(colour)};"
    yield "  border-width: 2px;"
    yield f"  text-color-internal: {_readable(colour)};"
    yield "  font-size: 10px;"
    yield from _caption(caption)


def _edge(selector: str, colour: str, size: float, caption: str) -> Iterator[str]:
    yield f"{selector} {{"
    yield f"  color: {colour};"
    yield f"  shaft-width: {round(size)}px;"
    yield "  font-size: 8px;"
    yield "  padding: 3px;"
    yield "  text-color-external: #000000;"
    yield f"  text-color-internal: {_readable(colour)};"
    yield from _caption(caption)


def _caption(property: str) -> Iterator[str]:
    yield f"  caption: '{{{property}}}';" if property else "  caption: '<type>';"
    yield "}"


def _darker(colour: str) -> str:
    return "#" + "".join(f"{round(part * _SHADE):02X}" for part in _parts(colour))


def _readable(colour: str) -> str:
    """Black or white, whichever stands out; weights as in ITU-R BT.601."""
    red, green, blue = _parts(colour)
    return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 128 else "#FFFFFF"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
