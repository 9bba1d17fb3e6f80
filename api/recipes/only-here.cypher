// What is told of one culture and never of the other?
// $culture = Ottoman: a culture
// $other = Persian: another culture
// $limit = 20: most rows
MATCH (o:Culture {name: $other})<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(:Passage)-[:MENTIONS]->(f)
WITH collect(DISTINCT f.uid) AS theirs
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(p:Passage)-[:MENTIONS]->(e)
WHERE NOT e.uid IN theirs AND e.name <> $culture
RETURN e.name AS entity, labels(e)[0] AS kind, count(DISTINCT p) AS passages, min(p.text) AS sentence
ORDER BY passages DESC, entity LIMIT $limit
