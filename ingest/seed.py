"""What the lexicon alone says: its themes and periods, in the graph before anything is read."""

from typing import Any

from ingest.assign import period_uid, theme_uid
from ingest.entries import lexicon
from ingest.source import Source
from kg.store import Store
from kg.transaction import Transaction


def seed(store: Store, source: Source) -> None:
    """Put the themes and periods of the lexicon into the graph, before `source` is read."""
    store.write(lambda transaction: _seed(transaction, source))


def _seed(transaction: Transaction, source: Source) -> None:
    transaction.upsert("Theme", themes().values())
    transaction.run("MATCH (:Theme)-[r:BROADER]->(:Theme) DELETE r")
    broader = [
        {"source": theme_uid(theme.id), "target": theme_uid(theme.broader), "properties": {}}
        for theme in lexicon().themes
        if theme.broader
    ]
    transaction.link("BROADER", "Theme", "Theme", broader)
    transaction.upsert("Period", periods().values())
    if not source.lexicon:
        transaction.upsert("Source", [{"uid": source.uid, "lexicon": lexicon().digest}])


def themes() -> dict[str, dict[str, Any]]:
    """uid -> row of a Theme."""
    return {
        theme_uid(theme.id): {
            "uid": theme_uid(theme.id),
            "name": theme.name,
            "name_tr": theme.name_tr,
            "aliases": list(theme.aliases),
        }
        for theme in lexicon().themes
    }


def periods() -> dict[str, dict[str, Any]]:
    """uid -> row of a Period."""
    return {
        period_uid(period.name): {
            "uid": period_uid(period.name),
            "name": period.name,
            "name_tr": period.turkish[0] if period.turkish else period.name,
            "kind": period.kind,
            "year_from": period.year_from,
            "year_to": period.year_to,
        }
        for period in lexicon().periods
    }
