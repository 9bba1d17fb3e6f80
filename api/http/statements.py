"""Statements as they come: what documents say, one line each, as a stream."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from api.http.cultures import uid_of
from api.http.desk import AtDesk, Desk
from api.http.page import Cursor, decode, encode
from api.http.problem import Problem
from kg.errors import UmranError
from kg.store import Store

router = APIRouter(tags=["statements"])
_DOCUMENTS = 20
"""Documents that are read at once."""
_LOOK_SECONDS = 2.0
_BEAT_SECONDS = 15.0
_EVENTS = "text/event-stream"
_LINES = "application/x-ndjson"
_MENTIONED = (
    "UNWIND $uids AS uid MATCH (d:Document {uid: uid})<-[:PART_OF]-(p:Passage) "
    "MATCH (p)-[m:MENTIONS]->(e) RETURN uid AS document, d.title AS title, p.uid AS passage, "
    "p.text AS text, labels(e)[0] AS label, e.uid AS uid, e.name AS name, "
    "m.surface AS surface, m.start AS start, m.end AS end, m.score AS score, "
    "m.extractor AS extractor ORDER BY document, start, end, uid"
)
_CODED = (
    "MATCH (c:Culture)-[r:HAS_TRAIT]->(t:Trait) WHERE r.document IN $uids "
    "RETURN r.document AS document, c.uid AS culture, c.name AS name, t.name AS trait, "
    "r.code AS code, r.value AS value, r.year AS year ORDER BY document, culture, code, trait"
)


@router.get(
    "/statements",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "One JSON object a line, or an event each",
            "content": {kind: {"schema": {"type": "string"}} for kind in (_LINES, _EVENTS)},
        }
    },
)
async def statements(
    request: Request,
    desk: AtDesk,
    cursor: Cursor = "",
    culture: Annotated[str, Query(max_length=200, description="Empty: any.")] = "",
    follow: Annotated[bool, Query(description="Go on with documents that come later.")] = False,
) -> StreamingResponse:
    """What each document says, document by document in the order of uid.

    `kind` mention: a sentence names an entity; trait: a table codes a culture. Each line has the
    `cursor` to go on after its document. With `Accept: text/event-stream` each is an event.
    """
    events = _EVENTS in request.headers.get("accept", "")
    after = decode(cursor) if cursor else ""
    uid = await desk.ask(request, lambda store, _: uid_of(store, culture)) if culture else ""
    lines = _lines(desk, request, _Reading(after, uid, follow), events=events)
    return StreamingResponse(
        lines,
        media_type=_EVENTS if events else _LINES,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


class _Reading:
    """Where a stream is: after which document, and which documents it has seen."""

    def __init__(self, after: str, culture: str, follow: bool) -> None:
        self.after, self.culture, self.follow = after, culture, follow
        self._seen: set[str] | None = None if follow else set()

    def batch(self, store: Store) -> list[dict[str, Any]] | None:
        """What the next documents say; None where there are none now."""
        if self._seen is None:
            before = "MATCH (d:Document) WHERE d.uid <= $after RETURN d.uid AS uid"
            self._seen = {row["uid"] for row in store.read(before, after=self.after)}
        match = "MATCH (d:Document)"
        match += "-[:DESCRIBES]->(:Culture {uid: $culture})" if self.culture else ""
        rows = store.read(
            f"{match} WHERE d.uid > $after RETURN DISTINCT d.uid AS uid ORDER BY uid LIMIT $limit",
            after=self.after,
            limit=_DOCUMENTS,
            culture=self.culture,
        )
        if not rows:
            self.after = ""
            return None
        uids = [row["uid"] for row in rows]
        new = [uid for uid in uids if uid not in self._seen]
        self.after = uids[-1]
        if self.follow:
            self._seen.update(uids)
        return _said(store, new) if new else []


def _said(store: Store, uids: list[str]) -> list[dict[str, Any]]:
    """The statements of documents, in their order."""
    found = [{"kind": "mention", **row} for row in store.read(_MENTIONED, uids=uids)]
    found += [{"kind": "trait", **row} for row in store.read(_CODED, uids=uids)]
    found.sort(key=lambda row: row["document"])
    return [row | {"cursor": encode(row["document"])} for row in found]


async def _lines(
    desk: Desk, request: Request, reading: _Reading, *, events: bool
) -> AsyncIterator[bytes]:
    quiet = 0.0
    while True:
        try:
            rows = await desk.ask(request, lambda store, _: reading.batch(store), heed=False)
        except (UmranError, Problem) as error:
            yield _line({"kind": "problem", "detail": str(error)}, events=events)
            return
        for row in rows or ():
            yield _line(row, events=events)
        if rows is None and not reading.follow:
            return
        if rows is None:
            quiet += _LOOK_SECONDS
            await asyncio.sleep(_LOOK_SECONDS)
            if quiet >= _BEAT_SECONDS:
                quiet = 0.0
                yield b": still here\n\n" if events else b"\n"


def _line(row: dict[str, Any], *, events: bool) -> bytes:
    text = json.dumps(row, ensure_ascii=False, default=str)
    if not events:
        return f"{text}\n".encode()
    name = f"id: {row['cursor']}\n" if "cursor" in row else ""
    return f"{name}event: {row['kind']}\ndata: {text}\n\n".encode()
