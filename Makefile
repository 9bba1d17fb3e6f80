# Two commands do everything: `make demo` and `make test`. The rest are their parts.
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Each job starts stores of its own, about 1.5 GB.
JOBS ?= 2

.PHONY: help setup demo test test-current check bench lock docs clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(READY) ## make .venv from the lock

$(READY): requirements.lock pyproject.toml
	@echo "Installing the packages of the lock into $(VENV): about 6 GB, several minutes."
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m kg.engine_cache
	touch $@

demo: $(READY) ## read the examples, learn, and show what came out
	$(BIN)/umran demo

test: $(READY) ## everything, on the embedded store and on a real Neo4j 5.26 LTS
	-$(MAKE) --no-print-directory neo4j
	$(BIN)/pytest --numprocesses $(JOBS) --dist loadgroup

test-current: $(READY) neo4j-current ## the same suite on the current calendar version of Neo4j
	UMRAN_TEST_NEO4J_VERSION=2026 $(BIN)/pytest --numprocesses $(JOBS) --dist loadgroup

check: $(READY) ## format, lint, types, import directions, dependencies
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

bench: $(READY) ## speed as ratios against peers, in one run
	-$(MAKE) --no-print-directory neo4j
	$(BIN)/python -m benchmarks

lock: ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --all-extras --group dev --generate-hashes --universal \
		--python-version 3.11 --no-emit-index-url --no-header --quiet -o requirements.lock

docs: $(READY) ## renew the pages that derive from the code
	$(BIN)/umran schema --markdown > docs/schema.md
	$(BIN)/umran recipe --markdown > docs/cypher.md

clean: ## remove what make and the demo made; your own umran-data stays
	rm -rf $(VENV) demo-output tests/neo4j/lib-* .mypy_cache .ruff_cache .pytest_cache .hypothesis

include tests/neo4j/targets.mk
