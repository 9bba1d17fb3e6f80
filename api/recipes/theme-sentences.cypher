// What is said of a culture on a theme?
// $culture = Ottoman: a culture
// $theme = Worship: a theme
// $limit = 20: most rows
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(d:Document)<-[:PART_OF]-(p:Passage)
MATCH (p)-[a:ABOUT]->(t:Theme {name: $theme})
RETURN p.text AS sentence, a.score AS score, d.title AS document, p.page AS page, p.year_from AS year
ORDER BY score DESC, document, p.idx LIMIT $limit
