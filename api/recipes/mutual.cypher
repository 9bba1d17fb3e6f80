// Which cultures have each other among their three nearest, and on which theme?
// $theme = all: id of a theme, or all
// picture: network culture other score
MATCH (run:Run {current: true})
MATCH (a:Culture)-[s:SIMILAR_TO]->(b:Culture)
WHERE s.run = run.uid AND s.theme = $theme AND s.rank <= 3 AND a.name < b.name
MATCH (b)-[r:SIMILAR_TO]->(a) WHERE r.run = run.uid AND r.theme = $theme AND r.rank <= 3
RETURN a.name AS culture, b.name AS other, s.score AS score, s.sources AS sources ORDER BY score DESC, culture, other
