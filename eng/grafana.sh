#!/usr/bin/env bash
# grafana.sh STACK: opens Grafana in a browser where there is one, and says where it is and who may log in.
set -euo pipefail
here=$(readlink -f "${BASH_SOURCE[0]}")
here=${here%/*}
# shellcheck source=eng/common.sh
. "$here/common.sh"

stack=$1
url=$("$here/../infra" output grafanaUrl -s "$stack" 2>/dev/null) || url=''
case $url in
    http://* | https://*) ;;
    *) fail 1 "Stack '$stack' has no Grafana: no distribution packages it, so a sandbox is without, and a stack has one after its first up." \
        "Bring one up: make up-observability STACK=dev" ;;
esac

say "The administrator's password: ./infra output grafanaAdminPassword --show-secrets -s $stack"
printf '%s\n' "$url"
for browser in xdg-open open; do
    if have "$browser" && [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} || $browser == open ]]; then
        "$browser" "$url" >/dev/null 2>&1 || true
        break
    fi
done
