"""The kinds of edges, as data; `kg.schema` puts them together with the nodes.

Edges point from the local thing to the shared one (a passage to the entity that it mentions, a
document to its culture), so that adding one never walks the many edges of a hub.
"""

from kg.declaration import EdgeType, properties
from kg.nodes import ENTITY_LABELS, SETTLED

EDGES = (
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
        properties(name="STRING as it is written", shown="STRING name that a correction gives"),
    ),
    EdgeType(
        "MENTIONS",
        "one occurrence of an entity: the document's text[start:end] is the surface",
        ("Passage",),
        ENTITY_LABELS,
        properties(
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
        properties(passages="INTEGER number of such passages"),
        counter="passages",
    ),
    EdgeType(
        "ABOUT",
        "belongs to the theme",
        ("Passage", "Media", "Trait", *ENTITY_LABELS),
        ("Theme",),
        properties(score="FLOAT share of its cues that point there, 0 to 1"),
    ),
    EdgeType("DATED", "falls into the period", ("Passage", "Media"), ("Period",)),
    EdgeType("BROADER", "is part of the wider theme", ("Theme",), ("Theme",)),
    EdgeType(
        "HAS_TRAIT",
        "a table codes the culture so",
        ("Culture",),
        ("Trait",),
        properties(
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
        properties(**SETTLED),
    ),
    EdgeType("OF", "the culture of a facet", ("Facet",), ("Culture",)),
    EdgeType("ON", "the theme of a facet; none: all themes", ("Facet",), ("Theme",)),
    EdgeType("IN", "the period of a facet; none: all periods", ("Facet",), ("Period",)),
    EdgeType(
        "SIMILAR_TO",
        "learned nearness of two cultures",
        ("Culture",),
        ("Culture",),
        properties(
            score="FLOAT cosine of the learned vectors, -1 to 1",
            rank="INTEGER 1 is nearest",
            theme="STRING id of the theme, or all",
            sources="INTEGER documents behind both sides, portions of one work as one",
            ci_low="FLOAT lower end of the 95 % interval over sources; none: cannot be said",
            ci_high="FLOAT its upper end",
            p="FLOAT share of shuffles within their regions that are as near; none: no null",
            q="FLOAT false discoveries among all pairs of the theme, if this is called one",
            beats_null="BOOLEAN nearer than their regions explain: q is .05 or less",
            run="STRING uid of the Run that made it",
        ),
        key=("run", "theme"),
    ),
)
