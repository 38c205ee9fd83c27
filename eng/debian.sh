# shellcheck shell=bash
# Files out of the distribution's packages without installing them: no service is started, nothing outside the
# cache folder changes, and no right is needed beyond reading the package lists.
# shellcheck source=eng/common.sh
. "${BASH_SOURCE[0]%/*}/common.sh"

debs="$phlo_cache/debs"
apt_state=()
lists_chosen=''

require_debian() {
    is_debian || fail 1 \
        "$1 are made from Debian or Ubuntu packages, and this machine has no apt-get and dpkg-deb." \
        "Use a Debian or Ubuntu machine, or a stack whose images come from a registry (STACK=dev)."
}

# Decides which package lists apt reads: the machine's where it has any, else (or when 'fresh' is asked for, because they
# name versions that are gone) lists of our own, which take no root to fetch. The newer of the two counts afterwards.
use_package_lists() {
    local machine=/var/lib/apt/lists own="$phlo_cache/apt/lists"
    [[ $1 == fresh || -z $lists_chosen ]] || return 0
    lists_chosen=yes
    if [[ $1 != fresh && ! $own -nt $machine ]] && apt-cache show busybox-static >/dev/null 2>&1; then
        return
    fi
    apt_state=(-o "Dir::State::lists=$own" -o "Dir::Cache=$phlo_cache/apt" -o APT::Sandbox::User=root)
    if [[ $1 != fresh ]] && apt-cache "${apt_state[@]}" show busybox-static >/dev/null 2>&1; then
        return
    fi
    mkdir -p "$own/partial" "$phlo_cache/apt/archives/partial"
    say "fetching the distribution's package lists (apt-get update into $phlo_cache/apt) …"
    local messages
    messages=$(apt-get "${apt_state[@]}" -qq update 2>&1) || fail 1 "$messages" \
        "apt-get update failed: the distribution's package mirror could not be reached (its messages are above)." \
        "Check /etc/apt/sources.list and the proxy settings, then try again."
    touch "$own"
}

# What apt reads from: the resolution of a package list stays good until this changes.
package_lists_newer_than() {
    local lists=/var/lib/apt/lists
    [[ -d $phlo_cache/apt/lists ]] && lists="$lists $phlo_cache/apt/lists"
    # shellcheck disable=SC2086
    [[ -n $(find $lists /etc/apt -newer "$1" -not -name lock -not -name partial -print -quit 2>/dev/null) ]]
}

# graph PACKAGE...: who needs whom, for everything that these packages could need; what closure reads.
graph() {
    apt-cache "${apt_state[@]}" depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks \
        --no-replaces --no-enhances "$@"
}

# closure GRAPH PACKAGE...: the packages and the libraries, fonts and data that they need, one name a line.
# The other dependencies (maintainer scripts' helpers, service managers, LLVM for Postgres' optional JIT) are left
# out: nothing here is ever configured or run by the package manager. Of alternatives the first real one counts.
closure() {
    local graph=$1
    shift
    awk -v roots="$*" '
        /^[^ ]/ { package = $1; alternative = 0; next }
        /^ [ |](Pre)?Depends: / {
            if (!alternative && $2 !~ /^</) needs[package] = needs[package] " " $2
            alternative = /^ \|/
        }
        END {
            count = split(roots, queue, " ")
            for (i = 1; i <= count; i++) wanted[queue[i]] = 1
            for (i = 1; i <= count; i++) {
                print queue[i]
                size = split(needs[queue[i]], names, " ")
                for (j = 1; j <= size; j++) {
                    name = names[j]
                    if (name ~ /^(lib|zlib|fonts-|gcc-[0-9]+-base$|tzdata$|postgresql-[0-9]+$|postgresql-client-[0-9]+$)/ &&
                        name !~ /^(libllvm|libc-bin)/ && !(name in wanted)) {
                        wanted[name] = 1
                        queue[++count] = name
                    }
                }
            }
        }' "$graph"
}

# versions PACKAGE...: prints PACKAGE=VERSION for each that the package lists offer, sorted.
versions() {
    LC_ALL=C apt-cache "${apt_state[@]}" policy "$@" | awk '
        /^[^ ]/ { package = $1; sub(/:$/, "", package) }
        /^  Candidate: / && $2 != "(none)" { print package "=" $2 }' | LC_ALL=C sort -u
}

# deb_file PACKAGE=VERSION: where apt-get download puts it.
deb_file() {
    local package=${1%%=*} version=${1#*=} candidate
    for candidate in "$debs/${package}_${version//:/%3a}_"{"$(dpkg --print-architecture)",all}.deb; do
        [[ -f $candidate ]] && printf '%s\n' "$candidate" && return
    done
    return 1
}

# download PACKAGE=VERSION...: into the cache, those that are not there yet.
download() {
    local spec missing=()
    mkdir -p "$debs"
    for spec; do
        deb_file "$spec" >/dev/null || missing+=("$spec")
    done
    [[ ${#missing[@]} -eq 0 ]] && return
    use_package_lists known
    say "downloading ${#missing[@]} distribution packages …"
    (cd "$debs" && apt-get "${apt_state[@]}" -qq -o APT::Sandbox::User=root download "${missing[@]}" >/dev/null)
}

# unpack DIR PACKAGE=VERSION...: the files, without manuals, translations, and what starts services.
unpack() {
    local root=$1 spec
    shift
    mkdir -p "$root"/usr/{bin,sbin,lib,lib64}
    for spec in bin sbin lib lib64; do
        [[ -e $root/$spec ]] || ln -s "usr/$spec" "$root/$spec"
    done
    for spec; do
        dpkg-deb --fsys-tarfile "$(deb_file "$spec")" | tar -x --keep-directory-symlink --no-same-owner --no-same-permissions -C "$root" \
            --exclude='./usr/share/man' --exclude='./usr/share/locale' --exclude='./usr/share/lintian' \
            --exclude='./usr/share/doc/*/*[!t]' --exclude='./usr/share/javascript/moment-timezone/data/unpacked' --exclude='./usr/share/bash-completion' --exclude='./lib/systemd' \
            --exclude='./usr/lib/systemd' --exclude='./etc/init.d' --exclude='./etc/default' --exclude='./etc/logrotate.d'
    done
}
