// Which things are told of the most cultures?
// $limit = 20: most rows
// picture: bars entity cultures
MATCH (e)<-[:MENTIONS]-(:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(c:Culture)
WHERE NOT e:Culture AND NOT e:Place
WITH e, count(DISTINCT c) AS cultures, collect(DISTINCT c.name) AS names
RETURN e.name AS entity, labels(e)[0] AS kind, cultures, names ORDER BY cultures DESC, entity LIMIT $limit
