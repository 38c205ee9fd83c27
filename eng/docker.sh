#!/usr/bin/env bash
# docker.sh ensure: a Docker engine answers afterwards, or it is said what is missing and how to get it (exit code 1).
# docker.sh stop:   stops the engine that 'ensure' started, and no other.
set -euo pipefail
here=$(readlink -f "${BASH_SOURCE[0]}")
here=${here%/*}
# shellcheck source=eng/common.sh
. "$here/common.sh"

runtime=${PHLO_RUNTIME_DIR:-/run/phlo-observability}
pid_file="$runtime/dockerd.pid"
log="$runtime/dockerd.log"
service_mark="$runtime/docker-service"

with_systemd() { [[ -d /run/systemd/system ]]; }

as_root() {
    # shellcheck disable=SC2086
    $prefix "$@"
}

wait_until_it_answers() {
    local tries
    for ((tries = 0; tries < 150; tries++)); do
        docker_answers && return
        [[ -z ${1:-} ]] || is_ours "$1" || return 1
        sleep 0.2
    done
    return 1
}

is_ours() { [[ $(cat "/proc/$1/comm" 2>/dev/null) == dockerd ]]; }

install_engine() {
    is_debian || fail 1 \
        "No Docker engine answers, and none is installed." \
        "Install Docker Engine (https://docs.docker.com/engine/install), start it, and try again."
    say "no Docker engine here: installing Debian's (apt-get install docker.io) …"
    local log_file packages=(docker.io)
    log_file=$(mktemp)
    # From Debian 13 on the command line is a package of its own.
    if ! { as_root apt-get -qq update && if apt-cache show docker-cli >/dev/null 2>&1; then packages+=(docker-cli); fi &&
        as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -qq install -y --no-install-recommends "${packages[@]}"; } \
        >"$log_file" 2>&1 </dev/null; then
        tail -n 20 "$log_file" >&2
        rm -f "$log_file"
        fail 1 "Docker could not be installed: apt-get's last messages are above." "Install the package docker.io yourself, then try again."
    fi
    rm -f "$log_file"
    hash -r
}

start_engine() {
    as_root mkdir -p "$runtime"
    if with_systemd && [[ -z ${DOCKER_HOST:-} ]]; then
        say "starting the Docker service (systemctl start docker) …"
        as_root systemctl start docker || fail 1 "The Docker service does not start." "See why with: systemctl status docker; journalctl -u docker"
        as_root touch "$service_mark"
        wait_until_it_answers || fail 1 "The Docker service was started and does not answer within 30 s." "See why with: journalctl -u docker"
        return
    fi

    say "starting dockerd (log: $log; stop it with: eng/docker.sh stop) …"
    # shellcheck disable=SC2016,SC2086
    as_root sh -c 'log=$1; shift; nohup setsid "$@" >"$log" 2>&1 </dev/null &' sh "$log" \
        dockerd --pidfile "$pid_file" --host "${DOCKER_HOST:-unix:///var/run/docker.sock}" ${PHLO_DOCKERD_FLAGS:-}
    local tries pid=''
    for ((tries = 0; tries < 50; tries++)); do
        pid=$(as_root cat "$pid_file" 2>/dev/null) && [[ -n $pid ]] && break
        sleep 0.1
    done
    if ! wait_until_it_answers "${pid:-0}"; then
        as_root tail -n 5 "$log" >&2 || true
        fail 1 "dockerd was started and does not answer; its last messages are above (all: $log)." \
            "In a container it needs --privileged; elsewhere see that no other dockerd holds /var/run/docker.sock."
    fi
}

ensure() {
    docker_answers && return
    case ${DOCKER_HOST:-} in
        '' | unix://*) ;;
        *) fail 1 "No Docker engine answers at DOCKER_HOST=$DOCKER_HOST." "Start it there, or unset DOCKER_HOST to use this machine's own." ;;
    esac
    local answer=''
    if have docker; then
        answer=$(docker version 2>&1) || true
    fi
    if [[ ${answer,,} == *'permission denied'* ]]; then
        fail 1 "A Docker engine runs here, but $(id -un) may not use it." "Run: sudo usermod -aG docker $(id -un), log out and in again, and try again."
    fi
    if ! prefix=$(root_prefix); then
        if have dockerd; then
            fail 1 "No Docker engine answers, and starting the installed one takes root." "Run: sudo systemctl start docker (or: sudo eng/docker.sh ensure), then try again."
        fi
        fail 1 "No Docker engine answers, none is installed, and installing it takes root." \
            "Run: sudo apt-get install docker.io && sudo usermod -aG docker $(id -un), log out and in again, and try again."
    fi
    if ! have dockerd || ! have docker; then
        install_engine
    fi
    docker_answers || start_engine
    say "Docker Engine $(docker version --format '{{.Server.Version}}') answers"
}

stop() {
    prefix=$(root_prefix) || prefix=''
    if [[ -e $service_mark ]]; then
        say "stopping the Docker service …"
        as_root systemctl stop docker.socket docker
        as_root rm -f "$service_mark"
        return
    fi
    local pid tries
    pid=$(as_root cat "$pid_file" 2>/dev/null) || return 0
    if ! is_ours "$pid"; then
        as_root rm -f "$pid_file"
        return
    fi
    say "stopping dockerd …"
    as_root kill -TERM "$pid"
    # It stops its containers first, each with its own grace.
    for ((tries = 0; tries < 600; tries++)); do
        is_ours "$pid" || return 0
        sleep 0.1
    done
    fail 1 "dockerd (process $pid) did not stop within 60 s." "Its log is $log."
}

case ${1:-} in
    ensure) ensure ;;
    stop) stop ;;
    *) fail 2 "Usage: eng/docker.sh ensure|stop" ;;
esac
