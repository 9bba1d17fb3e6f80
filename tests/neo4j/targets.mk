# A Neo4j Community server for the tests, from its jars: needs Maven, and Java 17 (LTS) or 25 (current).
NEO4J_LTS := 5.26.30
NEO4J_CURRENT := 2026.08.1

.PHONY: neo4j neo4j-current
neo4j: tests/neo4j/lib-$(NEO4J_LTS)
neo4j-current: tests/neo4j/lib-$(NEO4J_CURRENT)

# The folder appears whole or not at all: the jars are copied beside it, then renamed.
tests/neo4j/lib-%:
	@part="$$(mktemp -d '$(CURDIR)/tests/neo4j/lib-part.XXXXXX')" && \
	trap 'rm -rf "$$part"' EXIT && trap 'exit 1' INT TERM && \
	echo "Neo4j $*: copying its jars to $@" && \
	mvn -q -B -Dstyle.color=never -f tests/neo4j/pom.xml -Dneo4j.version=$* \
	  dependency:copy-dependencies -DoutputDirectory="$$part/lib" && \
	{ [ -d '$@' ] || mv "$$part/lib" '$@'; }
