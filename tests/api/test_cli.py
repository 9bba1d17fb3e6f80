"""The command line as people and programs use it.

What has to be a process of its own is one here; the rest calls `main` in this process, since each
new one loads for seconds what this one has loaded.
"""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from kg.settings import Settings
from tests.conftest import variables

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("torch", "spacy", "transformers", "neo4j", "numpy", "sklearn", "pydantic")


Done = subprocess.CompletedProcess[str]


def process(*arguments: str, cwd: Path) -> Done:
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=280,
        check=False,
    )


def umran(*arguments: str, cwd: Path, **environment: str) -> Done:
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(cwd)
        patch.setattr(sys, "argv", ["umran", *arguments])
        for name, value in environment.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as end:
            main()
    return Done(arguments, int(end.value.code or 0), out.getvalue(), err.getvalue())


def rows_of(done: Done) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def answer(*arguments: str, cwd: Path, **environment: str) -> Any:
    return rows_of(umran(*arguments, "--json", cwd=cwd, **environment))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two small cultures and a picture that is none."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, sentence in (
        ("Ottoman", "The mosque of 1557 has a dome."),
        ("Persian", "The mosque of 1611 has four iwans."),
    ):
        head = f"---\nculture: {name}\ntheme: architecture\nlanguage: en\n---\n"
        (texts / f"{name}.md").write_text(head + sentence)
    (texts / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    return tmp_path


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


def test_each_command_is_a_process(folder: Path) -> None:
    """On the embedded store, which each of them starts, prepares and leaves."""
    first = rows_of(process("ingest", "texts", "--json", cwd=folder))
    assert sorted(first["added"]) == ["Ottoman.md", "Persian.md"]
    asked = "MATCH (c:Culture)<-[:DESCRIBES]-() RETURN c.name AS name ORDER BY name"
    found = rows_of(process("query", asked, "--json", cwd=folder))
    assert found == [{"name": "Ottoman"}, {"name": "Persian"}]


def test_from_folder_to_answers(folder: Path, served: Settings) -> None:
    server = variables(served) | {"UMRAN_DATA": str(folder / "data")}

    def ask(*arguments: str) -> Any:
        return answer(*arguments, cwd=folder, **server)

    first = ask("ingest", "texts")
    assert sorted(first["added"]) == ["Ottoman.md", "Persian.md"]
    assert list(first["set_aside"]) == ["broken.png"]

    again = ask("ingest", "texts")
    assert (again["added"], again["changed"], again["unchanged"]) == ([], [], 2)
    assert list(again["still_aside"]) == ["broken.png"]
    assert ask("sync", "texts", "--dry-run")["removed"] == []

    status = ask("status")
    assert status["counts"]["Passage"] == 2
    [[source, path, reason]] = status["unreadable"]
    assert (source, path) == ("texts", "broken.png")
    assert reason

    _is_one_line(folder, server)
    assert ask("train", "--steps", "0")["new"]
    assert not ask("train", "--steps", "0")["new"]

    [near] = ask("similar", "osmanlı", "--theme", "mimarlık")
    assert near["name"] == "Persian"
    assert near["sources"] == 2

    claim = ask("distance", "osmanlı", "Persian", "--theme", "mimarlık")
    assert claim["score"] == pytest.approx(near["score"], abs=1e-5)
    assert (claim["ci_low"], claim["p"], claim["sources"]) == (None, None, [1, 1])
    assert claim["evidence"][0]["entity"] == "mosque"
    assert any("only one source" in note for note in claim["notes"])

    text = "MATCH (p:Passage)-[m:MENTIONS]->(s:Structure {name: $name}) RETURN p.text AS text"
    assert len(ask("query", text, "--param", "name=mosque")) == 2

    assert ask("export", "arrays")["text items"] == 2
    assert (folder / "arrays" / "manifest.json").exists()


def _is_one_line(folder: Path, server: dict[str, str]) -> None:
    """What a graph of which nothing has been learned cannot answer."""
    for arguments, words in (
        (("query", "CREATE (n:Culture {uid: 'x'})"), "would write"),
        (("similar", "Atlantis"), "Nothing has been learned yet"),
        (("why", "Otoman"), "Did you mean Ottoman"),
    ):
        done = umran(*arguments, cwd=folder, **server)
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
