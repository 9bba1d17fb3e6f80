"""Settings: one class, read once at the edge from `UMRAN_*` variables and passed on.

A secret may stand in a file instead, whose name is in the variable with `_FILE` behind it, as
containers are given them.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from kg.errors import SettingsError

PREFIX = "UMRAN_"
FILE = "_FILE"
_SECRET_BYTES = 4_096
_NOT_SETTINGS = (f"{PREFIX}TEST_",)


class Settings(BaseSettings):
    """Where the graph is and how far a reading query may go."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    uri: str = Field("", description="Bolt address of a Neo4j server; empty: the embedded store.")
    user: str = Field("neo4j", description="User of that server.")
    password: SecretStr = Field(SecretStr(""), description="Password of that server.")
    database: str = Field("neo4j", description="Database of that server.")
    data: Path = Field(Path("umran-data"), description="Folder of the embedded store.")
    heap: str = Field(
        "1g", pattern=r"^[1-9]\d*[mgMG]$", description="Largest Java heap of the embedded store."
    )
    query_seconds: float = Field(30, gt=0, description="Longest run of a reading query.")
    query_rows: int = Field(10_000, gt=0, description="Most rows that a reading query returns.")
    query_bytes: int = Field(
        50_000_000, gt=0, description="Most bytes, about, that a reading query returns."
    )
    batch: int = Field(100, gt=0, description="Documents that one transaction takes in.")
    private_hosts: str = Field(
        "", description="Hosts, joined by commas, that feeds may reach at private addresses."
    )
    certificates: Path | None = Field(
        None, description="PEM file of authorities that feeds trust besides the public ones."
    )
    serve_host: str = Field("127.0.0.1", description="Address that `umran serve` listens at.")
    serve_port: int = Field(8321, ge=0, le=65_535, description="Its port; 0: a free one.")
    serve_hosts: str = Field(
        "", description="Host names, joined by commas, that requests may give besides localhost."
    )
    serve_folder: Path | None = Field(
        None, description="Folder that holds all that may be ingested over HTTP; empty: nothing."
    )
    serve_upload: int = Field(
        100_000_000, gt=0, description="Most bytes of a file that is sent over HTTP."
    )
    table_model: str = Field(
        "", description="TAPAS model, by name or folder, that selects cells for umran table."
    )
    extractor: str = Field(
        "lexicon",
        description="Who finds mentions: lexicon, rules, crf:, spacy:, hf:NAME, joined by commas.",
    )


def load(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Read the settings from the environment; `overrides` (from the command line) win.

    Raises SettingsError for an unknown `UMRAN_*` variable or a value that does not fit.
    """
    _refuse_unknown(os.environ)
    given = {k: v for k, v in (overrides or {}).items() if v is not None}
    try:
        return Settings(**_secrets(os.environ) | given)
    except ValidationError as error:
        raise SettingsError(_first_problem(error)) from None


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    known |= {PREFIX + name.upper() + FILE for name in _secret_names()}
    for name in sorted(environment):
        if name.startswith(PREFIX) and not name.startswith(_NOT_SETTINGS) and name not in known:
            raise SettingsError(
                f"{name} is not a setting.", hint=f"Known are: {', '.join(sorted(known))}."
            )


def _secret_names() -> list[str]:
    return [name for name, each in Settings.model_fields.items() if each.annotation is SecretStr]


def _secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Secrets that stand in files. Raises SettingsError; no message holds what a file does."""
    found = {}
    for name in _secret_names():
        variable = PREFIX + name.upper()
        if path := environment.get(variable + FILE):
            if variable in environment:
                raise SettingsError(f"Both {variable} and {variable}{FILE} are set.")
            found[name] = _secret(variable + FILE, Path(path))
    return found


def _secret(variable: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(_SECRET_BYTES + 1).decode("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{variable}: {path} cannot be read ({type(error).__name__}).",
            hint="It must be a text file that this user may read.",
        ) from None
    if not text or len(text) > _SECRET_BYTES or "\n" in text:
        raise SettingsError(f"{variable}: {path} must hold one line, the secret.")
    return text


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_input=False)[0]
    where = PREFIX + "_".join(str(part) for part in problem["loc"]).upper()
    return f"{where}: {problem['msg']}."
