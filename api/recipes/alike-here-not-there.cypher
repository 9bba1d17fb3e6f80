// Who resembles a culture on one theme but not on another?
// $culture = Ottoman: a culture
// $near = worship: id of the theme that they are alike on
// $far = architecture: id of the theme that they are not alike on
// $limit = 20: most rows
MATCH (run:Run {current: true})
MATCH (c:Culture {name: $culture})-[s:SIMILAR_TO]->(o:Culture) WHERE s.run = run.uid AND s.theme = $near
OPTIONAL MATCH (c)-[f:SIMILAR_TO]->(o) WHERE f.run = run.uid AND f.theme = $far
WITH o, s, f WHERE f IS NULL OR f.rank > s.rank
RETURN o.name AS culture, s.rank AS rank_near, s.score AS score_near, f.rank AS rank_far, f.score AS score_far
ORDER BY rank_near LIMIT $limit
