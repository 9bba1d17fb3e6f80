// Which sentences of a culture join two themes?
// $culture = Ottoman: a culture
// $theme = Worship: a theme
// $second = Architecture: another theme
// $limit = 20: most rows
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(d:Document)<-[:PART_OF]-(p:Passage)
MATCH (p)-[:ABOUT]->(t:Theme {name: $theme}) MATCH (p)-[:ABOUT]->(s:Theme {name: $second})
RETURN p.text AS sentence, d.title AS document ORDER BY document, sentence LIMIT $limit
