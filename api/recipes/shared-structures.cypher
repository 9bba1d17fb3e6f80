// Which kinds of building are told of two cultures, and where does it say so?
// $culture = Ottoman: a culture
// $other = Persian: another culture
// $limit = 20: most rows
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(p:Passage)
MATCH (p)-[:MENTIONS]->(e:Structure)
WITH e, count(DISTINCT p) AS here, min(p.text) AS sentence
MATCH (e)<-[:MENTIONS]-(q:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(o:Culture {name: $other})
RETURN e.name AS shared, here, count(DISTINCT q) AS there, sentence, min(q.text) AS other_sentence
ORDER BY here + there DESC, shared LIMIT $limit
