#!/usr/bin/env bash
# Removes containers of runs that ended a while ago, so that Alloy has read them before: use it in place of --rm and auto_remove.
# usage: eng/prune-runs.sh [SECONDS [LABEL]]   by default those with Dagster's label that ended a minute ago
set -euo pipefail

age=${1:-60} label=${2:-dagster/run_id}
now=$(date +%s)
docker ps --all --quiet --no-trunc --filter status=exited --filter "label=$label" | while read -r container; do
    ended=$(docker inspect --format '{{.State.FinishedAt}}' "$container" 2>/dev/null) || continue
    ((now - $(date --date "$ended" +%s) < age)) || docker rm "$container"
done
