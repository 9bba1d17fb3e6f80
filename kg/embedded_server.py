"""The child process of the embedded store: a graph server in this process, ruled through pipes.

Started by `kg.embedded`. It answers one JSON object a line on its standard output for each JSON
object a line on its standard input, and stops the server when its input ends, so that it never
outlives the process that started it, however that process ends.
"""

import json
import os
import sys
from collections.abc import Callable
from threading import Timer
from typing import IO, Any

DATABASE = "kg"
BOLT = "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"
_STOP_SECONDS = 10
_VECTORS = {"rebuildGraphRatio": 1.0, "inactivityRebuildTimeoutMs": 600_000}
"""When the engine builds the graph of its vectors anew: when they have doubled. Until then it
compares with the new ones one by one, exactly."""
_PATIENCE = {
    "InvocationThreshold": 50_000,
    "MinInvocationThreshold": 6_000,
    "CompileThreshold": 150_000,
    "BackEdgeThreshold": 400_000,
}


def main() -> None:
    """Serve until standard input ends. The start order is the first line of the input."""
    answers = _claim_stdout()
    order = json.loads(sys.stdin.readline())
    try:
        server = _start(order)
    except BaseException as error:
        _say(answers, {"error": f"{type(error).__name__}: {error}"})
        raise
    try:
        database = _open(server)
        _say(answers, {"ready": True})
        _serve(server, database, answers)
    finally:
        if "record" not in order:  # what was recorded is written as this process ends
            _end_anyway()
        server.stop()


def _end_anyway() -> None:
    """End this process soon, even if a query that never ends keeps the server from stopping."""
    timer = Timer(_STOP_SECONDS, os._exit, [1])
    timer.daemon = True
    timer.start()


def _claim_stdout() -> IO[str]:
    """Keep standard output for answers; whatever the server prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _start(order: dict[str, Any]) -> Any:
    from arcadedb_embedded.server import ArcadeDBServer

    server = ArcadeDBServer(
        order["root"],
        order["password"],
        config={
            "http_port": order["http_port"],
            "mode": "production",
            "server_plugins": BOLT,
            "bolt_port": order["bolt_port"],
        },
        jvm_kwargs={"heap_size": order["heap"], "jvm_args": _jvm_args(order)},
    )
    server.start()
    return server


def _jvm_args(order: dict[str, Any]) -> list[str]:
    """The costly compiler waits ten times longer than usual: most servers live for seconds."""
    args = [f"-XX:Tier4{name}={value}" for name, value in _PATIENCE.items()]
    args += [f"-Darcadedb.vectorIndex.{name}={value}" for name, value in _VECTORS.items()]
    if "record" in order:
        return [*args, f"-XX:AOTCacheOutput={order['record']}"]
    return [*args, f"-XX:AOTCache={order['cache']}"] if "cache" in order else args


def _open(server: Any) -> Any:
    exists = server._java_server.existsDatabase(DATABASE)
    return server.get_database(DATABASE) if exists else server.create_database(DATABASE)


def _serve(server: Any, database: Any, answers: IO[str]) -> None:
    operations: dict[str, Callable[[Any, str], Any]] = {
        "sql": _sql,
        "cypher": _cypher,
        "judge": _judge,
        "end": lambda _, name: _end(server, name),
    }
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": operations[request["op"]](database, request["text"])}
        except Exception as error:
            answer = {"error": str(error)}
        _say(answers, answer)


def _say(answers: IO[str], message: dict[str, Any]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


def _sql(database: Any, text: str) -> None:
    database.command("sql", text)


def _cypher(database: Any, text: str) -> None:
    with database.transaction():
        database.command("opencypher", text)


def _end(server: Any, name: str) -> int:
    """End the running queries whose text holds `name`; how many that were."""
    running = server._java_server.getRunningQueries().getRunning()
    found = [each for each in running if name in str(each.getText())]
    for each in found:
        each.terminate("umran")
    return len(found)


def _judge(database: Any, text: str) -> dict[str, Any]:
    """What the engine's own parser says of a Cypher text, without running it."""
    engine = database._java_db.getQueryEngine("opencypher")
    analysis = engine.analyze(text)
    return {"reads": bool(analysis.isIdempotent()) and not bool(analysis.isDDL()), **_calls(text)}


def _calls(text: str) -> dict[str, list[str]]:
    """Names of the procedures and functions that a text calls, off the engine's parse tree."""
    import jpype

    grammar = "com.arcadedb.query.opencypher.grammar.Cypher25"
    streams = jpype.JClass("org.antlr.v4.runtime.CharStreams")
    tokens = jpype.JClass("org.antlr.v4.runtime.CommonTokenStream")
    lexer = jpype.JClass(f"{grammar}Lexer")(streams.fromString(text))
    tree = jpype.JClass(f"{grammar}Parser")(tokens(lexer)).statements()
    found: dict[str, list[str]] = {"procedures": [], "functions": [], "clauses": []}
    _walk(tree, found)
    return found


_RULES = {
    "ProcedureNameContext": "procedures",
    "FunctionNameContext": "functions",
    "LoadCSVClauseContext": "clauses",
    "CommandContext": "clauses",
}


def _walk(tree: Any, found: dict[str, list[str]]) -> None:
    """Collect names over the whole tree; a stack, since hostile texts nest deeply."""
    stack = [tree]
    while stack:
        node = stack.pop()
        kind = _RULES.get(str(node.getClass().getSimpleName()))
        if kind:
            found[kind].append(str(node.getText()))
        stack.extend(node.getChild(i) for i in range(node.getChildCount()))


if __name__ == "__main__":
    main()
