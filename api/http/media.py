"""Media: pictures and recordings, as thumbnails and as sound, and which are like them."""

import hashlib
import io
import mimetypes
from pathlib import Path as File
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel

from api.http.cultures import uid_of
from api.http.desk import AtDesk, known
from api.http.documented import says
from api.http.page import Page, Paged
from api.http.problem import Problem
from kg.asked import Asked
from kg.errors import NotFound
from kg.store import Store

router = APIRouter(prefix="/media", tags=["media"])
Uid = Annotated[str, Path(max_length=100)]
Modality = Literal["", "text", "image", "audio"]
_VALUES = (
    "m.uid AS uid, m.title AS title, m.modality AS modality, m.uri AS uri, m.sha256 AS sha256, "
    "m.encoder AS encoder, m.year_from AS year_from, m.year_to AS year_to"
)
_CACHED = "private, max-age=86400"


class Media(BaseModel):
    """A picture, a recording or a vector made elsewhere."""

    uid: str
    title: str | None
    modality: str | None
    uri: str | None
    sha256: str | None
    encoder: str | None
    year_from: int | None
    year_to: int | None


class MediaPage(BaseModel):
    """Some media, and where the next page begins."""

    items: list[Media]
    next: str | None


class Like(Media):
    """`score` is the cosine of vectors of one encoder."""

    score: float


class Likes(BaseModel):
    """The most like it first."""

    items: list[Like]


_PICTURE = {
    "uid": "9a2e3d4c5b6a798897a6b5c4",
    "title": "A dome",
    "modality": "image",
    "uri": "examples/images/dome.png",
    "sha256": "0" * 64,
    "encoder": "colour-edge-texture-1",
    "year_from": None,
    "year_to": None,
}


def _bytes(kind: str, what: str) -> dict[int | str, dict[str, Any]]:
    body = {"content": {kind: {"schema": {"type": "string", "format": "binary"}}}}
    return {200: {"description": what, **body}, 304: {"description": "The client has just that"}}


@router.get("", responses=says(MediaPage, {"items": [_PICTURE], "next": None}))
async def media(
    request: Request,
    desk: AtDesk,
    page: Paged,
    culture: Annotated[str, Query(max_length=200, description="Empty: any.")] = "",
    modality: Modality = "",
) -> Response:
    """Media of a culture, of a modality, in the order of uid."""
    return await desk.answer(request, lambda store: _some(store, page, culture, modality))


@router.get("/{uid}", responses=says(Media, _PICTURE))
async def medium(request: Request, desk: AtDesk, uid: Uid) -> Response:
    """One picture or recording."""
    return await desk.answer(request, lambda store: _one(store, uid))


@router.get("/{uid}/similar", responses=says(Likes, {"items": [_PICTURE | {"score": 0.9}]}))
async def similar(
    request: Request, desk: AtDesk, uid: Uid, k: Annotated[int, Query(ge=1, le=100)] = 10
) -> Response:
    """Media whose vectors are nearest; those of other encoders cannot be compared."""
    return await desk.answer(request, lambda store: {"items": _like(store, uid, k)})


@router.get(
    "/{uid}/thumbnail",
    response_class=Response,
    responses=_bytes("image/jpeg", "The picture, small"),
)
async def thumbnail(
    request: Request,
    desk: AtDesk,
    uid: Uid,
    side: Annotated[int, Query(ge=16, le=512, description="Pixels of the longer side.")] = 256,
) -> Response:
    """A picture as a small JPEG; the file must be as it was when it was read."""

    def work(store: Store, _: Asked) -> tuple[str, bytes]:
        row = _one(store, uid)
        tag = f'"{row["sha256"]}-{side}"'
        file = _file(store, row, "image")
        return tag, b"" if known(request, tag) else _small(file, row["sha256"], side)

    tag, body = await desk.ask(request, work)
    headers = {"ETag": tag, "Cache-Control": _CACHED}
    if not body:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="image/jpeg")


@router.get("/{uid}/audio", response_class=FileResponse, responses=_bytes("audio/*", "The sound"))
async def audio(request: Request, desk: AtDesk, uid: Uid) -> Response:
    """A recording as it is; parts of it by Range."""
    file = await desk.ask(request, lambda store, _: _file(store, _one(store, uid), "audio"))
    kind = mimetypes.guess_type(file.name)[0] or ""
    kind = kind if kind.startswith("audio/") else "application/octet-stream"
    return FileResponse(file, media_type=kind, headers={"Cache-Control": _CACHED})


def _some(store: Store, page: Page, culture: str, modality: str) -> dict[str, Any]:
    match, values = "MATCH (m:Media)", {"modality": modality}
    if culture:
        match += "-[:DESCRIBES]->(:Culture {uid: $culture})"
        values["culture"] = uid_of(store, culture)
    own = " AND m.modality = $modality" if modality else ""
    rows = store.read(
        f"{match} WHERE m.uid > $after{own} WITH DISTINCT m ORDER BY m.uid LIMIT $limit "
        f"RETURN {_VALUES} ORDER BY uid",
        after=page.after,
        limit=page.limit + 1,
        **values,
    )
    return page.of(rows, lambda row: str(row["uid"]))


def _one(store: Store, uid: str) -> dict[str, Any]:
    rows = store.read(f"MATCH (m:Media {{uid: $uid}}) RETURN {_VALUES}", uid=uid)
    if not rows:
        raise NotFound(f"There is no picture or recording {uid!r}.")
    return rows[0]


def _file(store: Store, row: dict[str, Any], modality: str) -> File:
    """Where it lies. Raises Problem for what is no file of its own, NotFound where it is gone."""
    if row["modality"] != modality:
        raise Problem(409, f"{row['title']} is {row['modality']}, not {modality}.", kind="modality")
    rows = store.read(
        "MATCH (:Media {uid: $uid})-[:PART_OF]->(d:Document) MATCH (s:Source) "
        "WHERE s.name = d.source RETURN s.folder AS folder, d.path AS path, d.kind AS kind",
        uid=row["uid"],
    )
    if not rows or rows[0]["kind"] != modality:
        raise Problem(409, f"{row['title']} is a vector made elsewhere.", kind="modality")
    folder = File(rows[0]["folder"] or "").resolve()
    file = folder.joinpath(str(rows[0]["path"])).resolve()
    if not (file.is_relative_to(folder) and file.is_file()):
        raise NotFound(f"The file of {row['title']} is not on this machine any more.")
    return file


def _small(file: File, sha256: str, side: int) -> bytes:
    """JPEG bytes. Only what has once been read in a process apart is decoded here."""
    from PIL import Image

    from ingest.read.image import LIMIT

    data = file.read_bytes() if file.stat().st_size <= LIMIT else b""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NotFound(f"{file.name} has changed since it was read.", hint="Sync its folder.")
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("RGB", (2 * side, 2 * side))
        small = picture.convert("RGBA")
    small.thumbnail((side, side))
    white = Image.new("RGBA", small.size, "white")
    out = io.BytesIO()
    Image.alpha_composite(white, small).convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def _like(store: Store, uid: str, k: int) -> list[dict[str, Any]]:
    own = _one(store, uid)
    rows = store.read(
        "MATCH (m:Media) WHERE m.encoder = $encoder "
        f"RETURN {_VALUES}, m.embedding AS vector ORDER BY uid",
        encoder=own["encoder"],
    )
    return nearest(rows, next(row["vector"] for row in rows if row["uid"] == uid), k, but=uid)


def nearest(
    rows: list[dict[str, Any]], vector: Any, k: int, *, but: str = ""
) -> list[dict[str, Any]]:
    """The `k` rows whose `vector` is nearest, without their vectors, with a `score`."""
    wanted = np.asarray(vector, np.float32)
    kept = [row for row in rows if row["uid"] != but and len(row["vector"] or ()) == len(wanted)]
    for row in kept:
        found = np.asarray(row.pop("vector"), np.float32)
        length = float(np.linalg.norm(found) * np.linalg.norm(wanted))
        row["score"] = float(found @ wanted) / length if length else 0.0
    return sorted(kept, key=lambda row: (-row["score"], row["uid"]))[:k]
