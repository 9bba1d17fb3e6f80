"""What one file adds to the graph, as rows of the schema: a function of that file alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from ingest import assign
from ingest.document import (
    ImageDocument,
    Metadata,
    Passage,
    SoundDocument,
    SourceFile,
    TextDocument,
    VectorsDocument,
)
from ingest.link import Entity
from ingest.rulings import Rulings, rulings
from kg.naming import uid
from kg.terms import stem

Row = dict[str, Any]
Rows = dict[str, dict[str, Row]]
Ends = tuple[str, str, str]
Years = tuple[int, int] | None
LONGEST = 2_000
"""Letters of a title, a licence or a reference that are kept."""


@dataclass(slots=True)
class Contribution:
    """Rows by label, edges by (type, source label, target label), counts by label pair.

    `document` is the uid of its Document, a file at `path` of `source` or a part of it;
    `nodes[label][uid]` is the row of a node that belongs to it; `entities` are shared.
    """

    document: str
    source: str
    path: str
    nodes: Rows = field(default_factory=lambda: defaultdict(dict))
    edges: dict[Ends, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    pairs: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    entities: dict[str, Entity] = field(default_factory=dict)
    located: set[str] = field(default_factory=set)
    rulings: Rulings = field(default_factory=Rulings)

    def culture(self, name: str) -> Entity | None:
        """The culture that is declared as `name`, noted; None where a correction takes it out."""
        entity = self.rulings.named("Culture", name)
        return entity and self.entity(entity)

    def entity(self, entity: Entity) -> Entity:
        """Note that the file needs this entity; of two spellings the smaller one is kept."""
        other = self.entities.setdefault(entity.uid, entity)
        if entity.name < other.name:
            self.entities[entity.uid] = entity
        return entity

    def edge(self, ends: Ends, source: str, target: str, **properties: Any) -> None:
        """Add an edge; properties without a value are left out."""
        kept = {name: value for name, value in properties.items() if value is not None}
        self.edges[ends].append({"source": source, "target": target, "properties": kept})


def document_uid(file: SourceFile) -> str:
    """A document's uid stays when its content changes."""
    return uid("Document", file.source, file.path, *filter(None, [file.part]))


def of_text(
    file: SourceFile,
    document: TextDocument,
    passages: Iterable[Passage],
    embeddings: Iterable[list[float]],
    *,
    encoder: str,
) -> Contribution:
    """A text: its passages with their mentions, themes, periods and co-occurrences."""
    passages = list(passages)
    gain = begin(file, document.metadata, "text")
    lang = passages[0].language if passages else ""
    remarks = {"remarks": [*document.remarks]} if document.remarks else {}
    gain.nodes["Document"][gain.document] |= {"text": document.text, "lang": lang, **remarks}
    seen: Counter[str] = Counter()
    for passage, embedding in zip(passages, embeddings, strict=True):
        seen[passage.text] += 1
        where = uid("Passage", gain.document, passage.text, seen[passage.text])
        terms = stem(passage.text, passage.language)
        span, periods = assign.span(passage, terms, document.metadata)
        gain.nodes["Passage"][where] = {
            "uid": where,
            "idx": passage.idx,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
            "terms": terms,
            "section": passage.section,
            "lang": passage.language,
            "embedding": embedding,
            "encoder": encoder,
            **({"page": passage.page} if passage.page else {}),
            **({"note": True} if passage.note else {}),
            **_years(span),
        }
        gain.edge(("PART_OF", "Passage", "Document"), where, gain.document)
        _date(gain, "Passage", where, span, (period.name for period in periods))
        entities = _mentions(gain, where, passage)
        themed = (theme for entity in entities for theme in entity.themes)
        scores = assign.themes(passage, terms, document.metadata, themed)
        about(gain, "Passage", where, scores)
    return gain


def of_media(
    file: SourceFile,
    document: ImageDocument | SoundDocument,
    embedding: list[float],
    *,
    encoder: str,
) -> Contribution:
    """A picture or a recording: one Media node."""
    modality, said = "image" if isinstance(document, ImageDocument) else "audio", document.metadata
    gain = begin(file, said, modality)
    own = {"modality": modality, "embedding": embedding, "encoder": encoder}
    _media(gain, file, said, said.cultures, own)
    return gain


def of_vectors(file: SourceFile, document: VectorsDocument) -> Contribution:
    """Embeddings made elsewhere: one Media node a row."""
    gain = begin(file, document.metadata, "vectors")
    for number, (name, vector) in enumerate(zip(document.cultures, document.matrix, strict=True)):
        own = {
            "part": f"#{number}",
            "modality": document.modality,
            "embedding": vector.tolist(),
            "encoder": document.encoder,
        }
        _media(gain, file, document.metadata, (name,), own)
    return gain


def begin(file: SourceFile, metadata: Metadata, kind: str) -> Contribution:
    """What any document adds: its node, and whom it describes."""
    ruled = rulings(file.corrections)
    gain = Contribution(document_uid(file), file.source, file.path, rulings=ruled)
    gain.nodes["Document"][gain.document] = {
        "uid": gain.document,
        "title": metadata.title[:LONGEST] or file.path,
        "source": file.source,
        "path": file.path,
        **({"part": file.part} if file.part else {}),
        **_work(file),
        "kind": kind,
        "sha256": file.sha256,
        "fingerprint": file.fingerprint,
        "licence": metadata.licence[:LONGEST],
        "reference": metadata.reference[:LONGEST],
        **_years(metadata.span),
    }
    for culture in filter(None, map(gain.culture, metadata.cultures)):
        gain.edge(("DESCRIBES", "Document", "Culture"), gain.document, culture.uid)
    return gain


def _work(file: SourceFile) -> Row:
    """What counts as one source with the other portions of the same text or table."""
    if file.portion_of is None:
        return {}
    return {"work": document_uid(replace(file, part=file.portion_of))}


def _media(
    gain: Contribution, file: SourceFile, metadata: Metadata, cultures: tuple[str, ...], own: Row
) -> None:
    """One Media node; `own` has its modality, embedding and encoder, and `part` in its file."""
    part = own.pop("part", "")
    where = uid("Media", gain.document, part)
    span = metadata.span
    gain.nodes["Media"][where] = {
        "uid": where,
        "title": metadata.title[:LONGEST] or file.path,
        "uri": "/".join(filter(None, (file.source, file.path, file.part))) + part,
        "sha256": file.sha256,
        **own,
        **_years(span),
    }
    gain.edge(("PART_OF", "Media", "Document"), where, gain.document)
    for culture in filter(None, map(gain.culture, cultures)):
        gain.edge(("DESCRIBES", "Media", "Culture"), where, culture.uid)
    about(gain, "Media", where, dict.fromkeys(assign.said(metadata.themes), 1.0))
    _date(gain, "Media", where, span, ())


def _mentions(gain: Contribution, where: str, passage: Passage) -> list[Entity]:
    found: dict[str, Entity] = {}
    for mention in passage.mentions:
        if not (entity := gain.rulings.link(mention)):
            continue
        found[entity.uid] = gain.entity(entity)
        gain.edge(
            ("MENTIONS", "Passage", entity.label),
            where,
            entity.uid,
            start=mention.start,
            end=mention.end,
            surface=mention.surface,
            score=mention.score,
            extractor=mention.extractor,
        )
    for one, other in combinations(sorted(found), 2):
        gain.pairs[found[one].label, found[other].label, one, other] += 1
    return list(found.values())


def about(gain: Contribution, label: str, where: str, scores: dict[str, float]) -> None:
    """Say what themes a node belongs to."""
    for theme, score in sorted(scores.items()):
        gain.edge(("ABOUT", label, "Theme"), where, assign.theme_uid(theme), score=score)


def _date(gain: Contribution, label: str, where: str, span: Years, periods: Iterable[str]) -> None:
    for name in sorted({*periods, *(era.name for era in assign.eras(span))}):
        gain.edge(("DATED", label, "Period"), where, assign.period_uid(name))


def _years(span: Years) -> dict[str, int]:
    return {"year_from": span[0], "year_to": span[1]} if span else {}
