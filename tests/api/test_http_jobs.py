"""Files, jobs and schedules: through the process that owns the store, in one folder alone."""

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

import httpx
import pytest

from api.http.keys import Keys
from tests.api.http_site import Site, until

TEXT = "---\nculture: Ottoman\nlanguage: en\n---\nThe mosque of 1557 has a dome.\n"


@pytest.fixture
def key(site: Site) -> Iterator[dict[str, str]]:
    kept = Keys(site.settings.data)
    yield {"Authorization": f"Bearer {kept.add('box', 'ingest')}"}
    kept.remove("box")


def test_a_file_that_is_sent_is_brought_in_and_taken_out(site: Site, key: dict[str, str]) -> None:
    sent = site.client.put("/v1/files/in/dome.md", content=TEXT.encode(), headers=key)
    assert (sent.status_code, sent.json()["bytes"]) == (201, len(TEXT))
    assert _done(site, key, {"folder": "in"})["outcome"]["added"] == ["dome.md"]
    counted = {"query": "MATCH (d:Document {path: 'dome.md'}) RETURN count(d)"}
    answer = site.client.post("/v1/cypher", json=counted, headers=key)
    assert answer.json()["rows"] == [[1]]
    assert site.client.delete("/v1/files/in/dome.md", headers=key).status_code == 204
    refused = _done(site, key, {"folder": "in"})
    assert (refused["state"], "--allow-empty" in refused["error"]) == ("failed", True)
    gone = _done(site, key, {"folder": "in", "allow_empty": True})
    assert gone["outcome"]["removed"] == ["dome.md"]
    assert 'umran_jobs{state="done"}' in site.client.get("/metrics", headers=key).text


def _done(site: Site, key: dict[str, str], body: dict[str, object]) -> dict[str, object]:
    asked = site.client.post("/v1/jobs", json=body, headers=key)
    assert asked.status_code == 202
    where = asked.headers["location"]
    ended = ("done", "failed")
    until(lambda: site.client.get(where, headers=key).json()["state"] in ended, seconds=120)
    found: dict[str, object] = site.client.get(where, headers=key).json()
    return found


def test_schedules_run_in_this_process(site: Site, key: dict[str, str]) -> None:
    site.client.put("/v1/files/often/a.md", content=TEXT.encode(), headers=key)
    asked = {"what": "often", "every": "1d", "name": f"often-{site.desk.owner.why or 'x'}"}
    assert site.client.post("/v1/schedules", json=asked, headers=key).status_code == 201
    assert site.client.post("/v1/schedules", json=asked, headers=key).status_code == 409
    where = f"/v1/schedules/{asked['name']}"

    def last() -> str:
        [row] = site.client.get("/v1/schedules", headers=key).json()["items"]
        return str(row["last"])

    until(lambda: "1 added" in last(), seconds=120)
    assert site.client.get("/v1/schedules", headers=key).json()["why"] == ""
    assert site.client.delete(where, headers=key).status_code == 204
    assert site.client.delete(where, headers=key).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["../x.md", "/etc/passwd", "a/../../x.md", "..", "a\\b", "a\x00b", ".hidden", "out/x.md"],
)
def test_nothing_leads_out_of_the_folder(site: Site, key: dict[str, str], path: str) -> None:
    inbox = site.settings.serve_folder
    assert inbox
    if not (inbox / "out").exists():
        (inbox / "out").symlink_to("/tmp")
    sent = site.client.put(f"/v1/files/{quote(path, safe='')}", content=b"x", headers=key)
    assert sent.status_code in (400, 404)
    assert not [each for each in inbox.parent.glob("*.md") if each.is_file()]
    for room, body in (
        ("jobs", {"folder": path}),
        ("jobs", {"manifest": path}),
        ("schedules", {"what": path, "every": "1h"}),
    ):
        asked = site.client.post(f"/v1/{room}", json=body, headers=key)
        assert asked.status_code in (400, 404, 409), (room, asked.text)


def test_a_file_that_is_too_large_leaves_nothing(site: Site, key: dict[str, str]) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 100_000

    with suppress(httpx.TransportError):
        sent = site.client.put("/v1/files/big.md", content=pieces(), headers=key)
        assert sent.status_code == 413
    inbox = site.settings.serve_folder
    assert inbox
    until(lambda: not list(inbox.glob("*big.md*")))
