#!/usr/bin/env bash
# What a machine must have before anything can be built, with how to get it. Run by make; sourced by the build.
set -euo pipefail
# shellcheck source=eng/common.sh
. "${BASH_SOURCE[0]%/*}/common.sh"

require_dotnet() {
    local sdks
    if ! have dotnet; then
        fail 1 "The .NET SDK 10 is not installed ('dotnet' is not on the PATH)." \
            "Install it from https://dotnet.microsoft.com/download/dotnet/10.0; with Microsoft's package feed on Debian and Ubuntu: apt-get install dotnet-sdk-10.0" \
            "Without root: curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0, then add ~/.dotnet to the PATH."
    fi
    sdks=$(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1)
    if ! grep -qE '^[1-9][0-9]\.' <<<"$sdks"; then
        fail 1 "The .NET SDK 10 is needed; 'dotnet --list-sdks' lists ${sdks:-none}." \
            "Install it from https://dotnet.microsoft.com/download/dotnet/10.0; versions stand beside each other."
    fi
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    require_dotnet
fi
