// What is named most, of one kind?
// $kind = Practice: Practice, Belief, Structure, Artifact, Person, Place, Institution, Group, Concept or Event
// $limit = 20: most rows
// picture: bars entity passages
MATCH (e)<-[:MENTIONS]-(p:Passage) WHERE labels(e)[0] = $kind
RETURN e.name AS entity, count(DISTINCT p) AS passages, min(p.text) AS sentence ORDER BY passages DESC, entity LIMIT $limit
