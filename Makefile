# What can be done here; `make` alone lists it. Nothing but Python >= 3.11 and make is needed for run and test.

.DEFAULT_GOAL := help
comma := ,
PYTHON ?= python3
# Compiled once and kept, not by each of many processes anew, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=
# The first docker that can build with BuildKit.
DOCKER ?= $(firstword $(shell for docker in docker /usr/bin/docker; do $$docker buildx version >/dev/null 2>&1 && echo $$docker; done) docker)
INGRESS ?= https://kind.sigs.k8s.io/examples/ingress/deploy-ingress-nginx.yaml
BUILD_FLAGS ?=
PIP_CONF ?= $(firstword $(wildcard $(PIP_CONFIG_FILE) $(HOME)/.config/pip/pip.conf /etc/pip.conf))
BUILD = DOCKER_BUILDKIT=1 $(DOCKER) build $(BUILD_FLAGS) $(if $(PIP_CONF),--secret id=pip$(comma)src=$(PIP_CONF))
VERSION := 0.1.0
BIN := .venv/bin
BUILD_DIR ?= build
LOCAL := PYTHONPATH=local:operator $(BIN)/python -m productwatch_local
SUITES = $(wildcard $(addprefix tests/,api security app openapi operator local chart overlays observability))
COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet --no-emit-index-url

# The checkers import the application, which asks for its settings; they reach no server with these.
CHECKED := PUBLIC_URL=http://localhost DATABASE_URL='postgresql://nobody@/none?host=/nonexistent' REDIS_URL=redis://localhost \
	SECRET_KEY=$(shell printf '%064d' 0) DATA_KEY=$(shell printf '%064d' 0) SIGNING_KEYS_FILE=none PYTHONPATH=app:operator:local

.PHONY: help setup run run-reset manage test attack api-fuzz lint format lock client docs pictures image up down test-cluster test-cluster-long bench

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## makes .venv what the lock says; the others do it first
	@$(PYTHON) local/set_up.py

run: setup ## runs everything on this machine, until Ctrl-C; PORT=8000, INTERNAL_PORT=9000
	@$(LOCAL) run

run-reset: setup ## takes away what `make run` keeps, after asking
	@$(LOCAL) reset

manage: setup ## a command of manage.py with the data of `make run`: ARGS="report --day 2026-11-20"
	@$(LOCAL) manage $(ARGS)

test: setup client ## all tests that need no cluster, with a real Postgres and Valkey
	$(BIN)/pytest $(SUITES) -q -n auto --maxprocesses 8 --dist worksteal $(ARGS)

attack: setup ## tries on `TRUSTED_PROXIES=1 make run` what must not work, and tells how it is refused
	PYTHONPATH=.:local:operator $(BIN)/python -m tests.security $(ARGS)

api-fuzz: setup ## asks the API what nobody would, for minutes; EXAMPLES=100, SEED=1
	API_EXAMPLES=$(or $(EXAMPLES),100) API_SEED=$(or $(SEED),1) $(BIN)/pytest tests/api/test_schemathesis.py -q -p no:xdist $(ARGS)

lint: setup client ## style, types, layers, and that no migration is missing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(CHECKED) $(BIN)/mypy app openapi operator local tests observability
	PYTHONPATH=app:operator $(BIN)/lint-imports
	$(CHECKED) $(BIN)/python -W ignore app/manage.py makemigrations --check --dry-run

format: setup ## lays the code out, and mends what ruff can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: setup ## locks the newest versions that pyproject.toml allows, with hashes
	$(COMPILE) --upgrade --group dev -o requirements/dev.txt
	$(COMPILE) --group app -c requirements/dev.txt -o requirements/app.txt
	$(COMPILE) --group operator -c requirements/dev.txt -o requirements/operator.txt
	$(COMPILE) --group reload -c requirements/dev.txt -o requirements/reload.txt

client: setup ## makes the typed Python client of the API, in build/client
	@rm -rf $(BUILD_DIR)/client && mkdir -p $(BUILD_DIR)
	@$(CHECKED) $(BIN)/python -W ignore app/manage.py openapi > $(BUILD_DIR)/openapi.json
	@PATH=$(CURDIR)/$(BIN):$$PATH RUFF_NO_CACHE=true $(BIN)/openapi-python-client generate --path $(BUILD_DIR)/openapi.json --config openapi/client.yaml \
		--meta uv --output-path $(BUILD_DIR)/client --fail-on-warning

docs: setup ## makes the pages and boards that are made from code
	$(BIN)/python observability/metrics_page.py > observability/metrics.md
	PYTHONPATH=observability/grafana $(BIN)/python -m productwatch_boards observability/grafana/dashboards
	$(BIN)/python charts/values_page.py

pictures: setup ## takes the pictures of the admin from what `make run` runs; PORT=8000, CHROMIUM=chromium
	$(BIN)/python docs/pictures

image: ## builds the images productwatch/app and productwatch/operator
	$(BUILD) --target app -t productwatch/app:$(VERSION) .
	$(BUILD) --target operator -t productwatch/operator:$(VERSION) .

up: image ## a cluster of kind with everything on it, at http://productwatch.localhost:8080
	kind get clusters | grep -qx productwatch || kind create cluster --name productwatch --config kind-config.yaml
	kind load docker-image --name productwatch productwatch/app:$(VERSION) productwatch/operator:$(VERSION)
	kubectl --context kind-productwatch apply --filename $(INGRESS)
	kubectl --context kind-productwatch --namespace ingress-nginx rollout status deployment/ingress-nginx-controller --timeout 5m
	helm --kube-context kind-productwatch upgrade --install pw charts/productwatch --namespace pw --create-namespace --wait \
		--set publicUrl=http://productwatch.localhost:8080

down: ## takes that cluster away
	kind delete cluster --name productwatch

test-cluster: setup client ## the whole story on the cluster of the kubeconfig
	$(BIN)/pytest tests/cluster --confcutdir tests/cluster -p no:xdist -m "not long" $(ARGS)

test-cluster-long: setup client ## the same, with the proofs that take minutes
	$(BIN)/pytest tests/cluster --confcutdir tests/cluster -p no:xdist $(ARGS)

bench: setup ## ratios against named rivals, into a file
	$(BIN)/pytest tests/benchmarks -p no:logging $(ARGS)
