// Which cultures are there, and how much is known of each?
// picture: bars culture passages
MATCH (c:Culture)<-[:DESCRIBES]-(d:Document)
OPTIONAL MATCH (p:Passage)-[:PART_OF]->(d)
RETURN c.name AS culture, c.region AS region, c.family AS family,
       count(DISTINCT d) AS documents, count(DISTINCT p) AS passages
ORDER BY passages DESC, culture
