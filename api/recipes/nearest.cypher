// Who resembles a culture, over all themes, by the current run?
// $culture = Ottoman: a culture
// $limit = 20: most rows
// picture: bars culture score
MATCH (run:Run {current: true})
MATCH (c:Culture {name: $culture})-[s:SIMILAR_TO {theme: 'all'}]->(o:Culture) WHERE s.run = run.uid
RETURN o.name AS culture, s.score AS score, s.rank AS rank, s.sources AS sources ORDER BY rank LIMIT $limit
