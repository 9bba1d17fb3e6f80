// Where does it say something about this?
// $entity = Mosque: an entity
// $limit = 20: most rows
MATCH (e {name: $entity})<-[m:MENTIONS]-(p:Passage)-[:PART_OF]->(d:Document)
RETURN p.text AS sentence, m.surface AS written, d.title AS document, p.page AS page, p.lang AS language,
       m.start AS starts, m.end AS ends
ORDER BY document, starts LIMIT $limit
