// How are two cultures coded alike?
// $culture = Ottoman: a culture
// $other = Persian: another culture
MATCH (c:Culture {name: $culture})-[h:HAS_TRAIT]->(t:Trait)<-[k:HAS_TRAIT]-(o:Culture {name: $other})
WHERE h.value = k.value
RETURN t.name AS trait, h.value AS value ORDER BY trait
