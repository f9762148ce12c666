# Tenantry's commands.  `make` or `make help` lists them.
#
# Needs python3.11 with venv and pip; everything else is installed into .venv, exactly as the
# lock files say.  ARGS is handed on: make lab ARGS="--port 8443", make test ARGS="tests/sync -x".

PYTHON ?= python3.11
ARGS ?=
LOCK ?=

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.installed-runtime
DEV := $(VENV)/.installed-dev

PIP_INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check
PIP_COMPILE := $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

export CUSTOM_COMPILE_COMMAND := make lock

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install lab test clients check lint types imports docs docs-current bench lock lock-clients

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(RUNTIME) ## install the command tenantry into .venv/bin

lab: $(RUNTIME) ## start the lab: tenants, people and policies to try everything on
	@$(BIN)/tenantry lab $(ARGS)

test: $(DEV) ## run the tests, on as many processes as the machine has processors
	@$(BIN)/pytest --numprocesses=auto --dist=worksteal $(ARGS)

clients: $(DEV) ## install the large clients that tests/clients tries, beside the project
	@$(BIN)/python -m tests.clients.installing

check: lint types imports docs-current test ## everything that must hold before a commit

lint: $(DEV) ## check style and format
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(DEV) ## check the types
	@$(BIN)/mypy

imports: $(DEV) ## check that each layer imports only from below
	@$(BIN)/lint-imports

docs: $(DEV) ## write the generated documents anew
	@$(BIN)/python -m docs._generate

docs-current: $(DEV) ## check that the generated documents are current
	@$(BIN)/python -m docs._generate --check

bench: $(DEV) ## measure speed, each figure beside its floor or peer
	@$(BIN)/python -m benchmarks $(ARGS)

lock: $(DEV) ## resolve the dependencies anew; LOCK="--upgrade" takes the newest
	@echo "Resolving the dependencies of pyproject.toml ..."
	@$(PIP_COMPILE) $(LOCK) --build-deps-for=editable --output-file=requirements.lock pyproject.toml
	@$(PIP_COMPILE) $(LOCK) --extra=dev --extra=saml --constraint=requirements.lock \
		--output-file=requirements-dev.lock pyproject.toml
	@echo "Wrote requirements.lock and requirements-dev.lock."

lock-clients: $(DEV) ## resolve the versions of the large clients anew
	@cd tests/clients/azure_cli && CUSTOM_COMPILE_COMMAND="make lock-clients" \
		../../../$(PIP_COMPILE) $(LOCK) --output-file=requirements.lock requirements.in
	@cd tests/clients/node && npm install --package-lock-only --omit-lockfile-registry-resolved
	@cd tests/clients/m365 && npm install --package-lock-only --omit-lockfile-registry-resolved

# The stamps are older than what they were made from when something has to be installed.

$(BIN)/python:
	@echo "Creating $(VENV) with $(PYTHON) ..."
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Tenantry into $(VENV); about half a minute, the first time only ..."
	@$(PIP_INSTALL) --require-hashes --requirement requirements.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@echo "Installing the tools for development; about half a minute, the first time only ..."
	@$(PIP_INSTALL) --require-hashes --requirement requirements-dev.lock
	@touch $@
