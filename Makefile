# Two commands do everything:  make brief  and  make test.  Each makes its own .venv on the first run.
# PYTHON=/path/to/python3 picks another Python (3.11 or newer).

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; exit; }; done; echo python3)
VENV := .venv
RUN := $(VENV)/bin/python -m

# Both the packages and the tools that build ours come in the pinned versions.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Tests start many processes, which must not compile everything anew each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: brief test docs docs-lists stress fuzz bench outputs-record outputs-compare clean help
.DELETE_ON_ERROR:

brief: $(VENV)/.installed ## build the shipped dossier into out/, as PDF and as Word
	@$(VENV)/bin/briefing build russia-north-korea --output out

test: $(VENV)/.installed-dev ## lint, types, and every test but the long ones
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) pytest -n auto --dist loadfile -m "not stress"

docs: $(VENV)/.installed-docs ## the documentation as a site in build/site: its commands run, its pictures drawn, its links followed
	PYTHONPATH=docs:tests $(RUN) handbook

docs-lists: $(VENV)/.installed-dev ## renew the lists in the reference that are generated from the code
	PYTHONPATH=docs:tests $(RUN) handbook --write-lists

stress: $(VENV)/.installed-dev ## the long runs: kills, full disks, thousands of pages or briefs, hostile texts, damaged dossiers
	$(RUN) pytest -n auto -m stress

MINUTES := 10
SEED := 1
fuzz: $(VENV)/.installed-dev ## run changed dossiers, templates, settings, finished files, records and sheets through the commands; MINUTES=120 SEED=7
	PYTHONPATH=tests $(RUN) fuzz --minutes $(MINUTES) --seed $(SEED)

bench: $(VENV)/.installed-bench ## how fast we are beside others, in ten minutes; ROUNDS=60 for a longer run, PARTS="rates cold" for some
	PYTHONPATH=tests $(RUN) bench.run $(ROUNDS) $(PARTS)

outputs-record: $(VENV)/.installed-dev ## build every dossier, variant, theme, profile and release into build/outputs, before a change
	PYTHONPATH=tests $(RUN) outputs record build/outputs

outputs-compare: $(VENV)/.installed-dev ## build them again, after the change, and show what differs
	PYTHONPATH=tests $(RUN) outputs compare build/outputs

clean: ## remove everything that these commands made
	rm -rf $(VENV) out build dist .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis tests/gates/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/'

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "briefing needs Python 3.11 or newer, and found: $$($(PYTHON) --version 2>&1)." >&2; \
		echo "Install one, or name it: make brief PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make a virtual environment. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; \
		exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt
	$(RUN) pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(RUN) pip install --quiet --editable ".[dev]"
	@touch $@

$(VENV)/.installed-docs: $(VENV)/.installed
	$(RUN) pip install --quiet --editable ".[docs]"
	@touch $@

# WeasyPrint needs Pango from the system; the benchmark says so where it is not there, and goes on without.
$(VENV)/.installed-bench: $(VENV)/.installed
	$(RUN) pip install --quiet --editable ".[bench]"
	@touch $@
