import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract.tagging import Span
from ingest.ner.scores import score

SPANS = st.builds(Span, st.integers(0, 3), st.integers(4, 6), st.sampled_from("AB"))
ROWS = st.lists(st.tuples(st.sets(SPANS, max_size=4), st.sets(SPANS, max_size=4)), max_size=6)


@settings(deadline=None)
@given(ROWS, st.integers(0, 3))
def test_scores_agree_with_counting(rows: list[tuple[set[Span], set[Span]]], seed: int) -> None:
    gold, found = [g for g, _ in rows], [f for _, f in rows]
    scores = score(gold, found, seed=seed)
    for one in (*scores.labels, scores.micro):
        mine = [
            ({s for s in g if one.label in (s.label, "micro")},
             {s for s in f if one.label in (s.label, "micro")}) for g, f in rows
        ]  # fmt: skip
        right = sum(len(g & f) for g, f in mine)
        n_gold, n_found = sum(len(g) for g, _ in mine), sum(len(f) for _, f in mine)
        precision, recall = right / max(n_found, 1), right / max(n_gold, 1)
        assert (one.gold, one.found) == (n_gold, n_found)
        assert (one.precision, one.recall) == (precision, recall)
        harmonic = 2 * precision * recall / (precision + recall) if right else 0
        assert one.f1 == pytest.approx(harmonic)
        assert 0 <= one.low <= one.high <= 1
    assert score(gold, found, seed=seed) == scores


def test_the_interval_holds_the_figure_and_narrows() -> None:
    gold = [{Span(0, 1, "A")}] * 100
    found = [{Span(0, 1, "A")} if i % 2 else {Span(0, 2, "A")} for i in range(100)]
    few, many = score(gold, found).micro, score(gold * 9, found * 9).micro
    assert few.low < few.f1 == 0.5 < few.high
    assert many.high - many.low < (few.high - few.low) / 2
    assert score(gold, gold).micro.low == 1.0
