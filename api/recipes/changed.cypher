// What is told of a culture in the later of two spans of years, and not in the earlier one?
// $culture = Ottoman: a culture
// $until = 1600: last year of the earlier span
// $limit = 20: most rows
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(d:Document)<-[:PART_OF]-(p:Passage)
WHERE p.year_from IS NOT NULL AND coalesce(p.year_to, p.year_from) <= $until
OPTIONAL MATCH (p)-[:MENTIONS]->(e)
WITH collect(DISTINCT e.uid) AS before
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(d:Document)<-[:PART_OF]-(p:Passage)-[:MENTIONS]->(e)
WHERE p.year_from > $until AND NOT e.uid IN before
RETURN e.name AS entity, labels(e)[0] AS kind, min(p.year_from) AS year, min(p.text) AS sentence ORDER BY year, entity LIMIT $limit
