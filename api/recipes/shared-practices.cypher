// Which practices do two cultures share, and where does it say so?
// $culture = Inca: a culture
// $other = Ottoman: another culture
// $limit = 20: most rows
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(p:Passage)
MATCH (p)-[:MENTIONS]->(e:Practice)
WITH e, count(DISTINCT p) AS here, min(p.text) AS sentence
MATCH (e)<-[:MENTIONS]-(q:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(o:Culture {name: $other})
RETURN e.name AS shared, here, count(DISTINCT q) AS there, sentence, min(q.text) AS other_sentence
ORDER BY here + there DESC, shared LIMIT $limit
