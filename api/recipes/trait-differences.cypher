// How are two cultures coded differently?
// $culture = Ottoman: a culture
// $other = Persian: another culture
MATCH (c:Culture {name: $culture})-[h:HAS_TRAIT]->(t:Trait)<-[k:HAS_TRAIT]-(o:Culture {name: $other})
WHERE h.value <> k.value
RETURN t.name AS trait, h.value AS value, k.value AS other_value ORDER BY trait
