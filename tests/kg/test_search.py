"""Nearest neighbours and full text: one score and the same finds on every store."""

from typing import Any

import numpy as np
import pytest

from kg.store import Store
from kg.terms import stem

SIZE = 256
RANDOM = np.random.default_rng(7)
VECTORS = RANDOM.normal(size=(40, SIZE)).astype(np.float32)
SENTENCES = {
    "t1": ("tr", "Selimiye'nin kubbeleri İznik çinileriyle bezelidir."),
    "t2": ("tr", "Ağıtçı kadınlar ölünün ardından ağıtlar yakardı."),
    "t3": ("tr", "IĞDIR OVASINDA KIŞLAKLAR VARDI."),
    "e1": ("en", "The mosques of the city had many domes and fountains."),
    "e2": ("en", "Dancing women wore embroidered dresses."),
    "o1": ("oj", "Anishinaabe manoomin"),
}


def cosines(query: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    query, vectors = query.astype(np.float64), vectors.astype(np.float64)
    return vectors @ query / np.linalg.norm(vectors, axis=1) / np.linalg.norm(query)


def put(store: Store, vectors: dict[str, np.ndarray]) -> None:
    rows = [{"uid": uid, "embedding": vector.tolist()} for uid, vector in vectors.items()]
    store.write(lambda tx: tx.upsert("Passage", rows))


@pytest.fixture
def vectors(store: Store) -> Store:
    put(store, {f"p{i:02}": vector for i, vector in enumerate(VECTORS)})
    return store


@pytest.fixture
def sentences(store: Store) -> Store:
    rows = [
        {"uid": uid, "lang": lang, "text": text, "terms": stem(text, lang)}
        for uid, (lang, text) in SENTENCES.items()
    ]
    store.write(lambda tx: tx.upsert("Passage", rows))
    return store


def test_the_score_is_the_cosine(vectors: Store) -> None:
    query = RANDOM.normal(size=SIZE)
    hits = vectors.nearest("Passage", query.tolist(), k=40)
    expected = cosines(query, VECTORS)
    found = {hit.uid: hit.score for hit in hits}
    assert found == pytest.approx({f"p{i:02}": c for i, c in enumerate(expected)}, abs=1e-5)
    assert [hit.score for hit in hits] == sorted(found.values(), reverse=True)


@pytest.mark.parametrize(("factor", "score"), [(3.0, 1.0), (-0.5, -1.0)])
def test_the_score_goes_from_one_to_minus_one(store: Store, factor: float, score: float) -> None:
    put(store, {"one": VECTORS[0]})
    [hit] = store.nearest("Passage", (VECTORS[0] * factor).tolist(), k=3)
    assert (hit.uid, hit.score) == ("one", pytest.approx(score, abs=1e-5))


def test_a_vector_that_is_replaced_is_found_where_it_is_now(vectors: Store) -> None:
    vectors.nearest("Passage", VECTORS[3].tolist(), k=1)
    put(vectors, {"p03": -VECTORS[3]})
    hits = vectors.nearest("Passage", VECTORS[3].tolist(), k=40)
    assert len({hit.uid for hit in hits}) == len(hits) == 40
    assert (hits[-1].uid, hits[-1].score) == ("p03", pytest.approx(-1, abs=1e-5))


@pytest.mark.parametrize(
    "change", ["DETACH DELETE p", "SET p.embedding = null", "REMOVE p.embedding"]
)
def test_a_vector_that_is_gone_is_not_found(vectors: Store, change: str) -> None:
    vectors.nearest("Passage", VECTORS[3].tolist(), k=1)
    vectors.write(lambda tx: tx.run(f"MATCH (p:Passage {{uid: 'p03'}}) {change}"))
    hits = vectors.nearest("Passage", VECTORS[3].tolist(), k=40)
    assert "p03" not in {hit.uid for hit in hits}
    assert len(hits) == 39


def test_a_deleted_vector_that_comes_back_is_found(vectors: Store) -> None:
    vectors.write(lambda tx: tx.run("MATCH (p:Passage) DETACH DELETE p"))
    assert vectors.nearest("Passage", VECTORS[3].tolist()) == []
    put(vectors, {"p03": VECTORS[3]})
    assert [hit.uid for hit in vectors.nearest("Passage", VECTORS[3].tolist())] == ["p03"]


def test_a_label_without_vectors_is_a_key_error(store: Store) -> None:
    with pytest.raises(KeyError):
        store.nearest("Culture", [0.5] * SIZE)


@pytest.mark.parametrize(
    ("text", "uid"),
    [
        ("kubbe", "t1"),
        ("KUBBE", "t1"),
        ("kubbeler", "t1"),
        ("kubbelerinin", "t1"),
        ("iznik", "t1"),
        ("İznik", "t1"),
        ("IZNIK", "t1"),
        ("çini", "t1"),
        ("ağıt", "t2"),
        ("kadın", "t2"),
        ("ığdır", "t3"),
        ("Iğdır", "t3"),
        ("kışlak", "t3"),
        ("mosque", "e1"),
        ("dome", "e1"),
        ("DOMES", "e1"),
        ("fountain", "e1"),
        ("dress", "e2"),
        ("dance", "e2"),
        ("manoomin", "o1"),
    ],
)
def test_inflected_words_are_found(sentences: Store, text: str, uid: str) -> None:
    assert [hit.uid for hit in sentences.search(text)] == [uid]


def test_more_of_the_words_come_first(sentences: Store) -> None:
    hits = sentences.search("domes of the mosque, dresses")
    assert [hit.uid for hit in hits] == ["e1", "e2"]
    assert hits[0].score > hits[1].score


def test_the_limit_holds(sentences: Store) -> None:
    assert len(sentences.search("kubbe ağıt dome dress", limit=2)) == 2


@pytest.mark.parametrize(
    "text", ["", "   ", "?!", "zzzz", "NEAR OR NOT", "a:b", '"', "kub*", "~", "(", "name:[* TO *]"]
)
def test_a_search_has_no_syntax(sentences: Store, text: str) -> None:
    assert sentences.search(text) == []


def test_what_is_changed_or_deleted_is_found_no_more(sentences: Store) -> None:
    changed = [{"uid": "t1", "terms": stem("minareler", "tr")}]
    sentences.write(lambda tx: tx.upsert("Passage", changed))
    sentences.write(lambda tx: tx.run("MATCH (p:Passage {uid: 'e1'}) DETACH DELETE p"))
    found: dict[str, Any] = {w: [h.uid for h in sentences.search(w)] for w in ("kubbe", "dome")}
    assert found == {"kubbe": [], "dome": []}
    assert [hit.uid for hit in sentences.search("minare")] == ["t1"]
