// How many sentences are there of each culture on each theme? Gaps show where a comparison is hollow.
// picture: heat culture theme passages
MATCH (c:Culture)<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(p:Passage)-[:ABOUT]->(t:Theme)
RETURN c.name AS culture, t.name AS theme, count(DISTINCT p) AS passages
ORDER BY culture, theme
