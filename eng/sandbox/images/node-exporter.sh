# shellcheck shell=bash disable=SC2034
packages=(prometheus-node-exporter)
config='"User": "nobody", "ExposedPorts": {"9100/tcp": {}}, "WorkingDir": "/", "Entrypoint": ["/bin/node_exporter"]'

layout() {
    mv "$1/usr/bin/prometheus-node-exporter" "$1/usr/bin/node_exporter"
}
