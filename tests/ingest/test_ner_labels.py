import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.tagging import Span, Word, spans, tags, words
from ingest.ner.annotations import read_annotations, write_annotations
from ingest.ner.conll import read_conll, write_conll
from ingest.ner.labelled import load, split
from ingest.ner.sentence import Sentence
from kg.errors import LabelsUnreadable

TEXT = "Mimar Sinan Edirne'de yaşadı"
SPANS = (Span(0, 11, "PERSON"), Span(12, 21, "GPE"))
TAGS = st.sampled_from(["O", "B-PER", "I-PER", "B-WORK_OF_ART", "I-WORK_OF_ART"])
FORMS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=6)


@st.composite
def sentences(draw: st.DrawFn) -> tuple[Sentence, list[Word]]:
    row: list[Word] = []
    for form in draw(st.lists(FORMS.filter(lambda f: f != "-DOCSTART-"), min_size=1, max_size=8)):
        start = row[-1].end + 1 if row else 0
        row.append(Word(start, start + len(form), form))
    found = draw(st.lists(TAGS, min_size=len(row), max_size=len(row)))
    return Sentence(" ".join(w.form for w in row), tuple(spans(row, found))), row


@given(st.lists(sentences(), max_size=5))
def test_conll_reads_what_it_writes(made: list[tuple[Sentence, list[Word]]]) -> None:
    kept = [sentence for sentence, _ in made]
    assert read_conll(write_conll(kept, [row for _, row in made])) == kept


@given(st.lists(sentences(), max_size=5))
def test_json_lines_read_what_they_write(made: list[tuple[Sentence, list[Word]]]) -> None:
    kept = [sentence for sentence, _ in made]
    assert read_annotations(write_annotations(kept)) == kept


@given(st.text(max_size=60))
def test_words_are_exact_and_leave_only_space(text: str) -> None:
    found = words(text)
    assert all(text[w.start : w.end] == w.form != "" for w in found)
    rest = list(text)
    for word in found:
        rest[word.start : word.end] = [" "] * (word.end - word.start)
    assert not "".join(rest).strip()
    assert spans(found, tags(found, [])) == []


@pytest.mark.parametrize(
    "lines",
    [
        "Mimar\tB-PERSON\nSinan\tI-PERSON\nEdirne'de\tB-GPE\nyaşadı\tO\n",
        "-DOCSTART- O\n\nMimar I-PERSON\nSinan I-PERSON\nEdirne'de I-GPE\nyaşadı O\n\n\n",
        "Mimar NNP x B-PERSON\nSinan NNP x E-PERSON\nEdirne'de NNP x S-GPE\nyaşadı V x O\n",
    ],
)
def test_kinds_of_conll(lines: str) -> None:
    assert read_conll(lines) == [Sentence(TEXT, SPANS)]


VALUES = [{"start": s, "end": e, "labels": [n]} for s, e, n in SPANS]
RESULT = [{"type": "labels", "value": value} for value in VALUES]


@pytest.mark.parametrize(
    "record",
    [
        {"text": TEXT, "label": [[0, 11, "PERSON"], [12, 21, "GPE"]]},
        {"text": TEXT, "entities": [
            {"start_offset": s, "end_offset": e, "label": n} for s, e, n in reversed(SPANS)
        ]},
        {"text": TEXT, "answer": "accept", "tokens": [],
         "spans": [{"start": s, "end": e, "label": n, "token_start": 0} for s, e, n in SPANS]},
        {"text": TEXT, "label": VALUES},
        {"data": {"text": TEXT}, "annotations": [
            {"was_cancelled": True, "result": []}, {"result": [*RESULT, {"value": {"choices": []}}]}
        ]},
    ],
)  # fmt: skip
def test_what_tools_export(record: dict[str, Any], tmp_path: Path) -> None:
    for name, text in (
        ("lines.jsonl", json.dumps(record) + "\n"),
        ("array.json", json.dumps([record], indent=1)),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert load(tmp_path / name).sentences == (Sentence(TEXT, SPANS),)


def test_what_was_rejected_is_left_out() -> None:
    assert read_annotations(json.dumps({"text": TEXT, "spans": [], "answer": "reject"})) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Mimar\n", "Line 1"),
        ("Mimar\tB-PER\nSinan\tPER\n", "Line 2"),
        ('{"text": "a", "label": [[0, 9, "PER"]]}', r"\[0, 9, 'PER'\]"),
        ('{"text": "abc", "label": [[0, 2, "A"], [1, 3, "B"]]}', "overlaps"),
        ('{"txt": "abc"}', "Record 1"),
        ('{"text": "abc", "label": 3}', "Record 1"),
        ('{"text": ', "no JSON"),
        ("[1]", "tag|Record"),
        ("", "no labels"),
        ("Mimar\tO\n", "no labels"),
    ],
)
def test_bad_files_say_where(content: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "bad").write_text(content, encoding="utf-8")
    with pytest.raises(LabelsUnreadable, match=words) as told:
        load(tmp_path / "bad")
    assert str(tmp_path / "bad") in str(told.value)


def test_missing_and_undecodable_files(tmp_path: Path) -> None:
    with pytest.raises(LabelsUnreadable, match="No such file"):
        load(tmp_path / "none")
    (tmp_path / "latin").write_bytes("Türk\tB-NORP\n".encode("latin-1"))
    with pytest.raises(LabelsUnreadable, match="not UTF-8"):
        load(tmp_path / "latin")


@given(st.lists(st.integers(0, 30).map(lambda i: Sentence(str(i))), min_size=2, max_size=40),
       st.integers(0, 9))  # fmt: skip
def test_a_split_parts_texts(made: list[Sentence], seed: int) -> None:
    training, held = split(made, seed=seed)
    assert sorted(s.text for s in training + held) == sorted(s.text for s in made)
    assert not {s.text for s in training} & {s.text for s in held}
    assert held
    assert split(made, seed=seed) == (training, held)
