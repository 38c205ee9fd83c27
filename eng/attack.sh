#!/usr/bin/env bash
# Does what an attacker would (docs/security.md), on stacks and containers of its own, and says what held. Exit code 1 where something did not.
set -uo pipefail
here=$(readlink -f "${BASH_SOURCE[0]}")
here=${here%/*}

results=$(mktemp)
trap 'rm -f "$results"' EXIT
"$here/test.sh" -trait Kind=Attack -result-junit "$results"
status=$?

# A line for each class of attacks, and one for each that did not hold.
echo
sed -E 's/<(testcase|failure|skipped)/\n<\1/g' "$results" | awk '
    function attribute(name,   value) {
        if (!match($0, " " name "=\"[^\"]*\"")) return ""
        value = substr($0, RSTART, RLENGTH); sub(/^[^"]*"/, "", value); sub(/"$/, "", value)
        return value
    }
    /^<testcase/ {
        class = attribute("classname"); sub(/.*\./, "", class)
        test = attribute("name"); sub(/^([^.(]*\.)*/, "", test); gsub(/_/, " ", test)
        tried[class]++
    }
    /^<failure/ { broken[class]++; print "BROKEN  " class ": " test }
    /^<skipped/ { skipped[class]++; print "NOT RUN " class ": " test }
    END {
        for (class in tried) {
            held = tried[class] - broken[class] - skipped[class]
            printf "%s %s: %d of %d held\n", held == tried[class] ? "held   " : "       ", class, held, tried[class]
        }
    }' | sort
exit "$status"
