# shellcheck shell=bash disable=SC2034
packages=(prometheus-alertmanager)
owned=(65534:65534 alertmanager etc/alertmanager)
config='"User": "nobody", "ExposedPorts": {"9093/tcp": {}}, "Volumes": {"/alertmanager": {}}, "WorkingDir": "/alertmanager",
  "Entrypoint": ["/bin/alertmanager"],
  "Cmd": ["--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/alertmanager"]'

layout() {
    local root=$1
    mkdir -p "$root/alertmanager"
    mv "$root/usr/bin/prometheus-alertmanager" "$root/usr/bin/alertmanager"
    mv "$root/etc/prometheus" "$root/etc/alertmanager"
}
