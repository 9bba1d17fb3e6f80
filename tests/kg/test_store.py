from kg.store import Store
from tests.graph import dump


def test_smoke(store: Store) -> None:
    store.write(lambda tx: tx.upsert("Culture", [{"uid": "a", "name": "Yörük", "x": 1.5}]))
    store.write(lambda tx: tx.upsert("Place", [{"uid": "b", "name": "İznik", "n": 3}]))
    store.write(lambda tx: tx.tally("CO_OCCURS", "Culture", "Place", [{"source": "a", "target": "b", "count": 3}]))
    print(dump(store))
    print(store.counts())
