#!/usr/bin/env bash
# Makes the sandbox's images out of the distribution's packages, those that are missing or out of date.
# The same packages and recipes give the same image, to the byte: sorted archives, fixed owners and times.
set -euo pipefail
umask 022
export LC_ALL=C
here=$(readlink -f "${BASH_SOURCE[0]}")
here=${here%/*}
# shellcheck source=eng/debian.sh
. "$here/../debian.sh"

products=(prometheus alertmanager postgres-exporter node-exporter blackbox-exporter postgres)
resolved="$phlo_cache/resolved"
epoch='1970-01-01T00:00:00Z'

# recipe NAME: its variables and functions, in place of the last one's.
recipe() {
    packages=() owned=() config=''
    # shellcheck source=/dev/null
    . "$here/images/$1.sh"
}

recipe_hash() {
    cat "$here/images.sh" "$here/images/base.sh" "$here/images/$1.sh" "$here/postgres-entrypoint.sh" | sha256sum | cut -c1-16
}

# Which package versions each image holds, asked of apt again only when its lists or a recipe have changed.
resolve_all() {
    local product names
    if [[ -d $resolved && ! $resolved -ot $here/images.sh ]] && ! package_lists_newer_than "$resolved" &&
        [[ -z $(find "$here" -newer "$resolved" -print -quit) ]]; then
        return
    fi
    use_package_lists known
    rm -rf "$resolved.new"
    mkdir -p "$resolved.new"
    local roots=() versions
    for product in base "${products[@]}"; do
        recipe "$product"
        roots+=("${packages[@]}")
    done
    graph "${roots[@]}" >"$resolved.new/.graph"
    mapfile -t names < <(closure "$resolved.new/.graph" "${roots[@]}")
    versions=$(versions "${names[@]}")
    for product in base "${products[@]}"; do
        recipe "$product"
        closure "$resolved.new/.graph" "${packages[@]}" | sort |
            join -t= - <(printf '%s\n' "$versions" | LC_ALL=C sort -t= -k1,1) | sort >"$resolved.new/$product"
        grep -q "^${packages[0]}=" "$resolved.new/$product" || fail 1 \
            "The distribution's package lists do not hold '${packages[0]}', which the sandbox's $product image is made of." \
            "Enable the distribution's main (Ubuntu: universe) component in /etc/apt/sources.list and run apt-get update."
    done
    rm -rf "$resolved"
    mv "$resolved.new" "$resolved"
}

# key PRODUCT: what the image's label says when it is up to date.
key() {
    { recipe_hash "$1" && cat "$resolved/base" "$resolved/$1"; } | sha256sum | cut -c1-32
}

missing_images() {
    local product present
    present=$(docker image ls --filter label=phlo.sandbox.key --format '{{.Repository}}:{{.Tag}}' | tr '\n' ' ')
    present=$(docker image inspect --format '{{json .RepoTags}} {{index .Config.Labels "phlo.sandbox.key"}}' \
        ${present:+$present} 2>/dev/null || true)
    for product in "${products[@]}"; do
        [[ $present == *"\"phlo-sandbox/$product:local\""*" $(key "$product")"* ]] || printf '%s\n' "$product"
    done
}

# layer NAME: unpacks its packages, those of the base apart, and packs them as one archive; prints its digest.
layer() {
    local name=$1 root="$work/$1" archive="$work/archive/$1" paths others
    recipe "$name"
    mapfile -t paths < <(if [[ $name == base ]]; then cat "$resolved/base"; else comm -13 "$resolved/base" "$resolved/$name"; fi)
    unpack "$root" "${paths[@]}"
    layout "$root"
    mkdir -p "$archive"
    pack() { tar --sort=name --format=gnu --mtime=@0 --numeric-owner -C "$root" -f "$archive/layer.tar" "$@"; }
    others=("${owned[@]:1}")
    pack -c --owner=0 --group=0 "${others[@]/#/--exclude=./}" .
    if [[ ${#others[@]} -gt 0 ]]; then
        pack -r --owner="${owned[0]%:*}" --group="${owned[0]#*:}" "${others[@]/#/./}"
    fi
    rm -rf "$root"
    sha256sum "$archive/layer.tar" | cut -d' ' -f1
}

# image PRODUCT: adds it to the archive that is loaded at the end.
image() {
    local product=$1 digest version id
    digest=$(<"$work/$product.digest")
    recipe "$product"
    version=$(grep -m1 -E "^${packages[0]}(-[0-9]+)?=" <(grep -v '^postgresql=' "$resolved/$product"))
    version=${version#*=}
    cat >"$work/config.json" <<JSON
{"architecture": "$architecture", "os": "linux", "created": "$epoch",
 "config": {$config, "Labels": {
  "org.opencontainers.image.title": "$product", "org.opencontainers.image.version": "${version%%[-+]*}",
  "phlo.sandbox.package": "${packages[0]} $version", "phlo.sandbox.key": "$(key "$product")"}},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$base_digest", "sha256:$digest"]},
 "history": [{"created": "$epoch", "created_by": "base"}, {"created": "$epoch", "created_by": "$product"}]}
JSON
    id=$(sha256sum "$work/config.json" | cut -d' ' -f1)
    mv "$work/config.json" "$work/archive/$id.json"
    manifest+="${manifest:+, }{\"Config\": \"$id.json\", \"RepoTags\": [\"phlo-sandbox/$product:local\"], \"Layers\": [\"base/layer.tar\", \"$product/layer.tar\"]}"
}

docker_answers || fail 1 "No Docker engine answers; the sandbox's images have nowhere to go." "Start one with: eng/docker.sh ensure"
mkdir -p "$phlo_cache"
exec 9>"$phlo_cache/images.lock"
flock 9
require_debian "The sandbox's images"
resolve_all
mapfile -t missing < <(missing_images)
[[ ${#missing[@]} -eq 0 ]] && exit 0

say "making the sandbox images: ${missing[*]} …"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $(dpkg --print-architecture) in
    armhf) architecture=arm ;;
    i386) architecture=386 ;;
    *) architecture=$(dpkg --print-architecture) ;;
esac
manifest=''
wanted=$(cd "$resolved" && sort -u base "${missing[@]}")
# shellcheck disable=SC2086
download $wanted || {
    use_package_lists fresh
    rm -rf "$resolved"
    resolve_all
    wanted=$(cd "$resolved" && sort -u base "${missing[@]}")
    download $wanted || fail 1 \
        "The packages of the sandbox's images could not be downloaded from the distribution's mirror (apt-get's message is above)." \
        "Check /etc/apt/sources.list and the proxy settings, then try again."
}
jobs=()
for product in base "${missing[@]}"; do
    layer "$product" >"$work/$product.digest" &
    jobs+=($!)
done
for job in "${jobs[@]}"; do
    wait "$job"
done
base_digest=$(<"$work/base.digest")
for product in "${missing[@]}"; do
    image "$product"
done
printf '[%s]\n' "$manifest" >"$work/archive/manifest.json"
tar -C "$work/archive" -cf - . | docker load >/dev/null ||
    fail 1 "The Docker engine did not take the sandbox's images (its message is above)." "See that it has room: docker system df"
docker image prune --force --filter label=phlo.sandbox.key >/dev/null
