// With which cultures does one share the largest part of its coded traits?
// $culture = Ottoman: a culture
// $least = 5: traits that both are coded for, at least
// picture: bars culture share
MATCH (c:Culture {name: $culture})-[h:HAS_TRAIT]->(t:Trait)<-[k:HAS_TRAIT]-(o:Culture)
WITH o, count(t) AS both, sum(CASE WHEN h.value = k.value THEN 1 ELSE 0 END) AS alike
WHERE both >= $least
RETURN o.name AS culture, alike, both, 1.0 * alike / both AS share ORDER BY share DESC, culture
