# make course: set up, build the course, grade the bundled submissions.   make test: set up, run everything that CI runs.
# The lessons' cells run in pytest, without training; `make docs` runs their notebooks whole, and trains.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: course test docs bench clean

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "cm203 needs Python 3.10 or newer: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]'
	touch $(READY)

course: $(READY)
	$(BIN)/cm203 export
	$(BIN)/cm203 demo

test: $(READY)
	$(BIN)/ruff check
	$(BIN)/cm203 export --check
	CM203_OFFLINE=1 OMP_NUM_THREADS=1 $(BIN)/nbdev-test --n-workers 2 --skip-file-re '^([_.]|1)'
	CM203_OFFLINE=1 $(BIN)/python -m pytest

# Runs the notebooks (those that changed), and writes the site to _site.
docs: $(READY)
	$(BIN)/cm203 docs

bench: $(READY)
	for f in bench/*.py; do $(BIN)/python $$f || exit 1; done

clean:
	rm -rf .venv dist build grades _site _site-solutions *.egg-info
