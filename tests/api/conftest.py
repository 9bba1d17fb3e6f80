"""One server per kind of store for all tests over HTTP, and one small graph for each module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.settings import Settings
from tests.api.http_site import Site, furnish, running
from tests.conftest import KINDS
from tests.graph import empty


@pytest.fixture(scope="session")
def embedded_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with running(_settings(Settings(uri="", heap="512m"), folder)) as site:
        yield site


@pytest.fixture(scope="session")
def neo4j_site(
    neo4j_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with running(_settings(neo4j_settings, folder)) as site:
        yield site


@pytest.fixture(scope="module", params=KINDS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A server on a store of this kind; its graph is written anew for each module."""
    found: Site = request.getfixturevalue(f"{request.param}_site")
    with found.desk.owner.lend() as store:
        empty(store)
        furnish(store, tmp_path_factory.mktemp("media"))
    return found


def _settings(settings: Settings, folder: Path) -> Settings:
    (folder / "inbox").mkdir()
    changed = {"data": folder / "data", "serve_folder": folder / "inbox", "serve_port": 0}
    return settings.model_copy(update=changed | {"query_seconds": 20, "serve_upload": 2_000_000})
