// How is this written, in which language?
// $entity = Mosque: an entity
MATCH (e {name: $entity})<-[m:MENTIONS]-(p:Passage)
RETURN m.surface AS written, p.lang AS language, count(*) AS times ORDER BY times DESC, written
