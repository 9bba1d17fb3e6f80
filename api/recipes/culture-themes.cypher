// On which themes is a culture described?
// $culture = Ottoman: a culture
// picture: bars theme passages
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(d:Document)<-[:PART_OF]-(p:Passage)
MATCH (p)-[:ABOUT]->(t:Theme)
RETURN t.name AS theme, count(DISTINCT p) AS passages, count(DISTINCT d) AS documents
ORDER BY passages DESC, theme
