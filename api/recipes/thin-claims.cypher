// Which likenesses rest on the fewest sources?
// $limit = 20: most rows
MATCH (run:Run {current: true})
MATCH (a:Culture)-[s:SIMILAR_TO]->(b:Culture) WHERE s.run = run.uid
RETURN a.name AS culture, b.name AS other, s.theme AS theme, s.score AS score, s.sources AS sources
ORDER BY sources, score DESC, culture, other LIMIT $limit
