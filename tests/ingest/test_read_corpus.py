"""Files of many texts: what becomes of each record."""

import csv
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from ingest.document import CorpusColumns, Metadata, SourceFile, TextDocument
from ingest.pipeline import ingest
from ingest.read import corpus
from ingest.read.corpus import records
from ingest.read.grid import Remarks
from kg.errors import Unreadable
from kg.store import Store
from tests.graph import dump

Put = Callable[..., SourceFile]


def lines(rows: Iterable[Any]) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def read(file: SourceFile) -> tuple[list[tuple[SourceFile, TextDocument]], tuple[str, ...]]:
    remarks = Remarks()
    return list(records(file, remarks)), remarks.all()


def test_a_record_says_what_its_text_is_about(put: Put) -> None:
    rows = [
        {"id": 7, "text": "Cami.", "culture": ["Ottoman"], "year": "1550-1560", "language": "tr"},
        {"body": "A lodge by the lake.", "title": "Lodge", "theme": "worship"},
    ]
    known = Metadata(licence="CC0", cultures=("Ojibwa",))
    found, remarks = read(put("a.jsonl", lines(rows), metadata=known))
    (one, first), (two, second) = found
    assert (one.part, first.text, first.metadata.cultures) == ("7", "Cami.", ("Ottoman",))
    assert (first.metadata.span, first.metadata.licence) == ((1550, 1560), "CC0")
    assert first.metadata.title == "Cami."
    assert (second.metadata.title, second.metadata.cultures) == ("Lodge", ("Ojibwa",))
    assert len(two.part) == 16
    assert remarks == ()


def test_a_table_is_a_corpus_where_the_manifest_says_so(put: Put) -> None:
    columns = CorpusColumns("Metin", "No", {"culture": "Halk"})
    file = put("a.csv", 'No;Halk;Metin\n1;Yörük;"Yazın ""yayla""ya\nçıkarlar."\n2;;Kışın iner.\n')
    found, _ = read(SourceFile(**{**vars_of(file), "corpus": columns}))
    assert [(part.part, text.metadata.cultures, text.text) for part, text in found] == [
        ("1", ("Yörük",), 'Yazın "yayla"ya\nçıkarlar.'),
        ("2", (), "Kışın iner."),
    ]


def test_a_field_may_be_long_here_and_nowhere_else(put: Put) -> None:
    file = put("a.csv", "text\n" + "word " * 40_000)
    before = csv.field_size_limit()
    [(_, document)], _ = read(SourceFile(**{**vars_of(file), "corpus": CorpusColumns()}))
    assert len(document.text) > before == csv.field_size_limit()


def vars_of(file: SourceFile) -> dict[str, Any]:
    return {name: getattr(file, name) for name in file.__slots__}


def test_what_cannot_be_used_is_left_out_with_its_line(put: Put) -> None:
    rows = [{"text": "Good."}, {"text": ""}, {"text": "x", "year": "soon"}, ["no object"]]
    halves = ('{"text": "Half a \\ud83d letter."}', '{"id": "\\ud83d", "text": "Fine."}')
    file = put("a.jsonl", "\n".join((lines(rows), '{"text": ', "[" * 100_000, *halves)))
    found, remarks = read(file)
    assert [text.text for _, text in found] == ["Good."]
    assert [remark.partition(":")[0] for remark in remarks] == [f"line {n}" for n in range(2, 9)]
    assert "year" in remarks[1]
    with pytest.raises(Unreadable, match="line 1: no text under text, body, content"):
        read(put("b.jsonl", '{"words": "x"}'))


def test_an_id_that_stands_twice_keeps_both(put: Put) -> None:
    found, _ = read(
        put("a.jsonl", lines([{"id": "x", "text": "One."}, {"id": "x", "text": "Two."}]))
    )
    assert [part.part for part, _ in found] == ["x", "x (2)"]


def test_the_same_record_many_times_costs_no_more_each(put: Put) -> None:
    spent = [time.process_time()]
    for file in (range(8_000), [0] * 8_000):
        found, _ = read(put("a.jsonl", lines({"text": f"Evet {n}."} for n in file)))
        assert len({part.part for part, _ in found}) == 8_000
        spent.append(time.process_time())
    assert spent[2] - spent[1] < 3 * (spent[1] - spent[0])


def test_large_files_are_a_stream_of_utf8(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "_WHOLE", 10)
    monkeypatch.setattr(corpus, "LONGEST_LINE", 100)
    assert len(read(put("a.jsonl", lines([{"text": "Işık."}] * 3)))[0]) == 3
    with pytest.raises(Unreadable, match="Not UTF-8"):
        read(put("b.jsonl", lines([{"text": "Işık."}] * 3).encode("cp1254")))
    with pytest.raises(Unreadable, match="longer than 100"):
        read(put("c.jsonl", lines([{"text": "x" * 200}])))


def test_only_the_records_that_changed_are_written(store: Store, tmp_path: Path) -> None:
    rows = [{"id": n, "text": f"The Ojibwa know {n} songs."} for n in range(5)]
    path = tmp_path / "a.jsonl"
    path.write_text(lines(rows), encoding="utf-8")
    ingest(store, tmp_path, source="test", batch=2)
    whole = dump(store)
    assert (store.counts()["Document"], store.counts()["Collection"]) == (5, 1)
    assert ingest(store, tmp_path, source="test").unchanged == 1
    path.write_text(lines(rows[1:4]), encoding="utf-8")
    ingest(store, tmp_path, source="test", prune=True)
    assert sorted(store.nodes("Document", ["part"])["part"]) == ["1", "2", "3"]
    path.write_text(lines(rows), encoding="utf-8")
    ingest(store, tmp_path, source="test", batch=2)
    assert dump(store) == whole
    path.write_text("no JSON", encoding="utf-8")
    assert len(ingest(store, tmp_path, source="test").set_aside) == 1
    counts = store.counts()
    assert (counts["Document"], counts["Collection"], counts["Culture"]) == (0, 0, 0)
