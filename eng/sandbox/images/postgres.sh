# shellcheck shell=bash disable=SC2034,SC2154
packages=(postgresql)
owned=(999:999 var/lib/postgresql run/postgresql)
config='"User": "postgres", "ExposedPorts": {"5432/tcp": {}}, "Volumes": {"/var/lib/postgresql/data": {}}, "WorkingDir": "/",
  "Env": ["PATH=/usr/local/bin:/usr/bin:/usr/sbin", "LANG=C.UTF-8", "PGDATA=/var/lib/postgresql/data"],
  "StopSignal": "SIGINT", "Entrypoint": ["docker-entrypoint.sh"], "Cmd": ["postgres"]'

layout() {
    local root=$1 tool tools
    mkdir -p "$root"/{var/lib/postgresql/data,run/postgresql,usr/local/bin,docker-entrypoint-initdb.d}
    chmod 700 "$root/var/lib/postgresql/data"
    chmod 3777 "$root/run/postgresql"
    tools=("$root"/usr/lib/postgresql/*/bin)
    for tool in "${tools[0]}"/*; do
        ln -sfn "../../${tool#"$root/usr/"}" "$root/usr/local/bin/${tool##*/}"
    done
    install -m 755 "$here/postgres-entrypoint.sh" "$root/usr/local/bin/docker-entrypoint.sh"
}
