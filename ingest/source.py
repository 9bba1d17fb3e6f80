"""Sources: each is one folder that owns its documents under one name."""

from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceTaken
from kg.naming import uid
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Source:
    """As the graph has it; `lexicon` is the digest of the lexicon that all of it was read with."""

    name: str
    folder: str = ""
    lexicon: str = ""

    @property
    def uid(self) -> str:
        """Uid of its node."""
        return uid("Source", self.name)


def identify(store: Store, name: str, folder: Path, *, chosen: bool) -> Source:
    """The source of this name as it is from now on, in `folder`; see `register`.

    A name that someone chose may move to another folder; raises SourceTaken where the name is
    only the folder's own and belongs to another folder.
    """
    found = _find(store, name)
    here = str(folder.resolve())
    if found and found.folder != here and not chosen:
        raise SourceTaken(
            f"The source {name!r} is the folder {found.folder}, not {here}.",
            hint="Name this one: --source NAME (the same name, if the folder was moved).",
        )
    return Source(name, here, found.lexicon if found else "")


def earlier(store: Store, source: Source) -> dict[str, str]:
    """Where the source is new: sources that may be it under an earlier name, since their folder is
    this one or is gone from here; name -> what to know of it."""
    if _find(store, source.name):
        return {}
    said = {}
    every = "MATCH (s:Source) RETURN s.name AS name, s.folder AS folder ORDER BY name"
    for row in store.read(every):
        name, folder = row["name"], row["folder"] or ""
        if folder == source.folder or (folder and not Path(folder).exists()):
            has = "MATCH (d:Document) WHERE d.source = $name RETURN count(d) AS documents"
            if documents := store.read(has, name=name)[0]["documents"]:
                said[name] = (
                    f"a source of this name has {documents} documents from {folder}; was it "
                    f"renamed? Go on with --source {name}, or take it out: umran sync EMPTY-FOLDER "
                    f"--source {name} --allow-empty"
                )
    return said


def register(store: Store, source: Source) -> None:
    """Note the source in the graph; writes only what is new."""
    if source != _find(store, source.name):
        row = {"uid": source.uid, "name": source.name, "folder": source.folder}
        store.write(lambda transaction: transaction.upsert("Source", [row]))


def _find(store: Store, name: str) -> Source | None:
    rows = store.read(
        "MATCH (s:Source {uid: $uid}) RETURN s.folder AS folder, s.lexicon AS lexicon",
        uid=Source(name).uid,
    )
    return Source(name, rows[0]["folder"] or "", rows[0]["lexicon"] or "") if rows else None
