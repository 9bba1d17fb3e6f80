"""Search: words in texts, sentences like a sentence, and pictures by words where vectors allow."""

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Body, Query, Request, Response
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from api.http.desk import AtDesk, encode
from api.http.documented import says
from api.http.media import nearest
from api.http.problem import Problem
from kg.errors import SettingsError
from kg.schema import TEXT_SIZE
from kg.store import Hit, Store

router = APIRouter(prefix="/search", tags=["search"])
Words = Annotated[
    str, Query(min_length=1, max_length=1000, description="Words, in any inflection.")
]
K = Annotated[int, Query(ge=1, le=200, description="How many.")]


class Found(BaseModel):
    """A passage that was found; more `score` is better."""

    uid: str
    score: float
    text: str | None
    lang: str | None
    page: str | None
    document: str | None
    cultures: list[str]


class Hits(BaseModel):
    """The best first. `encoder`: whose vectors were compared; null for words."""

    encoder: str | None
    items: list[Found]


class Like(BaseModel):
    """A text, or a vector of the encoder of the passages: one of the two."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = Field(None, min_length=1, max_length=10_000)
    vector: list[FiniteFloat] | None = Field(None, min_length=TEXT_SIZE, max_length=TEXT_SIZE)
    k: int = Field(10, ge=1, le=200)


class Pictures(BaseModel):
    """Pictures whose vectors are near that of the words."""

    encoder: str
    items: list[dict[str, Any]]


_HIT = {
    "uid": "77c2d3e4f5a69788796a5b4c",
    "score": 3.1,
    "text": "The mosque of 1557 has a dome.",
    "lang": "en",
    "page": None,
    "document": "Sinan's mosques",
    "cultures": ["Ottoman"],
}
_PICTURES = {"encoder": "shared-1", "items": []}


@router.get("", responses=says(Hits, {"encoder": None, "items": [_HIT]}))
async def search(request: Request, desk: AtDesk, text: Words, k: K = 10) -> Response:
    """Passages that hold the words, in Turkish or English inflection."""
    return await desk.answer(
        request,
        lambda store: {"encoder": None, "items": _shown(store, store.search(text, limit=k))},
    )


@router.post("/vector", responses=says(Hits, {"encoder": "hashed-ngrams-1", "items": [_HIT]}))
async def vector(
    request: Request,
    desk: AtDesk,
    like: Annotated[Like, Body(examples=[{"text": "a house of prayer with a dome", "k": 5}])],
) -> Response:
    """Passages whose vectors are near that of a text, or near a vector."""
    if (like.text is None) == (like.vector is None):
        raise Problem(422, "Send either a text or a vector.", kind="invalid")
    body = await desk.ask(request, lambda store, _: encode(_near(store, like)))
    return Response(body, media_type="application/json")


@router.get("/images", responses=says(Pictures, _PICTURES))
async def images(request: Request, desk: AtDesk, text: Words, k: K = 10) -> Response:
    """Pictures by words: 409 where no encoder of the pictures knows words, as by default."""
    return await desk.answer(request, lambda store: _pictures(store, text, k))


def _near(store: Store, like: Like) -> dict[str, Any]:
    from ingest.encode.text import NAME
    from ingest.encode.text import encode as of_text

    _check_encoder(store, NAME)
    wanted = of_text([like.text or ""])[0] if like.vector is None else _unit(like.vector)
    hits = store.nearest("Passage", wanted.tolist(), k=like.k)
    return {"encoder": NAME, "items": _shown(store, hits)}


def _unit(vector: list[float]) -> NDArray[np.float64]:
    """At length 1, since a store overflows at what is very long or very short."""
    found = np.array(vector)
    longest = np.abs(found).max()
    if not longest:
        raise SettingsError("A vector of zeros is near nothing.")
    scaled: NDArray[np.float64] = found / longest
    return scaled / np.linalg.norm(scaled)


def _check_encoder(store: Store, name: str) -> None:
    """Vectors of different encoders never mix."""
    rows = store.read("MATCH (p:Passage) RETURN p.encoder AS encoder LIMIT 1")
    if rows and rows[0]["encoder"] != name:
        raise Problem(
            409,
            f"The passages have vectors of {rows[0]['encoder']}; texts are encoded by {name} here.",
            kind="encoder",
            hint="Sync their folders with this version.",
        )


def _pictures(store: Store, text: str, k: int) -> dict[str, Any]:
    from ingest.encode.text import NAME
    from ingest.encode.text import encode as of_text

    rows = store.read(
        "MATCH (m:Media) WHERE m.modality = 'image' RETURN m.uid AS uid, m.title AS title, "
        "m.encoder AS encoder, m.embedding AS vector ORDER BY uid"
    )
    shared = [row for row in rows if row["encoder"] == NAME]
    if not shared:
        known = ", ".join(sorted({str(row["encoder"]) for row in rows})) or "nothing"
        raise Problem(
            409,
            f"The pictures have vectors of {known}, which knows no words; texts have those of "
            f"{NAME}. Vectors of different encoders are not compared.",
            kind="encoder",
            hint="GET /v1/media?culture= finds pictures by whom they show, .../similar by looks.",
        )
    return {"encoder": NAME, "items": nearest(shared, of_text([text])[0], k)}


def _shown(store: Store, hits: list[Hit]) -> list[dict[str, Any]]:
    """The passages of hits, in their order."""
    rows = store.read(
        "UNWIND $uids AS uid MATCH (p:Passage {uid: uid})-[:PART_OF]->(d:Document) "
        "OPTIONAL MATCH (d)-[:DESCRIBES]->(c:Culture) RETURN uid, p.text AS text, "
        "p.lang AS lang, p.page AS page, d.title AS document, collect(c.name) AS cultures",
        uids=[hit.uid for hit in hits],
    )
    found = {row["uid"]: row for row in rows}
    return [
        found[hit.uid] | {"score": hit.score, "cultures": sorted(found[hit.uid]["cultures"])}
        for hit in hits
        if hit.uid in found
    ]
