// What is told of which cultures between two years?
// $from = 1500: first year
// $to = 1600: last year
// $limit = 20: most rows
MATCH (p:Passage)-[:PART_OF]->(d:Document)-[:DESCRIBES]->(c:Culture)
WHERE p.year_from <= $to AND coalesce(p.year_to, p.year_from) >= $from
RETURN c.name AS culture, p.year_from AS year, p.text AS sentence, d.title AS document
ORDER BY year, culture, sentence LIMIT $limit
