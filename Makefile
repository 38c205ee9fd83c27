# Each target is one or two commands that can be typed by themselves; ./infra help lists the rest.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help up-observability health-observability grafana down-observability up-core down-core preview build format test attack prune-runs bench prerequisites

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r target text; do printf '  %-22s %s\n' "$$target" "$$text"; done
	@echo '  STACK=dev|prod|sandbox says which stack; ./infra help lists all verbs'

up-observability: prerequisites ## bring the stack up: Docker and images first, where they are missing
	@eng/docker.sh ensure
	@stack=$$(eng/stack.sh); [[ $$stack != sandbox ]] || ./infra images; ./infra up -s "$$stack" --yes

health-observability: prerequisites ## a table of each service; fails where not all is well
	@stack=$$(eng/stack.sh); ./infra health -s "$$stack"

grafana: prerequisites ## open Grafana, or say where it is
	@stack=$$(eng/stack.sh); eng/grafana.sh "$$stack"

down-observability: prerequisites ## remove the stack
	@stack=$$(eng/stack.sh); ./infra destroy -s "$$stack" --yes

up-core: prerequisites ## the stack with a small lakehouse to watch (without an image registry: Postgres alone)
	@eng/docker.sh ensure
	@stack=$$(eng/stack.sh); ./infra config set lakehouse demo -s "$$stack"; [[ $$stack != sandbox ]] || ./infra images; ./infra up -s "$$stack" --yes

down-core: prerequisites ## remove that lakehouse again, and leave the stack
	@stack=$$(eng/stack.sh); ./infra config set lakehouse external -s "$$stack"; ./infra up -s "$$stack" --yes

preview: prerequisites ## what 'up' would change
	@stack=$$(eng/stack.sh); ./infra preview -s "$$stack" --diff

build: prerequisites ## build everything
	@dotnet build eng/Infra.slnx -v q --nologo

format: prerequisites ## put the code into its form
	@dotnet format eng/Infra.slnx

test: ## all tests, as CI runs them
	@eng/test.sh

attack: ## attack a stack of its own as docs/security.md lists it, and say what held
	@eng/attack.sh

prune-runs: ## remove containers of Dagster's runs that ended more than a minute ago
	@eng/prune-runs.sh

bench: prerequisites ## speed and size, as a table
	@eng/bench.sh

prerequisites:
	@eng/prerequisites.sh
