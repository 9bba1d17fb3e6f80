"""Long texts in portions: nothing lost, nothing doubled, offsets and headings hold."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import parts
from ingest.coding import of_table
from ingest.document import (
    Metadata,
    Page,
    Section,
    SourceFile,
    TableDocument,
    TextDocument,
    TraitColumns,
    TraitRow,
)
from ingest.parts import documents, portions
from ingest.pipeline import ingest
from ingest.read.grid import Remarks
from kg.errors import Unreadable
from kg.store import Store
from tests.graph import dump

_words = st.lists(st.sampled_from(("cami", "su", "taş", "\n", "\n\n", " ", "x" * 30)), max_size=60)


@given(words=_words, longest=st.integers(5, 60))
def test_portions_hold_all_words_in_order(words: list[str], longest: int) -> None:
    text = " ".join(words).strip()
    whole = TextDocument(Metadata(title="T"), text)
    found = list(portions(whole, longest=longest))
    assert all(0 < len(each.text) <= longest for each in found)
    assert "".join("".join(each.text for each in found).split()) == "".join(text.split())


def test_headings_stay_over_what_they_govern() -> None:
    text = "One\n\n" + "a " * 20 + "\n\nTwo\n\n" + "b " * 20
    second = text.index("Two")
    sections = (Section("One", 0, second - 2), Section("Two", second, len(text)))
    found = list(portions(TextDocument(Metadata(title="T"), text, sections), longest=30))
    for each in found:
        for section in each.sections:
            assert each.text[section.start :].startswith(section.title)
            assert section.end <= len(each.text)
    assert [s.title for each in found for s in each.sections if s.title] == ["One", "Two"]
    assert [each.metadata.title for each in found[:2]] == ["T (1)", "T (2)"]


def test_pages_and_notes_go_with_their_portion() -> None:
    text = "aaaa bbbb cccc dddd eeee ffff"
    pages = (Page("1", 0), Page("2", 10), Page("3", 20))
    whole = TextDocument(Metadata(title="T"), text, (), pages, ((12, 24),))
    found = list(portions(whole, longest=15))
    assert [each.text for each in found] == ["aaaa bbbb cccc", "dddd eeee ffff"]
    assert [[(p.label, p.start) for p in each.pages] for each in found] == [
        [("1", 0), ("2", 10)],
        [("2", 0), ("3", 5)],
    ]
    assert [each.notes for each in found] == [((12, 14),), ((0, 9),)]


def test_a_long_text_is_several_documents(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "LONGEST", 100)
    path = tmp_path / "long.txt"
    path.write_text("The Ojibwa build a wigwam of birchbark. " * 10, encoding="utf-8")
    seen: list[str] = []
    ingest(store, tmp_path, source="test", batch=1, progress=lambda *step: seen.append(step[2]))
    assert seen[:2] == ["long.txt #1", "long.txt #2"]
    first = dump(store)
    assert store.counts()["Document"] > 4
    assert len(set(store.nodes("Document", ["work"])["work"])) == 1
    assert ingest(store, tmp_path, source="test").unchanged == 1
    path.write_text("Short.", encoding="utf-8")
    ingest(store, tmp_path, source="test")
    assert (store.counts()["Document"], store.counts()["Collection"]) == (1, 0)
    path.write_text("The Ojibwa build a wigwam of birchbark. " * 10, encoding="utf-8")
    ingest(store, tmp_path, source="test")
    assert dump(store) == first


def test_short_sentences_are_fewer_letters_to_a_document(tmp_path: Path) -> None:
    """A hundred thousand sentences were more than the embedded store's memory."""
    path = tmp_path / "short.jsonl"
    path.write_text(json.dumps({"text": "A. " * 50_000, "culture": "Inca"}), encoding="utf-8")
    found = list(documents(SourceFile("s", path.name, path, "", "", Metadata()), Remarks()))
    texts = [document.text for _, document in found if isinstance(document, TextDocument)]
    counts = [text.count("A.") for text in texts]
    assert sum(counts) == 50_000
    assert max(counts) <= 20_001


def test_a_table_of_strangers_is_not_quoted_whole(tmp_path: Path) -> None:
    """150,000 remarks were more than the embedded engine takes, and it said nothing."""
    strangers = [TraitRow(f"People {i}", "c", "C", "1", "1", None) for i in range(300)]
    document = TableDocument(Metadata(title="T"), traits=tuple(strangers))
    gain = of_table(SourceFile("s", "t.csv", tmp_path, "", "", Metadata()), document)
    remarks = gain.nodes["Document"][gain.document]["remarks"]
    assert len(remarks) == 101
    assert remarks[-1] == "and 200 more remarks"


@pytest.mark.parametrize(
    ("most", "reason"),
    [("MOST_CULTURES", "names 3 cultures; the limit is 2"), ("MOST_TRAITS", "has 3 columns")],
)
def test_a_table_has_no_more_cultures_or_traits_than_there_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: str, reason: str
) -> None:
    monkeypatch.setattr(parts, most, 2)
    path = tmp_path / "t.csv"
    path.write_text("name,c,d,e\nOttoman,1,1,1\nOjibwa,2,2,2\nInca,3,3,3\n")
    table = TraitColumns(culture="name")
    with pytest.raises(Unreadable, match=reason):
        list(documents(SourceFile("s", "t.csv", path, "", "", Metadata(), table), Remarks()))
