"""Questions over tables: what is counted is what a loop over the same rows counts."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.table.ask import answered, ask
from api.table.compute import Answer
from api.table.model import select
from api.table.parse import parse
from api.table.question import NotUnderstood
from api.table.sheet import Cell, Sheet
from api.table.vocabulary import Vocabulary, names_of
from kg.errors import ModelMissing, NotFound, QueryRefused
from kg.settings import Settings
from kg.store import Store
from tests.cultures import fill

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
SETTINGS = Settings(uri="")
VALUES = {"descent": ("patrilineal", "matrilineal"), "main_crop": ("rice", "wheat", "bread_fruit")}
LEVELS = "political_levels"


def examples() -> Sheet:
    with (EXAMPLES / "traits.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (EXAMPLES / "cultures.csv").open(encoding="utf-8") as file:
        regions = {row["culture"]: row["region"] for row in csv.DictReader(file)}
    columns: dict[str, tuple[Cell, ...]] = {
        name: tuple((row[name],) if row[name] else None for row in rows)
        for name in rows[0]
        if name not in ("culture", "year")
    }
    columns["region"] = tuple((regions[row["culture"]],) for row in rows)
    return Sheet(tuple(row["culture"] for row in rows), columns, "cultures")


SHEET = examples()
NAMES = Vocabulary(names_of(SHEET))


def answers(question: str) -> tuple[Answer, ...]:
    return answered(SHEET, parse(question, NAMES))


@pytest.mark.parametrize(
    ("question", "understood", "text"),
    [
        (
            "How many cultures with patrilineal descent practise bride price?",
            "count where marriage_payment = bride_price among those where descent = patrilineal",
            "2; it is known of 13 of 16 cultures",
        ),
        (
            "Babasoylu toplumların yüzde kaçı başlık parası verir?",
            "share where marriage_payment = bride_price among those where descent = patrilineal",
            "33.3%: 2 of 6",
        ),
        ("Kaç toplum BABASOYLU değildir?", "count where descent is not patrilineal", "6; it"),
        ("Kac toplum pirinc yetistirmez?", "count where main_crop is not rice", "10; it"),
        (
            "Which cultures in East Asia have political levels of at least 3?",
            "list where political_levels >= 3 among those where region = East Asia",
            "Japanese",
        ),
        (
            "Siyasi düzeyi 3'ten fazla olan toplumlar hangileri?",
            "list among those where political_levels > 3",
            "Ottoman, Japanese, Inca, Mongol, Georgian, Persian",
        ),
        ("En yaygın ana ürün nedir?", "most common main_crop", "wheat (3 of 12"),
        ("What is the descent of the Ottomans?", "list descent among those", "Ottoman: patri"),
        (
            "Compare political levels of patrilineal and matrilineal cultures",
            "compare political_levels for descent = patrilineal, descent = matrilineal",
            "descent = patrilineal: 3.143, over 7 cultures",
        ),
        ("Bölgelere göre ortalama siyasi düzey", "average political_levels by region", "Caucasus"),
        ("How many cultures are patrilineal or matrilineal?", "count where descent = pa", "10; it"),
        ("Which culture has the fewest political levels?", "least political_levels", "Ojibwa"),
        ("What is the distribution of descent?", "distribution descent", "patrilineal 7"),
    ],
)
def test_what_people_ask(question: str, understood: str, text: str) -> None:
    [answer] = answers(question)
    assert answer.understood.startswith(understood)
    assert answer.text.startswith(text)
    assert answer.steps[0] == "16 cultures in all"


def test_a_name_with_two_meanings_gets_both_answers() -> None:
    found = answers("How many cultures have complex?")
    assert [each.understood for each in found] == ["count where music_metre = complex"]
    both = Sheet(("A", "B"), {"song": (("high",), None), "god": (("high",), ("high",))}, "cultures")
    read = parse("How many cultures are high?", Vocabulary(names_of(both)))
    assert [each.value for each in answered(both, read)] == [1, 2]
    said = parse("How many cultures have a high god?", Vocabulary(names_of(both)))
    assert [str(each.question) for each in said] == ["count where god = high"]


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        ("How many happy cultures are patrilineal?", "Not understood: 'happy'"),
        ("Babasoylu toplumlar mutlu mudur?", "'mutlu'"),
        ("How many cultures have 3?", "3 of what"),
        ("What is the average main crop?", "holds no numbers but"),
        ("patrilineal cultures", "what is asked"),
        ("How many cultures are patrilineal and have rice or wheat?", "two ways"),
        ("What share and how many cultures are patrilineal?", "share and count"),
        ("Compare descent", "which two are compared"),
        ("How many descents?", "which value of descent"),
        ("", "what is asked"),
        ("DROP TABLE; MATCH (n) DETACH DELETE n", "Not understood"),
    ],
)
def test_what_is_not_understood_is_not_answered(question: str, problem: str) -> None:
    with pytest.raises(NotUnderstood, match="Ask, for instance") as refused:
        answers(question)
    assert problem in str(refused.value)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    size = draw(st.integers(1, 9))
    columns: dict[str, tuple[Cell, ...]] = {}
    for name, values in (*VALUES.items(), (LEVELS, ("0", "1", "2", "3"))):
        cell = st.one_of(st.none(), st.lists(st.sampled_from(values), min_size=1, max_size=2))
        drawn = draw(st.lists(cell, min_size=size, max_size=size))
        columns[name] = tuple(None if each is None else tuple(each) for each in drawn)
    return Sheet(tuple(f"People {i}" for i in range(size)), columns, "cultures")


DRAWN = Vocabulary(
    names_of(
        Sheet(
            ("a",) * 3,
            {n: tuple((v[i % len(v)],) for i in range(3)) for n, v in VALUES.items()}
            | {LEVELS: (("1",),) * 3},
        )
    )
)


@settings(max_examples=60, deadline=None)
@given(
    sheet=sheets(),
    one=st.sampled_from(VALUES["descent"]),
    other=st.sampled_from(VALUES["main_crop"]),
    level=st.integers(0, 3),
    negated=st.booleans(),
    turkish=st.booleans(),
)
def test_a_count_is_that_of_a_loop(
    sheet: Sheet, one: str, other: str, level: int, negated: bool, turkish: bool
) -> None:
    crop = other.replace("_", " ")
    if turkish:
        verb = "yetiştirmez" if negated else "yetiştirir"
        levels = f"{LEVELS} en az {level} olan"
        question = f"{levels} {one} toplumların kaçı {crop} {verb}?".replace("_", " ")
    else:
        question = (
            f"How many {one} cultures with at least {level} political levels "
            f"{'do not have' if negated else 'have'} {crop}?"
        )
    [answer] = answered(sheet, parse(question, DRAWN))
    count = known = 0
    for descent, main, levels_ in zip(*(sheet.columns[c] for c in (*VALUES, LEVELS)), strict=True):
        tests = [
            None if descent is None else one in descent,
            None if levels_ is None else max(map(int, levels_)) >= level,
            None if main is None else (other in main) != negated,
        ]
        count += all(tests)
        known += False in tests or None not in tests
    assert (answer.value, answer.of, answer.unknown) == (count, known, len(sheet.rows) - known)
    assert len(answer.rows) == count


def test_the_graph_is_asked_through_the_reading_door(store: Store, tmp_path: Path) -> None:
    store.write(fill)
    asked = ask(store, "Osmanlıların soyu nedir?", SETTINGS)
    assert [answer.text for answer in asked.answers] == ["Ottoman: patrilineal"]
    assert asked.queries[-1][1:] == ({"trait": "descent"}, 2)

    [answer] = ask(store, "How many cultures mention mosques?", SETTINGS).answers
    assert (answer.value, answer.of, answer.unknown) == (1, 1, 1)
    assert "may be practised all the same" in answer.notes[-1]
    [answer] = ask(store, "Which cultures have at least 2 sentences?", SETTINGS).answers
    assert answer.text == "Ottoman"

    cypher = "MATCH (c:Culture)-[h:HAS_TRAIT]->(t) RETURN c.name AS people, h.value AS descent"
    asked = ask(store, "How many rows are bilateral?", SETTINGS, cypher=cypher)
    assert (asked.answers[0].value, asked.queries[0][2]) == (1, 2)
    with pytest.raises(QueryRefused, match="would write"):
        ask(store, "How many rows?", SETTINGS, cypher="CREATE (n:Culture) RETURN n")
    with pytest.raises(NotFound, match="no rows"):
        ask(store, "How many rows?", SETTINGS, cypher="MATCH (n:Event) RETURN n.name")
    _by_a_model(store, tmp_path)


def _by_a_model(store: Store, folder: Path) -> None:
    """A model with random weights selects what it selects; what is computed of it is ours."""
    name, question = str(tapas(folder / "counts", "COUNT")), "How many traits have the Ottoman?"
    asked = select(store, question, SETTINGS, name=name)
    [answer] = asked.answers
    assert "nobody checked" in answer.understood
    assert {column for _, column, _ in answer.rows} <= {"cultures", "traits"}
    assert answer.value == len(answer.rows) - answer.unknown > 0
    assert answer.steps[0] == f"the model selected {len(answer.rows)} cells and COUNT"
    assert select(store, question, SETTINGS, name=name).answers == asked.answers

    cypher = "MATCH (c:Culture) RETURN c.name AS people ORDER BY people"
    sums = str(tapas(folder / "sums", "SUM"))
    with pytest.raises(NotUnderstood, match="hold no numbers"):
        select(store, question, SETTINGS, name=sums, cypher=cypher)
    with pytest.raises(ModelMissing, match="no-such-model"):
        select(store, question, SETTINGS, name=str(folder / "no-such-model"))


def tapas(folder: Path, aggregation: str) -> Path:
    """A tiny TAPAS model of random weights but for what it does with its cells, saved as real ones
    are."""
    import torch
    from transformers import TapasConfig, TapasForQuestionAnswering, TapasTokenizer

    words = ["how", "many", "traits", "have", "the", "ottoman", "ojibwa", "cultures", "?", "1"]
    folder.mkdir()
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[EMPTY]", *words]
    (folder / "words.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    TapasTokenizer(str(folder / "words.txt"), model_max_length=64).save_pretrained(folder)
    torch.manual_seed(0)
    config = TapasConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        num_aggregation_labels=4,
    )
    model = TapasForQuestionAnswering(config)
    with torch.no_grad():
        model.aggregation_classifier.bias[
            ("NONE", "SUM", "AVERAGE", "COUNT").index(aggregation)
        ] = 9
    model.save_pretrained(folder)
    return folder
