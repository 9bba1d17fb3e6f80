"""The graph: what exists and where it is kept. In a notebook: `import kg; graph = kg.open()`.

Nothing is loaded before it is asked for: `import kg` takes no time, and needs no driver.
"""

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.culture import Coded, Culture
    from kg.errors import UmranError
    from kg.graph import Found, Graph
    from kg.graph import open_graph as open
    from kg.quote import Quote
    from kg.records import Records
    from kg.similar import Neighbour
    from kg.table import Table

__all__ = [
    "Coded",
    "Culture",
    "Found",
    "Graph",
    "Neighbour",
    "Quote",
    "Records",
    "Table",
    "UmranError",
    "open",
]
_PLACES = {
    **{"Coded": "culture", "Culture": "culture", "Found": "graph", "Graph": "graph"},
    **{"Neighbour": "similar", "Quote": "quote", "Records": "records", "Table": "table"},
    **{"UmranError": "errors", "open": "graph"},
}

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what the driver logs, it raises too


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(f"kg.{_PLACES[name]}"), "open_graph" if name == "open" else name)


def __dir__() -> list[str]:
    return sorted(__all__)
