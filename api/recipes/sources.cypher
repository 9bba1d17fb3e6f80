// Which sources stand behind what is said of a culture, and where can they be checked?
// $culture = Ottoman: a culture
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(d:Document)
OPTIONAL MATCH (p:Passage)-[:PART_OF]->(d)
RETURN d.title AS document, d.source AS source, d.kind AS kind, d.lang AS language,
       count(p) AS passages, d.licence AS licence, d.reference AS reference
ORDER BY passages DESC, document
