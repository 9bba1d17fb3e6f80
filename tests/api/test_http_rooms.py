"""Every room says what the graph says, on both stores."""

import json

import pytest

from kg.naming import uid
from tests.api.http_site import DOME, RUN, SENTENCES, WORSHIP, Site
from tests.gnn.graph import CULTURES, culture

MOSQUE = uid("Passage", "Ottoman", 2)


def test_cultures_by_pages_by_name_by_uid(site: Site) -> None:
    names, cursor, pages = [], "", 0
    while cursor is not None:
        answer = site.get("/cultures", params={"limit": 3, "cursor": cursor}).json()
        names += [row["name"] for row in answer["items"]]
        cursor, pages = answer["next"], pages + 1
    assert (sorted(names), pages) == (sorted([*CULTURES, "Venetian"]), 3)
    one = site.get("/cultures/osmanlı").json()
    assert one == site.get(f"/cultures/{culture('Ottoman')}").json()
    assert (one["name"], one["documents"], one["media"], one["traits"]) == ("Ottoman", 1, 3, 2)
    traits = site.get("/cultures/Ottoman/traits", params={"limit": 1}).json()
    rest = site.get("/cultures/Ottoman/traits", params={"cursor": traits["next"]}).json()
    assert sorted(row["name"] for row in traits["items"] + rest["items"]) == ["descent", "god"]


def test_entities_and_why(site: Site) -> None:
    found = site.get("/entities", params={"label": "Concept"}).json()["items"]
    assert {row["name"] for row in found} == {"dome", "lodge", "drum"}
    dome = site.get(f"/entities/Concept/{DOME}").json()
    assert dome == site.get("/entities/Concept/Dome").json()
    assert dome["beside"][0] == {"label": "Concept", "name": "lodge", "passages": 3}
    first = site.get("/entities/Concept/dome/mentions", params={"limit": 1}).json()
    assert [row["start"] for row in first["items"]] == [0, 9]
    assert first["next"]
    why = site.get("/why", params={"name": "dome", "limit": 2}).json()
    assert (len(why["quotes"]), why["total"]) == (2, dome["mentions"])


def test_passages_in_context(site: Site) -> None:
    asked = {"culture": "Ottoman", "theme": "ibadet", "period": "before 1500"}
    found = site.get("/passages", params=asked).json()["items"]
    assert {row["uid"] for row in found} == {uid("Passage", "Ottoman", i) for i in (0, 2)}
    around = site.get(f"/passages/{MOSQUE}", params={"context": 1}).json()
    assert around["passage"]["text"] == SENTENCES[0]
    assert ([row["idx"] for row in around["before"]], around["after"][0]["idx"]) == ([1], 3)
    assert around["source"]["cultures"] == ["Ottoman"]
    assert (around["themes"], around["periods"]) == (["worship"], ["before 1500"])
    assert {row["name"] for row in around["mentions"]} == {"drum"}


def test_themes_and_periods(site: Site) -> None:
    themes = site.get("/themes").json()["items"]
    assert [(row["uid"] == WORSHIP, row["name_tr"]) for row in themes] == [
        (False, "mimari"),
        (True, "ibadet"),
    ]
    assert site.get("/periods").json()["items"][0]["name"] == "before 1500"


def test_nearness(site: Site) -> None:
    near = site.get("/cultures/Osmanlı/similar", params={"theme": "ibadet", "k": 2}).json()
    assert [(row["name"], row["rank"], row["p"]) for row in near["items"]] == [
        ("Ojibwa", 1, None),
        ("Inca", 2, None),
    ]
    both = site.get("/compare", params={"one": "Ottoman", "other": "Inca"}).json()
    assert both["nearness"] == {"all": 0.5, "worship": 0.5}
    assert {row["entity"] for row in both["shared"]} == {"dome", "lodge", "drum"}


def test_runs(site: Site) -> None:
    assert [row["run"] for row in site.get("/runs").json()["items"]] == [RUN]
    assert site.get("/runs/current").json()["uid"] == RUN


@pytest.mark.parametrize("words", ["dome", "kubbe"])
def test_words_are_found_in_any_inflection(site: Site, words: str) -> None:
    found = site.get("/search", params={"text": words, "k": 3}).json()["items"]
    assert [row["text"] for row in found] == [SENTENCES[words == "kubbe"]] * 3


def test_vectors_are_compared_where_they_can_be(site: Site) -> None:
    found = site.client.post("/v1/search/vector", json={"text": SENTENCES[0], "k": 2}).json()
    assert (found["encoder"], len(found["items"])) == ("hashed-ngrams-1", 2)
    for long in (1e308, 1e-200):
        body = {"vector": [long] + [0.0] * 255, "k": 2}
        assert site.client.post("/v1/search/vector", json=body).status_code == 200
    refused = site.get("/search/images", params={"text": "dome"})
    assert refused.status_code == 409
    assert "knows no words" in refused.json()["detail"]


def test_media(site: Site) -> None:
    rows = site.get("/media", params={"culture": "Ottoman", "modality": "image"}).json()["items"]
    assert "dome.png" in [row["title"] for row in rows]
    picture, sound = (f"/media/{uid('Media', name)}" for name in ("dome.png", "drum.wav"))
    small = site.get(f"{picture}/thumbnail", params={"side": 16})
    assert (small.headers["content-type"], small.content[:2]) == ("image/jpeg", b"\xff\xd8")
    same = {"If-None-Match": small.headers["etag"]}
    assert site.get(f"{picture}/thumbnail?side=16", headers=same).status_code == 304
    part = site.get(f"{sound}/audio", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"RIFF")
    assert site.get(f"{sound}/thumbnail").status_code == 409
    assert site.get(f"{picture}/similar").json() == {"items": []}


def test_statements_as_they_come(site: Site) -> None:
    lines = [json.loads(line) for line in site.get("/statements").iter_lines()]
    assert {row["kind"] for row in lines} == {"mention", "trait"}
    assert sorted(row["document"] for row in lines) == [row["document"] for row in lines]
    half = next(row for row in lines if row["document"] > lines[0]["document"])
    rest = site.get("/statements", params={"cursor": lines[0]["cursor"]}).text.splitlines()
    assert json.loads(rest[0]) == half
    events = site.get(
        "/statements", params={"culture": "Inca"}, headers={"Accept": "text/event-stream"}
    )
    assert events.headers["content-type"].startswith("text/event-stream")
    assert events.text.startswith("id: ")


def test_following_goes_on_with_what_comes_later(site: Site) -> None:
    late = uid("Document", "late")
    with site.client.stream("GET", "/v1/statements?culture=Venetian&follow=true") as stream:
        with site.desk.owner.lend() as store:
            edge = {"target": culture("Venetian"), "properties": {}}
            own = {"target": late, "properties": {}}
            store.write(lambda tx: tx.upsert("Document", [{"uid": late, "title": "late"}]))
            passage = uid("Passage", "late")
            store.write(lambda tx: tx.upsert("Passage", [{"uid": passage, "text": "Late."}]))
            store.write(
                lambda tx: tx.link("PART_OF", "Passage", "Document", [{"source": passage, **own}])
            )
            said = edge | {"properties": {"start": 0, "end": 4}}
            store.write(
                lambda tx: tx.link("MENTIONS", "Passage", "Culture", [{"source": passage, **said}])
            )
            store.write(
                lambda tx: tx.link("DESCRIBES", "Document", "Culture", [{"source": late, **edge}])
            )
        first = next(line for line in stream.iter_lines() if line)
    assert json.loads(first)["document"] == late


def test_cypher_reads_and_says_where_it_may_not(site: Site) -> None:
    found = site.cypher(
        "MATCH (c:Culture {name: $name}) RETURN c.name", parameters={"name": "Inca"}
    )
    assert found.json() == {"columns": ["c.name"], "rows": [["Inca"]], "truncated": False}
    cut = site.cypher("MATCH (c:Culture) RETURN c.name", rows=2).json()
    assert (len(cut["rows"]), cut["truncated"]) == (2, True)
    refused = site.cypher("MATCH (n)\nDELETE n")
    assert (refused.status_code, refused.json()["line"]) == (400, 2)
    assert site.cypher("RETURN 0.0 / 0.0 AS x").json()["rows"] == [[None]]
    failed = site.cypher("UNWIND [0] AS x RETURN 1 / x")
    assert (failed.status_code, failed.json()["type"]) == (400, "urn:umran:query-failed")


def test_an_answer_that_the_client_has_is_not_sent_again(site: Site) -> None:
    first = site.get("/themes")
    again = site.get("/themes", headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/cultures/Otoman", 404),
        ("/cultures/Otoman/similar", 404),
        ("/cultures/Ottoman/similar?theme=smell", 404),
        ("/cultures/Venetian/similar", 404),
        ("/entities/Concept/nobody", 404),
        ("/entities/Smell/dome", 422),
        ("/passages/nobody", 404),
        ("/media/nobody/audio", 404),
        ("/runs/nobody", 404),
        ("/jobs/nobody", 404),
        ("/cultures?cursor=bm9uZQ", 400),
        ("/cultures?limit=0", 422),
        ("/cultures/Ottoman/similar?them=worship", 422),
        ("/nowhere", 404),
    ],
)
def test_what_is_not_there_is_a_problem(site: Site, path: str, status: int) -> None:
    answer = site.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"]
