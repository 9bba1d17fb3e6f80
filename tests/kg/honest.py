"""Texts that people honestly write; all of them must be answered."""

# ruff: noqa: E501

from tests.kg.lines import lines

_READS = """
RETURN 1 AS one
MATCH (n) RETURN count(n) AS n
MATCH (c:Culture) RETURN c.name AS name ORDER BY name
MATCH (c:Culture) RETURN c
MATCH (c:Culture) RETURN c.name AS name LIMIT 1
MATCH (c:Culture) RETURN c.name AS name ORDER BY name SKIP 1 LIMIT 1
MATCH (c:Culture {uid: 'a'}) RETURN c.name AS name
MATCH (c:Culture) WHERE c.uid IN ['a', 'b'] RETURN c.uid AS uid ORDER BY uid
MATCH (c:Culture) WHERE c.uid > 'a' RETURN c.uid AS uid
MATCH (c:Culture) WHERE c.uid STARTS WITH 'a' RETURN c.uid AS uid
MATCH (c:Culture) WHERE c.name CONTAINS 'r' RETURN c.uid AS uid ORDER BY uid
MATCH (c:Culture) WHERE c.name ENDS WITH 'k' RETURN c.uid AS uid
MATCH (c:Culture) WHERE c.name =~ '(?i)y.*' RETURN c.uid AS uid
MATCH (c:Culture) WHERE c.region IS NULL RETURN count(c) AS n
MATCH (c:Culture) WHERE c.region IS NOT NULL RETURN count(c) AS n
MATCH (c:Culture) WHERE NOT c.uid = 'a' RETURN c.uid AS uid
MATCH (c:Culture) WHERE c.uid = 'a' OR c.uid = 'b' RETURN count(c) AS n
MATCH (c:Culture) WHERE c.uid = 'a' XOR c.uid = 'b' RETURN count(c) AS n
MATCH (c:Culture) WHERE c.set = 1 RETURN c.set AS `set`
MATCH (c:Culture) RETURN c.`create` AS x ORDER BY x
MATCH (c:Culture) WHERE c.name <> 'CREATE (n)' RETURN count(c) AS n
RETURN 'MATCH (n) DETACH DELETE n' AS text
RETURN "it's a MERGE; or a SET" AS text
RETURN 1 AS one // DELETE everything
RETURN 1 /* CREATE (n) */ AS one
/* EXPLAIN what follows */ RETURN 1 AS one
// PROFILE\n RETURN 1 AS one
MATCH (`c`:`Culture`) RETURN `c`.`name` AS `the name` ORDER BY `the name`
MATCH (merge:Culture) RETURN merge.uid AS delete ORDER BY delete
MATCH (c:Culture) WHERE EXISTS { (c)-[:SIMILAR_TO]->() } RETURN c.uid AS uid ORDER BY uid
MATCH (c:Culture) WHERE EXISTS { MATCH (c)-[:SIMILAR_TO]->(d) WHERE d.uid = 'b' } RETURN c.uid AS u
MATCH (c:Culture) WHERE NOT EXISTS { (c)-[:CO_OCCURS]->(:Place) } RETURN c.uid AS uid
MATCH (c:Culture) WHERE NOT (c)-[:CO_OCCURS]->() RETURN c.uid AS uid
MATCH (c:Culture) WHERE (c)-[:SIMILAR_TO]->() OR c.uid = 'z' RETURN c.uid AS uid ORDER BY uid
MATCH (c:Culture) RETURN c.uid AS uid, COUNT { (c)-[:SIMILAR_TO]->() } AS n ORDER BY uid
MATCH (c:Culture) RETURN c.uid AS uid, COLLECT { MATCH (c)-[:SIMILAR_TO]->(d) RETURN d.uid } AS x
MATCH (c:Culture) RETURN [(c)-[:SIMILAR_TO]->(d) | d.uid] AS near ORDER BY size(near)
MATCH (a:Culture)-[r:SIMILAR_TO]->(b:Culture) RETURN a.uid AS a, b.uid AS b, r.score AS s ORDER BY a
MATCH (a:Culture)-[:SIMILAR_TO|CO_OCCURS]-(b) RETURN DISTINCT a.uid AS a, b.uid AS b ORDER BY a, b
MATCH (a:Culture)<-[r:SIMILAR_TO]-(b) RETURN type(r) AS type, startNode(r).uid AS s ORDER BY s
MATCH p = (a:Culture {uid: 'a'})-[:SIMILAR_TO*1..3]->(b) RETURN length(p) AS n ORDER BY n
MATCH (a {uid: 'a'})-[r:SIMILAR_TO*0..2]-(b) RETURN count(*) AS n
MATCH (a:Culture {uid: 'a'})-[:SIMILAR_TO*]->(b) RETURN DISTINCT b.uid AS uid ORDER BY uid
MATCH (a:Culture {uid: 'a'}) MATCH (b:Culture {uid: 'b'}) MATCH p = shortestPath((a)-[*..4]-(b)) RETURN length(p) AS n
MATCH (a:Culture {uid: 'a'}) MATCH (b:Place {uid: 'c'}) MATCH p = allShortestPaths((a)-[*..4]-(b)) RETURN count(p) AS n
MATCH p = (a:Culture {uid: 'a'})-[:SIMILAR_TO]->(b) RETURN [n IN nodes(p) | n.uid] AS uids
MATCH p = (a:Culture {uid: 'a'})-[:CO_OCCURS]->(b) RETURN relationships(p)[0].passages AS n
OPTIONAL MATCH (c:Culture {uid: 'nobody'}) RETURN c
MATCH (c:Culture) OPTIONAL MATCH (c)-[:CO_OCCURS]->(p:Place) RETURN c.uid AS u, p.uid AS p ORDER BY u
MATCH (c:Culture) WITH c ORDER BY c.uid LIMIT 1 MATCH (c)-[r]->() RETURN count(r) AS n
MATCH (c:Culture) WITH collect(c.uid) AS uids RETURN size(uids) AS n
MATCH (c:Culture) RETURN count(*) AS n, count(DISTINCT c.name) AS names, min(c.uid) AS low, max(c.uid) AS high
MATCH ()-[r:CO_OCCURS]->() RETURN sum(r.passages) AS s, avg(r.passages) AS a
MATCH (n) RETURN labels(n)[0] AS label, count(*) AS n ORDER BY label
MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label ORDER BY label
MATCH (c:Culture) UNWIND keys(c) AS key RETURN DISTINCT key ORDER BY key
UNWIND [3, 1, 2] AS x RETURN x ORDER BY x DESC
UNWIND range(1, 5) AS x WITH x WHERE x % 2 = 1 RETURN collect(x) AS odd
RETURN [x IN range(1, 5) WHERE x > 2 | x * x] AS squares
RETURN reduce(total = 0, x IN [1, 2, 3] | total + x) AS total
RETURN all(x IN [1, 2] WHERE x > 0) AS a, any(x IN [1] WHERE x > 1) AS b, none(x IN [] WHERE true) AS c
RETURN CASE WHEN 1 > 2 THEN 'a' ELSE 'b' END AS x
RETURN CASE 3 WHEN 1 THEN 'a' WHEN 3 THEN 'c' END AS x
RETURN 1 AS x UNION RETURN 2 AS x
MATCH (c:Culture) RETURN c.uid AS uid UNION ALL MATCH (p:Place) RETURN p.uid AS uid
MATCH (c:Culture) RETURN c {.name, .uid} AS c ORDER BY c.uid
RETURN {a: 1, b: [1, 2]} AS map, [1, 2, 3][0..2] AS slice
RETURN toUpper('abc') AS a, substring('abcdef', 1, 2) AS b, split('a,b', ',') AS c, trim('  x ') AS d
RETURN coalesce(null, 1) AS a, toInteger('7') AS b, toFloat('1.5') AS c, toString(1) AS d
RETURN abs(-1) AS a, round(1.6) AS b, sqrt(4.0) AS c, 7 % 3 AS d, 2 ^ 3 AS e
RETURN date('2026-03-29').year AS y, duration({days: 1}).days AS d
RETURN duration.between(date('2026-01-01'), date('2026-01-03')).days AS d
RETURN date.truncate('year', date('2026-03-29')) = date('2026-01-01') AS same
RETURN datetime('2026-03-29T01:30:00+03:00') AS t
RETURN point.distance(point({latitude: 41.0, longitude: 29.0}), point({latitude: 41.0, longitude: 29.0})) AS d
RETURN vector.similarity.cosine([1.0, 0.0], [1.0, 0.0]) AS s
CALL db.labels() YIELD label RETURN count(label) > 0 AS some
CALL db.labels()
CALL db.relationshipTypes() YIELD relationshipType AS t RETURN count(t) > 0 AS some
CALL db.propertyKeys() YIELD propertyKey RETURN count(propertyKey) > 0 AS some
CALL (*) { MATCH (c:Culture) RETURN count(c) AS n } RETURN n
CALL { MATCH (c:Culture) RETURN count(c) AS n } RETURN n
MATCH (c:Culture) CALL (c) { MATCH (c)-[r]->() RETURN count(r) AS n } RETURN c.uid AS uid, n ORDER BY uid
MATCH (c:Culture) WHERE c.uid = $uid RETURN c.name AS name
RETURN $uid AS x, $list[0] AS y
MATCH (c:Culture) WHERE c.name IN $list RETURN count(c) AS n
MATCH (a:Culture)-[r:SIMILAR_TO]->(b:Culture) WHERE r.score >= 0.5 AND a.uid < b.uid RETURN count(*) AS n
MATCH (n) WHERE n:Culture OR n:Place RETURN count(n) AS n
MATCH (n:Culture|Place) RETURN count(n) AS n
MATCH (n:!Culture) RETURN count(n) AS n
RETURN 'İznik çinisi, Iğdır, şenlik' AS text
MATCH (c:Culture) WHERE c.name = 'Sámi' RETURN c.uid AS uid
MATCH (c:Culture) RETURN properties(c).uid AS uid ORDER BY uid;
match (c:Culture) return c.uid as uid order by uid
RETURN 'calligraphy, a CALL to prayer' AS text, size([1]) AS n
MATCH (c:Culture) RETURN count { (c)--() } AS n, 'calligraphy' AS t
MATCH (c:Culture {name: 'Sámi'}) WHERE c.name CONTAINS 'call to prayer' RETURN count(c) AS n, collect(c.uid) AS uids
MATCH (c:Culture) WHERE c.name CONTAINS "the call to prayer" RETURN count { (c)--() } AS n
MATCH (c:Culture) WHERE c.name = 'workload.csv' RETURN count { (c)--() } AS n /* load csv, call x */
MATCH (c:Culture) WHERE COUNT { (c)--() } >= 0 RETURN c.call AS x
RETURN {load: 'csv', names: 1} AS `call`
MATCH (c:Culture) WHERE c.name =~ '(?i).*' + $uid + '.*' RETURN count(c) AS n
MATCH (c:Culture) WHERE c.name =~ $uid RETURN count(c) AS n
MATCH (c:Culture) WHERE c.name =~ 'Y(ö|o)r[uü]k' RETURN c.uid AS uid
MATCH (c:Culture) WHERE c.name =~ "[A-Z]\\\\w+" RETURN count(c) AS n
MATCH (c:Culture) WHERE NOT c.name =~ '.*(dome|kubbe).*' RETURN count(c) AS n
RETURN [i IN range(0, size([7, 8, 9]) - 1) | i] AS places
WITH ['a', 'b'] AS xs RETURN [i IN range(0, size(xs) - 1) | xs[i]] AS same
MATCH (c:Culture) RETURN size(range(1, 100)) AS n LIMIT 1
MATCH (c:Culture) RETURN [y IN range(c.set, c.set + 2) | y] AS years LIMIT 1
UNWIND range(1500, 1600) AS year RETURN count(year) AS n
UNWIND range(1, 100000) AS x RETURN sum(x) AS s
RETURN 'range(1, 1000000000)' AS text, 'a =~ (b+)+' AS pattern
MATCH (set:Culture) RETURN set.name AS name ORDER BY name
MATCH (c:Culture) WHERE c.detach IS NULL AND c.remove IS NULL RETURN count(c) AS n
MATCH (load:Culture)-[call:SIMILAR_TO]->(show:Culture) RETURN count(call) AS n
MATCH (c:Culture) RETURN c.name AS `load csv`, c.uid AS `merge` ORDER BY c.uid
MATCH (c:Culture) RETURN c.name AS set, c.uid AS remove ORDER BY remove
WITH 'DROP INDEX x' AS text, "it's /* no comment */ here" AS other RETURN text, other
WITH '// no comment' AS text RETURN text // a comment; CREATE (n)
RETURN 'back\\\\slash' AS a, 'quote\\' here' AS b, "double \\" here" AS c
MATCH (c:Culture) // which SET of them?\n WHERE c.uid = 'a' /* MERGE; later */\n RETURN c.name AS name
MATCH (c:Culture)\n \tRETURN c.uid AS uid\n \tORDER BY uid\n
MATCH (c:Culture) WHERE c.name IN ['show transactions', 'terminate'] RETURN count(c) AS n
MATCH (a:Culture)-[:SIMILAR_TO]->(b:Culture) WITH a, count(b) AS n WHERE n > 0 RETURN a.uid AS uid, n ORDER BY uid
MATCH (a:Culture) WITH a ORDER BY a.name WITH collect(a.name)[0..1] AS first RETURN first
MATCH (c:Culture) RETURN CASE c.uid WHEN 'a' THEN 'create' ELSE 'delete' END AS word ORDER BY word
MATCH (c:Culture) RETURN c.uid AS uid UNION MATCH (p:Place) RETURN p.uid AS uid
MATCH (c:Culture) RETURN c.name AS name UNION ALL MATCH (p:Place) RETURN p.name AS name
MATCH (c:Culture) WHERE any(x IN $list WHERE x = c.name) RETURN count(c) AS n
MATCH (c:Culture) WHERE all(k IN keys(c) WHERE k <> 'set.name') RETURN count(c) AS n
MATCH (c:Culture) RETURN c {.uid, .name, set: c.set} AS c
MATCH (c:Culture) RETURN max(c.set) - min(c.set) AS span, stDev(c.set) AS deviation
MATCH (c:Culture {uid: $uid}) RETURN c.`name` AS `the "name" of it`
"""
READS = lines(_READS)
