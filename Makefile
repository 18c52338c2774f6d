# make course: set up, build the course, grade the bundled submissions.   make test: set up, run everything that CI runs.
# make quick: in a minute or less, what most mistakes fall over.
# The lessons' cells run in pytest, without training; `make docs` runs their notebooks whole, and trains.
PYTHON ?= python3
CONSTRAINTS ?= /dev/null
BIN := .venv/bin
READY := .venv/ready

# Two processes of one thread each, for threads that wait for one another are slower than one. tests/conftest.py says which
# tests share a process, and which come first.
ALONE := CM203_OFFLINE=1 OMP_NUM_THREADS=1
NBDEV_TEST := $(ALONE) $(BIN)/nbdev-test --n-workers 2 --skip-file-re '^([_.]|1)'
PYTEST := $(ALONE) $(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder

.PHONY: course test quick lowest colab docs bench kernels clean

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "cm203 needs Python 3.10 or newer: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -c $(CONSTRAINTS) -e '.[dev]'
	touch $(READY)

course: $(READY)
	$(BIN)/cm203 export
	$(BIN)/cm203 demo

test: $(READY)
	$(BIN)/ruff check
	$(BIN)/cm203 export --check
	$(NBDEV_TEST)
	$(PYTEST)

# Style; what is generated; the notebooks; the labs' own tests; of the others some for the library, for releases, for what
# the grader does with right and wrong answers, and for other systems. Not: attacks, training, the site, browsers, Dask.
quick: $(READY)
	$(BIN)/ruff check
	$(BIN)/cm203 export --check
	$(NBDEV_TEST)
	$(PYTEST) -q tests/labs tests/library/test_layers.py tests/library/test_losses.py tests/library/test_metrics.py \
		tests/course/test_translate.py tests/course/test_platforms.py tests/grading/test_judge.py tests/grading/test_ends.py

# All tests with the lowest version of each package that pyproject.toml allows, in an environment made anew.
lowest:
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check uv
	$(BIN)/uv pip compile -q --resolution lowest-direct --extra dev pyproject.toml -o lowest.txt
	$(MAKE) test CONSTRAINTS=lowest.txt

# The released labs, solved, with what Colab has installed: see tests/colab/run.py.
colab: $(READY)
	$(BIN)/python tests/colab/run.py

# Runs the notebooks (those that changed), and writes the site to _site.
docs: $(READY)
	$(BIN)/cm203 docs

bench: $(READY)
	for f in bench/*.py; do $(BIN)/python $$f || exit 1; done

# The confinement's tests on kernels of Debian and Ubuntu, from one that is refused to the newest. Needs qemu-system-x86_64,
# dpkg-deb, cpio, a network, and time: each processor is emulated. KERNELS='5.15 6.1.' boots those.
kernels: $(READY)
	$(BIN)/python tests/kernels/boot.py $(KERNELS)

clean:
	rm -rf .venv .venv-colab lowest.txt dist build grades _site _site-solutions *.egg-info
