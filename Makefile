# Every target is one script or one command; the work is done in tools/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup test lint e2e soak fuzz bench golden saved run

help: ## show this list
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: ## install what the tests need, or name what is missing
	tools/setup.sh

test: ## everything that CI runs
	tools/check.sh

lint: ## formatting, golangci-lint (vet, staticcheck, gosec and more), govulncheck
	tools/check.sh lint

e2e: ## browser, crash and two-instance tests alone
	tools/check.sh e2e

soak: ## the tests that have a long form, for SOAK_MINUTES (default 30); figures at the end
	tools/check.sh soak

fuzz: ## every fuzz target for FUZZTIME each (default 20s)
	tools/fuzz.sh

bench: ## benchmarks, without the tests
	go test -run '^$$' -bench . -benchmem ./internal/bench/...

golden: ## rewrite the golden files after a wanted change; read the diff
	SAMENSPRAAK_UPDATE_GOLDEN=1 tools/postgres.sh go test ./internal/...

saved: ## keep a database of this schema in internal/store/testdata, before a migration changes it
	SAMENSPRAAK_SAVE_DATABASE=1 tools/postgres.sh go test -count=1 -run 'TestSavedWorld$$' ./internal/web/

run: ## the demo: an invented region with its own mailbox
	go run ./cmd/samenspraak demo
