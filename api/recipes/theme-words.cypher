// What is named on a theme, over all cultures?
// $theme = Worship: a theme
// $limit = 20: most rows
MATCH (t:Theme {name: $theme})<-[:ABOUT]-(p:Passage)-[:MENTIONS]->(e) WHERE NOT e:Culture AND NOT e:Place
RETURN e.name AS entity, labels(e)[0] AS kind, count(DISTINCT p) AS passages ORDER BY passages DESC, entity LIMIT $limit
