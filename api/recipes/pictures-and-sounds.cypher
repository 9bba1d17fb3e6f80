// Which pictures and recordings are there of a culture?
// $culture = Ottoman: a culture
MATCH (c:Culture {name: $culture})<-[:DESCRIBES]-(m:Media)
RETURN m.title AS title, m.modality AS modality, m.uri AS file, m.year_from AS year ORDER BY modality, title
