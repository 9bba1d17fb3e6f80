"""The stores that tests run on: the embedded one, and a real Neo4j that is started on demand.

UMRAN_TEST_NEO4J_VERSION says which assembled version ("5.26", "2026"). UMRAN_TEST_NEO4J_URI,
with UMRAN_TEST_NEO4J_PASSWORD, names a running server instead; its database must be empty.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from pydantic import SecretStr

from kg.settings import Settings
from kg.store import Store, open_store
from tests.graph import empty
from tests.neo4j_install import find_neo4j
from tests.neo4j_server import Neo4jServer, ServerSettings

KINDS = ("embedded", "neo4j")
# Embedded servers of tests live for seconds: the compiler's best code would come too late.
LIGHT = {"ARCADEDB_JVM_ARGS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
os.environ |= LIGHT
PASSWORD = "kubbe-dome-9"
SettingsFor = Callable[[str], Settings]


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where workers share the tests, one runs all that need the Neo4j: it starts and warms up once.

    The other files stay whole, for the fixtures of a module.
    """
    for item in items:
        group = "neo4j" if _needs_neo4j(item) else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))


def _needs_neo4j(item: pytest.Item) -> bool:
    drawn = getattr(item, "callspec", None)
    return "neo4j_settings" in getattr(item, "fixturenames", ()) or (
        drawn is not None and "neo4j" in map(str, drawn.params.values())
    )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are not in the name of a test: packed ones differ by the second they were packed in,
    and workers have to collect the same names.
    """
    return argname if isinstance(val, bytes) else None


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest) -> Store:
    """A prepared, empty store; the test runs once for each kind."""
    opened: Store = request.getfixturevalue(f"{request.param}_store")
    empty(opened)
    return opened


@pytest.fixture
def settings_for(request: pytest.FixtureRequest, tmp_path: Path) -> SettingsFor:
    """Settings by kind, for what opens the store itself or in a process of its own.

    "neo4j" is the server that `store` uses, emptied; "embedded" is a new folder, since only one
    process can own one.
    """

    def settings(kind: str) -> Settings:
        if kind == "embedded":
            return Settings(uri="", data=tmp_path / "store", heap="512m")
        return request.getfixturevalue("served")  # type: ignore[no-any-return]

    return settings


@pytest.fixture
def served(neo4j_settings: Settings, neo4j_store: Store) -> Settings:
    """Settings of the Neo4j that `store` uses, emptied."""
    empty(neo4j_store)
    return neo4j_settings


def variables(settings: Settings) -> dict[str, str]:
    """The environment variables that give a process these settings."""
    values = settings.model_dump(include={"uri", "user", "database", "data", "heap"})
    values["password"] = settings.password.get_secret_value()
    return LIGHT | {f"UMRAN_{name.upper()}": str(value) for name, value in values.items()}


@pytest.fixture(scope="session")
def embedded_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("embedded")
    with open_store(Settings(uri="", data=folder, heap="768m")) as opened:
        yield opened


@pytest.fixture(scope="session")
def neo4j_store(neo4j_settings: Settings) -> Iterator[Store]:
    with open_store(neo4j_settings) as opened:
        yield opened
        empty(opened)


@pytest.fixture(scope="session")
def neo4j_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """How to reach the Neo4j of this test run."""
    if uri := os.environ.get("UMRAN_TEST_NEO4J_URI"):
        yield _foreign(uri)
        return
    install = find_neo4j(os.environ.get("UMRAN_TEST_NEO4J_VERSION") or "5.26")
    if isinstance(install, str):
        _cannot(install)
    folder = tmp_path_factory.mktemp("neo4j")
    settings = ServerSettings(folder=folder, password=PASSWORD, light=True)
    with Neo4jServer(install, settings) as server:
        yield Settings(uri=server.uri, password=SecretStr(PASSWORD))


def _foreign(uri: str) -> Settings:
    password = os.environ.get("UMRAN_TEST_NEO4J_PASSWORD", "")
    settings = Settings(uri=uri, password=SecretStr(password))
    with open_store(settings) as opened:
        nodes = opened.read("MATCH (n) RETURN count(n) AS n")[0]["n"]
    if nodes:
        pytest.exit(f"The database at {uri} holds {nodes} nodes; tests would delete them.", 2)
    return settings


def _cannot(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
