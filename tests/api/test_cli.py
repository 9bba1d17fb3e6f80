"""The command line as people and programs use it, in processes of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("torch", "spacy", "transformers", "neo4j", "numpy", "sklearn", "pydantic")


def umran(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        timeout=280,
        check=False,
    )


def answer(*arguments: str, cwd: Path) -> Any:
    done = umran(*arguments, "--json", cwd=cwd)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two small cultures, read once into its embedded store."""
    top = tmp_path_factory.mktemp("cli")
    texts = top / "texts"
    texts.mkdir()
    for name, sentence in (
        ("Ottoman", "The mosque of 1557 has a dome."),
        ("Persian", "The mosque of 1611 has four iwans."),
    ):
        head = f"---\nculture: {name}\ntheme: architecture\nlanguage: en\n---\n"
        (texts / f"{name}.md").write_text(head + sentence)
    (texts / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    return top


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['umran', '--help']\n"
        "from api.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert "similar" in done.stdout
    assert done.stderr.strip() == "[]"


def test_from_folder_to_answers(folder: Path) -> None:
    first = answer("ingest", "texts", cwd=folder)
    assert sorted(first["added"]) == ["Ottoman.md", "Persian.md"]
    assert list(first["set_aside"]) == ["broken.png"]

    again = answer("ingest", "texts", cwd=folder)
    assert (again["added"], again["changed"], again["unchanged"]) == ([], [], 2)
    assert list(again["still_aside"]) == ["broken.png"]
    assert answer("sync", "texts", "--dry-run", cwd=folder)["removed"] == []

    status = answer("status", cwd=folder)
    assert status["counts"]["Passage"] == 2
    [[source, path, reason]] = status["unreadable"]
    assert (source, path) == ("texts", "broken.png")
    assert reason

    learned = answer("train", "--steps", "0", cwd=folder)
    assert learned["new"]
    assert not answer("train", "--steps", "0", cwd=folder)["new"]

    [near] = answer("similar", "osmanlı", "--theme", "mimarlık", cwd=folder)
    assert near["name"] == "Persian"
    assert near["sources"] == 2

    claim = answer("distance", "osmanlı", "Persian", "--theme", "mimarlık", cwd=folder)
    assert claim["score"] == pytest.approx(near["score"], abs=1e-5)
    assert (claim["ci_low"], claim["p"], claim["sources"]) == (None, None, [1, 1])
    assert claim["evidence"][0]["entity"] == "mosque"
    assert any("only one source" in note for note in claim["notes"])

    rows = answer(
        "query",
        "MATCH (p:Passage)-[m:MENTIONS]->(s:Structure {name: $name}) RETURN p.text AS text",
        "--param",
        "name=mosque",
        cwd=folder,
    )
    assert len(rows) == 2

    exported = answer("export", "arrays", cwd=folder)
    assert exported["text items"] == 2
    assert (folder / "arrays" / "manifest.json").exists()


def test_what_a_graph_cannot_answer_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("The Ottoman court.")
    answer("ingest", "texts", cwd=tmp_path)
    for arguments, words in (
        (("query", "CREATE (n:Culture {uid: 'x'})"), "would write"),
        (("similar", "Atlantis"), "Nothing has been learned yet"),
        (("why", "Otoman"), "Did you mean Ottoman"),
    ):
        done = umran(*arguments, cwd=tmp_path)
        assert (done.returncode, words in done.stderr) == (1, True)
        assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ingest", "nowhere"), "nowhere"),
        (("status",), "There is no graph"),
        (("--uri", "bolt://127.0.0.1:1", "status"), "No store answers"),
        (("ingest", ".", "--extractor", "spacy:no_such_model"), "no_such_model"),
        (("query", "RETURN 1", "--param", "novalue"), "novalue"),
        (("--uri", "localhost:7687", "status"), "bolt://127.0.0.1:7687"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = umran(*arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_unknown_setting_is_refused(tmp_path: Path) -> None:
    done = umran("status", cwd=tmp_path, UMRAN_PASSWROD="x")
    assert done.returncode == 1
    assert "UMRAN_PASSWROD is not a setting" in done.stderr


def test_schema_needs_no_store(tmp_path: Path) -> None:
    assert {node["label"] for node in answer("schema", cwd=tmp_path)["nodes"]} >= {"Culture", "Run"}
    assert not list(tmp_path.iterdir())


def test_doctor_says_what_is_there(tmp_path: Path) -> None:
    findings = {each["check"]: each["ok"] for each in answer("doctor", cwd=tmp_path)}
    assert findings["store"] is True


def test_names_are_learned_judged_and_used(folder: Path) -> None:
    people, places = ("Sinan", "Fatma", "Yunus", "Kemal"), ("Edirne", "Konya", "Bursa")
    rows = [
        f"{person}\tB-PERSON\nusta\tO\n{place}'de\tB-GPE\nçalıştı\tO\n"
        for person in people
        for place in places
    ]
    (folder / "labels.conll").write_text("\n".join(rows), encoding="utf-8")
    card = answer("train-ner", "labels.conll", "--out", "names", cwd=folder)
    assert (card["kind"], card["extractor"]) == ("crf", "crf:names")
    assert "crf:names" in (folder / "names" / "README.md").read_text(encoding="utf-8")

    judged = answer("evaluate-ner", "labels.conll", "--extractor", "crf:names", cwd=folder)
    assert set(judged["labels"]) == {"PERSON", "GPE"}
    shown = umran("evaluate-ner", "labels.conll", "--extractor", "crf:names", cwd=folder)
    assert "95 % interval" in shown.stdout

    refused = umran("train-ner", "labels.conll", "--out", "texts", cwd=folder)
    assert refused.returncode == 1
    assert "Name a new folder" in refused.stderr
