// Who resembles a culture most on each theme?
// $culture = Ottoman: a culture
MATCH (run:Run {current: true})
MATCH (c:Culture {name: $culture})-[s:SIMILAR_TO {rank: 1}]->(o:Culture) WHERE s.run = run.uid
RETURN s.theme AS theme, o.name AS culture, s.score AS score, s.sources AS sources ORDER BY score DESC, theme
