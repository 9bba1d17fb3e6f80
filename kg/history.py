"""How the graph came about: what a fresh build from the same documents does not have.

Such nodes stand alone: no edge leads to them, and nothing that is read or learned looks at them.
"""

from kg.declaration import NodeType, properties

INGESTION = NodeType(
    "Ingestion",
    "one run of a schedule or a watch that brought a source up to date; the last ones are kept",
    "name",
    properties(
        uid="STRING hash of the natural key",
        name="STRING schedule and start",
        schedule="STRING name of the schedule",
        kind="STRING folder, drop, feed, pages or watch",
        source="STRING as Document.source, where it got so far",
        began="STRING ISO 8601 in UTC",
        seconds="FLOAT how long it took",
        added="INTEGER files that came in",
        changed="INTEGER files that were replaced",
        renamed="INTEGER files that were only renamed",
        removed="INTEGER files whose documents were taken out",
        unchanged="INTEGER files that were not read again",
        set_aside="INTEGER files that could not be read",
        notes="LIST pages that could not be fetched and why",
        error="STRING why it did not come to its end, for people",
    ),
)

RESTORATION = NodeType(
    "Restoration",
    "a restore that has not come to its end; it goes when it has",
    "name",
    properties(
        uid="STRING hash of the natural key",
        name="STRING the file",
        digest="STRING of the graph in it",
        rows="INTEGER rows of it that are in; -1 while what was there before is taken out",
    ),
)
