"""A bundle as a folder: one .npy file for each array, and manifest.json with names and hashes.

A file's name ends in the beginning of its hash, so that a new export never writes into the files
of the one before; the manifest, replaced in one step, says which of them count.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from gnn.bundle import TABLES, GraphBundle, Ints, Items
from gnn.identity import Ids, identify
from gnn.spec import ExportSpec
from gnn.vector import Kept
from kg.errors import ArchiveBroken, NotFound

SCHEMA = 3
"""Raised when arrays are added, or change their meaning."""
_MANIFEST = "manifest.json"
_Manifest = Mapping[str, Any]


def save(bundle: GraphBundle, folder: Path, *, kept: Kept | None = None) -> None:
    """Write `bundle` to `folder`, in place of an earlier export.

    Until the manifest is replaced, which comes last, the earlier one can be read. `kept` is what
    the next export need not read from the store. Nodes that were in the earlier export keep their
    ids (`load_ids`).
    """
    folder.mkdir(parents=True, exist_ok=True)
    names: dict[str, Any] = {}
    arrays: dict[str, Any] = {}
    for name, value in bundle.parts_by_name():
        (arrays if isinstance(value, np.ndarray) else names)[name] = value
    ids = identify(bundle, _earlier(folder))
    arrays |= {f"ids.{table}": each.number for table, each in ids.items()}
    for size, (keys, matrix) in (kept.pieces if kept else {}).items():
        arrays |= {f"kept.{size}.keys": keys, f"kept.{size}.vectors": matrix}
    manifest = {
        "schema": SCHEMA,
        "snapshot": bundle.snapshot,
        "spec": bundle.spec.as_dict(),
        "left_out": bundle.left_out,
        "modalities": sorted(bundle.items),
        "names": names,
        "next_id": {table: each.next for table, each in ids.items()},
        "arrays": {name: _write(folder, name, array) for name, array in arrays.items()},
    }
    _replace(folder, manifest)


def load(folder: Path) -> GraphBundle:
    """Read what `save` wrote; the arrays are mapped into memory and not copied.

    Raises NotFound without a manifest, ArchiveBroken where an array is not the one that was saved,
    or the archive is of another schema.
    """
    manifest = _manifest(folder)
    values = {name: _names(value) for name, value in manifest["names"].items()}
    own = [name for name in manifest["arrays"] if not name.startswith(("ids.", "kept."))]
    values |= {name: _array(folder, manifest, name) for name in own}
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


def load_ids(folder: Path) -> dict[str, Ints]:
    """By table, for each row the number of its node: the same in all later exports to `folder`."""
    manifest = _manifest(folder)
    return {table: _array(folder, manifest, f"ids.{table}") for table in manifest["next_id"]}


def load_kept(folder: Path) -> Kept:
    """Vectors that the next export to `folder` need not read; none where no good export is."""
    try:
        manifest = _manifest(folder)
        sizes = [name.split(".")[1] for name in manifest["arrays"] if name.endswith(".keys")]
        return Kept(
            {
                int(size): (
                    _array(folder, manifest, f"kept.{size}.keys"),
                    _array(folder, manifest, f"kept.{size}.vectors"),
                )
                for size in sizes
            }
        )
    except (NotFound, ArchiveBroken):
        return Kept()


def _earlier(folder: Path) -> dict[str, Ids]:
    """The ids of the export that `folder` holds; none where no good export is."""
    try:
        manifest, bundle = _manifest(folder), load(folder)
        numbers = load_ids(folder)
    except (NotFound, ArchiveBroken):
        return {}
    following = manifest["next_id"]
    fresh = identify(bundle, {})
    return {t: Ids(fresh[t].key, number, following[t]) for t, number in numbers.items()}


def _manifest(folder: Path) -> _Manifest:
    path = folder / _MANIFEST
    if not path.is_file():
        raise NotFound(f"{folder} holds no export.", hint=f"There is no {_MANIFEST}.")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        schema = found["schema"]
    except (ValueError, KeyError, TypeError):
        raise ArchiveBroken(f"{path} is no manifest of an export.", hint="Export again.") from None
    if schema != SCHEMA:
        raise ArchiveBroken(
            f"{folder} is an export of schema {schema}, and this version reads schema {SCHEMA}.",
            hint="Export again, or read it with the version that wrote it.",
        )
    return found  # type: ignore[no-any-return]


def _table(kind: type, prefix: str, values: dict[str, Any]) -> Any:
    start = prefix + "."
    own = {name.removeprefix(start): v for name, v in values.items() if name.startswith(start)}
    return kind(**own)


def _names(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _array(folder: Path, manifest: _Manifest, name: str) -> Any:
    digest = str(manifest["arrays"].get(name, ""))
    path = folder / _file(name, digest)
    if not path.is_file() or _hash(path) != digest:
        raise ArchiveBroken(f"{path} is missing or not what was saved.", hint="Export again.")
    return np.load(path, mmap_mode="c" if path.stat().st_size else None, allow_pickle=False)


def _write(folder: Path, name: str, array: Any) -> str:
    """Write an array, and say its hash."""
    path = folder / f"{name}.part"
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)
    digest = _hash(path)
    os.replace(path, folder / _file(name, digest))
    return digest


def _replace(folder: Path, manifest: dict[str, Any]) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    path = folder / f"{_MANIFEST}.part"
    path.write_text(text + "\n", encoding="utf-8")
    os.replace(path, folder / _MANIFEST)
    current = {_file(name, digest) for name, digest in manifest["arrays"].items()}
    for old in folder.glob("*.npy"):
        if old.name not in current:
            old.unlink()


def _file(name: str, digest: str) -> str:
    return f"{name}.{digest[:12]}.npy"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
