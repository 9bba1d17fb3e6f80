"""Settings come from UMRAN_ variables and the command line; a wrong one is named."""

import os
from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.settings import Settings, load


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("UMRAN_")]:
        monkeypatch.delenv(name)


def test_the_default_is_the_embedded_store() -> None:
    assert (load().uri, load().data) == ("", Path("umran-data"))


def test_variables_and_then_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMRAN_DATA", "/somewhere")
    monkeypatch.setenv("UMRAN_QUERY_SECONDS", "5")
    settings = load({"data": Path("/elsewhere"), "uri": None})
    assert (settings.data, settings.query_seconds, settings.uri) == (Path("/elsewhere"), 5, "")


def test_an_unknown_variable_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMRAN_PASWORD", "x")
    with pytest.raises(SettingsError, match=r"UMRAN_PASWORD is not a setting.*UMRAN_PASSWORD"):
        load()


def test_variables_of_the_tests_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMRAN_TEST_NEO4J_VERSION", "2026")
    load()


@pytest.mark.parametrize(
    ("name", "value"), [("QUERY_SECONDS", "soon"), ("QUERY_ROWS", "-1"), ("BATCH", "0")]
)
def test_a_wrong_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"UMRAN_{name}", value)
    with pytest.raises(SettingsError, match=f"UMRAN_{name}"):
        load()


def test_the_password_shows_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMRAN_PASSWORD", "kubbe-dome-9")
    settings = load()
    assert "kubbe" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert settings.password.get_secret_value() == "kubbe-dome-9"


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings(uri="").uri = "bolt://elsewhere"
