"""Texts that the reading door must not let through, or must survive."""

from tests.kg.lines import lines

_WRITES = """
CREATE (n:Culture {uid: 'x'})
CREATE (n:Culture {uid: 'x'}) RETURN n
MERGE (n:Culture {uid: 'x'}) RETURN n
MERGE (n:Culture {uid: 'a'}) ON MATCH SET n.name = 'x' RETURN n
MATCH (n) SET n.name = 'x'
MATCH (n) SET n.name = 'x' RETURN n
MATCH (n) SET n += {name: 'x'} RETURN n
MATCH (n) SET n = {} RETURN n
MATCH (n) SET n:Place RETURN n
MATCH (n) REMOVE n.name
MATCH (n) REMOVE n:Culture
MATCH (n) DELETE n
MATCH (n) DETACH DELETE n
MATCH (n) NODETACH DELETE n
MATCH ()-[r]->() DELETE r
MATCH ()-[r]->() SET r.score = 0
MATCH (a:Culture), (b:Place) CREATE (a)-[:LIVES_IN]->(b)
MATCH (a:Culture) MATCH (b:Place) MERGE (a)-[:CO_OCCURS]->(b) RETURN a
FOREACH (i IN [1] | CREATE (:Culture {uid: 'x'}))
MATCH (n) FOREACH (i IN [1] | SET n.name = 'x')
FOREACH (i IN [1] | FOREACH (j IN [1] | MERGE (:Culture {uid: 'x'})))
UNWIND [1, 2] AS i CREATE (:Culture {uid: toString(i)})
WITH 1 AS one CREATE (:Culture {uid: 'x'}) RETURN one
OPTIONAL MATCH (n) SET n.name = 'x' RETURN n
MATCH p = (a)-->(b) DELETE p
create (n:Culture {uid: 'x'})
cReAtE (n:Culture {uid: 'x'})
CREATE/**/(n:Culture {uid: 'x'})
CREATE(n:Culture{uid:'x'})
/* only a comment */ CREATE (n:Culture {uid: 'x'})
RETURN 1 AS one UNION CREATE (n:Culture {uid: 'x'}) RETURN 1 AS one
RETURN 1 AS one UNION ALL MATCH (n) DETACH DELETE n RETURN 1 AS one
MATCH (n) RETURN n; MATCH (n) DETACH DELETE n
RETURN 1; CREATE (:Culture {uid: 'x'})
RETURN 1;;CREATE (:Culture {uid: 'x'});
; CREATE (:Culture {uid: 'x'})
CALL { CREATE (n:Culture {uid: 'x'}) RETURN n } RETURN n
CALL () { CREATE (n:Culture {uid: 'x'}) RETURN n } RETURN n
CALL { CREATE (n:Culture {uid: 'x'}) } RETURN 1
MATCH (c) CALL { WITH c SET c.name = 'x' } RETURN c
MATCH (c) CALL (c) { SET c.name = 'x' } RETURN c
MATCH (c) CALL (c) { DETACH DELETE c } IN TRANSACTIONS OF 1 ROWS RETURN 1
CALL { MATCH (n) DETACH DELETE n } IN TRANSACTIONS
UNWIND [1] AS i CALL (i) { CREATE (:Culture {uid: 'x'}) } IN CONCURRENT TRANSACTIONS RETURN i
CALL { CALL { CREATE (n:Culture {uid: 'x'}) RETURN n } RETURN n } RETURN n
RETURN EXISTS { CREATE (n:Culture {uid: 'x'}) RETURN n }
RETURN COUNT { CREATE (n:Culture {uid: 'x'}) RETURN n }
RETURN COLLECT { MERGE (n:Culture {uid: 'x'}) RETURN n }
RETURN [i IN [1] | COLLECT { CREATE (n:Culture {uid: 'x'}) RETURN n }]
MATCH (n) WHERE EXISTS { MATCH (n) SET n.name = 'x' RETURN 1 } RETURN n
INSERT (n:Culture {uid: 'x'})
LET x = 1 CREATE (:Culture {uid: 'x'}) RETURN x
WHEN true THEN CREATE (:Culture {uid: 'x'})
"""

_DISGUISES = """
RETURN 'a' // harmless\n CREATE (:Culture {uid: 'x'})
RETURN 1 /* // */ AS x UNION MATCH (n) DETACH DELETE n RETURN 1 AS x
MATCH (`n`) SET `n`.`name` = 'x' RETURN `n`
MATCH (n) SET n.`na``me` = 'x'
RETURN '\\u0027 AS x CREATE (:Culture {uid: \\u0027x\\u0027}) //'
\\u0043REATE (:Culture {uid: 'x'})
CRE\\u0041TE (:Culture {uid: 'x'})
MATCH (n) RETURN n \\u003b MATCH (n) DETACH DELETE n
RETURN "a\\" CREATE (:Culture {uid: 'x'}) //"
MATCH (n) WITH n SET n.name = 'RETURN' RETURN n
MATCH (n) RETURN n\u2028CREATE (:Culture {uid: 'x'})
MATCH (n) RETURN n\u00a0UNION\u00a0CREATE (n:Culture {uid: 'x'}) RETURN n
\ufeffCREATE (:Culture {uid: 'x'})
C\u200bREATE (:Culture {uid: 'x'})
RETURN 1 AS ` CREATE (:Culture {uid: 'x'}) RETURN 1 AS `
RETURN '*/ CREATE (:Culture {uid: 1}) /*' AS x CREATE (:Culture {uid: 'x'})
"""

_PREFIXES = """
EXPLAIN CREATE (:Culture {uid: 'x'})
PROFILE CREATE (:Culture {uid: 'x'})
PROFILE MATCH (n) DETACH DELETE n
/* a */ PROFILE MATCH (n) DETACH DELETE n
// a\n PROFILE MATCH (n) DETACH DELETE n
/**/ /**/ EXPLAIN RETURN 1
CYPHER 25 MATCH (n) DETACH DELETE n
CYPHER runtime=slotted CREATE (:Culture {uid: 'x'})
CYPHER 5 PROFILE CREATE (:Culture {uid: 'x'})
USE neo4j CREATE (:Culture {uid: 'x'})
USE system CREATE USER x SET PASSWORD 'longenough'
USE system SHOW USERS
/*/ */ USE system SHOW USERS
EXPLAIN
PROFILE
; PROFILE MATCH (n) DETACH DELETE n
"""

_COMMANDS = """
BEGIN
COMMIT
ROLLBACK
BEGIN TRANSACTION
COMMIT; MATCH (n) DETACH DELETE n
SHOW TRANSACTIONS
SHOW SETTINGS
SHOW SETTINGS YIELD name, value RETURN name, value
SHOW USERS
SHOW DATABASES
SHOW CURRENT USER
SHOW PRIVILEGES
SHOW PROCEDURES
SHOW FUNCTIONS YIELD name RETURN name
SHOW INDEXES
SHOW CONSTRAINTS
SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t YIELD message RETURN message
TERMINATE TRANSACTIONS 'neo4j-transaction-1'
TERMINATE TRANSACTION 'neo4j-transaction-1'
CREATE INDEX x FOR (n:Culture) ON (n.name)
CREATE CONSTRAINT x FOR (n:Culture) REQUIRE n.name IS UNIQUE
CREATE FULLTEXT INDEX x FOR (n:Culture) ON EACH [n.name]
DROP INDEX passage_terms
DROP CONSTRAINT culture_uid
DROP CONSTRAINT culture_uid IF EXISTS
CREATE USER x SET PASSWORD 'longenough'
ALTER USER neo4j SET PASSWORD 'longenough'
ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'longenough'
DROP USER neo4j
CREATE ROLE x
GRANT ROLE admin TO neo4j
CREATE DATABASE x
DROP DATABASE neo4j
STOP DATABASE neo4j
CREATE ALIAS x FOR DATABASE neo4j
CREATE OR REPLACE DATABASE neo4j
ENABLE SERVER 'x'
DEALLOCATE DATABASES FROM SERVER 'x'
SELECT FROM Culture
INSERT INTO Culture SET uid = 'x'
UPDATE Culture SET name = 'x'
DROP TYPE Culture
"""

_FILES = """
LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line
LOAD CSV FROM 'http://127.0.0.1:1/x.csv' AS line RETURN line
LOAD CSV WITH HEADERS FROM 'file:///etc/passwd' AS line RETURN line
LOAD /**/ CSV FROM 'file:///etc/passwd' AS line RETURN line
LOAD CSV FROM 'file:///etc/passwd' AS line CREATE (:Culture {uid: line[0]})
CALL { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } RETURN line
RETURN COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } AS x
RETURN [i IN [1] | COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line }] AS x
RETURN CASE WHEN true THEN COUNT { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l } END AS x
RETURN reduce(a = 0, i IN [1] | a + COUNT { LOAD\tCSV FROM 'file:///etc/passwd' AS l RETURN l })
MATCH (n) WHERE any(i IN [1] WHERE EXISTS { LOAD CSV FROM 'file:///a' AS l RETURN l }) RETURN n
RETURN [i IN [1] | COUNT { lOaD cSv FROM 'file:///etc/passwd' AS l RETURN l }] AS x
RETURN [i IN [1] | COUNT { LOAD/*'*/CSV FROM 'file:///etc/passwd' AS l RETURN l }] AS x // '
RETURN [i IN ['\\''] | COUNT { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l }] AS x, '\\''
RETURN [i IN ["'"] | COUNT { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l }] AS x, "'"
RETURN [i IN [1] | COUNT { // '\r LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l }] AS x // '
"""

_PROCEDURES = """
CALL dbms.listConfig()
CALL dbms.components()
CALL dbms.killConnections(['bolt-1'])
CALL dbms.listConnections()
CALL dbms.showCurrentUser()
CALL dbms.queryJmx('*:*')
CALL dbms.setConfigValue('db.logs.query.enabled', 'off')
CALL dbms.security.createUser('x', 'longenough')
CALL dbms.upgrade()
CALL db.createLabel('Thing')
CALL db.createProperty('thing')
CALL db.createRelationshipType('THING')
CALL db.create.setNodeVectorProperty(null, 'a', [1.0])
CALL db.stats.retrieve('GRAPH COUNTS')
CALL db.stats.collect('QUERIES')
CALL db.stats.clear('QUERIES')
CALL db.resampleOutdatedIndexes()
CALL db.resampleIndex('passage_terms')
CALL db.awaitIndexes(300)
CALL db.awaitIndex('passage_terms', 300)
CALL db.prepareForReplanning(300)
CALL db.clearQueryCaches()
CALL db.checkpoint()
CALL db.ping()
CALL db.info()
CALL db.listLocks()
CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()
CALL tx.setMetaData({a: 1})
CALL tx.getMetaData()
CALL `dbms`.`listConfig`()
CALL dbms . listConfig ()
CALL /* a */ dbms.listConfig()
CALL db.labels() YIELD label CALL dbms.components() YIELD name RETURN name
CALL { CALL dbms.listConfig() YIELD name RETURN name } RETURN name
RETURN COLLECT { CALL db.stats.retrieve('GRAPH COUNTS') YIELD data RETURN data }
RETURN [i IN [1] | COLLECT { CALL db.stats.retrieve('GRAPH COUNTS') YIELD data RETURN data }]
RETURN [i IN [1] | COLLECT { CALL/**/db.awaitIndexes(300) RETURN 1 }]
RETURN [i IN [1] | EXISTS { CALL db.resampleOutdatedIndexes() RETURN 1 }]
CALL apoc.cypher.run('CREATE (:Culture {uid: 1})', {})
CALL apoc.cypher.runMany('CREATE (:Culture {uid: 1});', {})
CALL apoc.cypher.doIt('CREATE (:Culture {uid: 1})', {})
CALL apoc.load.json('file:///etc/passwd')
CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'DELETE n', {})
CALL apoc.do.when(true, 'CREATE (:Culture {uid: 1})', '', {})
CALL do.when(true, 'CREATE (:Culture {uid: 1})', 'RETURN 1', {})
CALL do.when(true, 'COMMIT', 'RETURN 1', {}) YIELD value RETURN value
CALL DO.WHEN(true, 'MATCH (n) DETACH DELETE n', 'RETURN 1', {})
CALL merge.node(['Culture'], {uid: 'x'})
CALL merge.relationship(null, 'OF', {}, {}, null)
CALL refactor.mergeNodes([], {})
CALL db.migrateLegacyTemporals()
CALL algo.pagerank()
CALL path.expand(null, '', '', 1, 100)
CALL meta.stats()
CALL sql('DROP TYPE Culture')
RETURN util.sleep(600000)
RETURN UTIL.SLEEP(600000)
RETURN `util`.`sleep`(600000)
RETURN util.validate(true, 'x', [])
RETURN create.vNode(['Culture'], {uid: 'x'})
RETURN apoc.cypher.runFirstColumnSingle('CREATE (n) RETURN n', {})
RETURN apoc.util.sleep(600000)
RETURN text.lpad('a', 2000000000, 'a')
RETURN node.degree(null)
RETURN eval('1')
RETURN sysinfo()
"""

_BROKEN = """
MATCH (n
RETURN
)
`
'
/*
RETURN 1 RETURN 2
MATCH (n)
$x
\x00
RETURN $missing
RETURN 1/0
RETURN toInteger({})
RETURN linenumber(), file()
"""


WRITES = lines(_WRITES) + lines(_DISGUISES)
FORBIDDEN = lines(_PREFIXES) + lines(_COMMANDS) + lines(_FILES) + lines(_PROCEDURES)
BROKEN = [*lines(_BROKEN), "", "   ", "// only a comment", "/* only a comment */"]
BOMBS = [
    "RETURN " + " XOR ".join(["true"] * 31),
    "RETURN " + "(" * 1_000 + "1" + ")" * 1_000,
    "RETURN " + "[" * 1_000 + "]" * 1_000,
    "RETURN " + " OR ".join(f"{i} = {i}" for i in range(2_000)),
    "RETURN " + " AND NOT ".join(["true"] * 300),
    "RETURN " + "+".join(["1"] * 9_000),
    "RETURN " + "-" * 9_000 + "1",
    "RETURN [1]" + "[0]" * 6_000,
    "RETURN " + " + ".join(["'a'"] * 2_500),
    "MATCH " + "()--" * 3_000 + "() RETURN 1",
    " UNION ".join(["RETURN 1 AS x"] * 1_000),
    "MATCH (a) " * 1_500 + "RETURN 1",
    "RETURN CASE " + "WHEN true THEN 1 " * 1_000 + "END",
    "RETURN 'a' AS x" + " " * 30_000,
    "WITH 1 AS x " * 1_200 + "RETURN x",
]
SLOW = [
    "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*) AS n",
    "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c "
    "WITH a, b, c WHERE a + b + c = 1 RETURN a",
    "MATCH p = ()-[*]-() RETURN count(p)",
]
