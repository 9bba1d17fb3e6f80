// Which cultures of different regions and language families resemble each other most?
// $theme = all: id of a theme, or all
// $limit = 20: most rows
MATCH (run:Run {current: true})
MATCH (a:Culture)-[s:SIMILAR_TO]->(b:Culture)
WHERE s.run = run.uid AND s.theme = $theme AND a.region <> b.region AND a.family <> b.family
RETURN a.name AS culture, b.name AS other, s.score AS score, s.rank AS rank, a.region AS region, b.region AS other_region,
       s.sources AS sources ORDER BY score DESC, culture LIMIT $limit
