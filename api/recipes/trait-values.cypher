// How is a trait distributed?
// $trait = descent: a trait
// picture: bars value cultures
MATCH (t:Trait {name: $trait})<-[h:HAS_TRAIT]-(c:Culture)
RETURN h.value AS value, count(DISTINCT c) AS cultures, collect(DISTINCT c.name) AS names ORDER BY cultures DESC, value
