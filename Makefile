# Ontmoet. `make run` shows it, `make test` proves it, `make help` lists the rest.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard eventapp/translations/*/LC_MESSAGES/*.po))
LANGUAGES := nl en tr ar
VENDOR := static/vendor/zxing/reader/zxing_reader.wasm static/vendor/lean-qr/index.mjs
export PYTHON
.NOTPARALLEL:

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 20

run: app ## Everything, with demo data, at http://localhost:8000 (another port: make run PORT=8080)
	@$(BIN)/python -m scripts.serve --demo

serve: app ## For real: web server and worker, without demo data, with the settings that the README names
	@$(BIN)/python -m scripts.serve

web: app ## For real, the web server alone
	@$(BIN)/python -m scripts.serve web

worker: app ## For real, the worker alone; any number may run
	@$(BIN)/python -m scripts.serve worker

test: dev browser ## Everything, on SQLite and PostgreSQL and in a browser (a part: make test ARGS=tests/door)
	@scripts/install.sh postgresql
	@$(BIN)/python scripts/postgres.py -- $(BIN)/python -m pytest -n 2 $(ARGS)

check: dev ## Layout, types and quick tests, in about a minute
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n 2 -m "not slow and not browser" --databases sqlite $(ARGS)

bench: dev ## Benchmarks, one JSON object a line (one of them: make bench BENCH=sign-up:postgresql)
	@scripts/install.sh postgresql
	@$(BIN)/python scripts/postgres.py --durable -- $(BIN)/python -m tests.bench $(BENCH)

format: dev ## Lay out the code as `make check` wants it
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

translations: dev ## Collect the texts for people into the catalogues of all languages
	@$(BIN)/pybabel --quiet extract -F babel.cfg -k _l --no-location --sort-output --width=120 \
		--project=Ontmoet --header-comment="# Texts of Ontmoet, under its licence: EUPL-1.2" -o messages.pot .
	@for code in $(LANGUAGES); do $(BIN)/pybabel --quiet update -i messages.pot -d eventapp/translations -l $$code \
		--init-missing --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=120; done
	@rm messages.pot

lock: dev ## Write the locks anew from the lists (newer versions: make lock ARGS=--upgrade)
	@for list in app dev node; do CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --strip-extras \
		--generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe $(ARGS) \
		--output-file=requirements/$$list.txt requirements/$$list.in; done

clean: ## Remove what the set-up and the tests made; the database in instance/ stays
	@rm -rf .venv node_modules static/vendor .hypothesis .mypy_cache .pytest_cache .ruff_cache $(CATALOGUES)
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What the commands above stand on. Each is made once, and again when its list changes.

app: .venv/app.done $(CATALOGUES) $(VENDOR)

dev: .venv/dev.done $(CATALOGUES) $(VENDOR)

browser: node_modules/.package-lock.json
	@scripts/install.sh chromium

.venv/bin/pip:
	@scripts/install.sh venv

.venv/app.done: requirements/app.txt | .venv/bin/pip
	@echo "Installing what the service needs ..." >&2
	@$(PIP) install -qq --require-hashes -r $<
	@scripts/install.sh fonts
	@touch $@

.venv/dev.done: requirements/dev.txt | .venv/bin/pip
	@echo "Installing what the service and its tests need ..." >&2
	@$(PIP) install -qq --require-hashes -r $<
	@scripts/install.sh fonts
	@touch .venv/app.done $@

node_modules/.package-lock.json: package-lock.json | .venv/bin/pip
	@echo "Bringing the few files for browsers ..." >&2
	@scripts/install.sh browser-files

# What reads codes at the door: of its package only the reader, which is two scripts and the WebAssembly.
static/vendor/zxing/reader/zxing_reader.wasm: node_modules/.package-lock.json
	@mkdir -p $(@D)
	@cp node_modules/zxing-wasm/dist/es/share.js static/vendor/zxing/
	@cp node_modules/zxing-wasm/dist/es/reader/index.js node_modules/zxing-wasm/LICENSE $(@D)/
	@cp node_modules/zxing-wasm/dist/reader/zxing_reader.wasm $@

# What draws the code of a ticket that is given at the door, also without internet.
static/vendor/lean-qr/index.mjs: node_modules/.package-lock.json
	@mkdir -p $(@D)
	@cp node_modules/lean-qr/index.mjs node_modules/lean-qr/LICENSE $(@D)/
	@touch $@

%.mo: %.po | .venv/app.done
	@$(BIN)/pybabel --quiet compile -i $< -o $@

.PHONY: help run serve web worker test check bench format translations lock clean app dev browser
