// Who found the entities, how many and how surely?
MATCH (:Passage)-[m:MENTIONS]->(e)
RETURN m.extractor AS extractor, labels(e)[0] AS kind, count(*) AS mentions, avg(m.score) AS mean_score ORDER BY mentions DESC, kind
