"""An export to a file or folder, and what is in it."""

from pathlib import Path

from gnn.bundle import GraphBundle
from gnn.spec import ExportSpec
from kg.store import Store


def export_to(
    store: Store, spec: ExportSpec, target: Path, format: str, *, fresh: bool = False
) -> dict[str, int]:
    """Write what `spec` asks for; `fresh` reads vectors again that an earlier export has."""
    from gnn.archive import load_kept, save
    from gnn.export import export
    from gnn.interchange import write
    from gnn.vector import Kept

    if format != "npy":
        bundle = export(store, spec)
        write(bundle, target, format)
        return _sizes(bundle)
    kept = Kept() if fresh else load_kept(target)
    bundle = export(store, spec, kept=kept)
    save(bundle, target, kept=kept)
    return _sizes(bundle) | {"vectors not read again": kept.reused}


def _sizes(bundle: GraphBundle) -> dict[str, int]:
    return {
        "cultures": len(bundle.cultures.uid),
        "facets": bundle.size,
        "entities": len(bundle.entities.uid),
        **{f"{modality} items": len(items.uid) for modality, items in bundle.items.items()},
        "trait codes": len(bundle.traits.uid),
        "mentions": len(bundle.mentions.weight),
        "co-occurrences": len(bundle.co_occurs.weight),
    }
