# One word a task; each is safe to repeat and leaves the system's Python alone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: demo test check train docs wheel clean

demo: $(STAMP)  ## screen the sample CVs into out/
	$(BIN)/cvsignal screen examples/cvs -o out

test: $(STAMP)  ## all checks and tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto

check: test

train: $(STAMP)  ## train the shipped model again
	$(BIN)/cvsignal train data/annotated -o models/default

docs: $(STAMP)  ## write the generated blocks of the documents anew
	$(BIN)/python -m tools.refresh_docs

wheel: $(STAMP)
	$(BIN)/python -m build --wheel --outdir dist .

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cvsignal needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[ocr,dask]' --group dev
	touch $@

clean:
	rm -rf $(VENV) dist build out .mypy_cache .ruff_cache .pytest_cache .hypothesis
