// What is named together with this, and how much oftener than by chance (npmi, -1 to 1)?
// $entity = Mosque: an entity
// $least = 2: passages that name both, at least
// $limit = 20: most rows
// picture: bars companion npmi
MATCH (e {name: $entity})<-[:MENTIONS]-(p:Passage)
WITH e, count(DISTINCT p) AS mine
MATCH (every:Passage)
WITH e, mine, count(every) AS total
MATCH (e)-[r:CO_OCCURS]-(f) WHERE r.passages >= $least
WITH mine, total, f, r.passages AS both
MATCH (f)<-[:MENTIONS]-(q:Passage)
WITH f, mine, total, both, count(DISTINCT q) AS theirs
RETURN f.name AS companion, labels(f)[0] AS kind, both,
       log(1.0 * both * total / (mine * theirs)) / -log(1.0 * both / total) AS npmi
ORDER BY npmi DESC, companion LIMIT $limit
