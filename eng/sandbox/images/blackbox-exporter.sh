# shellcheck shell=bash disable=SC2034
packages=(prometheus-blackbox-exporter)
config='"User": "nobody", "ExposedPorts": {"9115/tcp": {}}, "WorkingDir": "/", "Entrypoint": ["/bin/blackbox_exporter"]'

layout() {
    mv "$1/usr/bin/prometheus-blackbox-exporter" "$1/usr/bin/blackbox_exporter"
}
