"""The graph model, stated once as data; indexes, merges, exports and the docs derive from it.

Edges point from the local thing to the shared one (a passage to the entity that it mentions, a
document to its culture), so that adding one never walks the many edges of a hub.
"""

from kg.declaration import EdgeType, NodeType, Schema, TextIndex, VectorIndex
from kg.declaration import properties as _properties
from kg.history import INGESTION

TEXT_SIZE = 256

_UID = "STRING hash of the natural key"
_NAMED = {
    "uid": _UID,
    "name": "STRING name that is shown",
    "norm": "STRING name as it is compared",
    "aliases": "LIST other names",
}
_PLACED = {"latitude": "FLOAT degrees north", "longitude": "FLOAT degrees east",
           "region": "STRING region of the world"}  # fmt: skip
_SETTLED = _PLACED | {
    "family": "STRING language family",
    "glottocode": "STRING its language in Glottolog",
    "iso": "STRING its language in ISO 639-3",
}
_FILE = {
    "uid": _UID,
    "source": "STRING source",
    "path": "STRING path inside the source",
    "fingerprint": "STRING as on Document",
}
_YEARS = {"year_from": "INTEGER first year, negative BCE", "year_to": "INTEGER last year"}


def _entity(label: str, meaning: str, **more: str) -> NodeType:
    return NodeType(label, meaning, "name", _properties(**_NAMED, **more), entity=True)


_ENTITIES = (
    _entity("Culture", "a people, nation or society that is studied", **_SETTLED),
    _entity("Person", "a person who is named"),
    _entity("Group", "a social group: a class, an estate, an occupation"),
    _entity("Place", "a country, city, river or sacred place", **_PLACED),
    _entity("Practice", "what people do: a rite, a craft, a way of living"),
    _entity("Belief", "a religion, a deity, a doctrine, a sacred text"),
    _entity("Structure", "a building, a kind of building, a part of one"),
    _entity("Artifact", "a thing that is made: an instrument, a dress, a tool, a dish"),
    _entity("Institution", "a lasting arrangement: an office, a guild, a court"),
    _entity("Concept", "an idea of the social sciences, kinship terms among them"),
    _entity("Event", "a war, a reform, a treaty"),
)
ENTITY_LABELS = tuple(node.label for node in _ENTITIES)

_NODES = (
    *_ENTITIES,
    NodeType(
        "Source",
        "a folder that owns its documents under one name",
        "name",
        _properties(
            uid=_UID,
            name="STRING name, as in Document.source",
            folder="STRING where it was read from",
            lexicon="STRING digest of the lexicon that all of it was read with",
        ),
    ),
    NodeType(
        "Document",
        "one file of a source, or one document of a file that holds many; all of it is there",
        "title",
        _properties(
            uid=_UID,
            title="STRING title",
            source="STRING name of the source that owns it",
            path="STRING path inside the source",
            part="STRING which document of the file, where it holds many",
            work="STRING of what it is a portion; portions of one work count as one source",
            kind="STRING text, image, audio, vectors or table",
            sha256="STRING hash of the bytes",
            fingerprint="STRING hash of the bytes, of what the manifest says, of the pipeline",
            lang="STRING ISO 639-1 code of most of its text",
            licence="STRING SPDX name or words",
            reference="STRING where its facts can be checked",
            remarks="LIST rows and pages that were left out and why",
            text="STRING the text that all offsets count in",
            **_YEARS,
        ),
    ),
    NodeType(
        "Passage",
        "one sentence of a document",
        "text",
        _properties(
            uid=_UID,
            idx="INTEGER position in the document",
            start="INTEGER first code point in the document's text",
            end="INTEGER code point after the last",
            text="STRING the sentence",
            terms="STRING its folded word stems, for the full-text index",
            section="STRING heading above it",
            page="STRING page or time stamp in the file, where it has them",
            note="BOOLEAN true where it stands in a footnote or endnote",
            lang="STRING ISO 639-1 code",
            embedding="VECTOR of the text encoder",
            encoder="STRING name and version of the encoder",
            **_YEARS,
        ),
    ),
    NodeType(
        "Media",
        "a picture, a recording or a vector made elsewhere",
        "title",
        _properties(
            uid=_UID,
            title="STRING title",
            modality="STRING text, image or audio",
            uri="STRING source and path",
            sha256="STRING hash of the bytes",
            embedding="LIST vector of the encoder",
            encoder="STRING name and version of the encoder",
            **_YEARS,
        ),
    ),
    NodeType(
        "Trait",
        "a coded variable of cultures",
        "name",
        _properties(
            uid=_UID,
            name="STRING readable name",
            code="STRING name in its table",
            description="STRING what it asks, in the words of its table",
        ),
    ),
    NodeType(
        "Theme",
        "a domain of life",
        "name",
        _properties(uid=_UID, name="STRING English name", name_tr="STRING Turkish name"),
    ),
    NodeType(
        "Period",
        "a span of years with a name",
        "name",
        _properties(
            uid=_UID,
            name="STRING English name",
            name_tr="STRING Turkish name",
            kind="STRING era (four, without gaps) or named",
            **_YEARS,
        ),
    ),
    NodeType(
        "Facet",
        "what one run learned of a culture, on a theme, in a period",
        "name",
        _properties(
            uid=_UID,
            name="STRING culture, theme, period",
            embedding="LIST learned vector",
            run="STRING uid of its Run",
            passages="INTEGER passages behind it",
            media="INTEGER pictures and recordings behind it",
            traits="INTEGER coded traits behind it",
            sources="INTEGER documents behind it, portions of one work as one",
        ),
    ),
    NodeType(
        "Run",
        "one training: everything needed to repeat it",
        "name",
        _properties(
            uid=_UID,
            name="STRING kind and start",
            kind="STRING train",
            config="STRING JSON of the configuration",
            seed="INTEGER seed",
            code="STRING version of Umran",
            snapshot="STRING hash of the documents that it saw",
            metrics="STRING JSON of the metrics, baselines beside them",
            created="STRING ISO 8601 in UTC",
            facets="INTEGER facets that it made",
            edges="INTEGER SIMILAR_TO edges that it made",
            aligned="STRING uid of the Run whose space its vectors were turned to",
            current="BOOLEAN the run that answers refer to",
        ),
    ),
    NodeType(
        "Collection",
        "a file that holds many documents; its presence says that all of them are in the graph",
        "path",
        _properties(**_FILE, remarks="LIST records that were left out and why"),
    ),
    NodeType(
        "Unreadable",
        "a file that was set aside",
        "path",
        _properties(**_FILE, reason="STRING why, for people"),
    ),
    INGESTION,
)

_EDGES = (
    EdgeType("PART_OF", "belongs to the file", ("Passage", "Media"), ("Document",)),
    EdgeType(
        "DESCRIBES",
        "its manifest or front matter says that it is about this culture",
        ("Document", "Media"),
        ("Culture",),
    ),
    EdgeType(
        "NAMES",
        "how it writes an entity that the lexicon does not know; the smallest of all is shown",
        ("Document",),
        ENTITY_LABELS,
        _properties(name="STRING as it is written", shown="STRING name that a correction gives"),
    ),
    EdgeType(
        "MENTIONS",
        "one occurrence of an entity: the document's text[start:end] is the surface",
        ("Passage",),
        ENTITY_LABELS,
        _properties(
            start="INTEGER first code point in the document's text",
            end="INTEGER code point after the last",
            surface="STRING as it is written",
            score="FLOAT how sure the extractor is, 0 to 1",
            extractor="STRING who found it",
        ),
        key=("start", "end"),
    ),
    EdgeType(
        "CO_OCCURS",
        "both are mentioned in the same passage; the smaller uid is the source",
        ENTITY_LABELS,
        ENTITY_LABELS,
        _properties(passages="INTEGER number of such passages"),
        counter="passages",
    ),
    EdgeType(
        "ABOUT",
        "belongs to the theme",
        ("Passage", "Media", "Trait", *ENTITY_LABELS),
        ("Theme",),
        _properties(score="FLOAT share of its cues that point there, 0 to 1"),
    ),
    EdgeType("DATED", "falls into the period", ("Passage", "Media"), ("Period",)),
    EdgeType("BROADER", "is part of the wider theme", ("Theme",), ("Theme",)),
    EdgeType(
        "HAS_TRAIT",
        "a table codes the culture so",
        ("Culture",),
        ("Trait",),
        _properties(
            document="STRING uid of the table",
            code="STRING as in the table",
            value="STRING readable value",
            year="INTEGER year that the code is about",
            reference="STRING works that the code rests on",
        ),
        key=("document",),
    ),
    EdgeType(
        "LOCATED_BY",
        "a table says where the culture lives; the culture's own properties follow the first one",
        ("Culture",),
        ("Document",),
        _properties(**_SETTLED),
    ),
    EdgeType("OF", "the culture of a facet", ("Facet",), ("Culture",)),
    EdgeType("ON", "the theme of a facet; none: all themes", ("Facet",), ("Theme",)),
    EdgeType("IN", "the period of a facet; none: all periods", ("Facet",), ("Period",)),
    EdgeType(
        "SIMILAR_TO",
        "learned nearness of two cultures",
        ("Culture",),
        ("Culture",),
        _properties(
            score="FLOAT cosine of the learned vectors, -1 to 1",
            rank="INTEGER 1 is nearest",
            theme="STRING id of the theme, or all",
            sources="INTEGER documents behind both sides, portions of one work as one",
            run="STRING uid of the Run that made it",
        ),
        key=("run", "theme"),
    ),
)

SCHEMA = Schema(
    _NODES,
    _EDGES,
    vectors=(VectorIndex("passage_embedding", "Passage", "embedding", TEXT_SIZE),),
    texts=(TextIndex("passage_terms", "Passage", "terms"),),
)
