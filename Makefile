# Every target makes what it needs; nothing is installed twice. Plain `make` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip --disable-pip-version-check --no-input install --quiet
# Two at a time suits a small machine; JOBS=0 runs the tests one after another, in one process.
JOBS ?= 2
STATIC := $(shell find static -type f ! -name '*.br' ! -name '*.gz')
TYPED := $(wildcard */rules.py */actions.py */queries.py */rules/*.py */actions/*.py */queries/*.py)
# A database and settings of their own, for what only looks at tables.
SCRATCH = APP_ENV=demo SECRET_KEY=only-for-checks STRIPE_SECRET_KEY=sk_test_checks \
	STRIPE_WEBHOOK_SECRET=whsec_checks MAIL_SENDER=desk@plenary.example MAIL_URL=smtp://127.0.0.1:9 \
	BASE_URL=http://127.0.0.1:5000 FILES_URL=file://$(CURDIR)/var/scratch-files \
	TICKET_SIGNING_KEYS=0:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8 \
	DATABASE_URL=sqlite:///$(CURDIR)/var/scratch.sqlite
# So many programs are started here that what one has compiled is kept for the next.
export PYTHONDONTWRITEBYTECODE :=
FLASK_DB = $(SCRATCH) $(PYTHON) -m flask --app app db

.PHONY: help
help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: .venv/runtime.stamp var/static.stamp ## serve the demo on http://127.0.0.1:5000 (PORT=8000 moves it, TLS=1 adds the local network)
	@exec $(PYTHON) -m demo.run

.PHONY: test
test: .venv/dev.stamp var/static.stamp ## the ordinary suite: SQLite, PostgreSQL and a real browser
	@FFMPEG="$$(tools/ensure_ffmpeg.sh)"; CHROMIUM="$$(tools/ensure_browser.sh)"; export CHROMIUM FFMPEG; \
	exec $(PYTHON) -m pytest -n $(JOBS)

.PHONY: test-slow
test-slow: .venv/dev.stamp var/static.stamp ## bursts, kills, faults and drills, and every test on both databases
	@FFMPEG="$$(tools/ensure_ffmpeg.sh)"; CHROMIUM="$$(tools/ensure_browser.sh)"; export CHROMIUM FFMPEG; \
	$(PYTHON) -m pytest tests/slow && exec $(PYTHON) -m pytest -n $(JOBS) --whole

.PHONY: bench
bench: .venv/dev.stamp var/static.stamp ## figures as ratios, written to var/bench.json
	@WRK="$$(tools/ensure_wrk.sh)"; export WRK; exec $(PYTHON) -m pytest tests/bench

.PHONY: lint
lint: .venv/dev.stamp .venv-djlint/djlint.stamp ## style, import layers, types, migrations and templates
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	.venv/bin/lint-imports --no-cache
	$(if $(TYPED),$(PYTHON) -m mypy $(TYPED))
	@mkdir -p var; rm -f var/scratch.sqlite*
	$(FLASK_DB) upgrade
	$(FLASK_DB) check
	.venv-djlint/bin/djlint templates --lint --quiet

.PHONY: format
format: .venv/dev.stamp ## let ruff put the code in order
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

.PHONY: migration
migration: .venv/dev.stamp ## write a migration from the models: make migration m="ticket types"
	@test -n "$(m)" || { echo 'Say what it is for: make migration m="ticket types"' >&2; exit 1; }
	@mkdir -p var; rm -f var/scratch.sqlite*
	$(FLASK_DB) upgrade
	$(FLASK_DB) migrate -m "$(m)"

.PHONY: vendor
vendor: .venv/runtime.stamp ## copy the pinned browser libraries and fonts afresh (needs node and npm)
	@command -v npm >/dev/null || { echo "make vendor needs node and npm; nothing else here does." >&2; exit 1; }
	npm ci --ignore-scripts
	$(PYTHON) -m tools.vendor

.PHONY: setup
setup: .venv/dev.stamp .venv-djlint/djlint.stamp ## install all requirements, for the tests and linters too

# A stamp is as old as the last install, so that a second `make run` never calls pip.
.venv/bin/python:
	@tools/make_venv.sh .venv

.venv/runtime.stamp: requirements.txt | .venv/bin/python
	@echo "Installing requirements.txt into .venv (a minute or two, once)."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/runtime.stamp
	@echo "Installing requirements-dev.txt into .venv."
	@$(PIP) -r requirements-dev.txt
	@touch $@

# djlint wants older versions of what mypy needs, so it lives alone.
.venv-djlint/djlint.stamp: tools/djlint-requirements.txt
	@test -x .venv-djlint/bin/python || tools/make_venv.sh .venv-djlint
	@.venv-djlint/bin/python -m pip --disable-pip-version-check --no-input install --quiet -r $<
	@touch $@

var/static.stamp: $(STATIC) | .venv/runtime.stamp
	@mkdir -p var
	@$(PYTHON) -m whitenoise.compress --quiet static
	@touch $@
