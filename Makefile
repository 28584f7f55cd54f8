# Everything runs in .venv, which the first target makes. Needs Python 3.11 or later and make.
PYTHON ?= python3
BIN := .venv/bin
LIBRARY ?= .venv/sample
# The compiled program is kept, as it is where people install it: else each start compiles it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check lint types generated workflows format lowest shells dist dist-test release-check hooks \
        bench fuzz walks coverage screenshots readme clean
.DELETE_ON_ERROR:

run: .venv/run.stamp | .venv/sample ## open the browser on a copy of the sample library
	@$(BIN)/disctui $(LIBRARY)

test: .venv/dev.stamp ## run the tests
	@$(BIN)/python -m pytest -n auto --dist worksteal $(TESTS)

check: lint types test ## format, lint, types, tests: what CI runs

lint: .venv/dev.stamp ## format and lint, changing nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/dev.stamp ## strict types of src and tests
	$(BIN)/mypy

generated: .venv/dev.stamp ## fail where a generated part is out of date
	$(BIN)/python -m tools.readme --check

workflows: .venv/dev.stamp ## hold the files of .github to their published schemas
	$(BIN)/python -m tools.workflows

format: .venv/dev.stamp ## put the code into the project's format
	$(BIN)/ruff check --fix-only --quiet . || true
	$(BIN)/ruff format .

lowest: .venv/dev.stamp ## run the tests with the oldest dependencies that pyproject.toml allows
	$(BIN)/python -m tools.lowest > .venv/lowest.txt
	$(PYTHON) -m venv --clear .venv/lowest
	.venv/lowest/bin/python -m pip install --quiet --disable-pip-version-check --constraint .venv/lowest.txt --editable '.[dev]'
	.venv/lowest/bin/python -m pytest -n auto $(TESTS)

shells: ## on Debian and Ubuntu: the shells that completion is tested in
	sudo apt-get install --yes zsh fish

dist: .venv/dev.stamp ## build the package into dist/
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist

dist-test: ## test what `make dist` built: the tree as it is shipped, and the program as it is installed
	rm -rf .venv/shipped .venv/installed && mkdir -p .venv/shipped
	tar -xzf dist/disctui-*.tar.gz -C .venv/shipped --strip-components=1
	$(MAKE) -C .venv/shipped test
	$(PYTHON) -m venv .venv/installed
	.venv/installed/bin/python -m pip install --quiet --disable-pip-version-check dist/disctui-*.whl
	.venv/installed/bin/disctui --version
	.venv/installed/bin/disctui check
	.venv/installed/bin/disctui search kalatazov

release-check: .venv/dev.stamp ## fail where TAG=vX.Y.Z is not the version of the package and of CHANGELOG.md
	$(BIN)/python -m tools.release "$(TAG)"

hooks: .venv/dev.stamp ## let git run the checks of .pre-commit-config.yaml before each commit
	$(BIN)/pre-commit install

bench: .venv/bench.stamp ## print the tables of benchmarks/README.md
	@$(BIN)/python -m benchmarks

fuzz: .venv/dev.stamp ## look for files, keys and examples that break something, for half an hour or more
	@$(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile fuzz $(TESTS)
	@$(BIN)/python -m tests.hostile.fuzz 600
	@$(BIN)/python -m tests.hostile.monkey 20000
	@$(BIN)/python -m tests.hostile.kill_matrix

walks: .venv/dev.stamp ## do what a collector does on a real terminal, in all sizes and colours; WALKS='--size 80x24 lent' some
	@$(BIN)/python -m tests.walks $(WALKS)

coverage: .venv/dev.stamp ## run the tests and write down in CONTRIBUTING.md how many lines they reach
	rm -rf .venv/coverage && mkdir -p .venv/coverage
	$(BIN)/python -m coverage run -m pytest -n auto $(TESTS)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage json --quiet -o .venv/coverage/coverage.json
	$(BIN)/python -m tools.coverage_table

screenshots: .venv/dev.stamp ## make the README's pictures, still and moving, with the program itself
	@$(BIN)/python -m tools.screenshots
	@$(BIN)/python -m tools.recording

readme: .venv/dev.stamp ## write the generated parts of the README again
	@$(BIN)/python -m tools.readme

clean: ## remove what the other targets made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist

.venv/sample: | .venv/run.stamp
	@$(BIN)/disctui init --sample $@ >/dev/null 2>&1

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: pyproject.toml | .venv/bin/python
	@echo "Installing what disctui needs into .venv; that takes half a minute, the first time only."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[covers]'
	@touch $@

.venv/dev.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/run.stamp

.venv/bench.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	@touch $@ .venv/dev.stamp .venv/run.stamp
