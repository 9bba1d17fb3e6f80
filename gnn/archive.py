"""A bundle as a folder: one .npy file for each array, and manifest.json with names and hashes."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from gnn.bundle import TABLES, GraphBundle, Items
from gnn.spec import ExportSpec
from kg.errors import NotFound, UmranError

_MANIFEST = "manifest.json"


def save(bundle: GraphBundle, folder: Path) -> None:
    """Write `bundle` to `folder`; the manifest comes last, so a half-written one does not load."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MANIFEST).unlink(missing_ok=True)
    names: dict[str, Any] = {}
    hashes: dict[str, str] = {}
    for name, value in bundle.parts_by_name():
        if isinstance(value, np.ndarray):
            np.save(folder / f"{name}.npy", value, allow_pickle=False)
            hashes[name] = _hash(folder / f"{name}.npy")
        else:
            names[name] = value
    manifest = {
        "snapshot": bundle.snapshot,
        "spec": bundle.spec.as_dict(),
        "left_out": bundle.left_out,
        "modalities": sorted(bundle.items),
        "names": names,
        "arrays": hashes,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / _MANIFEST).write_text(text + "\n", encoding="utf-8")


def load(folder: Path) -> GraphBundle:
    """Read what `save` wrote.

    Raises NotFound without a manifest, UmranError where an array is not the one that was saved.
    """
    path = folder / _MANIFEST
    if not path.is_file():
        raise NotFound(f"{folder} holds no export.", hint=f"There is no {_MANIFEST}.")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    values = {name: _names(value) for name, value in manifest["names"].items()}
    values |= {name: _array(folder, name, digest) for name, digest in manifest["arrays"].items()}
    tables = {name: _table(table, name, values) for name, table in TABLES.items()}
    items = {each: _table(Items, f"items.{each}", values) for each in manifest["modalities"]}
    spec = {key: _names(value) for key, value in manifest["spec"].items()}
    return GraphBundle(
        snapshot=manifest["snapshot"],
        spec=ExportSpec(**spec),
        left_out=manifest["left_out"],
        items=items,
        **tables,
    )


def _table(kind: type, prefix: str, values: dict[str, Any]) -> Any:
    start = prefix + "."
    own = {name.removeprefix(start): v for name, v in values.items() if name.startswith(start)}
    return kind(**own)


def _names(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _array(folder: Path, name: str, digest: str) -> Any:
    path = folder / f"{name}.npy"
    if not path.is_file() or _hash(path) != digest:
        raise UmranError(f"{path} is missing or not what was saved.", hint="Export again.")
    return np.load(path, allow_pickle=False)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
