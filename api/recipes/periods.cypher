// From which periods is a culture told?
// $culture = Ottoman: a culture
// picture: bars period passages
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(d:Document)<-[:PART_OF]-(p:Passage)
MATCH (p)-[:DATED]->(y:Period)
RETURN y.name AS period, y.year_from AS first_year, y.year_to AS last_year, count(DISTINCT p) AS passages ORDER BY first_year, last_year, period
