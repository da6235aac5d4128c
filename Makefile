# Every command of the project; `make run` and `make test` set up whatever they need by themselves.
PORT ?= 8000
HOST ?= 127.0.0.1
PY := .venv/bin/python
PYTEST := $(PY) -m pytest
JOURNEYS := set -a; . .build/browser.env; set +a; $(PYTEST) -m journey
RUN_ENV := python3 bin/bootstrap.py run
DEV_ENV := python3 bin/bootstrap.py dev
SOURCES := src tests bench bin manage.py
export DJANGO_SETTINGS_MODULE ?= anyam.config.settings.dev
export PYTHONUTF8 := 1

.PHONY: help run test test-all test-sqlite test-postgres test-wheel fast journeys check fmt migrate demo lock \
	wheel translations docs sweep sweep-mutants bench-lists bench-import bench-round bench

help:
	@echo "make run [PORT=8000]  set up and start Anyam with a demonstration school"
	@echo "make test             the whole suite: SQLite, PostgreSQL walls and races, browser journeys"
	@echo "make test-all         the whole suite on both databases, and the installed wheel"
	@echo "make fast             rules and architecture only, seconds"
	@echo "make check            format, lint, types, import contracts, migrations, translations, deploy check"
	@echo "make fmt migrate demo journeys docs wheel translations lock"
	@echo "make sweep sweep-mutants bench-lists bench-import bench-round"

run:
	@$(RUN_ENV)
	@exec $(PY) -m anyam.config.cli serve --demo --follow-parent --host $(HOST) --port $(PORT)

test: export DJANGO_SETTINGS_MODULE = anyam.config.settings.test
test:
	@$(DEV_ENV)
	@python3 bin/browser.py
	$(PYTEST) -n 2 -m "not postgres and not journey"
	$(PYTEST) -p tests.plugins.postgres -m "postgres"
	$(JOURNEYS)

test-all: export DJANGO_SETTINGS_MODULE = anyam.config.settings.test
test-all:
	@$(DEV_ENV)
	@python3 bin/browser.py
	$(PYTEST) -n 2 -m "not postgres and not journey"
	$(PYTEST) -n 2 -p tests.plugins.postgres -m "not journey"
	$(JOURNEYS)

test-sqlite: export DJANGO_SETTINGS_MODULE = anyam.config.settings.test
test-sqlite:
	@$(DEV_ENV)
	$(PYTEST) -n 2 -m "not postgres and not journey"

test-postgres: export DJANGO_SETTINGS_MODULE = anyam.config.settings.test
test-postgres:
	@$(DEV_ENV)
	$(PYTEST) -n 2 -p tests.plugins.postgres -m "not journey"

test-wheel: export DJANGO_SETTINGS_MODULE = anyam.config.settings.test
test-wheel:
	@$(DEV_ENV)
	$(PYTEST) tests/config/test_wheel.py

fast: export DJANGO_SETTINGS_MODULE = anyam.config.settings.test
fast:
	@$(DEV_ENV)
	$(PYTEST) -n 2 -m "pure or architecture"

journeys: export DJANGO_SETTINGS_MODULE = anyam.config.settings.test
journeys:
	@$(DEV_ENV)
	@python3 bin/browser.py
	$(JOURNEYS)

check:
	@$(DEV_ENV)
	$(PY) bin/check.py

fmt:
	@$(DEV_ENV)
	$(PY) -m ruff format $(wildcard $(SOURCES))
	$(PY) -m ruff check --fix $(wildcard $(SOURCES))

migrate:
	@$(DEV_ENV)
	$(PY) manage.py makemigrations
	$(PY) -m anyam.config.cli prepare

demo:
	@$(RUN_ENV)
	$(PY) -m anyam.config.cli prepare --demo

translations:
	@$(DEV_ENV)
	$(PY) bin/translations.py update
	$(PY) bin/translations.py compile

wheel:
	@$(DEV_ENV)
	@python3 bin/release.py wheel

lock:
	python3 bin/release.py lock

docs:
	@$(DEV_ENV)
	@python3 bin/browser.py
	$(PY) -m tests.architecture.documents
	set -a; . .build/browser.env; set +a; $(PY) bin/pictures.py

sweep: export DJANGO_SETTINGS_MODULE = anyam.config.settings.test
sweep:
	@$(DEV_ENV) >&2
	@$(PY) -m tests.authorisation.sweep

sweep-mutants: export DJANGO_SETTINGS_MODULE = anyam.config.settings.test
sweep-mutants:
	@$(DEV_ENV) >&2
	@$(PY) -m tests.authorisation.mutants

bench: bench-lists bench-import bench-round

bench-lists bench-import bench-round: bench-%:
	@$(DEV_ENV) >&2
	@$(PY) -m bench.$(if $(filter import,$*),imports,$*)
