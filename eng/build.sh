# shellcheck shell=bash disable=SC2154
# Builds what ./infra runs, when a source has changed since the last time. Sourced by ./infra, which sets root.

# Only a look at time stamps: this runs before every command. Folders count too, for files that went away.
sources_newer_than() {
    [[ ! -e $1 || -n $(find "$root" -mindepth 1 \
        \( -name .git -o -name artifacts -o -name Tests -o -name docs -o -name Bench -o -name node_modules -o -name obj -o -name bin \) -prune -o \
        -newer "$1" \( -type d -o -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.proto' \
        -o -name '*.json' -o -name '*.yml' -o -name '*.slnf' -o -name 'images.lock' -o -name '.editorconfig' -o -name 'ready-to-run.sh' \) -print -quit) ]]
}

# build_if_stale ENGINE: one builder at a time; the others wait for it and use what it built.
build_if_stale() {
    local engine=$1 stamp="$root/artifacts/infra-$1.stamp" log
    sources_newer_than "$stamp" || return 0
    # shellcheck source=eng/prerequisites.sh
    . "$root/eng/prerequisites.sh"
    require_dotnet
    mkdir -p "$root/artifacts"
    # For its owner alone: who can open it, even to read, can hold its lock and have every command wait.
    (umask 077 && : >>"$root/artifacts/infra.lock")
    chmod 600 "$root/artifacts/infra.lock"
    exec 9>"$root/artifacts/infra.lock"
    if have flock; then
        flock 9
    fi
    if sources_newer_than "$stamp"; then
        say "building …"
        log=$(mktemp)
        touch "$stamp.new"
        # Into a file, not a pipe, and without the lock: the compiler's helper processes outlive the build and would hold both.
        if ! dotnet build "$root/eng/Infra.$engine.slnf" -c Release -p:PulumiSdk=embedded -v q --nologo -clp:NoSummary \
            >"$log" 2>&1 </dev/null 9>&-; then
            cat "$log" >&2
            rm -f "$log" "$stamp.new"
            fail 1 "The build failed; its messages are above."
        fi
        rm -f "$log"
        "$root/eng/ready-to-run.sh" "$root"/artifacts/bin/{Engine,Infra,Backup,Health,Images}/release </dev/null 9>&- || true
        mv "$stamp.new" "$stamp"
    fi
    exec 9>&-
}
