"""Where a culture lives does not depend on what was read when."""

import io
import zipfile
from pathlib import Path

from ingest.pipeline import ingest
from kg.store import Store
from tests.graph import dump, empty

MANIFEST = """files:
  - match: '*.csv'
    table: {kind: cultures, name: name, latitude: lat, longitude: lon, region: region}
"""
HEAD = "name,lat,lon,region\n"
RENAME = "action,label,name,into,where,note\nrename,Culture,Ottoman,Türkler,,\n"


def regions(store: Store) -> list[object]:
    return [row["r"] for row in store.read("MATCH (c:Culture) RETURN c.region AS r ORDER BY r")]


def test_a_renamed_culture_keeps_the_place_of_its_table(store: Store, tmp_path: Path) -> None:
    (tmp_path / "umran.yaml").write_text(MANIFEST)
    (tmp_path / "c.csv").write_text(f"{HEAD}Ottoman,1,2,AAA\n")
    (tmp_path / "corrections.csv").write_text(RENAME)
    first = ingest(store, tmp_path, source="test")
    assert not first.set_aside
    (tmp_path / "1.txt").write_text("The Ottoman people built the mosque.")
    ingest(store, tmp_path, source="test")
    kept = dump(store)
    assert regions(store) == ["AAA"]
    empty(store)
    ingest(store, tmp_path, source="test")
    assert dump(store) == kept


def packed(tables: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("umran.yaml", MANIFEST)
        for name, row in tables.items():
            archive.writestr(name, HEAD + row)
    return written.getvalue()


def test_of_two_tables_in_one_archive_the_first_places_a_culture(
    store: Store, tmp_path: Path
) -> None:
    both = {"a.csv": "Ottoman,1,2,AAA\n", "b.csv": "Ottoman,5,6,BBB\n"}
    for state in ({"b.csv": both["b.csv"]}, both, both | {"b.csv": both["b.csv"] + "Inca,,,\n"}):
        (tmp_path / "x.zip").write_bytes(packed(state))
        ingest(store, tmp_path, source="test")
    assert "AAA" in regions(store)
    assert "BBB" not in regions(store)
