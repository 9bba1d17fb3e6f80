// By which chain of things named together are two things joined?
// $entity = Mosque: an entity
// $goal = Shaman: another entity
MATCH (a {name: $entity}) MATCH (b {name: $goal})
MATCH path = shortestPath((a)-[:CO_OCCURS*..6]-(b))
RETURN [n IN nodes(path) | n.name] AS chain, length(path) AS steps
