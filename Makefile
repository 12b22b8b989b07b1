# make serve: read and write the site locally · make test: the book and the press · make help: the rest
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Python keeps what it has compiled, whatever the caller's settings: else each process compiles every test anew.
unexport PYTHONDONTWRITEBYTECODE

# Tests side by side; those that share something long, such as a server, are taken by one process.
TESTS := pytest -n auto --dist loadgroup

.PHONY: help serve site pdf check accept census mutate slips lint test test-fast test-all pictures peers benchmark pin clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

serve: $(READY) ## check, build and serve the site with live reload
	@proofpress check; mkdocs serve

site: $(READY) ## strict build into site/
	@mkdocs build --strict

pdf: $(READY) ## the site, strictly built, as one book: book.pdf
	@mkdocs build --strict && proofpress pdf

check: $(READY) ## prove every line, run every block, recompute every number
	@proofpress check

accept: $(READY) ## rewrite drifted numbers in place and print the diff
	@proofpress accept

census: $(READY) ## every fence and what became of it
	@proofpress census

mutate: $(READY) ## break every published line on purpose
	@proofpress mutate

lint: $(READY) ## style and types
	@ruff check . && ruff format --check . && mypy

slips: $(READY) ## plant slips in reference/ and training/, each of which a test must catch
	@python -m tests.slips

test: $(READY) ## break every line, then run every test but the long ones; what cannot have changed is not run again
	@proofpress mutate && $(TESTS) -m 'not long' --kept

test-fast: $(READY) ## the tests that need no browser and no site
	@$(TESTS) -m 'not (long or browser or site)' --kept

test-all: test ## make test, then the long tests, the slips in torch code, and a share of the lines attacked
	@$(TESTS) -m long --kept
	@python -m tests.slips
	@python -m tests.slips.attacked

pictures: $(READY) ## every page in light, in dark and on a phone, to look at in pictures/
	@pytest -q tests/browser/test_pages.py tests/browser/test_reading.py -k 'scripted or paper' --screenshots pictures

peers: .venv-peers/.ready ## install what the benchmarks compare with, in an environment of its own

benchmark: $(READY) ## ours beside its peers, as ratios in one run
	@python -m benchmarks

pin: $(READY) ## write constraints.txt from what is installed
	@.ci/pin

clean: ## remove everything that was made
	rm -rf .venv .venv-peers node_modules site .site.new book.pdf pictures .proofpress .pytest_cache .mypy_cache .ruff_cache

.venv-peers/.ready: benchmarks/peers.txt $(READY)
	@$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/pip install --disable-pip-version-check -c benchmarks/peers.txt --no-deps torch \
	  --extra-index-url https://download.pytorch.org/whl/cpu --retries 1
	@.venv-peers/bin/pip install --disable-pip-version-check -r benchmarks/peers.txt
	@npm install --silent --no-save --prefix .venv-peers mathjax@3.2.2
	@touch $@

$(READY): pyproject.toml src/proofpress/pyproject.toml constraints.txt package.json package-lock.json .ci/setup
	@PYTHON=$(PYTHON) .ci/setup
