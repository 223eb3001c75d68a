# make demo: forecast one published case. make test: lint, types, layers, documentation and tests.
# make results: makes the stored results of the calibration again.
# All make the environment (.venv) first; no compiler is needed.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
DEMO_CASE ?= examples/hu_sclc_67f.yaml
DEMO_OUT ?= demo
WORKERS ?= 2

RUN ?= calibration_run
DATA = src/onconeural/calibration/data

.PHONY: demo test docs gallery results clean

demo: $(VENV)/.user
	$(BIN)/onconeural forecast $(DEMO_CASE) --out $(DEMO_OUT)

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sphinx-build -q -W -b html docs docs/_build/html
	$(BIN)/pytest -n $(WORKERS)

# What ships of the calibration, made again after a change of the model, the cohorts or the free parameters. It takes
# about an hour and a half on two cores, and goes on where it was stopped.
results: $(VENV)/.dev
	mkdir -p $(DATA)/checks
	$(BIN)/onconeural identify --resume $(RUN) --out $(DATA)/checks/identifiability.json
	$(BIN)/onconeural calibrate --resume $(RUN) --out $(DATA)/posterior.json --check $(DATA)/checks/second_method.json
	$(BIN)/onconeural recover --out $(DATA)/checks/recovery.json
	$(BIN)/onconeural weights --out $(DATA)/checks/weights.json
	$(BIN)/onconeural credibility --measure --out $(DATA)/judged.json
	$(BIN)/onconeural credibility --out docs/credibility.md

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
