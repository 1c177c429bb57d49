# make run     sets everything up and opens the room        (ARGS="--port 8123" passes options on)
# make test    sets everything up, chromium included, and runs every check and test
# make help    lists the rest

ARGS ?=
export PYTHON
venv := .venv
bin := $(venv)/bin

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev browser test lint format bench encoder lock dependencies clean

help:  ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

run: setup  ## Set everything up and open the room (options: ARGS="...")
	@$(bin)/thirdear run $(ARGS)

setup:  ## The set-up alone, into .venv
	@sh scripts/setup.sh run

setup-dev:  ## The set-up with everything that the tests need
	@sh scripts/setup.sh dev

browser:
	@sh scripts/chromium.sh >/dev/null

test: browser lint  ## Set everything up, then run every check and test (pytest options: ARGS="...")
	@browser=$$(sh scripts/chromium.sh) && \
	  THIRDEAR_CHROMIUM="$$browser" $(bin)/python -m pytest -n 2 --dist worksteal $(ARGS)

lint: setup-dev  ## Style, types, layers and the dependency lists
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/lint-imports --no-logo
	$(bin)/python scripts/dependencies.py --check

format: setup-dev  ## Put the code in order
	$(bin)/ruff check --fix-only .
	$(bin)/ruff format .

bench: setup  ## What a turn costs (options: ARGS="...")
	$(bin)/python bench/turn_cost.py $(ARGS)

encoder:  ## Train and export the sentence encoder anew (DATA=folder; needs training/README.md)
	cd training && ../build/training/bin/python near_gold.py
	build/training/bin/python training/train.py --data $(DATA) --out build/encoder
	build/training/bin/python training/export.py --weights build/encoder/encoder.pt --data $(DATA) \
		--out src/thirdear/listening/encoder
	build/training/bin/python training/bars.py --model src/thirdear/listening/encoder \
		> build/bars.toml && mv build/bars.toml src/thirdear/listening/lexicons/bars.toml

lock:  ## Write the lock files anew (ARGS="--upgrade" for the newest versions)
	@sh scripts/lock.sh $(ARGS)

dependencies: setup  ## Write the tables of docs/dependencies.md and THIRD_PARTY_NOTICES.md anew
	$(bin)/python scripts/dependencies.py --write

clean:  ## Remove the environment and everything built
	rm -rf $(venv) build dist htmlcov .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
