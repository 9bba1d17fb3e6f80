"""Pages by cursor: each says where the next begins, so that nothing is skipped or seen twice."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query

from api.http.problem import Problem
from kg.store import Store

Cursor = Annotated[str, Query(max_length=400, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=500, description="Most rows of a page.")]


@dataclass(frozen=True, slots=True)
class Page:
    """Which page is asked for: at most `limit` rows after the key `after`."""

    limit: int
    after: str

    def of(
        self, rows: list[dict[str, Any]], key: Callable[[dict[str, Any]], str]
    ) -> dict[str, Any]:
        """The answer, where `rows` has up to one row more than the page holds."""
        items = rows[: self.limit]
        more = len(rows) > self.limit
        return {"items": items, "next": encode(key(items[-1])) if more else None}

    def grouped(self, rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
        """The same, where several rows share a key, and a page ends with all rows of one."""
        keys = sorted({str(row[key]) for row in rows})
        kept = set(keys[: self.limit])
        items = [row for row in rows if row[key] in kept]
        return {"items": items, "next": encode(max(kept)) if len(keys) > self.limit else None}


def asked(limit: Limit = 50, cursor: Cursor = "") -> Page:
    """The page of a request. Raises Problem for a cursor that is none of ours."""
    return Page(limit, decode(cursor) if cursor else "")


Paged = Annotated[Page, Depends(asked)]


def listed(store: Store, label: str, values: str, page: Page) -> dict[str, Any]:
    """A page of the nodes of a label in the order of uid; `values` is what Cypher returns of n."""
    rows = store.read(
        f"MATCH (n:{label}) WHERE n.uid > $after WITH n ORDER BY n.uid LIMIT $limit "
        f"RETURN n.uid AS uid, {values} ORDER BY uid",
        after=page.after,
        limit=page.limit + 1,
    )
    return page.of(rows, lambda row: str(row["uid"]))


def encode(key: str) -> str:
    """The cursor of a key."""
    return base64.urlsafe_b64encode(json.dumps([key]).encode()).decode().rstrip("=")


def decode(cursor: str) -> str:
    """The key of a cursor. Raises Problem."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        [key] = json.loads(base64.b64decode(padded, b"-_", validate=True))
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, str):
        hint = "Send `next` of the page before, as it was."
        raise Problem(400, "This cursor is none of ours.", kind="cursor", hint=hint)
    return key
