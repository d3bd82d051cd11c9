# Every command that a developer needs. The targets are thin: the programs are in scripts/ and `penstock`.
HOME_DIR := $(or $(PENSTOCK_HOME),.penstock)
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?=
PORTS ?=
BIN := .venv/bin
UV := $(HOME_DIR)/tools/bin/uv
# UPGRADE=1 takes newer versions; without it the locked ones stay.
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(if $(UPGRADE),--upgrade)
LAYERS := lint unit jvm frontend api stores engine browser

.PHONY: help demo install wheel test benchmarks screenshots lint format client lock clean distclean down status $(LAYERS:%=test-%)

help:
	@echo "make demo      install everything, start the local stack with the demo's data (PORT=8001 PORTS=kafka=19092)"
	@echo "make test      the whole suite; one layer: make test-unit (lint jvm frontend api stores engine browser)"
	@echo "make lint      formatting, lint, types and import directions"
	@echo "make benchmarks  measure compile, check, start and test times"
	@echo "make screenshots  take the README's pictures again, by some of the browser tests"
	@echo "make wheel     build the wheel with pages and jars into dist/ (see deploy/)"
	@echo "make client    write the TypeScript client's types from the OpenAPI document"
	@echo "make lock      lock the Python packages of pyproject.toml (UPGRADE=1 takes newer versions)"
	@echo "make clean     remove the demo's data; make distclean also removes what was installed"

demo: install
	@exec $(BIN)/penstock up --demo $(if $(PORT),--port $(PORT)) $(if $(PORTS),--ports $(PORTS))

install:
	@$(PYTHON) scripts/install.py

wheel: install
	@$(BIN)/python -m hatchling build -t wheel -d dist

down status:
	@$(BIN)/penstock $@

test:
	@exec $(PYTHON) scripts/test.py

lint: test-lint

$(LAYERS:%=test-%):
	@exec $(PYTHON) scripts/test.py $(@:test-%=%)

format:
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . ; mvn -q -B -f platform/jvm/pom.xml spotless:apply ; cd frontend && npm run --silent fix

benchmarks: install
	@exec $(BIN)/python -m benchmarks

screenshots: install
	@PENSTOCK_TEST_PICTURES=docs/tour $(BIN)/pytest -q tests/browser/test_live.py tests/browser/test_first_job.py tests/browser/test_testing.py

client: install
	@$(BIN)/python manage.py spectacular --format openapi-json --validate --file frontend/src/api/openapi.json
	@cd frontend && npm run --silent client

lock:
	@$(LOCK) pyproject.toml -o requirements/penstock.txt
	@$(LOCK) pyproject.toml --extra local --group dev -o requirements/dev.txt
	@$(LOCK) --group tools -o requirements/tools.txt
	@$(LOCK) --group flink-1.20 -o requirements/flink-1.20.txt

clean:
	@if [ -x $(BIN)/penstock ]; then $(BIN)/penstock down; fi
	@rm -rf $(HOME_DIR)/data

distclean: clean
	@rm -rf $(HOME_DIR) .venv dist frontend/node_modules frontend/dist $$(find platform/jvm -name target -type d)
