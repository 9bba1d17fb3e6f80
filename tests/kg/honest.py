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
MATCH (c:Culture) RETURN c.name AS name, count { (c)-[:SIMILAR_TO]->(:Culture) } AS near ORDER BY near DESC, name LIMIT 3
MATCH (c:Culture) RETURN count(c) AS n, collect(c.name)[..5] AS some, avg(c.set) AS mean, percentileCont(coalesce(c.set, 0), 0.5) AS median
MATCH (a:Culture)-[r:SIMILAR_TO]->(b:Culture) WHERE a.uid < b.uid WITH a, b, r ORDER BY r.score DESC RETURN a.name AS a, b.name AS b, round(r.score * 100) / 100 AS score
MATCH (a:Culture {uid: 'a'})--(x)--(b:Culture {uid: 'b'}) RETURN DISTINCT labels(x) AS l
MATCH (a:Culture {uid: 'a'}), (b:Culture {uid: 'b'}) OPTIONAL MATCH p = shortestPath((a)-[:SIMILAR_TO*..5]-(b)) RETURN [n IN nodes(p) | n.name] AS names, length(p) AS n
MATCH (c:Culture) WITH c.region AS region, collect(DISTINCT c.name) AS names RETURN region, size(names) AS n, names ORDER BY n DESC
MATCH (c:Culture) WHERE toLower(c.name) CONTAINS toLower('YÖ') RETURN c.name AS name
MATCH (c:Culture) WHERE left(c.name, 1) = 'Y' AND size(c.name) > 3 RETURN c.name AS name
MATCH (c:Culture) RETURN CASE WHEN c.set IS NULL THEN 'unset' WHEN c.set > 0 THEN 'set' ELSE 'reset' END AS state, count(*) AS n ORDER BY state
MATCH (n) RETURN labels(n) AS labels, keys(n) AS keys, count(*) AS n ORDER BY n DESC
MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n, collect(DISTINCT keys(r))[0] AS keys ORDER BY n DESC
MATCH (a)-[r]->(b) RETURN labels(a)[0] + ' ' + type(r) + ' ' + labels(b)[0] AS pattern, count(*) AS n ORDER BY n DESC
MATCH (c:Culture)-[:CO_OCCURS]-(p:Place) WITH p, collect(DISTINCT c) AS cs WHERE size(cs) >= 1 UNWIND cs AS c RETURN p.name AS place, c.name AS culture
MATCH (c:Culture) WITH c ORDER BY c.name WITH collect(c) AS found UNWIND range(0, size(found) - 1) AS i RETURN i + 1 AS rank, found[i].name AS name
MATCH (a:Culture), (b:Culture) WHERE a.uid < b.uid AND NOT EXISTS { (a)-[:CO_OCCURS]-()-[:CO_OCCURS]-(b) } RETURN a.name AS a, b.name AS b
UNWIND [{name: 'Yörük', year: 1500}, {name: 'Sámi', year: 1600}] AS row MATCH (c:Culture {name: row.name}) RETURN c.uid AS uid, row.year AS year ORDER BY year
UNWIND $list AS name OPTIONAL MATCH (c:Culture {name: name}) RETURN name, c IS NOT NULL AS known
WITH 1453 AS year RETURN year / 100 + 1 AS century, year % 100 AS rest, toString(year) + ' CE' AS text
WITH [1.0, 2.0, 3.0] AS v RETURN reduce(s = 0.0, x IN v | s + x * x) AS squares, sqrt(reduce(s = 0.0, x IN v | s + x * x)) AS norm
RETURN [x IN ['a', 'b', 'c'] WHERE x <> 'b' | toUpper(x)] AS kept, 'b' IN ['a', 'b'] AS has, ['a', 'b'] + 'c' AS more
RETURN date('1453-05-29') < date('1923-10-29') AS before, duration.inDays(date('1453-05-29'), date('1923-10-29')).days AS days
RETURN datetime('2026-03-29T01:30:00+03:00').epochSeconds AS s, date({year: 1299, month: 7, day: 27}).month AS m
RETURN replace(trim('  Deleted scenes  '), 'Deleted', 'Created') AS text, reverse('kubbe') AS back, split('drop;create', ';') AS parts
MATCH (create:Culture) WITH create AS merge MATCH (merge)-[delete:SIMILAR_TO]->(drop) RETURN merge.name AS a, type(delete) AS t, drop.name AS b ORDER BY a
MATCH (c:Culture) // MERGE what? SET it; DELETE later -- '"`\n WHERE c.uid <> "'; DROP" /* " ' ` */ RETURN c.uid AS uid ORDER BY uid
MATCH (c:Culture) WHERE c.name IN ['CALL apoc.load.json', "LOAD CSV FROM 'file:///x'", 'SHOW SETTINGS'] RETURN count(c) AS n
MATCH (c:Culture) WHERE c.`load csv from` IS NULL AND c.`call db.ping()` IS NULL RETURN count(c) AS n
RETURN {call: 1, create: 2, `load csv`: 3, show: 4, use: 5, explain: 6} AS words
WITH {set: 1, merge: {delete: [1, 2]}} AS m RETURN m.set AS a, m.merge.delete[1] AS b, m['set'] AS c
MATCH (c:Culture) RETURN c.uid AS explain, c.name AS profile, c.set AS use ORDER BY explain
CALL db.labels() YIELD label WITH label WHERE label STARTS WITH 'C' RETURN collect(label) AS labels
CALL db.relationshipTypes() YIELD relationshipType AS type WITH type ORDER BY type LIMIT 5 RETURN collect(type) AS types
CALL { MATCH (c:Culture) RETURN c.name AS name UNION MATCH (p:Place) RETURN p.name AS name } RETURN name ORDER BY name
MATCH (c:Culture) CALL (c) { OPTIONAL MATCH (c)-[r:SIMILAR_TO]->(d) RETURN d.name AS nearest ORDER BY r.score DESC LIMIT 1 } RETURN c.name AS name, nearest ORDER BY name
MATCH (c:Culture) WHERE c.name STARTS WITH 'Y' RETURN c.name AS name UNION ALL MATCH (c:Culture) WHERE c.name ENDS WITH 'i' RETURN c.name AS name
MATCH (c:Culture) WHERE c.name =~ '(?i)s[aá]mi' OR c.name =~ '.*r.k' RETURN count(c) AS n
MATCH (c) WHERE c:Culture AND (c.set > 0 OR c.set IS NULL) AND NOT (c.name = '' OR c.uid = '') RETURN count(c) AS n
MATCH (c:Culture) RETURN any(x IN collect(c.name) WHERE x STARTS WITH 'Y') AS some, all(x IN collect(c.uid) WHERE size(x) = 1) AS every
MATCH (a:Culture)-[:SIMILAR_TO*1..2]->(b:Culture) WHERE a <> b RETURN a.name AS a, collect(DISTINCT b.name) AS b ORDER BY a
MATCH (a:Culture {uid: $uid})-[r]-(x) RETURN type(r) AS type, startNode(r) = a AS out, coalesce(x.name, x.uid) AS other ORDER BY type, out, other
"""
READS = lines(_READS)
