"""What differs between the stores: declaring indexes, naming them, and judging foreign texts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

from kg.allowed import operator_reads
from kg.clauses import counted, hidden
from kg.declaration import Schema
from kg.embedded import EmbeddedServer
from kg.errors import StoreError, StoreFull, StoreUnreachable
from kg.settings import Settings


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store answers, for clients beside our own."""

    uri: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    database: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The server that `settings` name."""
        secret = settings.password.get_secret_value()
        return cls(settings.uri, settings.user, secret, settings.database)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a store's own parser says of a text: `reads` (cannot write) and what it would use."""

    reads: bool
    procedures: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


class Dialect(Protocol):
    """One per kind of store."""

    name: str
    address: Address
    largest: int | None
    """Bytes that one row may have."""

    def prepare(self, schema: Schema, run: Callable[[str], Any]) -> None:
        """Declare labels, constraints and indexes; twice does nothing."""

    def index_name(self, schema_name: str, label: str, property: str) -> str:
        """How the store calls a vector or full-text index."""

    def judge(self, text: str, explain: Callable[[str], "Plan"]) -> Verdict:
        """The verdict of the store's own parser; `explain` plans a text without running it."""

    def marked(self, text: str, name: str) -> tuple[str, dict[str, str]]:
        """A foreign text, and metadata of its transaction, by which `end` knows it."""

    def end(self, name: str, run: Callable[[str], Any]) -> None:
        """End the queries that are marked by `name`, if there are any, and no others."""

    def interrupt(self) -> None:
        """End a query that is far past its time limit, whatever it takes."""

    def revive(self) -> None:
        """Start the server again if it is ours and has ended."""

    def explained(self, error: str) -> StoreError:
        """What the store says of an error, with what it conceals."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An execution plan as Bolt returns it: `type` is r, w, rw or s."""

    type: str
    root: dict[str, Any]

    def operators(self) -> Iterator[tuple[str, str]]:
        """(operator, details) of all steps."""
        stack = [self.root]
        while stack:
            step = stack.pop()
            stack.extend(step.get("children", []))
            details = str(step.get("args", {}).get("Details", ""))
            yield str(step.get("operatorType", "")).split("@")[0], details


class Neo4j:
    """A Neo4j server: constraints and indexes are Cypher, the planner is the judge."""

    name = "Neo4j"
    largest: int | None = None

    def __init__(self, address: Address = Address()) -> None:
        self.address = address

    def prepare(self, schema: Schema, run: Callable[[str], Any]) -> None:
        """Declare constraints and indexes, and wait until they are online."""
        for statement in self.statements(schema):
            run(statement)
        run("CALL db.awaitIndexes(120)")

    def statements(self, schema: Schema) -> Iterator[str]:
        """The DDL of `schema`."""
        for node in schema.nodes:
            yield (
                f"CREATE CONSTRAINT {node.label.lower()}_uid IF NOT EXISTS "
                f"FOR (n:{node.label}) REQUIRE n.uid IS UNIQUE"
            )
        for vector in schema.vectors:
            yield (
                f"CREATE VECTOR INDEX {vector.name} IF NOT EXISTS "
                f"FOR (n:{vector.label}) ON (n.{vector.property}) OPTIONS {{indexConfig: "
                f"{{`vector.dimensions`: {vector.size}, "
                "`vector.similarity_function`: 'cosine', `vector.quantization.enabled`: false}}"
            )
        for text in schema.texts:
            yield (
                f"CREATE FULLTEXT INDEX {text.name} IF NOT EXISTS "
                f"FOR (n:{text.label}) ON EACH [n.{text.property}] OPTIONS {{indexConfig: "
                "{`fulltext.analyzer`: 'whitespace'}}"
            )

    def explained(self, error: str) -> StoreError:
        """Nothing is concealed here."""
        return StoreError(error)

    def index_name(self, schema_name: str, label: str, property: str) -> str:
        """Indexes have names of their own here."""
        return schema_name

    def judge(self, text: str, explain: Callable[[str], Plan]) -> Verdict:
        """Plan the text: its type, its operators, and the procedures that the plan calls."""
        plan = explain(text)
        procedures, refused = [], []
        for operator, details in plan.operators():
            if operator == "ProcedureCall":
                procedures.append(details.split("(")[0].split(" ")[0])
            elif not operator_reads(operator):
                refused.append(operator)
        refused.extend(hidden(text))
        return Verdict(plan.type == "r", tuple(procedures), (), tuple(refused))

    def marked(self, text: str, name: str) -> tuple[str, dict[str, str]]:
        """Metadata: another text would be planned anew."""
        return text, {"asked": name}

    def end(self, name: str, run: Callable[[str], Any]) -> None:
        """By the server's own command; `name` is of our making."""
        run(
            f"SHOW TRANSACTIONS YIELD transactionId AS found, metaData "
            f"WHERE metaData.asked = '{name}' TERMINATE TRANSACTIONS found YIELD message "
            "RETURN message"
        )

    def interrupt(self) -> None:
        """Nothing to do: the server ends a transaction by its own timeout."""

    def revive(self) -> None:
        """It is not ours."""


class Embedded:
    """The embedded engine: types and indexes are SQL in the child, which also judges texts."""

    name = "embedded store"
    # It ends a connection at 16 MiB and never says so: the client would wait.
    largest: int | None = 16_000_000

    def __init__(self, server: EmbeddedServer) -> None:
        self._server = server
        self.address = Address(server.uri, *server.auth, server.database)

    def prepare(self, schema: Schema, run: Callable[[str], Any]) -> None:
        """Declare types and indexes through the child process."""
        for statement in self.statements(schema):
            self._server.sql(statement)

    def statements(self, schema: Schema) -> Iterator[str]:
        """The SQL of `schema`."""
        for node in schema.nodes:
            yield f"CREATE VERTEX TYPE {node.label} IF NOT EXISTS"
            yield f"CREATE PROPERTY {node.label}.uid IF NOT EXISTS STRING"
            yield f"CREATE INDEX IF NOT EXISTS ON {node.label} (uid) UNIQUE"
        for edge in schema.edges:
            yield f"CREATE EDGE TYPE {edge.type} IF NOT EXISTS"
        for vector in schema.vectors:
            yield f"CREATE PROPERTY {vector.label}.{vector.property} IF NOT EXISTS ARRAY_OF_FLOATS"
            yield (
                f"CREATE INDEX IF NOT EXISTS ON {vector.label} ({vector.property}) LSM_VECTOR "
                f'METADATA {{"dimensions": {vector.size}, "similarity": "COSINE"}}'
            )
        for text in schema.texts:
            yield f"CREATE PROPERTY {text.label}.{text.property} IF NOT EXISTS STRING"
            yield (
                f"CREATE INDEX IF NOT EXISTS ON {text.label} ({text.property}) FULL_TEXT "
                'METADATA {"analyzer": "org.apache.lucene.analysis.core.WhitespaceAnalyzer"}'
            )

    def explained(self, error: str) -> StoreError:
        """In production mode the engine writes to its log what went wrong, and to the client only
        that something did."""
        if "server log" not in error:
            return StoreError(error)
        said, for_memory = self._server.concealed()
        if not for_memory:
            return StoreError(said)
        full = "The store has not enough memory for this transaction."
        return StoreFull(full, hint="Give it a larger heap, as UMRAN_HEAP=4g.")

    def index_name(self, schema_name: str, label: str, property: str) -> str:
        """Indexes are called by what they cover."""
        return f"{label}[{property}]"

    def judge(self, text: str, explain: Callable[[str], Plan]) -> Verdict:
        """The engine's analysis and parse tree."""
        self._server.revive()
        try:
            verdict = self._server.judge(text)
        except StoreUnreachable:
            self._server.restart()
            raise
        return Verdict(
            verdict["reads"],
            tuple(_plain(name) for name in verdict["procedures"]),
            tuple(_plain(name) for name in verdict["functions"]),
            tuple(verdict["clauses"]),
        )

    def marked(self, text: str, name: str) -> tuple[str, dict[str, str]]:
        """A comment: the engine does not keep metadata."""
        return f"/* {name} */ {counted(text)}", {}

    def end(self, name: str, run: Callable[[str], Any]) -> None:
        """Through the child process, which knows what runs in it."""
        self._server.end(name)

    def interrupt(self) -> None:
        """Start the server anew: the engine has no limit that holds for every query."""
        self._server.restart()

    def revive(self) -> None:
        """A child that has ended is started again, at the same address."""
        self._server.revive()


def _plain(name: str) -> str:
    return name.replace("`", "")
