// Which persons are named in what is told of a culture?
// $culture = Ottoman: a culture
// $limit = 20: most rows
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(d:Document)<-[:PART_OF]-(p:Passage)
MATCH (p)-[:MENTIONS]->(e:Person)
RETURN e.name AS person, count(DISTINCT p) AS passages, min(p.text) AS sentence ORDER BY passages DESC, person LIMIT $limit
