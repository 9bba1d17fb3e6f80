"""The kinds of nodes, as data; `kg.schema` puts them together with the edges."""

from kg.declaration import NodeType, properties
from kg.history import INGESTION, RESTORATION

_UID = "STRING hash of the natural key"
_NAMED = {
    "uid": _UID,
    "name": "STRING name that is shown",
    "norm": "STRING name as it is compared",
    "aliases": "LIST other names",
}
PLACED = {
    "latitude": "FLOAT degrees north",
    "longitude": "FLOAT degrees east",
    "region": "STRING region of the world",
}
SETTLED = PLACED | {
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
    return NodeType(label, meaning, "name", properties(**_NAMED, **more), entity=True)


_ENTITIES = (
    _entity("Culture", "a people, nation or society that is studied", **SETTLED),
    _entity("Person", "a person who is named"),
    _entity("Group", "a social group: a class, an estate, an occupation"),
    _entity("Place", "a country, city, river or sacred place", **PLACED),
    _entity("Practice", "what people do: a rite, a craft, a way of living"),
    _entity("Belief", "a religion, a deity, a doctrine, a sacred text"),
    _entity("Structure", "a building, a kind of building, a part of one"),
    _entity("Artifact", "a thing that is made: an instrument, a dress, a tool, a dish"),
    _entity("Institution", "a lasting arrangement: an office, a guild, a court"),
    _entity("Concept", "an idea of the social sciences, kinship terms among them"),
    _entity("Event", "a war, a reform, a treaty"),
)
ENTITY_LABELS = tuple(node.label for node in _ENTITIES)

NODES = (
    *_ENTITIES,
    NodeType(
        "Source",
        "a folder that owns its documents under one name",
        "name",
        properties(
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
        properties(
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
        properties(
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
        properties(
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
        properties(
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
        properties(
            uid=_UID,
            name="STRING English name",
            name_tr="STRING Turkish name",
            aliases="LIST other words that people use for it",
        ),
    ),
    NodeType(
        "Period",
        "a span of years with a name",
        "name",
        properties(
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
        properties(
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
        properties(
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
        properties(**_FILE, remarks="LIST records that were left out and why"),
    ),
    NodeType(
        "Unreadable",
        "a file that was set aside",
        "path",
        properties(**_FILE, reason="STRING why, for people"),
    ),
    INGESTION,
    RESTORATION,
)
