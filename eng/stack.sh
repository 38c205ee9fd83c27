#!/usr/bin/env bash
# Prints the stack that a make target is about: STACK where it is given; else the one that is on this machine already;
# else dev where an image registry answers, and sandbox where none does. Never prod: that takes STACK=prod.
set -euo pipefail
here=$(readlink -f "${BASH_SOURCE[0]}")
here=${here%/*}
# shellcheck source=eng/common.sh
. "$here/common.sh"

# Any HTTP answer will do: it is the way there that counts.
answers() {
    local url=$1
    if have curl; then
        curl -s -o /dev/null --connect-timeout 2 --max-time 2 "$url"
    elif have wget; then
        # 8: the server answered, with an error such as 401.
        timeout 2 wget -q -O /dev/null --tries=1 "$url" || [[ $? -eq 8 ]]
    else
        # Without a client for HTTPS: whether the port can be reached.
        url=${url#*://}
        # shellcheck disable=SC2016
        timeout 2 bash -c 'exec 3<>"/dev/tcp/$1/443"' _ "${url%%/*}" 2>/dev/null
    fi
}

# The engine pulls through its own mirrors and proxy; they are asked as it would ask.
registry_answers() {
    local mirrors='' proxy='' url checks=() check
    if have docker; then
        IFS='|' read -r mirrors proxy < <(timeout 2 docker info \
            --format '{{range .RegistryConfig.Mirrors}}{{.}} {{end}}|{{.HTTPSProxy}}' 2>/dev/null || echo '|')
    fi
    [[ -z $proxy ]] || export https_proxy=$proxy
    for url in $mirrors https://registry-1.docker.io/; do
        answers "${url%/}/v2/" &
        checks+=($!)
    done
    for check in "${checks[@]}"; do
        wait "$check" && return
    done
    return 1
}

if [[ -n ${STACK:-} ]]; then
    printf '%s\n' "$STACK"
    exit
fi

present=''
if docker_answers; then
    present=$(docker ps --all --filter label=phlo.stack --format '{{.Label "phlo.stack"}}' | sort -u | grep -v '^prod$' || true)
fi
case $(grep -c . <<<"$present") in
    0)
        if registry_answers; then
            say "stack: dev (an image registry answers; STACK= decides otherwise)"
            printf 'dev\n'
        else
            say "stack: sandbox, with images from the distribution's packages (no image registry answers; STACK= decides otherwise)"
            printf 'sandbox\n'
        fi
        ;;
    1)
        say "stack: $present (it is on this machine; STACK= decides otherwise)"
        printf '%s\n' "$present"
        ;;
    *) fail 2 "Several stacks are on this machine: $(tr '\n' ' ' <<<"$present")" "Say which one is meant: STACK=NAME" ;;
esac
