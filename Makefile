# make demo: forecast one published case. make test: lint, types, layers, documentation and tests.
# Both make the environment (.venv) first; no compiler is needed.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
DEMO_CASE ?= examples/hu_sclc_67f.yaml
DEMO_OUT ?= demo
WORKERS ?= 2

.PHONY: demo test docs gallery clean

demo: $(VENV)/.user
	$(BIN)/onconeural forecast $(DEMO_CASE) --out $(DEMO_OUT)

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sphinx-build -q -W -b html docs docs/_build/html
	$(BIN)/pytest -n $(WORKERS)

docs: $(VENV)/.dev
	$(BIN)/sphinx-build -W -b html docs docs/_build/html

# The pictures of the gallery and of the README, from the reports of three examples; needs Chromium.
gallery: $(VENV)/.dev
	$(BIN)/python docs/make_gallery.py

# Debian may lack the part of Python that puts pip into an environment: then pip is installed from outside.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || $(PYTHON) -m venv --without-pip --clear $(VENV)
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m pip --python $(BIN)/python install pip

$(VENV)/.user: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@ $(VENV)/.user

clean:
	rm -rf $(VENV) $(DEMO_OUT) docs/_build build dist
