// Which trainings are in the graph, and which one do answers refer to?
MATCH (run:Run) RETURN run.name AS run, run.created AS created, run.current AS current, run.facets AS facets, run.edges AS edges,
       run.seed AS seed ORDER BY created DESC
