# Everything one does with Pasillo. `make` alone tells what there is.
# It needs Python 3.11 or newer and, for the fonts and the editor, Node; the rest comes by itself.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
export PYTHONUNBUFFERED := 1
export UV_LINK_MODE ?= copy
# Each part of the house is a process of its own: compiled once, all of them start in half the time.
export UV_COMPILE_BYTECODE ?= 1
# A data folder belongs to one installation; tests never touch it.
export PASILLO_DATA ?= data

help:            ## this list
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 20

start: runtime compiled pretty   ## start everything with the example company, and print the address
	@$(BIN)/python -m pasillo.config.main start --example $(ARGS)

test: developer system compiled pretty   ## set up everything and run every test
	$(BIN)/pytest -n 3 -m "not browser and not long" $(ARGS)
	$(BIN)/pytest -n 2 -m "browser and not long" $(ARGS)

long: developer compiled   ## the tests that take many minutes: the example company at full size
	$(BIN)/pytest -m long $(ARGS)

quick: developer compiled   ## the tests that take no longer than a moment
	$(BIN)/pytest -n 2 -m "not slow and not browser" $(ARGS)

check: developer   ## form, style, types, and the walls between the rooms
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy pasillo
	$(BIN)/lint-imports

kills: developer   ## kill web and worker a hundred times while mail comes in, and count what is there
	$(BIN)/python -m tests.faults.kills $(ARGS)

alarms: developer  ## kill eight sweeping workers fifty times, and count that each alarm rang once and in time
	$(BIN)/python -m tests.faults.alarms $(ARGS)

bench: developer compiled   ## measure how fast it is
	$(BIN)/python -m tests.bench.run $(ARGS)

corpora: developer   ## run the test collections of others against our parsers and calendars
	$(BIN)/python -m tests.corpora.run $(ARGS)

words: developer   ## gather the words for people; fails when a translation is missing
	$(BIN)/python tools/words.py $(ARGS)

assets: runtime   ## fetch fonts and icons by their lock file (fonts need Node)
	$(BIN)/python tools/assets.py $(ARGS)

lock: developer   ## choose the versions of everything we stand on anew
	$(BIN)/uv pip compile --universal --generate-hashes --no-header -q requirements/runtime.in -o requirements/runtime.txt
	$(BIN)/uv pip compile --universal --generate-hashes --no-header -q requirements/dev.in -o requirements/dev.txt

wheel: developer compiled pretty   ## one file with everything in it, for `pip install`, in dist/
	@rm -rf dist && $(BIN)/python -m hatchling build -t wheel

clean:           ## forget the environment and everything made from the sources; data stays
	rm -rf .venv build dist node_modules

# What the others need. Each is quick when there is nothing to do.

runtime: $(BIN)/uv
	@$(MAKE) -s $(if $(wildcard $(BIN)/developer.done),$(BIN)/developer.done,$(BIN)/runtime.done)

developer: $(BIN)/uv
	@$(MAKE) -s $(BIN)/developer.done

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit("Pasillo needs Python 3.11 or newer.") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet uv
	@$(BIN)/python tools/put_on_path.py

$(BIN)/runtime.done: requirements/runtime.txt
	$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python $<
	@touch $@

$(BIN)/developer.done: requirements/dev.txt
	$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python $<
	@touch $@

compiled:
	@$(BIN)/python tools/compile_words.py
	@$(BIN)/python -m compileall -q -j 0 pasillo

pretty:          # icons always, typefaces and the editor where npm is; without them pages are plainer and work
	@$(MAKE) -s $(BIN)/assets.done || echo "The assets could not be made: plain ones are used."

$(BIN)/assets.done: $(wildcard tools/assets.py tools/icons.txt package-lock.json)
	$(BIN)/python tools/assets.py
	@touch $@

system:          # for the tests in a real browser and against a real mail server
	@tools/system_packages

.PHONY: help start test long quick check kills alarms bench corpora words assets lock wheel clean runtime developer compiled pretty system
