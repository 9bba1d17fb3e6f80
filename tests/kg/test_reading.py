"""Law 5: what goes through the reading door cannot write, whatever its text, on either store."""

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryRefused, QueryStopped, UmranError
from kg.reading import query
from kg.store import Store
from kg.table import Table
from tests.graph import Dump, dump
from tests.kg.beside import Facts, beside
from tests.kg.honest import READS
from tests.kg.hostile import BOMBS, BROKEN, FORBIDDEN, SLOW, WRITES
from tests.kg.ruses import RUSES
from tests.kg.tricks import ENDLESS, STRICT, TRICKS

PARAMETERS = {"uid": "a", "list": ["Yörük", "Sámi"]}


@pytest.fixture
def graph(store: Store) -> Store:
    def work(tx: Any) -> None:
        tx.upsert(
            "Culture", [{"uid": "a", "name": "Yörük", "set": 1}, {"uid": "b", "name": "Sámi"}]
        )
        tx.upsert("Place", [{"uid": "c", "name": "Iğdır"}])
        both = [
            {"source": s, "target": t, "properties": {"run": "r", "theme": "all", "score": 0.5}}
            for s, t in ("ab", "ba")
        ]
        tx.link("SIMILAR_TO", "Culture", "Culture", both)
        tx.tally("CO_OCCURS", "Culture", "Place", [{"source": "a", "target": "c", "count": 3}])

    store.write(work)
    return store


def attempt(store: Store, text: str, seconds: float = 5) -> Table | UmranError:
    """The answer, or the refusal; any other error fails the test."""
    try:
        return query(store, text, PARAMETERS, seconds=seconds, rows=100)
    except UmranError as error:
        return error


def state(store: Store) -> tuple[Dump, list[str], Facts]:
    """The whole graph, the labels (a text that declares something would add one), and what the
    server keeps beside it: users, databases, indexes, constraints, settings."""
    labels = [row["label"] for row in store.read("CALL db.labels() YIELD label RETURN label")]
    return dump(store), sorted(labels), beside(store)


def not_refused(store: Store, texts: list[str]) -> list[str]:
    return [text for text in texts if not isinstance(attempt(store, text), QueryRefused)]


def test_texts_that_write_are_refused(graph: Store) -> None:
    before = state(graph)
    passed = not_refused(graph, WRITES)
    assert state(graph) == before
    assert [text for text in passed if not text.startswith("RETURN")] == []


def test_texts_that_do_more_than_read_are_refused(graph: Store) -> None:
    before = state(graph)
    assert not_refused(graph, FORBIDDEN) == []
    assert state(graph) == before


def test_broken_texts_are_told_so(graph: Store) -> None:
    before = state(graph)
    for text in BROKEN:
        answer = attempt(graph, text)
        assert isinstance(answer, UmranError | Table), text
        if isinstance(answer, UmranError):
            assert "Traceback" not in str(answer)
    assert state(graph) == before


@pytest.mark.parametrize("text", BOMBS, ids=lambda text: text[:14])
def test_bombs_are_refused_or_harmless(graph: Store, text: str) -> None:
    started = time.monotonic()
    attempt(graph, text, seconds=2)
    assert time.monotonic() - started < 20
    assert len(graph.read("MATCH (n) RETURN n")) == 3


@pytest.mark.timeout(120)
@pytest.mark.parametrize("text", SLOW, ids=lambda text: text[:14])
def test_a_query_past_its_time_is_stopped(graph: Store, text: str) -> None:
    crowd(graph)
    started = time.monotonic()
    with pytest.raises(QueryStopped, match="longer than 1 s"):
        query(graph, text, seconds=1)
    assert time.monotonic() - started < 45
    assert graph.counts()["Culture"] == 42


def test_a_query_that_wants_all_memory_is_stopped(graph: Store) -> None:
    with pytest.raises(QueryStopped, match="memory"):
        query(graph, "RETURN reduce(a = 'x', i IN range(1, 40) | a + a) AS s", seconds=30)
    assert len(graph.read("MATCH (n) RETURN n")) == 3


def crowd(store: Store) -> None:
    """Forty more cultures, each similar to the next three: very many paths."""
    uids = [f"x{i:02}" for i in range(40)]
    rows = [
        {"source": s, "target": uids[(i + d) % 40], "properties": {"run": "r", "theme": "all"}}
        for i, s in enumerate(uids)
        for d in (1, 2, 3)
    ]
    store.write(lambda tx: tx.upsert("Culture", [{"uid": uid} for uid in uids]))
    store.write(lambda tx: tx.link("SIMILAR_TO", "Culture", "Culture", rows))


def test_what_a_server_would_not_end_is_refused(graph: Store) -> None:
    assert not_refused(graph, ENDLESS) == []


def test_tricks_change_nothing(graph: Store) -> None:
    before = state(graph)
    passed = not_refused(graph, TRICKS)
    assert state(graph) == before
    assert [text for text in passed if not text.startswith("MATCH (n) RETURN")] == []


def test_ruses_are_refused(graph: Store) -> None:
    before = state(graph)
    assert not_refused(graph, RUSES) == []
    assert state(graph) == before


def test_commands_and_the_network_are_refused(graph: Store) -> None:
    before = state(graph)
    assert not_refused(graph, STRICT) == []
    assert state(graph) == before


def test_bytes_beyond_the_limit_are_cut(graph: Store) -> None:
    table = query(graph, "UNWIND range(1, 50) AS x RETURN 'abcdefgh' AS s", size=1_000)
    assert table.truncated
    assert 5 < len(table.rows) < 50
    with pytest.raises(QueryStopped, match="One row"):
        query(graph, "RETURN 'abcdefghijkl' AS s", size=20)


def test_rows_beyond_the_limit_are_cut_and_it_is_said(graph: Store) -> None:
    table = query(graph, "UNWIND range(1, 50) AS x RETURN x", rows=10)
    assert (table.columns, len(table.rows), table.truncated) == (("x",), 10, True)
    assert not query(graph, "UNWIND range(1, 10) AS x RETURN x", rows=10).truncated


def test_honest_queries_are_answered(graph: Store) -> None:
    failed = {}
    for text in READS:
        answer = attempt(graph, text, seconds=30)
        if not isinstance(answer, Table):
            failed[text] = answer
    assert failed == {}


def test_answers_are_plain_values(graph: Store) -> None:
    text = (
        "MATCH p = (a:Culture {uid: 'a'})-[r:CO_OCCURS]->(b) "
        "RETURN a, r, [b.name] AS names, date('2026-03-29') AS day, p"
    )
    [row] = query(graph, text).rows
    culture = {"labels": ["Culture"], "uid": "a", "name": "Yörük", "set": 1}
    place = {"labels": ["Place"], "uid": "c", "name": "Iğdır"}
    edge = {"type": "CO_OCCURS", "passages": 3}
    path = {"nodes": [culture, place], "edges": [edge]}
    assert row == (culture, edge, ["Iğdır"], "2026-03-29", path)


def test_a_refusal_says_where(graph: Store) -> None:
    for text, line, column in (
        ("MATCH (n)\n  SET n.name = 'x'", 2, 3),
        ("RETURN 'CREATE' AS x /* SET */ UNION CREATE (n) RETURN 1 AS x", 1, 38),
        ("CALL\n db.ping()", 2, 2),
        ("RETURN 'a' =~ '(a+)+' AS x", 1, 12),
    ):
        with pytest.raises(QueryRefused, match=f"Line {line}, column {column}: "):
            query(graph, text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("MATCH (n) DETACH DELETE n", "would write"),
        ("", "empty"),
        ("PROFILE RETURN 1", "begin with PROFILE"),
        ("RETURN 'a'" + " " * 30_000, "characters"),
        ("RETURN '\\u0041' AS x", "unicode escape"),
        ("MATCH (n", "cannot read"),
    ],
)
def test_a_refusal_says_why(graph: Store, text: str, reason: str) -> None:
    with pytest.raises(QueryRefused, match=reason):
        query(graph, text)


_READING = st.sampled_from(
    [
        "MATCH (n:Culture)",
        "OPTIONAL MATCH (m)-[r]->()",
        "WITH *",
        "UNWIND [1, 2] AS i",
        "MATCH (n) WHERE n.set = 1 /* SET */",
        "CALL db.labels() YIELD label",
        "WITH 'CREATE (n)' AS text",
        "CALL () { MATCH (x) RETURN count(x) AS k }",
    ]
)
_WRITING = st.sampled_from(
    [
        "CREATE (:Culture {uid: 'fuzz'})",
        "MERGE (f:Place {uid: 'fuzz'})",
        "SET n.name = 'fuzz'",
        "REMOVE n.name",
        "DETACH DELETE n",
        "FOREACH (j IN [1] | CREATE (:Place {uid: 'fuzz'}))",
        "CALL () { CREATE (:Culture {uid: 'fuzz'}) }",
        "CALL () { MATCH (y) SET y.name = 'fuzz' RETURN y }",
        "CALL do.when(true, 'CREATE (:Place {uid: 1})', '', {}) YIELD value",
    ]
)
_END = st.sampled_from(["RETURN 1 AS one", "RETURN *", "", "RETURN 1 AS one;", "FINISH"])
_GLUE = st.sampled_from([" ", "\n", "/**/", " // x\n", "\t", "\u00a0", ";", " UNION ", " }"])


_HIDDEN = st.sampled_from(
    [
        "EXISTS { CREATE (:Place {uid: 'fuzz'}) RETURN 1 }",
        "COUNT { MATCH (y) SET y.name = 'fuzz' RETURN y }",
        "COLLECT { MERGE (f:Place {uid: 'fuzz'}) RETURN f }",
        "COUNT { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l }",
        "util.sleep(60000)",
    ]
)
_AROUND = st.sampled_from(
    ["RETURN # AS x", "RETURN [i IN [1] | #] AS x", "RETURN CASE WHEN true THEN # END AS x",
     "MATCH (c:Culture) WHERE {a: #}.a IS NOT NULL RETURN c", "UNWIND [#] AS x RETURN x",
     "MATCH (c) WITH c ORDER BY # RETURN c", "RETURN \"it's\" AS a, # AS b // '"]
)  # fmt: skip
_SPACE = st.sampled_from([" ", "\t", "\n", "/**/", "/* ' */", " //'\n", "\u00a0", "\u2003"])


@st.composite
def hidden(draw: st.DrawFn) -> str:
    """A write, a file or a delay inside an honest query, in odd case and with odd spaces."""
    words = draw(_AROUND).replace("#", draw(_HIDDEN)).split(" ")
    cased = [draw(st.sampled_from([str, str.swapcase]))(w) if w.isalpha() else w for w in words]
    return draw(_SPACE).join(cased)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=hidden())
def test_nothing_hides_inside_an_honest_query(graph: Store, text: str) -> None:
    assert isinstance(attempt(graph, text), QueryRefused), text


@st.composite
def mixed(draw: st.DrawFn) -> str:
    clauses = draw(st.lists(_READING | _WRITING, min_size=1, max_size=5))
    parts = [part for clause in clauses for part in (clause, draw(_GLUE))]
    return "".join([*parts, draw(_END)])


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=mixed())
def test_no_mixture_of_clauses_writes(graph: Store, text: str) -> None:
    attempt(graph, text, seconds=5)
    nodes = graph.read("MATCH (n) RETURN n.uid AS uid, n.name AS name ORDER BY uid")
    assert [tuple(node.values()) for node in nodes] == [
        ("a", "Yörük"),
        ("b", "Sámi"),
        ("c", "Iğdır"),
    ]
