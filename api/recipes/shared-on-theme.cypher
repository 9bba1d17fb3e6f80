// What is named of two cultures on one theme?
// $culture = Ottoman: a culture
// $other = Persian: another culture
// $theme = Worship: a theme
// $limit = 20: most rows
MATCH (t:Theme {name: $theme})<-[:ABOUT]-(p:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(c:Culture {name: $culture})
MATCH (p)-[:MENTIONS]->(e) WHERE e.name <> $culture AND e.name <> $other
WITH t, e, count(DISTINCT p) AS here, min(p.text) AS sentence
MATCH (e)<-[:MENTIONS]-(q:Passage)-[:ABOUT]->(t)
MATCH (q)-[:PART_OF]->(:Document)-[:DESCRIBES]->(o:Culture {name: $other})
RETURN e.name AS shared, labels(e)[0] AS kind, here, count(DISTINCT q) AS there, sentence, min(q.text) AS other_sentence
ORDER BY here + there DESC, shared LIMIT $limit
