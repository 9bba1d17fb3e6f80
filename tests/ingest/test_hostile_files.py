"""All hostile files at once, beside two good ones: each meets its fate, and nothing else does."""

import ctypes
import os
import resource
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.scan import survey
from kg.errors import ManifestError
from kg.store import Store
from tests.graph import dump, empty
from tests.ingest.hostile_files import HOSTILE, made

CANARY = "Qyrvanthelot"
GOOD = {"good 1.txt": "The Ojibwa build a wigwam.", "good 2.md": "# Köy\nOsmanlı'da camiler."}
SECONDS, MEBIBYTES = 120, 900


def texts(store: Store) -> dict[str, str]:
    """Path -> all that is stored of it."""
    columns = store.nodes("Document", ["path", "text"])
    found: dict[str, str] = {}
    for path, text in zip(columns["path"], columns["text"], strict=True):
        found[path] = found.get(path, "") + (text or "")
    return found


def test_each_meets_its_fate_and_the_good_ones_are_in(store: Store, tmp_path: Path) -> None:
    canary = tmp_path / "outside" / "secret.txt"
    canary.parent.mkdir()
    canary.write_text(f"{CANARY} is a secret of the Ottoman court.\nSecond line.")
    root = tmp_path / "in"
    made(root, canary)
    for path, text in GOOD.items():
        (root / path).write_text(text)
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcome = ingest(store, root)
    assert time.monotonic() - began < SECONDS
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < MEBIBYTES << 10

    reasons = {each.path: each.reason for each in (*outcome.notices, *outcome.set_aside)}
    read = texts(store)
    wrong = {}
    for name, each in HOSTILE.items():
        path = each.path.encode("utf-8", "backslashreplace").decode()
        if each.aside is not None and each.aside not in reasons.get(path, "(read)"):
            wrong[name] = reasons.get(path, "(read)")
        if each.read is not None and each.read not in read.get(path, "(aside)"):
            wrong[name] = reasons.get(path, read.get(path, "(lost)")[:200])
    assert wrong == {}
    assert read.keys() >= GOOD.keys()
    assert CANARY not in repr(dump(store))
    assert canary.parent.is_dir()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "outside"]


def test_folders_may_be_deeper_than_python_calls_itself(tmp_path: Path) -> None:
    before = os.getcwd()
    try:
        os.chdir(tmp_path)
        for _ in range(1_400):
            os.mkdir("d")
            os.chdir("d")
        Path("a.txt").write_text("Deep.")
        [file] = survey(tmp_path).files
        assert file.path.endswith("/d/a.txt")
    finally:
        os.chdir(before)
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)


@pytest.mark.parametrize("name", ["umran.yaml", "corrections.csv"])
def test_what_we_write_ourselves_is_a_plain_file_of_the_folder(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(ManifestError, match="plain file"):
        survey(tmp_path)
    (tmp_path / name).unlink()
    outside = tmp_path.parent / f"{tmp_path.name}-{name}"
    outside.write_text(CANARY)
    (tmp_path / name).symlink_to(outside)
    with pytest.raises(ManifestError, match="outside") as raised:
        survey(tmp_path)
    assert CANARY not in str(raised.value)


def test_what_may_not_be_opened_is_set_aside(embedded_store: Store, tmp_path: Path) -> None:
    empty(embedded_store)
    (tmp_path / "closed").mkdir()
    for path, text in (GOOD | {"closed.txt": "x", "closed/a.txt": "x"}).items():
        (tmp_path / path).write_text(text)
    for path in ("closed.txt", "closed"):
        (tmp_path / path).chmod(0)
    with obedient():
        outcome = ingest(embedded_store, tmp_path)
    (tmp_path / "closed").chmod(0o700)
    aside = {each.path: each.reason for each in (*outcome.notices, *outcome.set_aside)}
    assert "Permission denied" in aside["closed.txt"]
    assert "Permission denied" in aside["closed"]
    assert set(outcome.added) == GOOD.keys()


@contextmanager
def obedient() -> Iterator[None]:
    """Makes permissions hold for this thread, even where root runs the tests (capabilities(7))."""
    libc = ctypes.CDLL(None, use_errno=True)
    head, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if libc.capget(head, sets):
        pytest.skip("this system has no capabilities")
    before = sets[0]
    sets[0] = before & ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    libc.capset(head, sets)
    try:
        yield
    finally:
        sets[0] = before
        libc.capset(head, sets)
