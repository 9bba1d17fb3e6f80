// Which pictures and recordings belong to a theme?
// $theme = Architecture: a theme
// $limit = 20: most rows
MATCH (t:Theme {name: $theme})<-[:ABOUT]-(m:Media)-[:DESCRIBES]->(c:Culture)
RETURN c.name AS culture, m.title AS title, m.modality AS modality, m.uri AS file ORDER BY culture, title LIMIT $limit
