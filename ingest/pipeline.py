"""A folder into the graph: what is new or changed is read, the rest costs a look."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.document import SourceFile
from ingest.entries import lexicon
from ingest.extract import Extractor, extractor
from ingest.intake import ENCODERS, Intake
from ingest.known import Known, look
from ingest.refresh import refresh
from ingest.scan import Notice, Survey, survey
from ingest.seed import seed
from ingest.source import Source, earlier, identify, register
from kg.errors import SourceEmpty
from kg.store import Store

VERSION = "7"
"""Part of every fingerprint: raised when the same file would give other rows."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the files of a source, by path, and notices of what was passed over.

    still_aside: files that were set aside before and have not changed, with their reasons; they
    are not among the `unchanged`. renamed: (old path, new path), which are neither `added` nor
    `removed`. missing: files that are no longer in the folder, of which documents are still in the
    graph.
    """

    source: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    unchanged: int = 0
    set_aside: tuple[Notice, ...] = ()
    still_aside: tuple[Notice, ...] = ()
    missing: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()

    def passed_over(self) -> dict[str, list[str]]:
        """Reason -> paths of what gives no document."""
        reasons: dict[str, list[str]] = {}
        for notice in self.notices:
            reasons.setdefault(notice.reason, []).append(notice.path)
        return reasons


@dataclass(frozen=True, slots=True)
class _Plan:
    """What there is to do for a source."""

    found: Survey
    owner: Source
    known: Known
    finder: Extractor
    due: Sequence[SourceFile]
    gone: Sequence[str]

    def refuse_to_empty(self, *, allowed: bool) -> None:
        """A disk that is not mounted looks like a folder whose files were all deleted."""
        if self.gone and not self.found.files and not allowed:
            raise SourceEmpty(
                f"The folder of {self.found.source!r} holds no file that could be read, and "
                f"{len(self.gone)} files of it are in the graph.",
                hint="To take them all out: --allow-empty.",
            )

    def outcome(self, refused: Sequence[Notice] = ()) -> Outcome:
        bad = {notice.path for notice in refused}
        read = [file.path for file in self.due if file.path not in bad]
        due = {file.path for file in self.due}
        here = {file.path for file in self.found.files}
        still = sorted((self.known.refused.keys() & here) - due)
        known = self.known.paths
        renamed = self._renamed([f for f in self.due if f.path not in known and f.path not in bad])
        new = set(read) - known
        return Outcome(
            self.found.source,
            added=tuple(sorted(new - {*renamed.values()})),
            changed=tuple(path for path in read if path not in new),
            removed=tuple(path for path in self.gone if path not in renamed),
            renamed=tuple(renamed.items()),
            unchanged=len(here) - len(due) - len(still),
            set_aside=tuple(refused),
            still_aside=tuple(Notice(path, self.known.refused[path]) for path in still),
            missing=tuple(sorted(known - here - set(self.gone))),
            notices=tuple(self.found.notices),
        )

    def _renamed(self, new: Sequence[SourceFile]) -> dict[str, str]:
        """Old path -> new path of files that are gone, and are there under another name with the
        same content, of which the manifest says the same."""
        lost: dict[str, list[str]] = {}
        for path in reversed(self.gone):
            lost.setdefault(self.known.whole.get(path, ""), []).append(path)
        pairs = ((lost[f.fingerprint].pop(), f.path) for f in new if lost.get(f.fingerprint))
        return dict(sorted(pairs))


def ingest(
    store: Store,
    folder: Path,
    *,
    source: str | None = None,
    manifest: Path | None = None,
    extract: str = "lexicon",
    batch: int = 100,
    prune: bool = False,
    allow_empty: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Bring the files of `folder` into the graph; each batch is one transaction.

    Files whose content, manifest and pipeline are unchanged are not opened again. A file that
    cannot be read is set aside with its reason. With `prune`, what files that are no longer there
    had added goes. `progress(done, total, what)` is called after each batch with the file, and its
    part, read last. Raises ManifestError, Unreadable for a missing folder, ModelMissing,
    SourceTaken, and SourceEmpty where pruning would take all out, unless `allow_empty`.
    """
    plan = _plan(store, folder, source, manifest, extract, prune=prune)
    plan.refuse_to_empty(allowed=allow_empty)
    register(store, plan.owner)
    stale = plan.owner.lexicon != lexicon().digest
    if stale:
        seed(store, plan.owner)
    refused = _carry_out(store, plan, batch, progress)
    if stale and plan.owner.lexicon:
        refresh(store, plan.owner)
    return plan.outcome([Notice(file.path, reason) for file, reason in refused])


def preview(
    store: Store,
    folder: Path,
    *,
    source: str | None = None,
    manifest: Path | None = None,
    extract: str = "lexicon",
    prune: bool = False,
) -> Outcome:
    """What `ingest` would do; no file is read and nothing written, so nothing is set aside yet."""
    return _plan(store, folder, source, manifest, extract, prune=prune).outcome()


def _plan(
    store: Store,
    folder: Path,
    source: str | None,
    manifest: Path | None,
    extract: str,
    *,
    prune: bool,
) -> _Plan:
    found = survey(folder, source=source, manifest=manifest)
    finder = extractor(extract)
    owner = identify(store, found.source, folder, chosen=found.chosen)
    found.notices.extend(Notice(name, said) for name, said in earlier(store, owner).items())
    pipeline = _pipeline(finder)
    files = [replace(file, said=f"{file.said}|{pipeline}") for file in found.files]
    known = look(store, found.source)
    due = [file for file in files if not known.has(file)]
    gone = sorted(known.paths - {file.path for file in files}) if prune else []
    return _Plan(found, owner, known, finder, due, gone)


def _carry_out(
    store: Store, plan: _Plan, batch: int, progress: Progress | None
) -> list[tuple[SourceFile, str]]:
    total, at = len(plan.due) + len(plan.gone), (0, "")

    def written() -> None:
        if progress:
            progress(at[0], total, " #".join(filter(None, (at[1], intake.part))))

    intake = Intake(store, plan.finder, plan.known, batch, written)
    for at in enumerate(plan.gone, 1):
        intake.drop(at[1], plan.found.source)
    for done, file in enumerate(plan.due, len(plan.gone) + 1):
        at, intake.part = (done, file.path), ""
        intake.take(file)
    intake.flush()
    return intake.refused


def _pipeline(finder: Extractor) -> str:
    return "|".join((VERSION, finder.name, finder.version, lexicon().digest, *ENCODERS))


def describe(outcome: Outcome) -> dict[str, Any]:
    """The outcome as plain data."""
    return {
        "source": outcome.source,
        "added": list(outcome.added),
        "changed": list(outcome.changed),
        "removed": list(outcome.removed),
        "renamed": dict(outcome.renamed),
        "unchanged": outcome.unchanged,
        "set_aside": {notice.path: notice.reason for notice in outcome.set_aside},
        "still_aside": {notice.path: notice.reason for notice in outcome.still_aside},
        "missing": list(outcome.missing),
        "notices": {notice.path: notice.reason for notice in outcome.notices},
    }
