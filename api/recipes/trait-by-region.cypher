// How is a trait distributed over the regions of the world?
// $trait = descent: a trait
// picture: heat region value cultures
MATCH (t:Trait {name: $trait})<-[h:HAS_TRAIT]-(c:Culture)
RETURN c.region AS region, h.value AS value, count(DISTINCT c) AS cultures, collect(DISTINCT c.name) AS names ORDER BY region, value
