# SPDX-License-Identifier: Apache-2.0
# The only door to commands. `make help` prints what there is.

SHELL   := /bin/bash
TOOLS   := $(CURDIR)/.tools
BIN     := $(CURDIR)/build
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w \
	-X github.com/cosmos/cosmos-sdk/version.Name=tael \
	-X github.com/cosmos/cosmos-sdk/version.AppName=taeld \
	-X github.com/cosmos/cosmos-sdk/version.Version=$(VERSION)

export PATH := $(TOOLS)/bin:$(TOOLS)/node_modules/.bin:$(PATH)
# bash keeps a clock of its own in SECONDS, so the value goes over under another name.
BENCH = BENCH_SECONDS='$(SECONDS)' PAIRS='$(PAIRS)' ONLY='$(ONLY)' REPORT='$(REPORT)' BASE_PORT='$(BASE_PORT)' FROM='$(FROM)' \
	ALLOW_MISSING='$(ALLOW_MISSING)' WALLETS='$(WALLETS)' WALLETS_HOME='$(WALLETS_HOME)' RECORDS_HOME='$(RECORDS_HOME)' scripts/bench.sh
# The SDK derives its configuration scope from host and executable at every call unless it is named.
export COSMOS_SDK_CONFIG_SCOPE := tael

.PHONY: help build demo test test-signer test-e2e test-sim test-determinism test-faults fuzz bench bench-quick bench-check bench-rooms bench-build lint format proto proto-check proto-lint localnet localnet-down localnet-status check tools clean

help: ## print this list
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

build: ## build taeld and the payment day into build/
	@mkdir -p $(BIN)
	go build -ldflags '$(LDFLAGS)' -o $(BIN)/ ./cmd/...

demo: build ## start a network of five nodes and run a payment day on it (under three minutes)
	@scripts/demo.sh

test: ## unit, keeper, journey and property tests (no processes)
	go test -timeout 12m ./...

test-signer: tools-signer ## the remote signer with a token in software (installs SoftHSM where it is missing)
	TAEL_REQUIRE_SOFTHSM=1 go test -timeout 10m -count=1 ./signer/...

test-e2e: build ## four validators and an audit node as real processes: kill, restart, compare
	go test -timeout 20m -count=1 -tags e2e ./networks/e2e/...

test-faults: build ## break a network by seeds and check every block (SEEDS=20 SECONDS=90 SEED=n FORM=proxy REPORT=file.json)
	@SEEDS='$(SEEDS)' FAULT_SECONDS='$(SECONDS)' SEED='$(SEED)' FORM='$(FORM)' REPORT='$(REPORT)' BASE_PORT='$(BASE_PORT)' scripts/faults.sh

test-sim: ## random sequences over the whole application, export and import, several seeds
	go test -timeout 30m -count=1 -tags sim ./app/...

test-determinism: ## the same blocks with and without the race detector, on 1, 2 and 8 processors: the same hashes
	@scripts/determinism.sh

fuzz: ## every fuzzer for a short while (FUZZTIME=30s)
	@scripts/fuzz.sh

bench: bench-build ## payments beside a stock chain and PostgreSQL: table, JSON, chart (SECONDS=20 PAIRS=3 ONLY=… REPORT=folder)
	@$(BENCH) run

bench-quick: bench-build ## the main ratios of it in under three minutes (SECONDS=10)
	@$(BENCH) quick

bench-check: bench-build ## the same; fails where a ratio does not hold or was not measured (FROM=bench.json ALLOW_MISSING=1)
	@$(BENCH) check

bench-rooms: ## Go benchmarks of single rooms; ratios are printed with both sides of one run
	@scripts/bench-rooms.sh

bench-build: build tools-bench
	@go build -o $(BIN)/ ./networks/bench/taelbench ./networks/bench/vanilla/vanillad

localnet: build ## start four validators and an audit node on loopback, or continue them
	@$(BIN)/taeld localnet up

localnet-down: build ## stop them; the chain stays in .tael/localnet
	@$(BIN)/taeld localnet down

localnet-status: build ## what runs where
	@$(BIN)/taeld localnet status

proto: tools-proto ## generate Go from proto/ (offline)
	@scripts/proto.sh

proto-lint: tools-proto ## style and comments of proto/
	@scripts/proto-check.sh lint

proto-check: tools-proto ## generated code is current; nothing breaks the last release or main
	@scripts/proto-check.sh

lint: tools-lint ## golangci-lint with the boundaries between rooms, and the rules of determinism
	golangci-lint run ./...
	go run ./scripts/lint ./x/... ./app/...

format: tools-lint ## gofumpt
	gofumpt -w $$(git ls-files '*.go' | grep -v '\.pb\.')

check: proto-check build lint test ## what a change must pass

tools: tools-proto tools-lint ## install every tool at its pinned version into .tools/

tools-proto:
	@scripts/tools.sh proto

tools-lint:
	@scripts/tools.sh lint

tools-signer:
	@scripts/tools.sh signer

tools-bench:
	@scripts/tools.sh bench

clean: ## remove builds and local networks
	rm -rf $(BIN) .tael
