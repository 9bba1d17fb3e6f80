"""XML of strangers as a tree: only its own entities, within bounds, and nothing from elsewhere."""

from typing import Any

from kg.errors import Unreadable


def tree(data: bytes, *, name: str = "The file") -> Any:
    """The root element, without comments and processing instructions.

    Raises Unreadable for what is not well-formed, is nested more than 256 deep, multiplies its
    entities or asks for others from outside: libxml2 has these bounds.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities="internal",
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"{name} is no well-formed XML within bounds ({error.msg}).") from None
    if next(root.iter(etree.Entity), None) is not None:
        raise Unreadable(f"{name} refers to entities that are not in it.")
    return root


def local(element: Any) -> str:
    """An element's name without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
