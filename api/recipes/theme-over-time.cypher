// How does the share of each theme in what is told of a culture change between eras?
// $culture = Ottoman: a culture
// picture: heat period theme passages
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(d:Document)<-[:PART_OF]-(p:Passage)
MATCH (p)-[:DATED]->(y:Period {kind: 'era'})
MATCH (p)-[:ABOUT]->(t:Theme)
WITH y, t, count(DISTINCT p) AS passages
RETURN y.name AS period, t.name AS theme, passages ORDER BY y.year_from, theme
