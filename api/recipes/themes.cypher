// Which themes are there, what is part of what, and how much is said on each?
// picture: bars theme passages
MATCH (t:Theme)
OPTIONAL MATCH (t)-[:BROADER]->(w:Theme)
OPTIONAL MATCH (p:Passage)-[:ABOUT]->(t)
RETURN t.name AS theme, t.name_tr AS turkish, w.name AS part_of, count(DISTINCT p) AS passages ORDER BY passages DESC, theme
