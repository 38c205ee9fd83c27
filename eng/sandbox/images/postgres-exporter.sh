# shellcheck shell=bash disable=SC2034
packages=(prometheus-postgres-exporter)
config='"User": "nobody", "ExposedPorts": {"9187/tcp": {}}, "WorkingDir": "/", "Entrypoint": ["/bin/postgres_exporter"]'

layout() {
    mv "$1/usr/bin/prometheus-postgres-exporter" "$1/usr/bin/postgres_exporter"
}
