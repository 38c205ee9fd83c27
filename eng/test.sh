#!/usr/bin/env bash
# All tests: what CI runs, and what 'make test' runs. The last line is: N passed, N failed, N skipped
set -uo pipefail
here=$(readlink -f "${BASH_SOURCE[0]}")
here=${here%/*}
root=${here%/*}
# shellcheck source=eng/common.sh
. "$here/common.sh"
# shellcheck source=eng/prerequisites.sh
. "$here/prerequisites.sh"
set +e
cd "$root" || exit 1

results=$(mktemp)
started_docker=false
clean_up() {
    trap - EXIT
    rm -f "$results"
    if $started_docker; then
        "$here/docker.sh" stop
    fi
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Nothing was tested: said on the last line as what it is.
give_up() {
    say "$1"
    clean_up
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
}

(require_dotnet) || give_up "The tests cannot be built."
if ! docker_answers; then
    if "$here/docker.sh" ensure; then
        started_docker=true
    else
        say "The tests that need a Docker engine are skipped."
    fi
fi
if docker_answers; then
    "$here/sandbox/images.sh" || say "The tests that need the sandbox's images will fail."
fi
PATH="$("$here/tools.sh"):$PATH"
export PATH

# Whatever the machine has: with Embedded/ there is more to test.
tests=artifacts/bin/Tests/debug/Tests
export PulumiSdk=embedded
say "building …"
dotnet build eng/Infra.slnx -v q --nologo -clp:NoSummary </dev/null || give_up "The build failed."
# Style and analysers are errors of the build already; this checks what the compiler does not see.
dotnet format whitespace eng/Infra.slnx --verify-no-changes --no-restore </dev/null ||
    give_up "The code is not in its form: run 'make format'."

"$tests" -noLogo -noColor -result-xml "$results" "$@" </dev/null
status=$?

# sum ATTRIBUTE: over all assemblies of the results file.
sum() {
    grep -oE '<assembly [^>]*>' "$results" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }'
}

if [[ ! -s $results ]]; then
    give_up "The test run ended with exit code $status before it had a result."
fi
passed=$(sum passed) failed=$(($(sum failed) + $(sum errors))) skipped=$(sum skipped)
[[ $status -eq 0 || $failed -gt 0 ]] || failed=1

# What the monitoring's tests cover: the page that one of them has compared with what it found.
if [[ -f docs/coverage.md ]]; then
    echo "Covered (docs/coverage.md):"
    sed -nE '/^## Numbers/,/^## By/ s/^\| ([^|]*[a-z][^|]*) \| ([0-9]+) \|$/  \2 \1/p' docs/coverage.md
fi
if [[ -f artifacts/alert-faults.md ]]; then
    echo "Faults in the sandbox:"
    sed 's/^/  /' artifacts/alert-faults.md
fi
echo "The slowest tests, in seconds:"
sed 's/<test /\n&/g' "$results" | sed -nE 's/^<test [^>]*name="([^"]*)"[^>]* time="([0-9.]+)".*/\2 \1/p' | sort -rn | head -n 10 | sed 's/^/  /; s/&quot;/"/g'

if [[ $skipped -gt 0 ]]; then
    echo "Skipped:"
    sed 's/<test /\n&/g' "$results" |
        sed -nE '/result="Skip"/ { s/^<test [^>]*name="([^"]*)".*<reason>(<!\[CDATA\[)?([^]<]*).*/  \1: \3/p }' |
        sed "s/&quot;/\"/g; s/&apos;/'/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g" | sort
fi
clean_up
echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed -eq 0 ]]
