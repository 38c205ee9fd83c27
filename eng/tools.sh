#!/usr/bin/env bash
# Makes the tools that the tests run (promtool, amtool, Prometheus, the blackbox exporter, curl, shellcheck) available without installing them, and prints the
# folder to put on the PATH. Node, which is too much for that, is installed from the distribution where that may be done.
# What cannot be had is said, and the tests that need it are skipped by name.
set -euo pipefail
umask 022
here=$(readlink -f "${BASH_SOURCE[0]}")
here=${here%/*}
# shellcheck source=eng/debian.sh
. "$here/debian.sh"

tools="$phlo_cache/tools"

# provide PACKAGE TOOL: unpacked beside the tool's libraries, behind a script that points it at them.
provide() {
    local package=$1 tool=$2 root="$tools/$1" specs names
    if have "$tool" || [[ -x $tools/bin/$tool ]]; then
        return
    fi
    use_package_lists known
    # The C library stays the machine's own: it has to fit its loader.
    mapfile -t names < <(graph "$package" | closure /dev/stdin "$package" | grep -vE '^(libc6|gcc-|libjs-|fonts-)')
    mapfile -t specs < <(versions "${names[@]}")
    if [[ ${#specs[@]} -eq 0 ]] || ! download "${specs[@]}"; then
        say "$tool could not be fetched from the distribution's package $package; the tests that need it are skipped"
        return
    fi
    rm -rf "$root"
    unpack "$root" "${specs[@]}"
    mkdir -p "$tools/bin"
    cat >"$tools/bin/$tool.new" <<SCRIPT
#!/bin/sh
LD_LIBRARY_PATH='$root/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")' exec '$root/usr/bin/$tool' "\$@"
SCRIPT
    chmod +x "$tools/bin/$tool.new"
    mv "$tools/bin/$tool.new" "$tools/bin/$tool"
}

install_node() {
    local prefix
    if have node && have npm; then
        return
    elif ! prefix=$(root_prefix) || ! is_debian; then
        say "node and npm are not installed; the tests that need them are skipped (apt-get install nodejs npm)"
        return
    fi
    say "installing node for the tests (apt-get install nodejs npm) …"
    # shellcheck disable=SC2086
    { $prefix apt-get -qq update && $prefix env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends nodejs npm; } \
        >/dev/null 2>&1 </dev/null || say "node could not be installed; the tests that need it are skipped"
}

if is_debian; then
    mkdir -p "$tools"
    exec 9>"$tools/lock"
    flock 9
    provide prometheus promtool
    provide prometheus prometheus
    provide prometheus-alertmanager amtool
    provide prometheus-blackbox-exporter prometheus-blackbox-exporter
    provide curl curl
    provide shellcheck shellcheck
    exec 9>&-
else
    for tool in promtool prometheus amtool prometheus-blackbox-exporter curl shellcheck; do
        have "$tool" || say "$tool is not installed; the tests that need it are skipped"
    done
fi
install_node
printf '%s\n' "$tools/bin"
