// Sentences that name it / Bunu anan cümleler
MATCH path = (n)<-[:MENTIONS]-(:Passage)-[:PART_OF]->(:Document)
WHERE elementId(n) IN $nodes
RETURN path LIMIT 100;

// Of which cultures is it told? / Hangi kültürlerde anlatılıyor?
MATCH (n)<-[:MENTIONS]-(p:Passage)-[:PART_OF]->(d:Document)-[:DESCRIBES]->(c:Culture)
WHERE elementId(n) IN $nodes
WITH n, c, collect(p)[..2] AS sentences
UNWIND sentences AS p
MATCH path = (n)<-[:MENTIONS]-(p)-[:PART_OF]->(:Document)-[:DESCRIBES]->(c)
RETURN path LIMIT 200;

// What is told of this culture? / Bu kültür için ne anlatılıyor?
MATCH path = (c:Culture)<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(:Passage)-[:MENTIONS]->(e)
WHERE elementId(c) IN $nodes AND NOT e:Culture
RETURN path LIMIT 200;

// Nearest cultures, by the current run / En yakın kültürler
MATCH (run:Run {current: true})
MATCH path = (c:Culture)-[s:SIMILAR_TO {theme: 'all'}]->(:Culture)
WHERE elementId(c) IN $nodes AND s.run = run.uid
RETURN path ORDER BY s.rank LIMIT 50;

// What do the selected cultures share? / Seçilen kültürlerin ortak yönleri
MATCH (c:Culture)<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(p:Passage)-[:MENTIONS]->(e)
WHERE elementId(c) IN $nodes AND NOT e:Culture AND NOT e:Place
WITH e, c, collect(p)[0] AS sentence
WITH e, collect(c) AS cultures, collect(sentence) AS sentences
WHERE size(cultures) > 1
UNWIND sentences AS p
MATCH path = (e)<-[:MENTIONS]-(p)-[:PART_OF]->(:Document)-[:DESCRIBES]->(c:Culture)
WHERE c IN cultures
RETURN path LIMIT 200;

// Same traits of the selected cultures / Seçilen kültürlerin aynı özellikleri
MATCH path = (a:Culture)-[h:HAS_TRAIT]->(:Trait)<-[o:HAS_TRAIT]-(b:Culture)
WHERE elementId(a) IN $nodes AND elementId(b) IN $nodes AND a.uid < b.uid AND h.code = o.code
RETURN path LIMIT 200;

// Sentences before and after / Önceki ve sonraki cümleler
MATCH path = (p:Passage)-[:PART_OF]->(:Document)<-[:PART_OF]-(q:Passage)
WHERE elementId(p) IN $nodes AND q.idx >= p.idx - 2 AND q.idx <= p.idx + 2
RETURN path LIMIT 100;

// Themes / Konular
MATCH path = (n)-[:ABOUT]->(:Theme)
WHERE elementId(n) IN $nodes
RETURN path LIMIT 200;

// Sentences that name both ends / İki ucu birlikte anan cümleler
MATCH (a)-[r:CO_OCCURS]->(b)
WHERE elementId(r) IN $relationships
MATCH path = (a)<-[:MENTIONS]-(p:Passage)-[:MENTIONS]->(b)
MATCH source = (p)-[:PART_OF]->(:Document)
RETURN path, source LIMIT 100;

// What both ends of a likeness are told of with / Benzerliğin iki ucunun ortak yönleri
MATCH (a:Culture)-[r:SIMILAR_TO]->(b:Culture)
WHERE elementId(r) IN $relationships
MATCH here = (a)<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(:Passage)-[:MENTIONS]->(e)
WHERE NOT e:Culture AND NOT e:Place
WITH b, e, collect(here)[..2] AS ours
MATCH there = (e)<-[:MENTIONS]-(:Passage)-[:PART_OF]->(:Document)-[:DESCRIBES]->(b)
WITH ours, collect(there)[..2] AS theirs LIMIT 30
UNWIND ours + theirs AS path
RETURN path;
