# The commands of this project. `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SPHINX := $(BIN)/sphinx-rdm build -c .
DOCTREES := build/doctrees
BOOKS := build/pdf/handbook.pdf,build/epub/handbook.epub,build/offline/handbook.zip
# One process more than there are cores, since some wait for their browser; four at most, because each may have one.
SHARED = -n $(shell $(PYTHON) -c 'import os; print(min((os.cpu_count() or 1) + 1, 4))') --dist loadfile --no-loadscope-reorder
NEWEST := .venv-newest
# A name may stand for a Python that pyenv knows and does not run, so each is tried.
PYTHONS = $(foreach version,3.14 3.13 3.12,python$(version) $(wildcard $(HOME)/.pyenv/versions/$(version).*/bin/python)) $(PYTHON)
COMMA := ,
SPACE := $(subst ,, )
UNFILLED := $(BIN)/sphinx-rdm ready data
# What somebody who writes has to mend comes first. All of them run, and each is quiet unless it fails. What the first
# of them said is not said again.
STAGES := check-sources check-schemas check-prose check-spelling check-hosts check-lint check-format check-types check-layers
SAID := -D suppress_warnings=rdm.source,rdm.contents,rdm.front_matter,rdm.page
HELD_TO := $(BIN)/check-jsonschema --builtin-schema
QUIET = said=$$($(1) 2>&1) || { echo "$$said"; false; }

# After a build that failed, pages must be read again, or the next build would pass over their warnings.
FORGET := { rm -f $(DOCTREES)/environment.pickle; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help html pdf epub site addresses standards test test-fast test-newest check $(STAGES) due fuzz schema messages links live clean browser

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

html: $(READY) ## Build the site; a warning is an error
	@$(SPHINX) -b html -W -j auto -d $(DOCTREES) docs build/html || $(FORGET)
	@echo
	@echo "The handbook is ready: build/html/index.html"

pdf: $(READY) ## Set the handbook as a PDF; PAGES="plan metadata" sets some of it
	@$(SPHINX) -b handbook -W -j auto -d $(DOCTREES) -D rdm_book_pages=$(subst $(SPACE),$(COMMA),$(strip $(PAGES))) docs build/pdf || $(FORGET)
	@echo
	@echo "The book is ready: build/pdf/handbook.pdf"

epub: $(READY) ## Build the handbook as an EPUB
	@$(SPHINX) -b epub -W -j auto -d $(DOCTREES) docs build/epub || $(FORGET)
	@echo
	@echo "The book is ready: build/epub/handbook.epub"

site: $(READY) ## Build all to publish: site, PDF, EPUB, ZIP; STRICT=1 fails on missing facts
	@$(if $(STRICT),$(UNFILLED))
	@$(SPHINX) -b handbook -W -j auto -d $(DOCTREES) -D rdm_book_parts=1 docs build/pdf || $(FORGET)
	@$(MAKE) --no-print-directory epub
	@$(SPHINX) -b html -W -j auto -d $(DOCTREES) -D rdm_zip=handbook.zip -D rdm_sheets=build/pdf docs build/offline || $(FORGET)
	@$(SPHINX) -b html -W -j auto -d $(DOCTREES) -D rdm_books=$(BOOKS) -D rdm_sheets=build/pdf docs build/site || $(FORGET)
	@echo
	@echo "Ready to be published: build/site"
	@$(UNFILLED) || true

addresses: $(READY) ## At a release: promise the addresses that are new
	@$(SPHINX) -b html -W -j auto -d $(DOCTREES) -D rdm_keep_addresses=1 docs build/html || $(FORGET)
	@echo
	@echo "Commit the addresses that are new: data/addresses.txt"

standards: $(READY) ## Check PDF and EPUB by their standards; a report lies beside each
	@$(MAKE) --no-print-directory pdf epub
	@$(BIN)/python tests/bench/standards.py build/pdf/handbook.pdf build/epub/handbook.epub || test $$? -eq 2

test: $(READY) browser ## Run all tests, in a real browser too
	@$(BIN)/python -m pytest $(SHARED)
	@echo "All tests passed."

test-fast: $(READY) ## Run the tests that need less than a minute
	@$(BIN)/python -m pytest $(SHARED) -m "not slow"
	@echo "The fast tests passed."

test-newest: ## Run the fast tests with the newest packages and Python there are
	@for python in $(PYTHONS); do $$python -c '' 2> /dev/null && break; done; \
	echo "With the newest packages that pyproject.toml allows, on $$($$python --version)"; \
	$$python -m venv --clear $(NEWEST)
	@$(NEWEST)/bin/python -m pip install --disable-pip-version-check --quiet --editable '.[all,test]'
	@$(NEWEST)/bin/python -m pytest $(SHARED) -m "not slow"
	@echo "The fast tests passed."

check: $(READY) ## Check data, pages, style, spelling, and code
	@$(MAKE) --no-print-directory --keep-going $(STAGES)
	@head -n 11 build/check/prose/readability.txt
	@echo "All checks passed."

check-sources:
	@$(BIN)/sphinx-rdm check

check-schemas: check-sources
	@$(call QUIET,$(BIN)/sphinx-rdm schema --check data && $(BIN)/sphinx-rdm kit --check) || { echo "Run: make schema"; exit 1; }

check-prose:
	@$(SPHINX) -b prose -n -W -q $(SAID) -d build/check/doctrees docs build/check/prose || { rm -rf build/check; exit 1; }

check-spelling:
	@$(BIN)/codespell ext docs data tests *.md conf.py || { echo "If a word is right, list it in pyproject.toml, in ignore-words-list under [tool.codespell]."; exit 1; }

# What runs or is shown at a host alone is held to the host's own schemas.
check-hosts:
	@$(call QUIET,$(HELD_TO) vendor.github-workflows .github/workflows/*.yml)
	@$(call QUIET,$(HELD_TO) vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml)))
	@$(call QUIET,$(HELD_TO) vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml)
	@$(call QUIET,$(HELD_TO) vendor.gitlab-ci --data-transform gitlab-ci .gitlab-ci.yml)
	@$(call QUIET,$(HELD_TO) vendor.citation-file-format CITATION.cff)

check-lint:
	@$(call QUIET,$(BIN)/ruff check .)

check-format:
	@$(call QUIET,$(BIN)/ruff format --check .)

check-types:
	@$(call QUIET,$(BIN)/mypy)

check-layers:
	@$(call QUIET,$(BIN)/lint-imports --no-cache)

due: $(READY) ## List what is stale, dead, unused or missing, the most urgent first
	@$(BIN)/sphinx-rdm due

fuzz: $(READY) ## Try random edits for hours; SEQUENCES=1000 SITE=handbook
	@cd tests && ../$(BIN)/python -m machine --sequences $(or $(SEQUENCES),0) --site "$(SITE)"

schema: $(READY) ## Write the schemas for editors and the forms for hosts, after a change of the vocabulary
	@$(BIN)/sphinx-rdm schema data
	@$(BIN)/sphinx-rdm kit

messages: $(READY) ## Collect the extension's own words for translators
	$(BIN)/pybabel --quiet extract --mapping=pyproject.toml --omit-header --no-wrap --add-location=file -o ext/sphinx_rdm/locale/sphinx_rdm.pot ext/sphinx_rdm
	@echo "Translate ext/sphinx_rdm/locale/sphinx_rdm.pot into LANGUAGE/LC_MESSAGES/sphinx_rdm.po beside it"

links: $(READY) ## Ask whether all outside addresses still lead somewhere; a few minutes
	@$(BIN)/sphinx-rdm links

live: $(READY) ## Show the site in the browser, and every save in it at once
	@$(BIN)/sphinx-rdm live

clean: ## Remove what was built, but not .venv
	rm -rf build

browser: $(READY)
	@$(BIN)/python tests/browser/chromium.py

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 …"; exit 1; }
	@echo "Setting up $(VENV) (once, and after a change of pyproject.toml or constraints.txt; a minute or more)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt --editable '.[all,test,check]'
	@touch $@
