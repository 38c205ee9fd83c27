# shellcheck shell=bash disable=SC2034
# What the scripts share. Sourced, never run.

# Messages go to standard error: standard output belongs to what was asked for (tables, JSON, paths).
say() { printf '%s\n' "$*" >&2; }

# fail CODE LINE...: each further line is one thing the reader can do.
fail() {
    local code=$1
    shift
    printf '%s\n' "$@" >&2
    exit "$code"
}

have() { type -P "$1" >/dev/null; }

# Prints how to run something as root without a question asked: nothing for root, "sudo -n" where that works; false otherwise.
root_prefix() {
    if [[ ${EUID} -eq 0 ]]; then
        return 0
    elif have sudo && sudo -n true 2>/dev/null; then
        printf 'sudo -n'
    else
        return 1
    fi
}

is_debian() { have apt-get && have dpkg-deb; }

phlo_cache="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/phlo-observability"

# A path as seen from where the command was typed; the scripts themselves work from anywhere.
absolute() {
    case $1 in
        /* | -) printf '%s' "$1" ;;
        *) printf '%s/%s' "$PWD" "$1" ;;
    esac
}

docker_answers() { have docker && timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }
