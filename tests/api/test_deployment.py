"""What a container is made of and started with. Docker is not needed: the rules are read."""

import re
import runpy
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
LINES = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
STEPS = [tuple(line.split(maxsplit=1)) for line in LINES if line and not line.startswith("#")]
LAST = max(i for i, step in enumerate(STEPS) if step[0] == "FROM")
EXTRAS = next(step[1] for step in STEPS if step[0] == "ARG").split("=")[1].split(",")

DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PROJECT = DECLARED["dependencies"] + [
    f"{each}; extra == '{extra}'"
    for extra in EXTRAS
    for each in DECLARED["optional-dependencies"][extra]
]


def said(instruction: str, *, last: bool = False) -> list[str]:
    steps = STEPS[LAST:] if last else STEPS
    return [step[1] for step in steps if step[0] == instruction]


@cache
def subset(extras: str) -> str:
    made: str = runpy.run_path(str(ROOT / "docker" / "lock.py"))["subset"](extras.split(","))
    return made


def test_images_are_pinned_slim_and_of_the_python_that_the_lock_is_for() -> None:
    images = [image.split(" AS ")[0] for image in said("FROM")]
    images += [each["image"] for each in COMPOSE["services"].values() if "image" in each]
    assert all(re.fullmatch(r"[\w./-]+:\d[\w.-]*\d[\w.-]*", image) for image in images), images
    assert all(
        re.fullmatch(r"python:3\.11\.\d+-slim-\w+", each.split()[0]) for each in said("FROM")
    )
    assert len(said("FROM")) == 2


def test_the_process_is_nobody_and_can_be_asked_how_it_is() -> None:
    [user], [health] = said("USER", last=True), said("HEALTHCHECK", last=True)
    assert int(user.split(":")[0]) > 0
    names = [step[0] for step in STEPS]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert '"umran"' in said("ENTRYPOINT", last=True)[0]
    port = said("EXPOSE", last=True)[0]
    assert f"127.0.0.1:{port}/ready" in health
    assert COMPOSE["services"]["api"]["ports"] == [f"127.0.0.1:{port}:{port}"]


def test_no_secret_gets_into_a_layer() -> None:
    text = "\n".join(LINES)
    assert not said("ADD")
    assert not re.search(r"(?i)password|secret|token|api_?key|://\w+:\w+@", text)
    allowed = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    named = [line for line in allowed if line and not line.startswith("#")]
    assert named[0] == "*"
    kept = {line[1:] for line in named if line.startswith("!")}
    copied = [each for each in said("COPY") if not each.startswith("--from")]
    assert kept == {name for each in copied for name in each.split()[:-1]}


def test_packages_come_from_the_lock_by_their_hashes() -> None:
    installs = [part for run in said("RUN") for part in run.split("&&") if "pip install" in part]
    assert len(installs) == 3
    for each in installs:
        assert "--require-hashes" in each or "--no-index" in each
    entries = re.split(r"(?m)^(?=\w)", subset(",".join(EXTRAS)))[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert all(entry in lock for entry in entries)


def test_the_lock_of_the_image_is_whole_and_small() -> None:
    """All that the extras need by the packages' own word, and nothing of development."""
    found = {
        canonicalize_name(n) for n in re.findall(r"(?m)^([\w.-]+)==", subset(",".join(EXTRAS)))
    }
    assert not needed("umran", frozenset(EXTRAS)) - found
    assert not found & {"pytest", "hypothesis", "mypy", "ruff", "torch", "transformers"}
    assert "setuptools" in subset("build-system")
    with pytest.raises(KeyError):
        subset("nothing")


def needed(package: str, extras: frozenset[str], seen: set[Any] | None = None) -> set[str]:
    """What `package` needs here, with what that needs."""
    seen = set() if seen is None else seen
    names: set[str] = set()
    for extra in ("", *extras):
        environment = {**default_environment(), "extra": extra}
        for requirement in map(Requirement, known(package)):
            if requirement.marker is None or requirement.marker.evaluate(environment):
                key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
                names.add(key[0])
                if key not in seen:
                    seen.add(key)
                    names |= needed(*key, seen)
    return names


def known(package: str) -> list[str]:
    try:
        return PROJECT if package == "umran" else requires(package) or []
    except PackageNotFoundError:  # not for this machine
        return []


def test_secrets_are_files_and_nothing_may_be_gained() -> None:
    for name, service in COMPOSE["services"].items():
        values = [str(value) for value in service["environment"].values()]
        assert not [value for value in values if re.search(r"(?i)password(?!$)=|neo4j/\w", value)]
        files = [v for k, v in service["environment"].items() if k.endswith("_FILE")]
        assert files == [f"/run/secrets/{each}" for each in service["secrets"]], name
        assert "no-new-privileges:true" in service["security_opt"]
        assert service["mem_limit"]
        assert service["restart"] == "unless-stopped"
    assert all(each["file"].startswith("./secrets/") for each in COMPOSE["secrets"].values())
    assert "/secrets/" in (ROOT / ".gitignore").read_text("utf-8")
    api = COMPOSE["services"]["api"]
    assert api["read_only"]
    assert api["cap_drop"] == ["ALL"]
    assert api["depends_on"]["neo4j"]["condition"] == "service_healthy"
