"""Why something is in the graph: sentence, document and offsets, on both stores."""

from pathlib import Path

import pytest

from api.why import why
from ingest.pipeline import ingest
from kg.errors import NotFound
from kg.store import Store

TEXT = "---\nculture: Ojibwa\n---\nThe Ojibwa build a wigwam. The Yoruba and the Ojibwa met once."


@pytest.fixture
def graph(store: Store, tmp_path: Path) -> Store:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x00")
    ingest(store, tmp_path, source="test")
    return store


def test_an_entity_rests_on_its_sentences(graph: Store) -> None:
    found = why(graph, "Ojibwe", limit=1)
    assert (found.what, found.total, len(found.quotes)) == ("Ojibwa", 2, 1)
    assert found.facts["documents about it"] == 1
    [quote] = found.quotes
    [text] = graph.nodes("Document", ["text"])["text"]
    assert text[quote.start : quote.end] == quote.surface == "Ojibwa"
    assert quote.place == f"test/a.txt, {quote.start}-{quote.end}"


def test_an_edge_rests_on_what_names_both(graph: Store) -> None:
    found = why(graph, "Yoruba", "Ojibwa")
    assert [quote.text for quote in found.quotes] == ["The Yoruba and the Ojibwa met once."]
    assert why(graph, "Yoruba", "wigwam").total == 0


def test_a_file_says_what_it_added_or_why_it_did_not(graph: Store) -> None:
    found = why(graph, "a.txt")
    assert (found.facts["passages"], found.facts["entities"]) == (2, 3)
    assert found.facts["most often"] == "Ojibwa 2, Yoruba 1, wigwam 1"
    assert "NUL" in why(graph, "bad.txt").facts["set aside"]
    with pytest.raises(NotFound, match="Did you mean Yoruba"):
        why(graph, "Yorubas of")
