"""Laws 1 and 2 on both stores: the graph is a function of the documents, and mentions resolve."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.pipeline import Outcome, ingest, preview
from kg.errors import SourceEmpty
from kg.store import Store
from tests.graph import Dump, differences, dump, empty
from tests.ingest.folders import (
    CULTURES,
    FILE_NAMES,
    SENTENCES,
    Folder,
    folders,
    lay,
    pipeline,
    table,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
few = settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
Take = Callable[..., Outcome]


@pytest.fixture(scope="session")
def extractors(tmp_path_factory: pytest.TempPathFactory) -> str:
    return pipeline(tmp_path_factory.mktemp("pipeline"))


@pytest.fixture
def take(store: Store, extractors: str) -> Take:
    """Ingest a folder with the lexicon and rules for names that it does not know."""

    def run(root: Path, batch: int = 100, *, prune: bool = False) -> Outcome:
        return ingest(
            store,
            root,
            source="test",
            extract=extractors,
            batch=batch,
            prune=prune,
            allow_empty=True,
        )

    return run


@contextmanager
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


def fresh(store: Store, take: Take, files: Folder) -> Dump:
    """The graph that one ingest of these files builds."""
    empty(store)
    with folder() as root:
        take(lay(root, files))
    return dump(store)


@few
@given(files=folders(), data=st.data())
def test_pieces_in_any_order_give_the_same_graph(
    store: Store, take: Take, files: Folder, data: st.DataObject
) -> None:
    expected = fresh(store, take, files)
    empty(store)
    order = data.draw(st.permutations(sorted(files)))
    pieces = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    with folder() as root:
        for size in [*pieces, len(order)]:
            piece, order = order[:size], order[size:]
            take(lay(root, {path: files[path] for path in piece}), data.draw(st.integers(1, 4)))
        take(root)
        again = take(root)
    assert (again.added, again.changed, again.set_aside) == ((), (), ())
    assert not differences(dump(store), expected)


@few
@given(states=st.lists(folders(), min_size=2, max_size=2), data=st.data())
def test_the_graph_follows_the_folder(
    store: Store, take: Take, states: list[Folder], data: st.DataObject
) -> None:
    """Files are added, edited, deleted and renamed; then all is undone."""
    names = data.draw(st.permutations(["t0.txt", "t1.txt", "t2.txt", "s.md"]))
    renamed = {path: states[0][path] for path in states[0] if path not in names}
    texts = (states[0][path] for path in names if path in states[0])
    states.insert(1, renamed | dict(zip(names, texts, strict=False)))
    expected = [fresh(store, take, state) for state in states]
    empty(store)
    with folder() as root:
        for state, graph in zip([*states, states[0]], [*expected, expected[0]], strict=True):
            for path in set(FILE_NAMES) - state.keys():
                (root / path).unlink(missing_ok=True)
            take(lay(root, state), data.draw(st.integers(1, 4)), prune=True)
            assert not differences(dump(store), graph)


def test_only_the_source_that_is_synced_follows_its_folder(store: Store, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for root in (one, other):
        lay(root, {"1.txt": culture("Kâbeli"), "2.txt": mention("Ojibwa"), "3.txt": b""})
        ingest(store, root, source=root.name)
    for path in ("1.txt", "2.txt", "3.txt"):
        (one / path).unlink()
    with pytest.raises(SourceEmpty, match="--allow-empty"):
        ingest(store, one, source="one", prune=True)
    assert preview(store, one, source="one", prune=True).removed == ("1.txt", "2.txt", "3.txt")
    outcome = ingest(store, one, source="one", prune=True, allow_empty=True)
    assert outcome.removed == ("1.txt", "2.txt", "3.txt")
    found = dump(store)
    empty(store)
    ingest(store, other, source="other")
    left = [node for node in found["nodes"] if "'one'" not in repr(node)]
    assert left == dump(store)["nodes"]
    assert found["edges"] == dump(store)["edges"]


def culture(name: str) -> bytes:
    return f"---\nculture: {name}\n---\nNothing is named here.".encode()


def mention(name: str) -> bytes:
    return f"---\nlanguage: en\n---\nThe {name} live here.".encode()


SMALLER, LARGER = sorted(("Kâbeli", "KABELI"))
PLACE = "name,key,lat,lon,region"


@pytest.mark.parametrize("named", [culture, mention])
def test_the_name_that_is_shown_does_not_depend_on_the_order(
    store: Store, take: Take, tmp_path: Path, named: Callable[[str], bytes]
) -> None:
    graphs = []
    for first, second in (("1.txt", "2.txt"), ("2.txt", "1.txt")):
        empty(store)
        files = {"1.txt": named(SMALLER), "2.txt": named(LARGER)}
        root = tmp_path / first
        take(lay(root, {first: files[first]}))
        take(lay(root, {second: files[second]}))
        graphs.append(dump(store))
    assert graphs[0] == graphs[1]
    assert store.nodes("Culture", ["name"])["name"] == [SMALLER]


@pytest.mark.parametrize(
    "named",
    [
        pytest.param(lambda name: {"1.txt": culture(name)}, id="front matter"),
        pytest.param(lambda name: {"1.txt": mention(name)}, id="mention"),
        pytest.param(
            lambda name: {"b.csv": table("name,lat,lon,family", [(name, "1", "2", "")])}, id="table"
        ),
    ],
)
def test_the_name_that_is_shown_is_one_that_still_stands_somewhere(
    store: Store, take: Take, tmp_path: Path, named: Callable[[str], Folder]
) -> None:
    files = named(SMALLER) | {"2.txt": culture(LARGER)}
    take(lay(tmp_path, files))
    assert store.nodes("Culture", ["name"])["name"] == [SMALLER]
    changed = named("Ottoman") | {"2.txt": culture(LARGER)}
    take(lay(tmp_path, changed))
    assert LARGER in store.nodes("Culture", ["name"])["name"]
    assert not differences(dump(store), fresh(store, take, changed))


@pytest.mark.parametrize("name", ["Ottoman", "Kâbeli"])
def test_a_culture_lives_where_the_tables_that_are_left_put_it(
    store: Store, take: Take, tmp_path: Path, name: str
) -> None:
    here = table(PLACE, [(name, "1", "10", "20", "Here")])
    there = table("name,lat,lon,family", [(name, "-10", "-20", "Isolate")])
    elsewhere = table(PLACE, [("Yoruba", "1", "10", "20", "Here")])
    take(lay(tmp_path, {"a.csv": here, "b.csv": there, "1.txt": culture(name)}))
    for files in ({"a.csv": elsewhere}, {"b.csv": b""}):
        take(lay(tmp_path, files))
        state = {path: (tmp_path / path).read_bytes() for path in ("a.csv", "b.csv", "1.txt")}
        found = dump(store)
        assert not differences(found, fresh(store, take, state))
        empty(store)
        take(tmp_path)


def test_two_tables_that_call_different_things_by_one_column_do_not_mix(
    store: Store, take: Take, tmp_path: Path
) -> None:
    files = {
        "a.csv": table(PLACE, [("Ottoman", "1", "", "", "")]),
        "t.csv": table("key,descent,year", [("1", "patrilineal", "")]),
        "u.csv": table("name,descent", [("Ottoman", "b")]),
    }
    graphs = []
    for order in (sorted(files), sorted(files, reverse=True)):
        empty(store)
        root = tmp_path / order[0]
        for path in order:
            take(lay(root, {path: files[path]}))
        graphs.append(dump(store))
    assert not differences(graphs[0], graphs[1])


def unresolved(store: Store) -> list[object]:
    """Mentions and passages whose offsets do not give their words in the stored text."""
    passages = store.read(
        "MATCH (p:Passage)-[:PART_OF]->(d:Document) "
        "RETURN d.text AS whole, p.start AS start, p.end AS end, p.text AS words"
    )
    mentions = store.read(
        "MATCH (p:Passage)-[:PART_OF]->(d:Document) MATCH (p)-[m:MENTIONS]->() RETURN "
        "d.text AS whole, m.start AS start, m.end AS end, m.surface AS words, "
        "p.start <= m.start AND m.end <= p.end AS inside"
    )
    return [
        row
        for row in [*passages, *mentions]
        if row["whole"][row["start"] : row["end"]] != row["words"] or not row.get("inside", True)
    ]


_signs = st.text(
    st.one_of(
        st.sampled_from("ıİIiğşçâ\u0301\u0307\u0327'’\r\n\t .!?…–\u00ad\u200b\u2028😀🏽\u200d🇹🇷"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=40,
)
_prose = st.lists(st.one_of(st.sampled_from((*SENTENCES, *CULTURES)), _signs), max_size=12)


@few
@given(bodies=st.lists(st.tuples(_prose, st.sampled_from(("", " ", "\r\n"))), max_size=5))
@example(bodies=[([SENTENCES[1].rstrip("."), "😀"] * 200, " ")])
def test_every_mention_and_passage_resolves(
    store: Store, take: Take, bodies: list[tuple[list[str], str]]
) -> None:
    empty(store)
    texts = {f"{i}.md": joint.join(parts).encode() for i, (parts, joint) in enumerate(bodies)}
    with folder() as root:
        take(lay(root, texts))
    assert unresolved(store) == []


def test_the_examples_resolve_and_come_back(store: Store, tmp_path: Path) -> None:
    """The texts and tables of the examples; edited and changed back they give the same graph."""
    for name in ("ottoman", "ojibwa"):
        for path in EXAMPLES.glob(f"texts/{name}-*.md"):
            (tmp_path / "texts").mkdir(exist_ok=True)
            shutil.copy(path, tmp_path / "texts")
    for name in ("traits.csv", "cultures.csv", "umran.yaml"):
        shutil.copy(EXAMPLES / name, tmp_path)
    assert ingest(store, tmp_path).set_aside == ()
    expected = dump(store)
    assert unresolved(store) == []
    assert store.counts()["MENTIONS"] > 60
    text = tmp_path / "texts" / "ottoman-tr.md"
    before = text.read_bytes()
    for content in (b"# Ojibwa\n\nThe Ojibwa build wigwams.", b"", before):
        text.write_bytes(content)
        ingest(store, tmp_path)
    assert not differences(dump(store), expected)
