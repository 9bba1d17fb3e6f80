"""The perspective of Neo4j Bloom (Explore in Desktop and Aura), derived from the schema.

The format is that of an export of Bloom 2.7, the newest that lies open; later versions read it.
Labels without a category are hidden by Bloom itself.
"""

import uuid
from collections.abc import Iterable
from itertools import count, product
from typing import Any

from api.appearance import (
    HIDDEN_TYPES,
    LABELS,
    TYPES,
    hides,
    shown_edges,
    shown_nodes,
)
from api.saved import Action, Parameter, Phrase, actions, phrases
from kg.declaration import EdgeType, NodeType, Property, Schema

Json = dict[str, Any]
VERSION = "2.7.0"
_NAME = "Umran"
_MADE = 1_767_225_600_000
"""Milliseconds of 2026-01-01: the same schema gives the same file."""
_CAPTION = "0_REL_TYPE_CAPTION_KEY"
_TYPES = {"INTEGER": "bigint", "FLOAT": "number", "BOOLEAN": "boolean", "STRING": "string"}


def perspective(schema: Schema) -> Json:
    """The perspective as JSON values; it depends on nothing but the schema and the saved Cypher."""
    nodes, edges = shown_nodes(schema), shown_edges(schema)
    return {
        "categories": [_category(i, node) for i, node in enumerate(nodes, 1)],
        "name": _NAME,
        "id": _id(_NAME),
        "labels": {each.label: _properties(each.label, each.properties) for each in nodes},
        "relationshipTypes": [_relationship(each) for each in edges],
        "palette": {"colors": [LABELS[each.label].colour for each in nodes], "currentIndex": 0},
        "createdAt": _MADE,
        "lastEditedAt": _MADE,
        "templates": [_template(i, each) for i, each in zip(count(_MADE), phrases(), strict=False)],
        "hiddenRelationshipTypes": sorted(HIDDEN_TYPES),
        "hiddenCategories": [],
        "hideUncategorisedData": True,
        "isAuto": False,
        "parentPerspectiveId": False,
        "metadata": _metadata(nodes, edges),
        "sceneActions": [_action(i, each) for i, each in enumerate(actions())],
        "version": VERSION,
    }


def name_indexes(schema: Schema) -> list[str]:
    """Cypher that lets Bloom find nodes by what is written on them, and suggest it."""
    return [
        f"CREATE INDEX {node.label.lower()}_{node.caption} IF NOT EXISTS "
        f"FOR (n:{node.label}) ON (n.{node.caption})"
        for node in _found_by_name(shown_nodes(schema))
    ]


def _found_by_name(nodes: Iterable[NodeType]) -> list[NodeType]:
    """A sentence may be longer than an index takes."""
    return [node for node in nodes if node.caption != "text"]


def _category(number: int, node: NodeType) -> Json:
    look = LABELS[node.label]
    return {
        "id": number,
        "name": node.label,
        "labels": [node.label],
        "properties": [_property(node.label, each) for each in node.properties],
        "createdAt": _MADE,
        "lastEditedAt": _MADE,
        "color": look.colour,
        "size": look.size,
        "icon": "no-icon",
        "captionKeys": [node.caption],
        "styleRules": [_named_periods()] if node.label == "Period" else [],
    }


def _property(label: str, declared: Property) -> Json:
    shown = {"name": declared.name, "exclude": False, "dataType": _data_type(declared)}
    if not hides(label, declared.name):
        return shown
    return shown | {"exclude": True, "property": shown}


def _named_periods() -> Json:
    """Eras, of which there are four, are drawn larger than periods with a name."""
    return {
        "id": f"rule:{_MADE}",
        "type": "single",
        "size": 2,
        "minSize": 1,
        "maxSize": 2,
        "minColor": "#E8E8E8",
        "midColor": "#94A0F4",
        "maxColor": "#4C7CAC",
        "minPoint": "unprocessed",
        "maxPoint": "unprocessed",
        "applyColor": False,
        "applySize": True,
        "applyCaption": False,
        "captionKeys": ["name"],
        "color": LABELS["Period"].colour,
        "isTimeZoneConvertEnabled": False,
        "selectedTimeZone": "Z",
        "basedOn": "kind_string",
        "valuesMapper": [],
        "existingValues": [],
        "conditionValue": "era",
        "rangeValue": None,
        "condition": "equals",
    }


def _relationship(edge: EdgeType) -> Json:
    look = TYPES[edge.type]
    return {
        "id": edge.type,
        "name": edge.type,
        "properties": _properties(edge.type, edge.properties),
        "color": look.colour,
        "size": look.size,
        "captionKeys": [_CAPTION, look.caption] if look.caption else [_CAPTION],
    }


def _properties(owner: str, declared: Iterable[Property]) -> list[Json]:
    return [
        {"propertyKey": each.name, "type": owner, "dataType": _data_type(each)} for each in declared
    ]


def _data_type(declared: Property) -> str:
    return _TYPES.get(declared.type, "array")


def _template(number: int, phrase: Phrase) -> Json:
    return {
        "name": phrase.meaning,
        "id": f"tmpl:{number}",
        "createdAt": number,
        "text": phrase.text,
        "cypher": phrase.cypher,
        "isUpdateQuery": None,
        "params": [_parameter(each) for each in phrase.parameters],
        "hasCypherErrors": False,
    }


def _parameter(parameter: Parameter) -> Json:
    return {
        "name": f"${parameter.name}",
        "dataType": "String",
        "collapsed": False,
        "suggestionLabel": parameter.label or None,
        "suggestionProp": parameter.property or None,
        "suggestionBoolean": False,
        "cypher": None,
    }


def _action(number: int, action: Action) -> Json:
    return {
        "name": action.name,
        "id": _id(action.name),
        "createdAt": _MADE + number,
        "cypher": action.cypher,
        "isUpdateQuery": None,
        "categories": None,
        "relationshipTypes": None,
        "hasCypherErrors": False,
    }


def _metadata(nodes: list[NodeType], edges: list[EdgeType]) -> Json:
    return {
        "pathSegments": [
            {"source": source, "relationshipType": edge.type, "target": target}
            for edge in edges
            for source, target in product(edge.sources, edge.targets)
        ],
        "indexes": [
            *(_index(each.label, "uid") for each in nodes),
            *(_index(each.label, each.caption) for each in _found_by_name(nodes)),
        ],
        "stats": {"labels": {}, "relationshipTypes": {}},
    }


def _index(label: str, key: str) -> Json:
    return {
        "label": label,
        "type": "native",
        "propertyKeys": [{"key": key, "metadataProp": False}],
    }


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"umran/bloom/{name}"))
