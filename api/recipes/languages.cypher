// In which languages is each culture described?
// picture: heat culture language passages
MATCH (c:Culture)<-[:DESCRIBES]-(:Document)<-[:PART_OF]-(p:Passage)
RETURN c.name AS culture, p.lang AS language, count(DISTINCT p) AS passages
ORDER BY culture, language
