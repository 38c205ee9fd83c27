# shellcheck shell=bash disable=SC2034
# What every sandbox image stands on: the C library, a shell with wget, certificates, time zones and the usual users.
packages=(libc6 libc-bin busybox-static ca-certificates tzdata)

layout() {
    local root=$1 applet
    mkdir -p "$root"/{dev,proc,sys,root,home,mnt,opt,run,tmp,etc/ssl/certs,var/lib,var/log,var/tmp}
    [[ -e $root/var/run ]] || ln -s ../run "$root/var/run"
    chmod 1777 "$root/tmp" "$root/var/tmp"
    chmod 700 "$root/root"

    for applet in $("$root/usr/bin/busybox" --list); do
        [[ -e $root/usr/bin/$applet ]] || ln -s busybox "$root/usr/bin/$applet"
    done

    find "$root/usr/share/ca-certificates" -name '*.crt' -print0 | LC_ALL=C sort -z | xargs -0 cat \
        >"$root/etc/ssl/certs/ca-certificates.crt"

    cat >"$root/etc/passwd" <<'PASSWD'
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
postgres:x:999:999:PostgreSQL:/var/lib/postgresql:/bin/sh
nobody:x:65534:65534:nobody:/home:/bin/false
PASSWD
    cat >"$root/etc/group" <<'GROUP'
root:x:0:
daemon:x:1:
postgres:x:999:
nobody:x:65534:
GROUP
    printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
}
