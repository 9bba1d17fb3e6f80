"""The docs say what the code does."""

import re
import subprocess
import sys
from pathlib import Path

from typer.main import get_command

from api.cli import app
from kg.schema import SCHEMA
from kg.schema_page import page
from kg.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text()


def test_schema_page_is_what_the_schema_gives() -> None:
    assert (ROOT / "docs" / "schema.md").read_text() == page(SCHEMA), "run make docs"


def test_every_setting_is_in_the_readme() -> None:
    missing = [name for name in Settings.model_fields if PREFIX + name.upper() not in README]
    assert not missing


def test_every_command_has_a_help_text_and_is_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        assert command.help
        assert f"`{name}`" in changelog or f"`umran {name}`" in changelog


def test_links_of_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


def test_compose_file_is_valid() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    found = subprocess.run(
        [*command, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout


def test_compose_file_opens_nothing_beyond_this_machine() -> None:
    import yaml

    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    ports = [port for service in services.values() for port in service["ports"]]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
