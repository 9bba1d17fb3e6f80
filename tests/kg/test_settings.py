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


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("kubbe-dome-9\n", "utf-8")
    monkeypatch.setenv("UMRAN_PASSWORD_FILE", str(tmp_path / "password"))
    assert load().password.get_secret_value() == "kubbe-dome-9"
    monkeypatch.setenv("UMRAN_PASSWORD", "other")
    with pytest.raises(SettingsError, match="Both UMRAN_PASSWORD and UMRAN_PASSWORD_FILE"):
        load()


@pytest.mark.parametrize("content", [None, b"", b"\n", b"kubbe\ndome\n", b"\xff", b"k" * 5_000])
def test_a_file_that_holds_no_secret_is_told_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "password").write_bytes(content)
    monkeypatch.setenv("UMRAN_PASSWORD_FILE", str(tmp_path / "password"))
    with pytest.raises(SettingsError, match="UMRAN_PASSWORD_FILE") as refused:
        load()
    assert "kubbe" not in str(refused.value)


def test_only_secrets_are_read_from_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMRAN_URI_FILE", "x")
    with pytest.raises(SettingsError, match="UMRAN_URI_FILE is not a setting"):
        load()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings(uri="").uri = "bolt://elsewhere"
