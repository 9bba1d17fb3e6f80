"""The part of the lock that some extras need, hashes and all, without development's.

    python docker/lock.py http,read > subset.lock
    python docker/lock.py build-system > build.lock

Which package came in for whose sake stands in the comments of requirements.lock.
"""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def subset(extras: list[str]) -> str:
    """The entries of the lock that `extras` need. KeyError for an extra that there is not."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = set(map(_name, _requirements(declared, extras)))
    entries = _entries((ROOT / "requirements.lock").read_text("utf-8"))
    if missing := wanted - entries.keys():
        raise KeyError(f"not in the lock: {sorted(missing)}")
    while more := {name for name, text in entries.items() if _sakes(text) & wanted} - wanted:
        wanted |= more
    return "".join(entries[name] for name in sorted(wanted))


def _requirements(declared: dict[str, Any], extras: list[str]) -> list[str]:
    if extras == ["build-system"]:
        return list(declared["build-system"]["requires"])
    project = declared["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][e] for e in extras)]
    return [each for requirements in lists for each in requirements]


def _entries(lock: str) -> dict[str, str]:
    found = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)
    entries: dict[str, str] = {}
    for text in found:  # a package may be there once a version of Python
        entries[_name(text)] = entries.get(_name(text), "") + text
    return {name: text for name, text in entries.items() if name}


def _sakes(entry: str) -> set[str]:
    """The packages for whose sake this one is in the lock."""
    comments = re.findall(r"(?m)^ +#(?: via)? *(\S+)", entry)
    return {_name(comment) for comment in comments if comment != "via"}


def _name(requirement: str) -> str:
    found = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


if __name__ == "__main__":
    sys.stdout.write(subset(sys.argv[1].split(",")))
