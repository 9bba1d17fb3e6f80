// On which themes does all that is said of a culture come from one document?
MATCH (c:Culture)<-[:DESCRIBES]-(d:Document)<-[:PART_OF]-(p:Passage)-[:ABOUT]->(t:Theme)
WITH c, t, count(DISTINCT d) AS documents, count(DISTINCT p) AS passages, min(d.title) AS document
WHERE documents = 1
RETURN c.name AS culture, t.name AS theme, passages, document ORDER BY passages DESC, culture, theme
