"""A real server on loopback over a small graph that is written by hand."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from api.http.desk import Desk
from api.http.serve import serving
from kg.naming import entity_uid, uid
from kg.settings import Settings
from kg.store import Store
from kg.terms import stem
from kg.transaction import Transaction
from tests.gnn.graph import CULTURES, culture, fill, theme

RUN = uid("Run", "of the site")
SENTENCES = ("The mosque of 1557 has a dome.", "Kubbeleri kurşunla kaplıdır.")


@dataclass(frozen=True, slots=True)
class Site:
    """A server that runs, its desk, and a client for it that has no key."""

    url: str
    desk: Desk
    client: httpx.Client
    settings: Settings

    def get(self, path: str, **options: object) -> httpx.Response:
        return self.client.get(f"/v1{path}", **options)  # type: ignore[arg-type]

    def cypher(self, query: str, **more: object) -> httpx.Response:
        return self.client.post("/v1/cypher", json={"query": query, **more})


@contextmanager
def running(settings: Settings) -> Iterator[Site]:
    """The server that `umran serve` would run, in a thread."""
    with serving(settings) as (server, listening):
        port = listening.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        until(lambda: server.started)
        url = f"http://127.0.0.1:{port}"
        try:
            with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
                yield Site(url, _desk(server), client, settings)
        finally:
            server.should_exit = True
            thread.join(20)


def until(holds: object, *, seconds: float = 20) -> None:
    """Wait until a condition holds; fail where it does not in time."""
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def furnish(store: Store, folder: Path) -> None:
    """Six cultures with texts, a picture and a sound on disk, traits, and a current run."""
    fill(store)
    store.write(_texts)
    store.write(lambda tx: _media(tx, folder))
    store.write(_run)


def _texts(tx: Transaction) -> None:
    documents = [
        {"uid": uid("Document", name), "source": "site", "path": f"{name}.md", "kind": "text"}
        for name in CULTURES
    ]
    tx.upsert("Document", documents)
    languages = ("en", "tr")
    passages = [
        {
            "uid": uid("Passage", name, i),
            "text": SENTENCES[i % 2],
            "terms": stem(SENTENCES[i % 2], languages[i % 2]),
            "encoder": "hashed-ngrams-1",
            "start": 100 * i,
            "end": 100 * i + len(SENTENCES[i % 2]),
        }
        for name in CULTURES
        for i in range(6)
    ]
    tx.upsert("Passage", passages)


def _media(tx: Transaction, folder: Path) -> None:
    from PIL import Image

    Image.new("RGB", (40, 20), "red").save(folder / "dome.png")
    (folder / "drum.wav").write_bytes(b"RIFF" + bytes(2_000))
    tx.upsert("Source", [{"uid": uid("Source", "site"), "name": "site", "folder": str(folder)}])
    for name, modality in (("dome.png", "image"), ("drum.wav", "audio")):
        document, own = uid("Document", name), uid("Media", name)
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        row = {"uid": document, "title": name, "source": "site", "path": name, "kind": modality}
        tx.upsert("Document", [row])
        vector = [1.0, 0.5, 0.25]
        media = {"uid": own, "title": name, "modality": modality, "sha256": digest}
        tx.upsert("Media", [media | {"encoder": f"of {modality}", "embedding": vector}])
        for target, label, type in (
            (document, "Document", "PART_OF"),
            (culture("Ottoman"), "Culture", "DESCRIBES"),
        ):
            tx.link(type, "Media", label, [{"source": own, "target": target, "properties": {}}])


def _run(tx: Transaction) -> None:
    row = {"uid": RUN, "name": "train", "kind": "train", "config": "{}", "seed": 0, "code": "0"}
    said = {"metrics": "{}", "created": "2025-01-01T10:00:00", "current": True, "snapshot": "0"}
    tx.upsert("Run", [row | said])
    edges = [
        {
            "source": culture(one),
            "target": culture(other),
            "properties": {"run": RUN, "theme": about, "rank": rank, "score": 1 / rank}
            | {"sources": 2},
        }
        for about in ("all", "worship")
        for one in CULTURES
        for rank, other in enumerate((each for each in CULTURES if each != one), 1)
    ]
    tx.link("SIMILAR_TO", "Culture", "Culture", edges)


def _desk(server: uvicorn.Server) -> Desk:
    app = server.config.app
    return app.state.desk  # type: ignore[union-attr, no-any-return]


DOME = entity_uid("Concept", "dome")
WORSHIP = theme("worship")
