"""More texts that the reading door must not let through, by what they try; see `hostile`."""

# ruff: noqa: E501

from tests.kg.lines import lines

_WRITES_IN_ODD_PLACES = """
MATCH (c:Culture) WITH c LIMIT 1 SET c.name = 'x' WITH c RETURN c.name
MATCH (c:Culture) WITH collect(c) AS cs FOREACH (c IN cs | REMOVE c.name)
MATCH (c:Culture) WITH collect(c) AS cs FOREACH (c IN cs | DETACH DELETE c) RETURN 1
MATCH (c:Culture) WITH c, CASE WHEN true THEN 1 END AS i FOREACH (_ IN [i] | SET c.name = 'x') RETURN c
MATCH (c:Culture) SET c += $uid
MATCH (c:Culture) SET c.name = 'x', c.set = 2
MATCH (c:Culture) SET c:`Place`
MATCH (c:Culture) SET c IS Place
MATCH (c:Culture) REMOVE c IS Culture
MATCH (c:Culture) SET c[$uid] = 'x'
MATCH (c:Culture) SET c:$($uid)
CREATE (:$($uid) {uid: 'x'})
CREATE (a:Culture {uid: 'x'})-[:SIMILAR_TO]->(b:Culture {uid: 'y'})
CREATE p = (:Culture {uid: 'x'})-[:SIMILAR_TO]->(:Culture {uid: 'y'}) RETURN p
CREATE (:Culture&Place {uid: 'x'})
CREATE (n IS Culture {uid: 'x'})
MERGE (a:Culture {uid: 'a'}) ON CREATE SET a.name = 'x' ON MATCH SET a.name = 'y'
MERGE (a:Culture {uid: 'a'})-[r:SIMILAR_TO {theme: 'new'}]->(b:Culture {uid: 'b'})
MATCH (c:Culture) CALL { WITH c DETACH DELETE c RETURN 1 AS x UNION WITH c RETURN 2 AS x } RETURN x
MATCH (c:Culture) CALL { WITH c CALL { WITH c SET c.name = 'x' } } RETURN c
MATCH (c:Culture) CALL (c) { FOREACH (_ IN [1] | SET c.name = 'x') } RETURN c
CALL { RETURN 1 AS x UNION ALL CREATE (:Culture {uid: 'x'}) RETURN 2 AS x } RETURN x
CALL () { MERGE (n:Culture {uid: 'x'}) RETURN n } IN TRANSACTIONS OF 10 ROWS RETURN 1
CALL () { CREATE (:Culture {uid: 'x'}) } IN 2 CONCURRENT TRANSACTIONS OF 1 ROW ON ERROR CONTINUE
CALL () { CREATE (:Culture {uid: 'x'}) } IN TRANSACTIONS ON ERROR BREAK REPORT STATUS AS s RETURN s
MATCH (c:Culture) OPTIONAL CALL (c) { SET c.name = 'x' } RETURN c
MATCH (c:Culture) RETURN [x IN COLLECT { MATCH (y) SET y.name = 'x' RETURN y } | x.uid]
MATCH (c:Culture) WHERE COUNT { MATCH (y) DELETE y RETURN y } > 0 RETURN c
MATCH (c:Culture) WHERE EXISTS { CALL (c) { SET c.name = 'x' } RETURN c } RETURN c
RETURN CASE WHEN EXISTS { MERGE (:Culture {uid: 'x'}) RETURN 1 } THEN 1 END
RETURN {a: COLLECT { CREATE (n:Culture {uid: 'x'}) RETURN n }}
RETURN coalesce(null, COLLECT { CREATE (n:Culture {uid: 'x'}) RETURN n })
WITH COLLECT { CREATE (n:Culture {uid: 'x'}) RETURN n } AS x UNWIND x AS y RETURN y
UNWIND COLLECT { MATCH (n) DETACH DELETE n RETURN 1 } AS x RETURN x
RETURN reduce(a = 0, i IN [1] | a + COUNT { CREATE (:Culture {uid: 'x'}) RETURN 1 }) AS x
RETURN all(i IN [1] WHERE EXISTS { CREATE (:Culture {uid: 'x'}) RETURN 1 }) AS x
MATCH (c:Culture) RETURN c ORDER BY COUNT { CREATE (:Culture {uid: 'x'}) RETURN 1 }
MATCH (c:Culture) RETURN c SKIP COUNT { CREATE (:Culture {uid: 'x'}) RETURN 1 }
MATCH (c:Culture) RETURN c LIMIT COUNT { CREATE (:Culture {uid: 'x'}) RETURN 1 }
MATCH (c:Culture {uid: head(COLLECT { MATCH (n) SET n.name = 'x' RETURN 'a' })}) RETURN c
RETURN 1 AS x NEXT CREATE (:Culture {uid: 'x'})
MATCH (c:Culture) RETURN c NEXT MATCH (n) DETACH DELETE n RETURN 1 AS x
WHEN false THEN RETURN 1 AS x ELSE CREATE (:Culture {uid: 'x'}) RETURN 1 AS x
{ CREATE (:Culture {uid: 'x'}) }
FILTER true CREATE (:Culture {uid: 'x'})
MATCH (c:Culture) FINISH UNION MATCH (c:Culture) SET c.name = 'x' FINISH
START n = node(*) SET n.name = 'x'
CREATE UNIQUE (:Culture {uid: 'x'})
UNWIND $list AS x MERGE (:Culture {uid: x})
"""

_SPELLINGS = """
mErGe (n:Culture {uid: 'x'})
Detach\tDelete
MATCH (n) dEtAcH dElEtE n
MATCH (n)SET n.name='x'RETURN n
MATCH(n)DETACH DELETE(n)
MATCH (n)/*x*/SET/*y*/n.name/*z*/=/**/'x'
MATCH (n) // RETURN n\n SET n.name = 'x'
MATCH (n) //\\\n SET n.name = 'x'
MATCH (n) /* // */ SET n.name = 'x' /* */
MATCH (n) /* /* */ SET n.name = 'x' // */
MATCH (n) WHERE n.name <> '/*' SET n.name = 'x' RETURN '*/'
MATCH (n) WHERE n.name <> "//" SET n.name = 'x'
MATCH (n) WHERE n.name <> 'it\\'s' SET n.name = 'x' RETURN 'y'
MATCH (n) WHERE n.name <> '\\\\' SET n.name = 'x' // '
MATCH (n) WHERE n.name <> "\\\\" DETACH DELETE n // "
MATCH (n) WHERE n.`a``'b` IS NULL SET n.name = 'x' RETURN '`'
MATCH (n) WHERE n.`//` IS NULL SET n.name = 'x'
MATCH (n) WHERE n.`/*` IS NULL SET n.name = 'x' RETURN n.`*/`
MATCH (`SET`) SET `SET`.name = 'SET'
CREATE\u00a0(:Culture {uid: 'x'})
CREATE\u2003(:Culture {uid: 'x'})
CREATE\u3000(:Culture {uid: 'x'})
MATCH (n)\u2029SET n.name = 'x'
MATCH (n)\x0bSET n.name = 'x'
MATCH (n)\x0cSET n.name = 'x'
MATCH (n)\x1cSET n.name = 'x'
MATCH (n)\rSET n.name = 'x'
MATCH (n) // x\rSET n.name = 'x'
MATCH (n) // x\u0085SET n.name = 'x'\n DETACH DELETE n
\u0421REATE (:Culture {uid: 'x'})
\uff23\uff32\uff25\uff21\uff34\uff25 (:Culture {uid: 'x'})
CREATE\u200d(:Culture {uid: 'x'})
CREATE\x00(:Culture {uid: 'x'})
\u202eCREATE (:Culture {uid: 'x'})
MATCH (n) \\u0053ET n.name = 'x'
MATCH (n) SET n.name \\u003d 'x'
MATCH (n) RETURN n /* \\u002a/ DETACH DELETE n // */
MATCH (n) RETURN n // \\u000a DETACH DELETE n
MATCH (n) RETURN '\\u0027 DELETE n //'
MATCH (n) RETURN "\\U00000022 DELETE n //"
MATCH (n) WHERE n.`\\u0060 IS NULL DETACH DELETE n //` RETURN n
ＳＥＴ n.name = 'x'
MATCH (n) ſet n.name = 'x'
MATCH (n) SET n.name = 'İ' RETURN n
"""

_CHAINS = """
RETURN 1 AS x;\n MATCH (n) DETACH DELETE n
RETURN 1 AS x /* ; */ ; CREATE (:Culture {uid: 'x'})
RETURN ';' AS x; CREATE (:Culture {uid: 'x'})
RETURN 1 AS x; COMMIT; CREATE (:Culture {uid: 'x'})
RETURN 1 AS x; SHOW USERS
RETURN 1 AS x; CALL dbms.listConfig()
:param x => 1
:begin
:use system
:auto MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS
RETURN 1 UNION SHOW USERS
SHOW USERS YIELD user RETURN user UNION RETURN 'x' AS user
"""

_COMMANDS = """
SHOW ALL INDEXES
SHOW VECTOR INDEXES YIELD name
SHOW DEFAULT DATABASE
SHOW HOME DATABASE
SHOW ROLES
SHOW SERVERS
SHOW ALIASES FOR DATABASE
SHOW SUPPORTED PRIVILEGES
SHOW USER neo4j PRIVILEGES
SHOW /* x */ TRANSACTIONS
show transactions yield currentQuery, parameters return *
SHOW TRANSACTIONS YIELD * WHERE currentQuery CONTAINS 'SET'
SHOW CURRENT GRAPH TYPE
TERMINATE TRANSACTION $uid
TERMINATE TRANSACTIONS $list YIELD message
DROP INDEX passage_terms IF EXISTS
CREATE RANGE INDEX x IF NOT EXISTS FOR (n:Culture) ON (n.name)
CREATE LOOKUP INDEX x FOR (n) ON EACH labels(n)
CREATE VECTOR INDEX x FOR (n:Culture) ON (n.v) OPTIONS {indexConfig: {`vector.dimensions`: 4}}
CREATE CONSTRAINT FOR ()-[r:SIMILAR_TO]-() REQUIRE r.run IS UNIQUE
ALTER CURRENT GRAPH TYPE SET {}
ALTER DATABASE neo4j SET ACCESS READ ONLY
ALTER USER neo4j SET STATUS SUSPENDED
RENAME USER neo4j TO other
CREATE OR REPLACE USER x SET PLAINTEXT PASSWORD 'longenough' CHANGE NOT REQUIRED
GRANT ALL ON DBMS TO PUBLIC
DENY TRAVERSE ON GRAPH * TO PUBLIC
REVOKE ROLE admin FROM neo4j
DRYRUN REALLOCATE DATABASES
START DATABASE neo4j
CREATE VERTEX TYPE Thing
CREATE PROPERTY Culture.age INTEGER
TRUNCATE TYPE Culture UNSAFE
DELETE FROM Culture
ALTER TYPE Culture NAME Folk
REBUILD INDEX *
BACKUP DATABASE
IMPORT DATABASE file:///etc/passwd
EXPORT DATABASE file:///tmp/x
ALIGN DATABASE
"""

_NETWORK = """
LOAD CSV FROM 'ftp://127.0.0.1:1/x.csv' AS line RETURN line
LOAD CSV FROM $uid AS line RETURN line
LOAD CSV FROM 'jar:file:///a.jar!/b' AS line RETURN line
LOAD CSV WITH HEADERS FROM 'http://169.254.169.254/latest' AS line FIELDTERMINATOR ';' RETURN line
load csv from 'file:///etc/hosts' as line with line limit 1 return line
MATCH (c:Culture) LOAD CSV FROM 'http://127.0.0.1:1/?q=' + c.name AS line RETURN line
UNWIND ['file:///a', 'file:///b'] AS f LOAD CSV FROM f AS line RETURN line
CALL () { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } IN TRANSACTIONS RETURN line
RETURN file('/etc/passwd')
CALL apoc.load.csv('http://127.0.0.1:1/')
CALL apoc.export.csv.all('/tmp/x.csv', {})
CALL apoc.import.json('file:///etc/passwd')
CALL load.csv('file:///etc/passwd')
CALL load.json('http://127.0.0.1:1/')
CALL export.csv.all('/tmp/x', {})
CALL genai.vector.encodeBatch(['a'], 'OpenAI', {})
RETURN genai.vector.encode('a', 'OpenAI', {token: 'x'})
CALL http.get('http://127.0.0.1:1/')
"""

TRICKS = lines(_WRITES_IN_ODD_PLACES) + lines(_SPELLINGS) + lines(_CHAINS)
STRICT = lines(_COMMANDS) + lines(_NETWORK)

ENDLESS = lines("""
RETURN size([x IN range(1, 300000000) WHERE x % 7 = 8]) AS n
RETURN all(x IN range(1, 2000000000) WHERE x > 0) AS n
RETURN size(range(1, 1000000000)) AS n
RETURN `range`(1, 1000000000)[0] AS n
RETURN RANGE /* a */ (0, 1000000000)[0] AS n
RETURN reduce(a = 0, i IN range(1, 200000000) | a + i) AS n
WITH 1000000000 AS n RETURN [x IN range(1, n) | x][0] AS x
WITH {n: 1000000000} AS m RETURN [x IN range(1, m.n) | x][0] AS x
MATCH (c:Culture) RETURN [x IN range(1, timestamp()) | x][0] AS x
RETURN [x IN range(1, 9999 * 9999) | x][0] AS x
RETURN [x IN range(1, 10 ^ 9) | x][0] AS x
RETURN [x IN range(1, toInteger('9000000000')) | x][0] AS x
RETURN [x IN range(1, 0xfffffff) | x][0] AS x
UNWIND [x IN range(1, 1000000000) | x] AS y RETURN y
RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '(a+)+$' AS x
RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ "(a|aa)+$" AS x
RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '(a*' + ')*$' AS x
RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '(.*a){25}' AS x
RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '.*.*.*.*.*.*b' AS x
WITH '(a+)+$' AS p RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ p AS x
RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ replace('(ab)b', 'b', '+') AS x
MATCH (c:Culture) WHERE c.name =~ c.uid RETURN c
""")
"""What Neo4j would not end by itself; the limits refuse it before any server sees it."""
