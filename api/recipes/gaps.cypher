// Of which cultures is little or nothing said on a theme?
// $theme = Dress: a theme
// $most = 5: sentences that still count as little
MATCH (c:Culture)<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(p:Passage)
OPTIONAL MATCH (p)-[:ABOUT]->(t:Theme {name: $theme})
WITH c, count(DISTINCT p) AS passages, count(DISTINCT CASE WHEN t IS NULL THEN null ELSE p END) AS on_theme
WHERE on_theme <= $most
RETURN c.name AS culture, on_theme, passages ORDER BY on_theme, culture
