"""What a server keeps beside the graph, to compare it before and after."""

from typing import Any

from kg.store import Store

Facts = dict[str, Any]
_SHOWN = (
    "SHOW USERS YIELD user, roles, suspended, passwordChangeRequired, home RETURN *",
    "SHOW DATABASES YIELD name, access, requestedStatus, default, constituents, aliases RETURN *",
    "SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, options, state RETURN *",
    "SHOW CONSTRAINTS YIELD name, type, entityType, labelsOrTypes, properties RETURN *",
    "CALL db.propertyKeys() YIELD propertyKey RETURN propertyKey",
    "CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType",
    "SHOW SETTINGS YIELD name, value WHERE NOT name CONTAINS 'advertised' RETURN *",
)


def beside(store: Store) -> Facts:
    """Community has users but no roles and privileges. The embedded engine keeps users and
    databases in files, types and indexes in one of them."""
    if store.kind == "Neo4j":
        return {text: sorted(map(repr, store.read(text))) for text in _SHOWN}
    folder = store._dialect._server.folder  # type: ignore[attr-defined]
    kept = [path for path in folder.rglob("*.json*") if path.is_file()]
    files = {str(path.relative_to(folder)): path.read_text() for path in kept}
    assert {"config/server-users.jsonl", "databases/kg/schema.json"} <= files.keys()
    return files | {"databases": sorted(each.name for each in (folder / "databases").iterdir())}
