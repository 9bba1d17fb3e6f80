"""Keys: shown once, kept as hashes, each with what it may."""

import json
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.http.keys import FILE, SCOPES, Keys
from kg.errors import NotFound, SettingsError
from tests.api.http_site import RUN, Site


@pytest.fixture
def keys(site: Site) -> Iterator[dict[str, dict[str, str]]]:
    """A key of each scope, as headers; gone afterwards."""
    kept = Keys(site.settings.data)
    yield {scope: {"Authorization": f"Bearer {kept.add(scope, scope)}"} for scope in SCOPES}
    for scope in SCOPES:
        kept.remove(scope)


def test_only_hashes_are_kept(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "data")
    secret = keys.add("box", "read")
    file = tmp_path / "data" / FILE
    assert secret not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found = keys.find(secret)
    assert found is not None
    assert (found.name, found.may("read"), found.may("ingest")) == ("box", True, False)
    assert keys.find(secret[:-1]) is None
    with pytest.raises(SettingsError, match="already"):
        keys.add("box", "admin")
    for name, scope in (("a/b", "read"), ("c", "root"), ("", "read")):
        with pytest.raises(SettingsError):
            keys.add(name, scope)
    keys.remove("box")
    assert keys.find(secret) is None
    with pytest.raises(NotFound):
        keys.remove("box")
    file.write_text("{")
    with pytest.raises(SettingsError, match="cannot be read"):
        keys.all()


def test_keys_that_are_made_at_once_are_all_kept(tmp_path: Path) -> None:
    makers = [
        threading.Thread(target=Keys(tmp_path).add, args=(f"key-{n}", "read")) for n in range(8)
    ]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(json.loads((tmp_path / FILE).read_text())) == 8


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/v1/themes", "read"),
        ("GET", "/v1/jobs", "read"),
        ("GET", "/metrics", "read"),
        ("POST", "/v1/jobs", "ingest"),
        ("PUT", "/v1/files/a.md", "ingest"),
        ("DELETE", "/v1/files/none.md", "ingest"),
        ("POST", "/v1/schedules", "ingest"),
        ("DELETE", "/v1/runs/none", "admin"),
        ("POST", f"/v1/runs/{RUN}/restore", "admin"),
    ],
)
def test_each_room_has_its_scope(
    site: Site, keys: dict[str, dict[str, str]], method: str, path: str, scope: str
) -> None:
    assert site.client.request(method, path).status_code == 401
    wrong = {"Authorization": "Bearer umran_wrong"}
    refused = site.client.request(method, path, headers=wrong)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    for name in SCOPES:
        status = site.client.request(method, path, headers=keys[name]).status_code
        enough = SCOPES.index(name) >= SCOPES.index(scope)
        assert (status == 403) is not enough


def test_health_needs_no_key(site: Site, keys: dict[str, dict[str, str]]) -> None:
    assert site.client.get("/health").json() == {"status": "ok"}
    assert site.client.get("/ready").json() == {"status": "ok"}
