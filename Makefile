# `make help` lists the targets. They set up what they need: Python 3.11+, Go and make suffice.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# Each command starts several Python processes; without kept bytecode each compiles the SDK again.
unexport PYTHONDONTWRITEBYTECODE
STACKS := $(if $(STACK),$(STACK),account staging production)
.PHONY: help up sandbox down test check lint bench mutate chaos golden lock tools clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

up: .venv/setup ## Bring the platform up in a simulated account (STACK=development for one stack)
	@$(BIN)/python -m tools.up $(STACKS)

sandbox: tools ## Make a sandbox beside staging in the simulated account (ID=ada-1)
	@PATH="$(CURDIR)/simulator:$$PATH" && eval "$$($(BIN)/python -m simulator env)" && \
		SANDBOX_ID="$$ID" $(BIN)/python -m delivery sandbox create

down: .venv/ready ## Stop the simulated account and forget it
	@$(BIN)/python -m simulator down

test: tools ## Run all tests, on the real engine where it counts
	@$(BIN)/python -m pytest

check: lint test ## All that must be green: lint and test

lint: tools ## Format, lint, strict types, import contracts and workflows
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/basedpyright
	@$(BIN)/lint-imports
	@PATH="$$PATH:.tools/bin" actionlint -shellcheck= -pyflakes=
	@$(BIN)/zizmor --quiet --offline --persona=auditor .github

bench: tools ## Measure a preview against the same resources declared flat
	@$(BIN)/python -m benchmarks

mutate: tools ## Break each mandatory policy once, and see it refused (RULES="one two" for some)
	@$(BIN)/python -m tests.policies.mutate $(RULES)

chaos: tools ## Break deployments off everywhere, and see them carried on (SEED=8 for other moments)
	@$(BIN)/python -m tests.chaos --seed $(or $(SEED),7)

golden: tools ## Write the golden records and generated pages anew, after a change that is meant
	@$(BIN)/python -m pytest -q --golden tests/unit tests/program tests/delivery/test_report.py

lock: .venv/ready ## Lock the Python packages anew after a change of requirements*.in
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes requirements.in -o requirements.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes requirements-dev.in -o requirements-dev.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes requirements-setup.in -o requirements-setup.txt

tools: .venv/setup ## Install the Python packages, the Pulumi CLI and a Kubernetes API server, once
	@$(BIN)/python -m tools.install

clean: down ## Remove all that make has built
	rm -rf .venv .tools

.venv/ready: .venv/setup requirements-dev.txt
	@$(BIN)/python -m tools.install --packages

.venv/setup: requirements-setup.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11")'
	@echo "  Python environment: venv, uv and rich ..."
	@started=$$(date +%s); $(PYTHON) -m venv .venv && \
		$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $< && \
		echo "  Python environment: $$(($$(date +%s) - started)) s"
	@touch $@
