// How do two traits go together?
// $trait = descent: a trait
// $second = post_marital_residence: another trait
// picture: heat value second_value cultures
MATCH (t:Trait {name: $trait})<-[h:HAS_TRAIT]-(c:Culture)-[k:HAS_TRAIT]->(s:Trait {name: $second})
RETURN h.value AS value, k.value AS second_value, count(DISTINCT c) AS cultures, collect(DISTINCT c.name) AS names
ORDER BY cultures DESC, value, second_value
