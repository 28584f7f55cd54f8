# Everything runs in .venv, which the first target makes. Needs Python 3.11 or later and make.
PYTHON ?= python3
BIN := .venv/bin
LIBRARY ?= library

.PHONY: run test check format lint types bench fuzz screenshots readme clean
.DELETE_ON_ERROR:

run: .venv/run.stamp ## open the browser on the sample library
	@$(BIN)/disctui $(LIBRARY)

test: .venv/dev.stamp ## run the tests
	@$(BIN)/python -m pytest -n auto

check: .venv/dev.stamp ## format, lint, types, tests: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

format: .venv/dev.stamp ## put the code into the project's format
	$(BIN)/ruff check --fix-only --quiet . || true
	$(BIN)/ruff format .

bench: .venv/bench.stamp ## print the tables of benchmarks/README.md
	@$(BIN)/python -m benchmarks

fuzz: .venv/dev.stamp ## look for files that break something, for ten minutes
	@$(BIN)/python -m tests.hostile.fuzz 600

screenshots: .venv/dev.stamp ## make the README's pictures with the program itself
	@$(BIN)/python -m tools.screenshots

readme: .venv/dev.stamp ## write the generated parts of the README again
	@$(BIN)/python -m tools.readme

clean: ## remove what the other targets made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/dev.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/run.stamp

.venv/bench.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	@touch $@ .venv/dev.stamp .venv/run.stamp
