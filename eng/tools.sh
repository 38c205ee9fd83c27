#!/usr/bin/env bash
# Makes the tools that the tests run (Prometheus, Alertmanager, exporters, shellcheck) available without installing them, and
# prints the folder to put on the PATH. Node and Chromium, which are too much for that, are installed from the distribution where that may be done.
# What cannot be had is said, and the tests that need it are skipped by name.
set -euo pipefail
umask 022
here=$(readlink -f "${BASH_SOURCE[0]}")
here=${here%/*}
# shellcheck source=eng/debian.sh
. "$here/debian.sh"

tools="$phlo_cache/tools"

# provide PACKAGE TOOL...: unpacked beside the tools' libraries, each behind a script that points it at them. 'data' is the
# folder that the package's tools read from where it would be installed: the script opens it for them instead.
provide() {
    local package=$1 root="$tools/$1" missing=() tool specs names open=''
    shift
    for tool; do
        have "$tool" || [[ -x $tools/bin/$tool ]] || missing+=("$tool")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    # Another run's tests may be running what is there already.
    if [[ ! -x $root/usr/bin/${missing[0]} ]]; then
        use_package_lists known
        # The C library stays the machine's own: it has to fit its loader.
        mapfile -t names < <(graph "$package" | closure /dev/stdin "$package" | grep -vE '^(libc6|gcc-|libjs-|fonts-)')
        mapfile -t specs < <(versions "${names[@]}")
        if [[ ${#specs[@]} -eq 0 ]] || ! download "${specs[@]}"; then
            say "${missing[*]} could not be fetched from the distribution's package $package; the tests that need it are skipped"
            return
        fi
        rm -rf "$root"
        unpack "$root" "${specs[@]}"
    fi
    if [[ -n ${data:-} ]]; then
        move_data "$root" "$data"
        open="exec 9<'$root$data'"
    fi
    mkdir -p "$tools/bin"
    for tool in "${missing[@]}"; do
        cat >"$tools/bin/$tool.new" <<SCRIPT
#!/bin/sh
$open
LD_LIBRARY_PATH='$root/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")' exec '$root/usr/bin/$tool' "\$@"
SCRIPT
        chmod +x "$tools/bin/$tool.new"
        mv "$tools/bin/$tool.new" "$tools/bin/$tool"
    done
}

# move_data ROOT FOLDER: has the programs read from descriptor 9 what they would read from FOLDER, which only root could make.
# The two names have the same length, for the program has other data behind the first.
move_data() {
    local root=$1 folder=$2 descriptor=/proc/self/fd/9
    while [[ ${#descriptor} -lt ${#folder} ]]; do
        descriptor="/$descriptor"
    done
    LC_ALL=C sed -i "s|$folder|$descriptor|g" "$root"/usr/bin/*
}

# install PACKAGE… NAME: what is too much to unpack beside the system, installed where that may be done.
install() {
    local packages=("${@:1:$#-1}") tool=${*: -1} prefix
    if have "$tool"; then
        return
    elif ! prefix=$(root_prefix) || ! is_debian; then
        say "$tool is not installed; the tests that need it are skipped (apt-get install ${packages[*]})"
        return
    fi
    say "installing $tool for the tests (apt-get install ${packages[*]}) …"
    # shellcheck disable=SC2086
    { $prefix apt-get -qq update && $prefix env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${packages[@]}"; } \
        >/dev/null 2>&1 </dev/null || say "$tool could not be installed; the tests that need it are skipped"
}

if is_debian; then
    mkdir -p "$tools"
    exec 9>"$tools/lock"
    flock 9
    provide prometheus promtool prometheus
    data=/usr/share/prometheus/alertmanager provide prometheus-alertmanager amtool prometheus-alertmanager
    provide prometheus-postgres-exporter prometheus-postgres-exporter
    provide prometheus-node-exporter prometheus-node-exporter
    provide prometheus-blackbox-exporter prometheus-blackbox-exporter
    provide curl curl
    provide shellcheck shellcheck
    exec 9>&-
else
    for tool in promtool prometheus amtool prometheus-alertmanager prometheus-{postgres,node,blackbox}-exporter curl shellcheck; do
        have "$tool" || say "$tool is not installed; the tests that need it are skipped"
    done
fi
install nodejs npm npm
install chromium chromium
printf '%s\n' "$tools/bin"
