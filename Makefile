# Every command a person types. `make` alone lists them.
PYTHON ?= python3
UV_PYTHON_DOWNLOADS := never
export UV_PYTHON_DOWNLOADS
PACKAGES := actions duban flows inbox models notices notifiers reports rules runtime templates

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check format lint types imports fast deps bench clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.made ## make the environment in .venv (needs Python 3.11 or newer, nothing else)

.venv/.made: pyproject.toml uv.lock tools/get_uv.py
	@uv=$$($(PYTHON) tools/get_uv.py) && \
	  "$$uv" sync --quiet --frozen --all-extras --python $(PYTHON) --compile-bytecode && \
	  .venv/bin/python -m compileall -q $(PACKAGES) && \
	  touch $@

demo: setup ## drive one year of an invented city's notice, for real, in about a minute
	@.venv/bin/duban demo

serve: setup ## run duban on the data folder ./duban-data (make one with: .venv/bin/duban init)
	@.venv/bin/duban serve

test: check ## the checks and the whole suite: what CI runs
	@.venv/bin/python tools/run_tests.py

fast: setup ## only the tests that need no server and no browser
	@.venv/bin/pytest -q -n auto --dist worksteal -m "not flows and not browser and not mailservers and not postgres and not slow"

check: lint types imports ## lint, types and import contracts

lint: setup
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

types: setup
	@.venv/bin/mypy .

imports: setup
	@.venv/bin/lint-imports

format: setup ## lay the code out
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

deps: ## print, then install, the Debian packages the full suite needs
	@sh tools/deps.sh

bench: setup ## measure, as ratios to the raw limit in the same run
	@.venv/bin/python -m benchmarks

clean: ## remove what the commands above made
	rm -rf .venv .tools duban-demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
