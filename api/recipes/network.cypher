// Which cultures are told of with the same things?
// $least = 5: things that a pair shares at least
// picture: network culture other shared
MATCH (a:Culture)<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(:Passage)-[:MENTIONS]->(e)
WHERE NOT e:Culture AND NOT e:Place
WITH DISTINCT a, e
MATCH (e)<-[:MENTIONS]-(:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(b:Culture) WHERE a.name < b.name
WITH a.name AS culture, b.name AS other, count(DISTINCT e) AS shared
WHERE shared >= $least
RETURN culture, other, shared ORDER BY shared DESC, culture, other
