"""Themes under all their names."""

from typing import Any

from kg.store import Store


def themes(store: Store) -> list[dict[str, Any]]:
    """Rows for `look_up`: uid, English name, and as `aliases` the Turkish name and other words."""
    columns = store.nodes("Theme", ["name", "name_tr", "aliases"])
    return [
        {"uid": uid, "name": name, "aliases": [turkish or name, *(others or ())]}
        for uid, name, turkish, others in zip(*columns.values(), strict=True)
    ]
