# shellcheck shell=bash disable=SC2034
packages=(prometheus)
owned=(65534:65534 prometheus etc/prometheus)
config='"User": "nobody", "ExposedPorts": {"9090/tcp": {}}, "Volumes": {"/prometheus": {}}, "WorkingDir": "/prometheus",
  "Entrypoint": ["/bin/prometheus"],
  "Cmd": ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]'

layout() {
    mkdir -p "$1/prometheus"
}
