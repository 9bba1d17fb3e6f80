"""Still other texts that the reading door must not let through; see `hostile` and `tricks`.

Writes inside patterns, maps, projections and limits; procedures that have other names, or had them
once; other graphs, files by other schemes; commands with options; signs that look like spaces.
"""

# ruff: noqa: E501

from tests.kg.lines import lines

RUSES = [
    *lines(r"""
MATCH (c:Culture) WHERE c.name = 'a' OR EXISTS { MATCH (c) CALL { WITH c SET c.name = 'x' RETURN 1 AS o } RETURN o } RETURN c
MATCH (c:Culture) RETURN c {.*, x: COUNT { CREATE (:Culture {uid: 'x'}) RETURN 1 }}
MATCH (c:Culture) RETURN c {.name, n: head(COLLECT { MERGE (n:Place {uid: 'x'}) RETURN n.uid })}
MATCH (c:Culture) RETURN [(c)-[:SIMILAR_TO]->(d) WHERE EXISTS { CREATE (:Place {uid: 'x'}) RETURN 1 } | d.uid]
MATCH (c:Culture) RETURN [(c)-[:SIMILAR_TO]->(d) | COUNT { MATCH (z) DETACH DELETE z RETURN 1 }]
MATCH p = (a)-[r:SIMILAR_TO* {run: head(COLLECT { CREATE (:Place {uid: 'x'}) RETURN 'r' })}]->(b) RETURN p
MATCH (a)((x)-[:SIMILAR_TO]->(y) WHERE EXISTS { CREATE (:Place {uid: 'q'}) RETURN 1 }){1,3}(b) RETURN a
MATCH SHORTEST 1 (a:Culture)(()--() WHERE COUNT { MERGE (:Place {uid: 'q'}) RETURN 1 } > 0)+(b) RETURN a
MATCH (a:Culture) WHERE a.uid IN COLLECT { FOREACH (i IN [1] | CREATE (:Place {uid: 'x'})) RETURN 'a' } RETURN a
MATCH (a:Culture WHERE EXISTS { SET a.name = 'x' RETURN 1 }) RETURN a
MATCH (a:Culture)-[r WHERE EXISTS { DELETE r RETURN 1 }]->() RETURN a
MATCH (a) CALL (a) { WITH a WHERE true DETACH DELETE a RETURN count(*) AS n } RETURN n
MATCH (a) CALL (a) { UNWIND [1] AS i CALL (a, i) { SET a.n = i } RETURN i } RETURN i
UNWIND [{q: 'CREATE (:Place {uid: "x"})'}] AS m CALL apoc.cypher.run(m.q, {}) YIELD value RETURN value
UNWIND ['CREATE (:Place)'] AS q CALL cypher.doIt(q, {}) YIELD value RETURN value
WITH 'db.createLabel' AS p CALL p('Thing')
CALL $uid
CALL $(p)()
CALL db.labels CALL db.createLabel('Thing')
CALL db.labels() YIELD label CALL db.createLabel(label + 'x') RETURN 1
CALL db.createLabel ( 'Thing' ) YIELD -
CALL db.`create`.`setNodeVectorProperty`(null, 'a', [1.0])
CALL db.create.setRelationshipVectorProperty(null, 'a', [1.0])
CALL db.index.fulltext.createNodeIndex('x', ['Culture'], ['name'])
CALL db.index.vector.createNodeIndex('x', 'Culture', 'v', 4, 'cosine')
CALL db.index.fulltext.drop('passage_terms')
CALL db.createIndex('x', ['Culture'], ['name'], 'native-btree-1.0')
CALL db.constraints()
CALL db.indexes()
CALL db.schemaStatements()
CALL dbms.security.listUsers()
CALL dbms.security.changePassword('longenough')
CALL dbms.security.addUser('x', 'longenough', false)
CALL dbms.scheduler.jobs()
CALL dbms.routing.getRoutingTable({}, 'neo4j')
CALL dbms.cluster.routing.getRoutingTable({})
CALL dbms.listTransactions()
CALL dbms.listQueries()
CALL dbms.killQuery('query-1')
CALL dbms.killTransaction('neo4j-transaction-1')
CALL dbms.listActiveLocks('query-1')
CALL dbms.listPools()
CALL dbms.quarantineDatabase('neo4j', true, 'x')
CALL internal.dbms.debug()
CALL jwt.security.requestAccess('x')
CALL apoc.trigger.add('x', 'CREATE (:Place)', {})
CALL apoc.systemdb.execute('SHOW USERS', {})
CALL apoc.util.sleep(600000)
CALL apoc.refactor.rename.label('Culture', 'Folk')
CALL apoc.schema.assert({}, {})
CALL apoc.meta.stats() YIELD labels RETURN labels
CALL gds.graph.drop('x')
CALL gds.run.cypher('CREATE (:Place)')
CALL apoc.nlp.aws.entities.stream([], {})
CALL apoc.load.jdbc('jdbc:h2:mem:x', 'SELECT 1')
CALL apoc.cypher.runTimeboxed('CREATE (:Place)', {}, 1000)
CALL custom.declareProcedure('x() :: (a::INTEGER)', 'CREATE (:Place)')
RETURN apoc.text.format('%s', ['a'])
RETURN db.nameFromElementId('4:x:0')
RETURN graph.byName('system')
RETURN graph.names()
RETURN graph.propertiesByName('neo4j')
UNWIND graph.names() AS g CALL (g) { USE graph.byName(g) MATCH (n) RETURN count(n) AS n } RETURN n
CALL () { USE system SHOW USERS YIELD user RETURN user } RETURN user
CALL { USE neo4j CREATE (:Place {uid: 'x'}) } RETURN 1
LOAD CSV WITH HEADERS FROM 'file:///' + $uid AS line FIELDTERMINATOR '\t' WITH line RETURN line LIMIT 1
MATCH (c:Culture) WHERE EXISTS { LOAD CSV FROM 'http://127.0.0.1:1/' + c.name AS l RETURN l } RETURN c
MATCH (c:Culture) RETURN c ORDER BY COUNT { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l }
MATCH (c:Culture) RETURN c LIMIT COUNT { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l }
WITH 'file:///etc/passwd' AS f CALL (f) { LOAD CSV FROM f AS l RETURN l } RETURN l
CALL { CALL { LOAD CSV FROM 'http://[::1]:1/' AS l RETURN l } RETURN l } RETURN l
LOAD CSV FROM 's3://bucket/x.csv' AS l RETURN l
LOAD CSV FROM 'gs://bucket/x.csv' AS l RETURN l
LOAD CSV FROM 'azb://account/x.csv' AS l RETURN l
LOAD CSV FROM '\\\\host\\share\\x.csv' AS l RETURN l
LOAD CSV FROM 'file:////etc/passwd' AS l RETURN l
LOAD CSV FROM 'FILE:///etc/passwd' AS l RETURN l
LOAD CSV FROM 'file:/etc/passwd' AS l RETURN l
LOAD JSON FROM 'file:///etc/passwd' AS l RETURN l
LOAD PARQUET FROM 'file:///etc/passwd' AS l RETURN l
SHOW FULLTEXT INDEXES YIELD name, options RETURN name
SHOW CONSTRAINTS YIELD createStatement RETURN createStatement
SHOW EXECUTABLE PROCEDURES YIELD name
SHOW FUNCTIONS EXECUTABLE BY neo4j
SHOW SETTING 'server.directories.data'
SHOW SETTINGS 'server.directories.data', 'server.config.strict_validation.enabled' YIELD value
SHOW CURRENT USER YIELD * RETURN *
SHOW USERS WITH AUTH
SHOW ALL ROLES WITH USERS
SHOW USER PRIVILEGES AS COMMANDS
SHOW TRANSACTION 'neo4j-transaction-1' YIELD currentQuery
SHOW TRANSACTIONS YIELD transactionId, username SHOW TRANSACTIONS transactionId YIELD currentQuery RETURN 1
SHOW INDEXES YIELD name UNION RETURN 'x' AS name
RETURN 1 AS x NEXT SHOW INDEXES YIELD name RETURN name
SET n.x = 1
REMOVE n.x
DELETE 1
DETACH DELETE 1
MATCH (n) SET n += properties(n), n.`name` = null
MATCH (n), (m) SET n = m
MATCH (n:Culture) SET (CASE WHEN true THEN n END).name = 'x'
MATCH (n:Culture) REMOVE (CASE WHEN true THEN n END).name
MATCH (n) SET n.name = CASE WHEN n.name = 'RETURN' THEN 1 ELSE 2 END RETURN 1
MATCH (n:Culture) FOREACH (x IN CASE WHEN true THEN [n] END | MERGE (x)-[:CO_OCCURS]->(:Place {uid: 'x'}))
MATCH (n:Culture) MERGE (n)-[:SIMILAR_TO {run: 'r', theme: 'all'}]-(m) RETURN m
MATCH (a:Culture {uid: 'a'}), (b:Culture {uid: 'b'}) CREATE (a)<-[:SIMILAR_TO]-(b)-[:SIMILAR_TO]->(a)
CREATE (:Culture {uid: 'x'}), (:Place {uid: 'y'})
CREATE (n) WITH n DELETE n RETURN 1
CREATE ()-[:`X`]->()
INSERT (:Culture {uid: 'x'})-[:SIMILAR_TO]->(:Culture {uid: 'y'})
MATCH (n) WITH n LIMIT 0 SET n.x = 1 RETURN n
MATCH (n) WHERE false DELETE n
OPTIONAL MATCH (n:Nobody) DELETE n RETURN 1
UNWIND [] AS x CREATE (:Place {uid: x}) RETURN x
RETURN 1 AS x LIMIT 0 UNION CREATE (n:Place {uid: 'x'}) RETURN 1 AS x LIMIT 0
MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1 ROW ON ERROR RETRY FOR 5 SECONDS THEN CONTINUE RETURN 1
MATCH (n) CALL (n) { SET n.x = 1 } IN CONCURRENT TRANSACTIONS REPORT STATUS AS s RETURN s
"""),
    "RETURN 1\ufeff CREATE (:Place {uid: 'x'})",
    "MATCH (n)\u180eSET n.name = 'x'",
    "MATCH (n)\u2060SET n.name = 'x'",
    "MATCH (n) /*\x00*/ SET n.name = 'x'",
    "MATCH (n) /**/SET/**/n.name/**/=/**/1",
    "MATCH (n) //*\n SET n.name = 'x' //*/",
    "MATCH (n) WHERE n.a = '\\\\\\'' SET n.name = 'x' RETURN ''",
    "MATCH (n) WHERE n.`'` IS NULL SET n.name = 'x' RETURN '`'",
    'MATCH (n) WHERE n.name = "\'" SET n.name = "\'" RETURN "\'"',
    "/**//*/ */ MATCH (n) SET n.name = '/*' RETURN '*/'",
    "MATCH (n) RETURN n //\x85 DETACH DELETE n\r DETACH DELETE n",
]
