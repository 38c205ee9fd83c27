#!/usr/bin/env bash
# What looking for containers costs: processor time of the Docker engine, while it is asked as Alloy asks it, every so many seconds.
# usage: [IMAGE=…] eng/discovery-cost.sh [CONTAINERS [SECONDS]]   makes so many containers that do nothing, and removes them again
set -euo pipefail

count=${1:-50} duration=${2:-30}
socket=${DOCKER_SOCKET:-/var/run/docker.sock}
image=${IMAGE:-phlo-sandbox/prometheus:local}
engine=$(pidof dockerd)
label=phlo.discovery-cost=$$
trap 'docker ps --all --quiet --filter "label=$label" | xargs --no-run-if-empty docker rm --force >/dev/null' EXIT

for _ in $(seq "$count"); do
    docker run --detach --network none --label "$label" --user 65534 --entrypoint /bin/sleep "$image" infinity >/dev/null
done

# All states, as ContainerDiscovery asks for them, and the networks, whose names are among what is found.
states='{"status":["created","exited","paused","restarting","running"]}'
ask() {
    curl --silent --fail --output /dev/null --unix-socket "$socket" --get --data-urlencode "filters=$states" http://docker/v1.41/containers/json
    curl --silent --fail --output /dev/null --unix-socket "$socket" http://docker/v1.41/networks
}

# Clock ticks that the engine has had.
ticks() { awk '{print $14 + $15}' "/proc/$engine/stat"; }

measure() {
    local pause=$1 before after turns=0 end=$((SECONDS + duration))
    before=$(ticks)
    while ((SECONDS < end)); do
        if ((pause > 0)); then
            ask
            turns=$((turns + 1))
            sleep "$pause"
        else
            sleep 1
        fi
    done
    after=$(ticks)
    awk -v pause="$pause" -v ticks="$((after - before))" -v hz="$(getconf CLK_TCK)" -v s="$duration" -v turns="$turns" 'BEGIN {
        printf "%-12s %3d looks, %.2f %% of a processor\n", (pause > 0 ? "every " pause " s:" : "never:"), turns, 100 * ticks / hz / s }'
}

echo "$(docker ps --all --quiet | wc -l) containers"
for pause in 0 5 2 1; do measure "$pause"; done
