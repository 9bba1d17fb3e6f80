"""What a researcher decides of names wins, and goes again without a trace; on both stores."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.corrections import FILE_NAME, load
from ingest.manifest import Manifest
from ingest.pipeline import ingest
from ingest.scan import corrections_of, survey
from kg.errors import ManifestError
from kg.store import Store
from tests.graph import Dump, dump, empty
from tests.ingest.folders import MANIFEST, Folder, lay, matrix, table

EN = b"language: en\n---\n"
HEADED = "---\nculture: [Kâbeli, KABELI]\n---\nOsmanlı'da camiler vardı. Osmanlılar gitti."
HEAD = "action,label,name,into,where,note"
FILES: Folder = {
    "t0.txt": b"---\nculture: Ojibwa\n" + EN + b"The Ojibwa met the Yoruba. The Ottoman mosque.",
    "t1.txt": HEADED.encode(),
    "s.md": b"---\nculture: Yoruba\n" + EN + b"The Ottoman court. The Chippewa build a wigwam.",
    "b.csv": table("name,lat,lon,family", [("Ojibwa", "1", "2", "X"), ("Kabeli", "3", "4", "")]),
    "u.csv": table("name,descent", [("Ojibwa", "a"), ("Yoruba", "b"), ("Kabeli", "c")]),
    "v.npy": matrix(2),
    "v.txt": b"Ojibwa\nKabeli",
}


def rows(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def put(root: Path, *lines: str) -> Path:
    """Write the corrections, or take the file away where there are none."""
    (root / FILE_NAME).unlink(missing_ok=True)
    if lines:
        (root / FILE_NAME).write_bytes(rows(*lines))
    return root


def take(store: Store, root: Path) -> None:
    assert not ingest(store, root, prune=True).set_aside


def names(store: Store, path: str, label: str) -> set[str]:
    """What the passages of a file mention."""
    found = store.read(
        f"MATCH (p:Passage)-[:PART_OF]->(d:Document) WHERE d.path = $path "
        f"MATCH (p)-[:MENTIONS]->(e:{label}) RETURN DISTINCT e.name AS name",
        path=path,
    )
    return {row["name"] for row in found}


def cultures(store: Store) -> dict[str, dict[str, object]]:
    found = store.read("MATCH (c:Culture) RETURN properties(c) AS p")
    return {row["p"]["name"]: row["p"] for row in found}


def test_each_action_wins_over_the_lexicon(store: Store, tmp_path: Path) -> None:
    root = put(
        lay(tmp_path, FILES),
        "merge,Culture,kabeli,Yoruba,,one people",
        "rename,Culture,Chippewa,Anishinaabe,,",
        "split,Culture,Ottoman,Ottoman dynasty,*.md,",
        "drop,Structure,wigwam,,,",
        "keep,Culture,Ojibwa,Yoruba,,",
    )
    take(store, root)
    found = cultures(store)
    assert set(found) == {"Yoruba", "Anishinaabe", "Ottoman", "Ottoman dynasty"}
    assert "Ojibwa" in found["Anishinaabe"]["aliases"]  # type: ignore[operator]
    assert (found["Yoruba"]["latitude"], found["Anishinaabe"]["family"]) == (3.0, "X")
    assert names(store, "s.md", "Culture") == {"Ottoman dynasty", "Anishinaabe"}
    assert names(store, "t1.txt", "Culture") == {"Ottoman"}
    assert not names(store, "s.md", "Structure")
    traits = "MATCH (c:Culture)-[:HAS_TRAIT]->() RETURN DISTINCT c.name AS name"
    assert {row["name"] for row in store.read(traits)} == {"Yoruba", "Anishinaabe"}
    media = "MATCH (:Media)-[:DESCRIBES]->(c:Culture) RETURN c.name AS name"
    assert {row["name"] for row in store.read(media)} == {"Yoruba", "Anishinaabe"}


def test_a_row_for_an_alias_leaves_the_other_names_alone(store: Store, tmp_path: Path) -> None:
    take(store, put(lay(tmp_path, FILES), "merge,Culture,osmanli,Rumi,,"))
    assert names(store, "t1.txt", "Culture") == {"Rumi"}
    assert names(store, "t0.txt", "Culture") == {"Ojibwa", "Yoruba", "Ottoman"}


def test_a_name_may_mean_an_entity_of_another_label(store: Store, tmp_path: Path) -> None:
    take(store, put(lay(tmp_path, FILES), "merge,Culture,Ottoman,Institution:Ottoman,,"))
    assert names(store, "t0.txt", "Institution") == {"Ottoman"}
    assert "Ottoman" not in cultures(store)


def test_another_source_is_not_corrected(store: Store, tmp_path: Path) -> None:
    for name in ("one", "two"):
        lay(tmp_path / name, FILES)
    put(tmp_path / "one", "rename,Culture,Ojibwa,Anishinaabe,,", "drop,Culture,Yoruba,,,")
    for name in ("one", "two"):
        ingest(store, tmp_path / name, source=name)
    both = dump(store)
    assert {"Anishinaabe", "Yoruba"} <= set(cultures(store))
    empty(store)
    for name in ("two", "one"):
        ingest(store, tmp_path / name, source=name)
    assert dump(store) == both
    put(tmp_path / "one")
    ingest(store, tmp_path / "one", source="one")
    assert {"Ojibwa", "Yoruba"} <= set(cultures(store))


SMALL: Folder = {path: FILES[path] for path in ("t0.txt", "s.md", "b.csv", "u.csv")}
_NAMES = ("Ojibwa", "Chippewa", "Yoruba", "Ottoman", "Kabeli")
_row = st.one_of(
    st.tuples(
        st.just("merge"), st.sampled_from(_NAMES), st.sampled_from(("Roma", "Tuareg")), st.just("")
    ),
    st.tuples(
        st.just("rename"), st.sampled_from(_NAMES), st.sampled_from(("Aaa", "Zzz")), st.just("")
    ),
    st.tuples(
        st.just("split"), st.sampled_from(_NAMES), st.just("Other"), st.sampled_from(("*.md", "**"))
    ),
    st.tuples(st.just("drop"), st.sampled_from(_NAMES), st.just(""), st.sampled_from(("", "t*"))),
)
_corrections = st.lists(_row, max_size=3, unique_by=lambda row: row[1]).map(
    lambda drawn: [
        f"{action},Culture,{name},{into},{where}," for action, name, into, where in drawn
    ]
)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(states=st.lists(_corrections, min_size=1, max_size=2))
def test_corrections_come_and_go_without_a_trace(store: Store, states: list[list[str]]) -> None:
    """Law 1: the graph is that of a fresh build with the rows that stand there now."""
    with TemporaryDirectory() as name:
        root = lay(Path(name), SMALL)

        def fresh(state: list[str]) -> Dump:
            empty(store)
            take(store, put(root, *state))
            return dump(store)

        states = [s for s in states if _agree(root, s)]
        expected = [fresh(state) for state in ([], *states)]
        for state, graph in reversed(list(zip(([], *states), expected, strict=True))):
            take(store, put(root, *state))
            assert dump(store) == graph


def _agree(root: Path, lines: list[str]) -> bool:
    try:
        corrections_of(put(root, *lines), Manifest())
    except ManifestError:
        return False
    return True


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["join,Culture,A,B,,"], "line 2: action: got 'join', expected one of merge"),
        (["merge,People,A,B,,"], "line 2: label: got 'People', expected one of Culture"),
        (["merge,Culture,,B,,"], "line 2: name: got ''"),
        (["merge,Culture,A,,,"], "line 2: into: got '', which merge needs"),
        (["split,Place,A,B,,"], "line 2: where: got '', which split needs"),
        (["drop,Place,A,B,,"], "line 2: into: got 'B', expected nothing"),
        (["merge,Culture,A,B,x/**,"], "line 2: where: got 'x/"),
        (
            ["merge,Culture,A,B,,", "merge,Culture,B,C,,", "merge,Culture,c,a,,"],
            "A > B > C > a|a > B",
        ),
        (["merge,Culture,A,a,,"], "leads back to 'A'"),
        (["merge,Culture,A,B,,", "drop,Culture,â,,,"], "line 3: 'â' is decided already in line 2"),
        (["merge,Culture,A,B,,a note, with a comma"], "more cells than columns"),
    ],
)
def test_a_wrong_row_is_one_clear_error(tmp_path: Path, lines: list[str], said: str) -> None:
    with pytest.raises(ManifestError, match=said):
        corrections_of(put(tmp_path, *lines), Manifest())


def test_a_missing_column_or_file_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("action,name\nmerge,A\n")
    with pytest.raises(ManifestError, match="column 'label' is missing"):
        load(tmp_path / FILE_NAME)
    with pytest.raises(ManifestError, match=r"other\.csv: cannot be opened"):
        corrections_of(tmp_path, Manifest(corrections="other.csv"))


def test_only_files_that_rows_concern_are_read_again(tmp_path: Path) -> None:
    root = lay(tmp_path, FILES)
    (root / "umran.yaml").write_text(MANIFEST + "corrections: names.csv\n")

    def prints(*lines: str) -> dict[str, str]:
        (root / "names.csv").write_bytes(rows(*lines))
        found = survey(root)
        assert "names.csv" not in [notice.path for notice in found.notices]
        return {file.path: file.fingerprint for file in found.files}

    bare = prints()
    assert prints("keep,Culture,A,B,,") == bare
    split = prints("split,Culture,A,B,*.md,")
    assert {path for path in bare if split[path] != bare[path]} == {"s.md"}
    assert set(prints("drop,Culture,A,,,").items()).isdisjoint(bare.items())
