"""A passage in the graph says its page and whether it is a note; its file's remarks are kept."""

from pathlib import Path

from ingest.pipeline import ingest
from kg.store import Store
from tests.ingest.test_read_docx import NOTES, as_docx, word, xml
from tests.ingest.test_read_transcript import SRT


def lay(folder: Path) -> Path:
    file = word()
    run = file.add_paragraph("Osmanlı camileri çoğaldı.").add_run()
    run._r.append(xml('<w:footnoteReference w:id="2"></w:footnoteReference>'))
    (folder / "a.docx").write_bytes(as_docx(file, footnotes=NOTES))
    (folder / "b.srt").write_text(SRT, encoding="utf-8")
    (folder / "c.txt").write_text("Kubbe büyüktür.", encoding="utf-8")
    return folder


def test_pages_and_notes_reach_the_graph(store: Store, tmp_path: Path) -> None:
    assert len(ingest(store, lay(tmp_path)).added) == 3
    rows = store.read(
        "MATCH (p:Passage)-[:PART_OF]->(d:Document) RETURN d.path AS path, p.page AS page, "
        "p.note AS note, p.text AS text, substring(d.text, p.start, p.end - p.start) AS slice "
        "ORDER BY path, p.idx"
    )
    assert [(row["path"], row["page"], row["note"]) for row in rows] == [
        ("a.docx", None, None), ("a.docx", None, True),
        ("b.srt", "00:00:01", None), ("b.srt", "00:01:30", None), ("b.srt", "01:02:03", None),
        ("c.txt", None, None),
    ]  # fmt: skip
    assert all(row["text"] == row["slice"] for row in rows)
