// How do tables code a culture?
// $culture = Ottoman: a culture
MATCH (c:Culture {name: $culture})-[h:HAS_TRAIT]->(t:Trait)
RETURN t.name AS trait, h.value AS value, h.year AS year, h.reference AS reference ORDER BY trait
