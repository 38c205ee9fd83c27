#!/usr/bin/env bash
# Does what an attacker would (docs/security.md), on stacks and containers of its own, and says what held. Exit code 1 where something did not.
set -uo pipefail
here=$(readlink -f "${BASH_SOURCE[0]}")
here=${here%/*}

results=$(mktemp)
trap 'rm -f "$results"' EXIT
"$here/test.sh" -trait Kind=Attack -result-junit "$results"
status=$?

echo
# Each case with a line of its own; one that failed or was skipped is followed by the reason.
sed -nE 's/.*<testcase ([^>]*[^/])(\/?)>.*/\1\2/p; s/.*<(failure|skipped|error).*/\1/p' "$results" | awk '
    function tell() { if (name != "") printf "%-8s %s\n", result, name }
    /name=/ {
        tell()
        result = "held"
        match($0, / ?name="[^"]*"/); name = substr($0, RSTART, RLENGTH); sub(/.*name="/, "", name); sub(/"$/, "", name)
        gsub(/&quot;/, "\"", name); gsub(/_/, " ", name)
        match($0, /classname="[^"]*"/); class = substr($0, RSTART + 11, RLENGTH - 12); sub(/.*\./, "", class); sub(/.*\./, "", name)
        name = class ": " name
        next
    }
    /^skipped/ { result = "not run" }
    /^(failure|error)/ { result = "BROKEN" }
    END { tell() }' | sort
exit "$status"
