# `make help` lists the targets. They install what they need, given Python 3.11+, Go and make.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# Each command starts several Python processes; without bytecode files each compiles the SDK again.
unexport PYTHONDONTWRITEBYTECODE
STACKS := $(if $(STACK),$(STACK),account staging production)
.PHONY: help up sandbox down test check lint bench chaos first-day conformance golden lock tools clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

up: .venv/setup ## Deploy the platform into a simulated account (STACK=development for one stack)
	@$(BIN)/python -m tools.up $(STACKS)

sandbox: tools ## Create a sandbox next to staging in the simulated account (ID=ada-1)
	@PATH="$(CURDIR)/simulator:$$PATH" && eval "$$($(BIN)/python -m simulator env --role cellscope-deploy-sandbox)" && \
		SANDBOX_ID="$$ID" $(BIN)/python -m delivery sandbox create

down: .venv/ready ## Stop the simulated account and delete its data
	@$(BIN)/python -m simulator down

test: tools ## Run all tests, including those with the real engine
	@$(BIN)/python -m pytest

check: lint test ## Run lint and test

lint: tools ## Check format, lint rules, types, import contracts and workflows
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/basedpyright
	@$(BIN)/lint-imports
	@PATH="$$PATH:.tools/bin" actionlint -shellcheck= -pyflakes=
	@$(BIN)/zizmor --quiet --offline --persona=auditor .github

bench: tools ## Compare previews of the program and of a flat program
	@$(BIN)/python -m benchmarks

chaos: tools ## Kill deployments at many points and check that the next completes them (SEED=8)
	@$(BIN)/python -m tests.chaos --seed $(or $(SEED),7)

first-day: tools ## Rehearse the first day: an empty account, a new repository, a deployed merge
	@$(BIN)/python -m tests.first_day

conformance: tools ## Compare with the real AWS provider of Terraform (TERRAFORM_MIRROR=folder, WRITE=1)
	@$(BIN)/python -m conformance $(if $(WRITE),--write)

golden: tools ## Rewrite the golden files and generated pages after an intended change
	@$(BIN)/python -m pytest -q --golden tests/settings/test_aws_types.py tests/stacks tests/delivery/docs tests/delivery/report tests/delivery/unmanaged/test_table.py tests/policies/test_mutations.py

lock: .venv/ready ## Lock the Python packages again after a change of requirements*.in
	@for name in requirements requirements-dev requirements-setup; do \
		$(BIN)/uv pip compile -q --universal --python-version=3.11 --generate-hashes --output-file=$$name.txt $$name.in || exit 1; \
	done

tools: .venv/setup ## Install the Python packages, the Pulumi CLI and a Kubernetes API server, once
	@$(BIN)/python -m tools.install

clean: down ## Remove everything that make has installed
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
