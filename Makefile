# One line a target: `make` alone prints them. Needs Python 3.11 or later with its venv module, and make.
# Every value below can be given on the command line: make build REPORTS="my reports" WAREHOUSE=out.duckdb

REPORTS ?= data/reports
WAREHOUSE ?= data/warehouse.duckdb
JOBS ?=
STRICT ?=
SQL ?= show tables
QUESTION ?=
FORMAT ?= table
OUT ?=
ARGS ?=
N ?=

# Values reach the recipes through the environment, as typed: spaces, quotes and $ in a path mean nothing there.
export GIVEN_REPORTS := $(value REPORTS)
export GIVEN_WAREHOUSE := $(value WAREHOUSE)
export GIVEN_SQL := $(value SQL)
export GIVEN_QUESTION := $(value QUESTION)
export GIVEN_FORMAT := $(value FORMAT)
export GIVEN_OUT := $(value OUT)
export GIVEN_JOBS := $(value JOBS)
export GIVEN_PYTHON := $(value PYTHON)
unexport SQL

# The interpreter that makes .venv: PYTHON if given, else the first that is new enough, else python3 to say so.
find-python = python=$${GIVEN_PYTHON}; \
	if [ -z "$$python" ]; then \
	  for found in python3 python3.14 python3.13 python3.12 python3.11; do \
	    if "$$found" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$found; break; fi; \
	  done; \
	  python=$${python:-python3}; \
	fi; \
	command -v "$$python" >/dev/null || { \
	  echo "No $$python here. Install Python 3.11 or later, or name one: make build PYTHON=/path/to/python" >&2; exit 1; }
set-up = @$(find-python); exec "$$python" requirements/install.py
in-venv = .venv/bin/python
in-notebook-venv = .venv-notebook/bin/python

.PHONY: help build query shell docs notebook notebooks-run test kill-test accuracy bench lint lock clean
.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

build: ## reports to a warehouse: REPORTS=<file or folder> WAREHOUSE=<file> JOBS=<n> STRICT=1
	$(set-up) requirements/build.txt
	@exec $(in-venv) -m ingest build --reports="$$GIVEN_REPORTS" --warehouse="$$GIVEN_WAREHOUSE" \
	  $${GIVEN_JOBS:+--jobs="$$GIVEN_JOBS"} $(if $(filter-out 0 no false,$(STRICT)),--strict)

query: ## ask the warehouse: SQL="from dim_report" or QUESTION=<name>, FORMAT=<table, csv, json, parquet> OUT=<file> WAREHOUSE=<file>
	$(set-up) requirements/build.txt
	@exec $(in-venv) -m ingest query --warehouse="$$GIVEN_WAREHOUSE" --format="$$GIVEN_FORMAT" \
	  $${GIVEN_OUT:+--out="$$GIVEN_OUT"} $(if $(QUESTION),--question="$$GIVEN_QUESTION") \
	  $(if $(and $(QUESTION),$(filter file,$(origin SQL))),,-- "$$GIVEN_SQL")

shell: ## ask at a prompt, or what is piped in: WAREHOUSE=<file>
	$(set-up) requirements/build.txt
	@exec $(in-venv) -m ingest shell --warehouse="$$GIVEN_WAREHOUSE"

docs: ## what each table and column means, as one page for a browser: OUT=<file>, data/docs.html if none is given
	$(set-up) requirements/build.txt
	@exec $(in-venv) -m ingest docs $${GIVEN_OUT:+--out="$$GIVEN_OUT"}

notebook: ## open the notebooks on a warehouse: WAREHOUSE=<file>
	@test -f "$$GIVEN_WAREHOUSE" || { echo "There is no warehouse at $$GIVEN_WAREHOUSE yet: make build first." >&2; exit 1; }
	$(set-up) requirements/lab.txt .venv-notebook
	@NIANBAO_WAREHOUSE="$$GIVEN_WAREHOUSE" exec $(in-notebook-venv) -m jupyterlab --notebook-dir=notebooks $(ARGS)

notebooks-run: ## run the notebooks and keep what they show: WAREHOUSE=<file> OUT=<folder> for copies elsewhere
	$(set-up) requirements/notebook.txt .venv-notebook
	@NIANBAO_WAREHOUSE="$$GIVEN_WAREHOUSE" exec $(in-notebook-venv) notebooks/execute.py $${GIVEN_OUT:+--out="$$GIVEN_OUT"} $(ARGS)

test: ## run every test; ARGS="-k dates" goes to pytest
	$(set-up) requirements/notebook.txt .venv-notebook
	$(set-up) requirements/test.txt
	@exec $(in-venv) -m pytest -n auto --dist loadfile $(ARGS)

kill-test: ## kill a build at N moments and see the last good warehouse answer each time
	$(set-up) requirements/test.txt
	@NIANBAO_KILLS="$(or $(N),100)" exec $(in-venv) -m pytest -s tests/build/test_kill.py $(ARGS)

accuracy: ## how right the figures of N made-up reports come out, by layout and damage: N=<reports> ARGS="--show-wrong 5"
	$(set-up) requirements/test.txt
	@exec $(in-venv) -m tests.accuracy "$(or $(N),500)" --jobs="$${GIVEN_JOBS:-$$(getconf _NPROCESSORS_ONLN)}" $(ARGS)

bench: ## how fast reports are read, and how much memory a build takes, beside other libraries
	$(set-up) requirements/test.txt
	@exec $(in-venv) -m tests.bench $(ARGS)

lint: ## check the style of the Python and of the SQL
	$(set-up) requirements/test.txt
	@$(in-venv) -m ruff check . && $(in-venv) -m ruff format --check . && \
	$(in-venv) -m sqlfluff lint dbt_project/models dbt_project/analyses dbt_project/tests

lock: ## take the newest allowed versions into requirements/*.txt
	$(set-up) requirements/test.txt
	@$(in-venv) -m pip install --quiet --target .uv uv && \
	compile() { .uv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --no-strip-extras \
	  --no-header --no-annotate --python-version 3.11 "$$@"; } && \
	compile pyproject.toml --output-file requirements/build.txt && \
	compile pyproject.toml --group dev --constraint requirements/build.txt --output-file requirements/test.txt && \
	compile --group notebook --constraint requirements/build.txt --output-file requirements/notebook.txt && \
	compile --group notebook --group lab --constraint requirements/notebook.txt --output-file requirements/lab.txt; \
	status=$$?; rm -rf .uv; exit $$status

clean: ## remove what builds and caches left; never a warehouse or reports
	rm -rf .venv .venv.lock .venv-notebook .venv-notebook.lock .uv data/.build .pytest_cache .ruff_cache .hypothesis dist logs dbt_project/target dbt_project/logs data/docs.html
	find ingest tests dbt_project requirements notebooks -name __pycache__ -type d -prune -exec rm -rf {} +
	find data -maxdepth 1 -name '.*.build-[0-9]*' -type d -prune -exec rm -rf {} +
