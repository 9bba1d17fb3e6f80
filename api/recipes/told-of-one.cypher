// Which practices are told of one culture only?
// $limit = 20: most rows
MATCH (e:Practice)<-[:MENTIONS]-(p:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(c:Culture)
WITH e, count(DISTINCT c) AS cultures, min(c.name) AS culture, count(DISTINCT p) AS passages, min(p.text) AS sentence
WHERE cultures = 1
RETURN e.name AS practice, culture, passages, sentence ORDER BY passages DESC, practice LIMIT $limit
