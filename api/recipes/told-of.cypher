// Of which cultures is this told, and how often?
// $entity = Mosque: an entity
// picture: bars culture passages
MATCH (e {name: $entity})<-[:MENTIONS]-(p:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(c:Culture)
RETURN c.name AS culture, count(DISTINCT p) AS passages, min(p.text) AS sentence ORDER BY passages DESC, culture
