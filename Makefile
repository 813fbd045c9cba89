# make demo   a page that answers, from nothing          make check  lint, types, layers, fast tests: two minutes
# make test   everything, as CI runs it                  make bench  the measurements, as ratios

# PYTHON=/path/to/python3.12 names the interpreter; else the newest on PATH that works is taken.
VENV := .venv
BIN := $(VENV)/bin
# A lock names every package, so nothing is left to resolve (--no-deps): older pips lose a pin's hash on an extra of it.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test check bench lock clean

demo: $(VENV)/demo.stamp
	$(BIN)/leakage demo

test: $(VENV)/test.stamp
	tools/system-packages.sh
	$(MAKE) --no-print-directory static
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/test.stamp
	$(MAKE) --no-print-directory static
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow and not spark and not browser"

.PHONY: static
static:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/leakage check
	$(BIN)/leakage document --check

bench: $(VENV)/test.stamp
	tools/system-packages.sh
	$(BIN)/python bench/run.py

$(VENV)/bin/python:
	tools/make-venv.sh $(VENV) $(PYTHON)

$(VENV)/demo.stamp: $(VENV)/bin/python requirements-demo.lock pyproject.toml
	@echo "Installing what the demo needs (a minute or so the first time) ..."
	$(PIP) install --no-deps --require-hashes -r requirements-demo.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/test.stamp: $(VENV)/bin/python requirements-test.lock pyproject.toml
	@echo "Installing what the tests need (a few minutes the first time) ..."
	$(PIP) install --no-deps --require-hashes -r requirements-test.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/demo.stamp

# Needs uv. The demo's lock is part of the tests' lock.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra test --extra install pyproject.toml -o requirements-test.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra generate --extra page --extra brief --extra forecast --extra install -c requirements-test.lock pyproject.toml -o requirements-demo.lock

clean:
	rm -rf $(VENV) .leakage .mypy_cache .pytest_cache .ruff_cache
